import Domain

/// The rule that calls a week calm or stress.
enum RegimeSplit {
  /// Whether each week is stress: the stated share of weeks with the highest trailing volatility.
  ///
  /// Trailing volatility is the root mean square of the market's daily log returns over a window
  /// of trading days that ends with the week's last. The window reaches back before the sample.
  static func stress(
    of market: DailySeries,
    at ends: [TradingDate],
    by weekly: WeeklySample
  ) throws(CalibrationError) -> [Bool] {
    let volatility = try trailing(market.logReturns, at: ends, window: weekly.window)
    let count = Int((weekly.stressShare * Double(ends.count)).rounded())
    guard count > 0, count < ends.count else { return ends.map { _ in count > 0 } }
    let threshold = volatility.sorted()[ends.count - count]
    return volatility.map { $0 >= threshold }
  }

  private static func trailing(
    _ returns: DailySeries,
    at ends: [TradingDate],
    window: Int
  ) throws(CalibrationError) -> [Double] {
    var result: [Double] = []
    var next = 0
    for end in ends {
      while next < returns.dates.count, returns.dates[next] <= end { next += 1 }
      guard window > 0, next >= window else {
        throw .tooFewObservations(
          what: "days of the market before \(end)",
          found: next,
          needed: window
        )
      }
      let sum = returns.values[(next - window)..<next].reduce(0) { $0 + $1 * $1 }
      result.append((sum / Double(window)).squareRoot())
    }
    return result
  }
}
