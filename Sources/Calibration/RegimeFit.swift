import Domain
import Numerics

/// The weekly chain of calm and stress, and what today's volatility says of tomorrow's regime.
struct RegimeFit: Sendable {
  let model: RegimeModel
  /// Degrees of freedom of the weekly returns given their regime.
  let freedom: Parameter?
  /// The law of the weekly returns, as estimated.
  let chain: SwitchingVariance.Parameters
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
    self.chain = chain.estimates
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
