import Domain
import Numerics

/// The weekly chain of calm and stress, and what today's volatility says of tomorrow's regime.
struct RegimeFit: Sendable {
  let model: RegimeModel
  /// Degrees of freedom of the weekly returns given their regime.
  let freedom: Parameter?
  /// P(stress) of each week given all weeks.
  let stressOdds: [Double]

  /// Fits two states of variance to the market's weekly returns, with t tails.
  ///
  /// The odds of a start follow from densities of the logarithm of the volatility index in the
  /// weeks before calm and before stress, normal with one variance. Numbers that the recipe gives
  /// are taken over.
  init(_ market: MarketWeeks, recipe: Recipe) throws(CalibrationError) {
    let numbers = recipe.numbers
    let chain: SwitchingVariance
    do {
      chain = try SwitchingVariance(market.returns, freedom: numbers[.freedom]?.value)
    } catch {
      throw Self.error(error)
    }
    stressOdds = chain.smoothed
    let sample = Sample(dates: market.ends)
    func parameter(_ value: Double, _ error: Double, _ source: String) -> Parameter {
      sample.parameter(Estimate(value, standardError: error), source: source)
    }
    let source = "weekly market returns, two-state Markov variance with t tails, by EM"
    freedom =
      numbers[.freedom]
      ?? parameter(chain.estimates.freedom, chain.errors.freedom, source)
    let ratio = try market.volatilityRatio(unless: numbers[.volatilityRatio])
    let start = try StartOdds.fit(market, odds: chain.smoothed, ratio: ratio.value)
    model = RegimeModel(
      stayCalm: numbers[.stayCalm]
        ?? parameter(chain.estimates.stayLow, chain.errors.stayLow, source),
      stayStress: numbers[.stayStress]
        ?? parameter(chain.estimates.stayHigh, chain.errors.stayHigh, source),
      startIntercept: numbers[.startIntercept] ?? start.intercept,
      startSlope: numbers[.startSlope] ?? start.slope,
      volatilityRatio: ratio
    )
  }

  private static func error(_ failure: SwitchingVariance.Failure) -> CalibrationError {
    switch failure {
    case .tooFewObservations(let count, let needed):
      .tooFewObservations(what: "weeks of the market for two regimes", found: count, needed: needed)
    case .unusableNumber: .numerical("a weekly return of the market is not a number")
    case .oneState:
      .numerical("the market's weeks do not tell two regimes apart; give `weekly.stress-share`")
    }
  }
}

/// The market by week, with its volatility at the end of each.
struct MarketWeeks: Sendable {
  let ends: [TradingDate]
  /// Log returns in percent.
  let returns: [Double]
  /// Root mean square of the daily returns of a window that ends with the week, percent a year.
  let trailing: [Double]
  /// The volatility index at the end of each week, NaN where unknown; nil: there is none.
  let index: [Double]?

  /// Trailing volatility over the index: its geometric mean, with errors that bear the overlap.
  ///
  /// Without an index a ratio of 0.8 is assumed.
  func volatilityRatio(unless given: Parameter?) throws(CalibrationError) -> Parameter {
    if let given { return given }
    guard let index else {
      return Parameter(
        0.8,
        provenance: .assumption(reason: "no volatility index: it is about 1/0.8 of what follows")
      )
    }
    let weeks = index.indices.filter { index[$0] > 0 && trailing[$0] > 0 }
    let logs = weeks.map { Elementary.log(trailing[$0] / index[$0]) }
    guard logs.count > 52 else {
      throw .tooFewObservations(
        what: "weeks of the volatility index",
        found: logs.count,
        needed: 53
      )
    }
    do {
      let fit = try LeastSquares(
        design: Matrix(logs.map { _ in [1] }),
        response: logs,
        covariance: .neweyWest(lags: 13)
      )
      let ratio = Elementary.exp(fit.coefficients[0])
      return Sample(dates: weeks.map { ends[$0] }).parameter(
        Estimate(ratio, standardError: ratio * fit.standardErrors[0]),
        source: "trailing volatility over the volatility index, geometric mean, HAC errors"
      )
    } catch {
      throw .numerical("the ratio of trailing volatility to the index: \(error)")
    }
  }
}

/// P(stress) = 1/(1 + exp(intercept − slope·ln(index/20))).
enum StartOdds {
  private static let source =
    "log volatility index before calm and before stress weeks, normal densities of one variance;"
    + " errors by leaving out one year at a time"

  static func fit(
    _ market: MarketWeeks,
    odds: [Double],
    ratio: Double
  ) throws(CalibrationError) -> (intercept: Parameter, slope: Parameter) {
    let index = market.index ?? market.trailing.map { $0 / ratio }
    // This week's index speaks of the next week.
    let weeks = index.indices.dropLast().filter { index[$0] > 0 }
    let years = weeks.map { market.ends[$0].civil.year }
    let points = weeks.map { (x: Elementary.log(index[$0] / 20), stress: odds[$0 + 1]) }
    let whole = coefficients(points)
    guard whole.intercept.isFinite, whole.slope.isFinite, points.count > 52 else {
      throw .numerical("the volatility index does not tell the regimes apart")
    }
    var parts: [(intercept: Double, slope: Double)] = []
    for year in Set(years).sorted() {
      let part = coefficients(points.indices.filter { years[$0] != year }.map { points[$0] })
      if part.intercept.isFinite, part.slope.isFinite { parts.append(part) }
    }
    let sample = Sample(dates: weeks.map { market.ends[$0] })
    func parameter(_ value: Double, _ values: [Double]) -> Parameter {
      sample.parameter(Estimate(value, standardError: jackknife(values)), source: source)
    }
    return (
      parameter(whole.intercept, parts.map(\.intercept)), parameter(whole.slope, parts.map(\.slope))
    )
  }

  private static func coefficients(
    _ points: [(x: Double, stress: Double)]
  ) -> (intercept: Double, slope: Double) {
    let stress = points.reduce(0) { $0 + $1.stress }
    let calm = Double(points.count) - stress
    let high = points.reduce(0) { $0 + $1.stress * $1.x } / stress
    let low = points.reduce(0) { $0 + (1 - $1.stress) * $1.x } / calm
    let squares = points.reduce(0) { sum, point in
      let (a, b) = (point.x - low, point.x - high)
      return sum + (1 - point.stress) * a * a + point.stress * b * b
    }
    let variance = squares / Double(points.count)
    return (
      (high * high - low * low) / (2 * variance) - Elementary.log(stress / calm),
      (high - low) / variance
    )
  }

  /// The standard error from estimates that each leave out one block.
  private static func jackknife(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let mean = Moments.mean(values)
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum * Double(values.count - 1) / Double(values.count)).squareRoot()
  }
}
