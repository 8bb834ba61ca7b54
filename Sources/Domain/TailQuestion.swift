/// The far end of one return's distribution, which a run may sample more densely than the rest.
package struct TailQuestion: Hashable, Sendable {
  /// As the user wrote it.
  package let text: String
  package let subject: Subject
  package let horizon: Horizon
  /// Probability of the tail, in 0…1.
  package let level: Double
  /// A limit in percent whose probability is asked for as well; above it the tail is the upper one.
  package let limit: Limit?

  package init(text: String, subject: Subject, horizon: Horizon, level: Double, limit: Limit?) {
    self.text = text
    self.subject = subject
    self.horizon = horizon
    self.level = level
    self.limit = limit
  }

  package var isUpper: Bool { if case .above = limit { true } else { false } }
}
