import Numerics

/// The histogram of probabilities that forecasts gave to at most what came: flat if they are right.
///
/// Observations of one date, and of dates that overlap, are dependent, and those in the middle of a
/// distribution less so than its location: Pearson's statistic has Rao and Scott's second-order
/// correction (1981, 1984), its covariance that of sums over dates with Bartlett weights at the lags
/// and a factor for the few independent dates, 1/(1 − (lags + 1)/dates).
package struct ProbabilityIntegral: Hashable, Sendable {
  package static let bins = 10

  /// Shares of observations by bin, in 0…1.
  package let shares: [Double]
  package let count: Int
  /// Variance of the bins' shares over that of independent observations, on average.
  package let designEffect: Double
  /// Spread of that ratio over directions: its squared coefficient of variation.
  package let unevenness: Double

  /// Takes the probabilities of each date in order.
  package init(_ values: [[Double]], lags: Int) {
    let bins = Self.bins
    let count = values.reduce(0) { $0 + $1.count }
    var hits = values.map { date in
      date.reduce(into: [Double](repeating: 0, count: bins)) { $0[Self.bin(of: $1)] += 1 }
    }
    let shares = (0..<bins).map { bin in
      hits.reduce(0.0) { $0 + $1[bin] } / Double(count)
    }
    for (place, date) in values.enumerated() {
      for bin in 0..<bins { hits[place][bin] -= shares[bin] * Double(date.count) }
    }
    self.shares = shares
    self.count = count
    let dates = values.count { !$0.isEmpty }
    let scale = Self.correction(dates: dates, lags: lags) * Double(bins) / Double(count)
    let covariance = Self.covariance(hits, lags: lags).map { $0.map { $0 * scale } }
    let directions = Double(bins - 1)
    let trace = (0..<bins).reduce(0.0) { $0 + covariance[$1][$1] }
    let squares = covariance.reduce(0.0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    designEffect = trace / directions
    unevenness = trace > 0 ? max(0, squares * directions / (trace * trace) - 1) : .nan
  }

  static func bin(of probability: Double) -> Int {
    guard probability.isFinite else { return 0 }
    return min(bins - 1, max(0, Int(probability * Double(bins))))
  }

  private static func correction(dates: Int, lags: Int) -> Double {
    guard dates > lags + 1 else { return .nan }
    return Double(dates) / Double(dates - 1) / (1 - Double(lags > 0 ? lags + 1 : 0) / Double(dates))
  }

  /// The covariance of totals of counts over dates.
  private static func covariance(_ counts: [[Double]], lags: Int) -> [[Double]] {
    var sum = [[Double]](repeating: [Double](repeating: 0, count: bins), count: bins)
    for lag in 0...max(0, min(lags, counts.count - 1)) {
      let weight = 1 - Double(lag) / Double(lags + 1)
      for place in lag..<max(lag, counts.count) {
        for i in 0..<bins where counts[place][i] != 0 {
          for j in 0..<bins {
            let product = weight * counts[place][i] * counts[place - lag][j]
            sum[i][j] += product
            if lag > 0 { sum[j][i] += product }
          }
        }
      }
    }
    return sum
  }

  /// Pearson's statistic as it would be for independent observations.
  package var statistic: Double {
    let p = 1 / Double(Self.bins)
    let pearson = shares.reduce(0.0) { $0 + ($1 - p) * ($1 - p) / p } * Double(count)
    return pearson / designEffect / (1 + unevenness)
  }

  /// Of the statistic, on 9/(1 + unevenness) degrees of freedom.
  package var pValue: Double {
    guard statistic.isFinite else { return .nan }
    return ChiSquaredLaw.probability(
      above: statistic,
      degreesOfFreedom: Double(Self.bins - 1) / (1 + unevenness)
    )
  }

  /// How far any share may lie from a tenth before one of them does so by chance in 5 of 100 tests.
  ///
  /// Bonferroni's band over the bins at the mean design effect.
  package var band: Double {
    let p = 1 / Double(Self.bins)
    let z = NormalLaw.quantile(1 - 0.05 / Double(2 * Self.bins))
    return z * (designEffect * p * (1 - p) / Double(count)).squareRoot()
  }
}
