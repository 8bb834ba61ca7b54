import Domain
import Numerics

/// P(stress) = 1/(1 + exp(intercept − slope·ln(index/20))).
enum StartOdds {
  static let source =
    "log volatility index before calm and before stress weeks, normal densities of one variance;"
    + " errors by leaving out one year at a time"

  /// Normal densities of ln(index/20) before weeks of each regime: their means and one variance.
  struct Densities: Hashable, Sendable {
    let calm, stress, variance: Double
    /// Weeks of each regime.
    let weeks: RegimePair<Double>
  }

  static func fit(
    _ market: MarketWeeks,
    odds: [Double],
    ratio: Double
  ) throws(CalibrationError) -> (intercept: Parameter, slope: Parameter) {
    let weeks = StartWeeks(
      ends: market.ends,
      index: market.index ?? market.trailing.map { $0 / ratio },
      odds: odds
    )
    guard let whole = coefficients(weeks.points), weeks.points.count > 52 else {
      throw .numerical("the volatility index does not tell the regimes apart")
    }
    let parts = weeks.blocks.compactMap { year in
      coefficients(weeks.points.indices.filter { weeks.years[$0] != year }.map { weeks.points[$0] })
    }
    func parameter(_ value: Double, _ values: [Double]) -> Parameter {
      weeks.sample.parameter(Estimate(value, standardError: jackknife(values)), source: source)
    }
    return (
      parameter(whole.intercept, parts.map(\.intercept)), parameter(whole.slope, parts.map(\.slope))
    )
  }

  /// The densities of some weeks; nil where there are none of one regime.
  static func densities(_ points: [StartWeeks.Point]) -> Densities? {
    let stress = points.reduce(0) { $0 + $1.stress }
    let calm = Double(points.count) - stress
    let high = points.reduce(0) { $0 + $1.stress * $1.x } / stress
    let low = points.reduce(0) { $0 + (1 - $1.stress) * $1.x } / calm
    let squares = points.reduce(0) { sum, point in
      let (a, b) = (point.x - low, point.x - high)
      return sum + (1 - point.stress) * a * a + point.stress * b * b
    }
    let variance = squares / Double(points.count)
    guard low.isFinite, high.isFinite, variance > 0, variance.isFinite else { return nil }
    return Densities(
      calm: low,
      stress: high,
      variance: variance,
      weeks: RegimePair(calm: calm, stress: stress)
    )
  }

  private static func coefficients(
    _ points: [StartWeeks.Point]
  ) -> (intercept: Double, slope: Double)? {
    guard let law = densities(points) else { return nil }
    let (low, high, variance) = (law.calm, law.stress, law.variance)
    let intercept =
      (high * high - low * low) / (2 * variance)
      - Elementary.log(law.weeks.stress / law.weeks.calm)
    let slope = (high - low) / variance
    return intercept.isFinite && slope.isFinite ? (intercept, slope) : nil
  }

  /// The standard error from estimates that each leave out one block.
  static func jackknife(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let mean = Moments.mean(values)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum * Double(values.count - 1) / Double(values.count)).squareRoot()
  }
}

/// The weeks whose volatility index is known, each with the regime of the week after it.
struct StartWeeks: Sendable {
  struct Point: Hashable, Sendable {
    /// ln(index/20) at the week's end.
    let x: Double
    /// P(stress) of the week after.
    let stress: Double
  }

  /// Where the weeks stand among all, and what is known of each.
  let places: [Int]
  let points: [Point]
  let years: [Int]
  let sample: Sample

  init(ends: [TradingDate], index: [Double], odds: [Double]) {
    // This week's index speaks of the next week.
    places = index.indices.dropLast().filter { index[$0] > 0 }
    points = places.map { Point(x: Elementary.log(index[$0] / 20), stress: odds[$0 + 1]) }
    years = places.map { ends[$0].civil.year }
    sample = Sample(dates: places.map { ends[$0] })
  }

  /// The years, ascending.
  var blocks: [Int] { Set(years).sorted() }
}
