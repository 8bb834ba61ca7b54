import Domain

/// Questions of every kind, on the small market.
enum Asks {
  static func all(at horizon: Horizon) -> [Question] {
    let (asset, spread) = (
      Subject.asset("outside"), Subject.spread(long: "growing", short: "index")
    )
    let measures: [(String, Measure)] = [
      ("mean", .statistic(.mean, asset)), ("sd", .statistic(.sd, asset)),
      ("median", .statistic(.median, spread)), ("q05", .statistic(.quantile(0.05), asset)),
      ("var95", .statistic(.valueAtRisk(0.95), asset)),
      ("es95", .statistic(.expectedShortfall(0.95), asset)),
      ("drawdown", .statistic(.drawdown, asset)),
      ("rank", .statistic(.rank, .asset("growing"))),
      ("P of order", .probabilityOfOrder(higher: "outside", lower: "index")),
      ("P of return", .probabilityOfReturn(asset, .within(-2, 1))),
    ]
    return measures.map {
      Question(text: $0.0, measure: $0.1, horizon: horizon, limit: nil)
    }
  }
}
