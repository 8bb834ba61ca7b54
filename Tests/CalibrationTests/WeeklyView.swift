import Calibration
import Domain
import Numerics

/// The weekly side of a synthetic market by the test's own arithmetic: sums of daily changes.
struct WeeklyView {
  var ends: [TradingDate] = []
  /// Index, two-year, fear, then the lines; each a column of weekly changes.
  var columns: [[Double]] = []
  var stress: [Bool] = []

  init(_ market: SyntheticMarket, recipe: Recipe) {
    let daily = [market.market, market.twoYear, market.fear] + market.lines
    columns = daily.map { _ in [] }
    var sums = daily.map { _ in 0.0 }
    var volatilities: [Double] = []
    for t in market.dates.indices {
      for k in daily.indices { sums[k] += daily[k][t] }
      let isLast = t + 1 == market.dates.count || market.dates[t + 1].weekday == 0
      guard isLast else { continue }
      // The last week is whole only when it ends on a Friday.
      if market.dates[t] >= recipe.weekly.start, market.dates[t].weekday == 4 {
        ends.append(market.dates[t])
        for k in daily.indices { columns[k].append(sums[k]) }
        volatilities.append(
          (0..<20).reduce(0) { $0 + market.market[t - $1] * market.market[t - $1] }
        )
      }
      sums = daily.map { _ in 0.0 }
    }
    let order = volatilities.indices.sorted { volatilities[$0] > volatilities[$1] }
    let count = Int(((recipe.weekly.stressShare ?? 0.5) * Double(ends.count)).rounded())
    stress = ends.map { _ in false }
    for week in order.prefix(count) { stress[week] = true }
  }

  /// A column on the weeks of one regime.
  func column(_ k: Int, stress wanted: Bool) -> [Double] {
    stress.indices.filter { stress[$0] == wanted }.map { columns[k][$0] }
  }

  /// Residuals of a column on the three factors.
  func residuals(_ k: Int) throws -> [Double] {
    let ones = columns[0].map { _ in 1.0 }
    return try LeastSquares(
      design: Matrix([ones] + columns.prefix(3)).transposed,
      response: columns[k]
    ).residuals
  }
}

func variance(_ x: [Double]) -> Double { covariance(x, x) }

func covariance(_ x: [Double], _ y: [Double]) -> Double {
  let n = Double(x.count)
  let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
  return zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / (n - 1)
}
