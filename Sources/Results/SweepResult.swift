/// Answers of one scenario as it is written, and where something in it is varied, paired.
package struct SweepResult: Sendable {
  /// One choice of a value for each key.
  package struct Point: Sendable {
    /// As an author writes them, in the order of the keys.
    package let values: [String]
    /// One for each question, in their order.
    package let answers: [AnswerDifference]

    package init(values: [String], answers: [AnswerDifference]) {
      self.values = values
      self.answers = answers
    }
  }

  package let record: RunRecord
  /// The scenario as it is written, with its answers.
  package let baseline: ArmResult
  /// What was varied: key paths, and what the scenario says there itself; nil: nothing.
  package let keys: [(path: String, written: String?)]
  /// The last key moves fastest.
  package let points: [Point]

  package init(
    record: RunRecord,
    baseline: ArmResult,
    keys: [(path: String, written: String?)],
    points: [Point]
  ) {
    self.record = record
    self.baseline = baseline
    self.keys = keys
    self.points = points
  }
}
