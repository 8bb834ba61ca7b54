import Domain

/// The rule that calls a week calm or stress by what the market did before it ended.
enum RegimeSplit {
  /// 1 for the stated share of weeks with the highest trailing volatility, 0 for the others.
  static func odds(_ trailing: [Double], stressShare: Double) -> [Double] {
    let count = Int((stressShare * Double(trailing.count)).rounded())
    guard count > 0, count < trailing.count else { return trailing.map { _ in count > 0 ? 1 : 0 } }
    let threshold = trailing.sorted()[trailing.count - count]
    return trailing.map { $0 >= threshold ? 1 : 0 }
  }

  /// The root mean square of daily returns over a window of trading days that ends with each week.
  ///
  /// The window reaches back before the sample.
  static func trailing(
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

extension Recipe {
  /// Whether the chain of regimes is taken over whole, so that nothing of it is estimated.
  var givesRegimes: Bool {
    [.stayCalm, .stayStress, .startIntercept, .startSlope, .volatilityRatio]
      .allSatisfy { numbers[$0] != nil }
  }
}
