package import Domain

/// A mean over observations that are dependent within a date and between neighbouring dates.
///
/// The variance is that of sums over dates, at the given number of lags with Bartlett weights
/// (Newey and West 1987), times T/(T − 1).
package struct ClusteredMean: Hashable, Sendable {
  package let count, dates: Int
  package let mean: Double
  /// Variance of the mean.
  package let variance: Double

  /// Takes the observations of each date in order; a date without any adds nothing.
  package init(_ values: [[Double]], lags: Int) {
    let kept = values.filter { !$0.isEmpty }
    let count = kept.reduce(0) { $0 + $1.count }
    let mean = kept.reduce(0.0) { $0 + $1.reduce(0, +) } / Double(count)
    let sums = values.map { $0.reduce(0.0) { $0 + $1 - mean } }
    self.count = count
    self.mean = count > 0 ? mean : .nan
    dates = kept.count
    variance = Self.variance(of: sums, dates: kept.count, lags: lags) / Double(count * count)
  }

  package var estimate: Estimate { Estimate(mean, standardError: variance.squareRoot()) }

  /// The variance of a total of sums over dates that have mean zero; NaN below two dates.
  static func variance(of sums: [Double], dates: Int, lags: Int) -> Double {
    guard dates > 1 else { return .nan }
    var total = sums.reduce(0.0) { $0 + $1 * $1 }
    for lag in 1..<max(1, min(lags, sums.count - 1) + 1) {
      let weight = 1 - Double(lag) / Double(lags + 1)
      for place in lag..<sums.count { total += 2 * weight * sums[place] * sums[place - lag] }
    }
    return max(total, 0) * Double(dates) / Double(dates - 1)
  }
}

/// A ratio of two totals over the same observations, with an error that respects their dates.
package enum ClusteredRatio {
  /// By the delta method: the variance of Σ(a − r b) over that of Σb squared.
  package static func estimate(
    _ pairs: [[(numerator: Double, denominator: Double)]],
    lags: Int
  ) -> Estimate {
    var (a, b) = (0.0, 0.0)
    for date in pairs {
      for pair in date {
        a += pair.numerator
        b += pair.denominator
      }
    }
    guard b > 0 else { return Estimate(.nan, standardError: .nan) }
    let ratio = a / b
    let sums = pairs.map { $0.reduce(0.0) { $0 + $1.numerator - ratio * $1.denominator } }
    let variance = ClusteredMean.variance(
      of: sums,
      dates: pairs.count(where: { !$0.isEmpty }),
      lags: lags
    )
    return Estimate(ratio, standardError: variance.squareRoot() / b)
  }
}
