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
    mean(distance: distance, left: [Elementary.exp(-speed * time)])
  }

  /// Its mean over trading days, each taken in its middle; the first day after today is number 0.
  package func mean(distance: Double, days: Range<Int>) -> Double {
    mean(distance: distance, left: Self.left(speed: speed, days: days))
  }

  /// Its mean over times at which these shares of the distance are expected to be left.
  package func mean(distance: Double, left: [Double]) -> Double {
    guard !left.isEmpty else { return 1 }
    let power = elasticity * distance
    return left.reduce(0.0) { $0 + Elementary.exp(power * $1) } / Double(left.count)
  }

  /// The shares of a distance that are expected to be left in the middles of trading days.
  package static func left(speed: Double, days: Range<Int>) -> [Double] {
    days.map { Elementary.exp(-speed * (Double($0) + 0.5)) }
  }
}
