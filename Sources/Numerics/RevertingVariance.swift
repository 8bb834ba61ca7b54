/// A variance that moves with a power of an index whose logarithm reverts, relative to what it has
/// at the index's level.
///
/// The logarithm's distance x from its level is an Ornstein–Uhlenbeck process of speed k, so that
/// x·e^(−kt) of it is expected to be left at t, and the variance is exp(ηx·e^(−kt)) times its own.
package struct RevertingVariance: Hashable, Sendable {
  /// η, the variance's relative change per relative change of the index.
  package let elasticity: Double
  /// k, a trading day.
  package let speed: Double

  package init(elasticity: Double, speed: Double) {
    self.elasticity = elasticity
    self.speed = speed
  }

  /// What it is at a time in trading days, given the logarithm's distance today.
  package func relative(distance: Double, after time: Double) -> Double {
    Elementary.exp(elasticity * distance * Elementary.exp(-speed * time))
  }

  /// Its mean over trading days, each taken in its middle; the first day after today is number 0.
  package func mean(distance: Double, days: Range<Int>) -> Double {
    guard !days.isEmpty else { return 1 }
    let sum = days.reduce(0.0) { $0 + relative(distance: distance, after: Double($1) + 0.5) }
    return sum / Double(days.count)
  }
}
