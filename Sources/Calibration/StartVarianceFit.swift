import Domain
import Numerics

/// How far today's volatility index moves the factors' variance within a regime.
///
/// The index says more than which regime it is: weeks of calm after a high index move more than
/// weeks of calm after a low one. The elasticity is what makes the market's weeks likeliest given
/// the index before each; chain, tails and start odds are held.
struct StartVarianceFit {
  private static let bounds = (0.0, 4.0)

  private let weeks: StartWeeks
  private let chain: SwitchingVariance.Parameters
  private let regimes: RegimeModel
  private let speed: Double
  /// What events add to a week's variance of the market, which no index moves.
  private let ofEvents: Double
  /// By week: the market's return after the index, less its mean.
  private let returns: [Double]

  /// Nil where there is no index that reverts, no estimated chain, or no effect to be found.
  static func fit(
    _ panel: WeeklyPanel,
    factors: [Factor],
    recipe: Recipe,
    regimes: RegimeModel,
    events: Double
  ) -> StartVariance? {
    let given = recipe.numbers[.startElasticity]
    guard let reversion = factors.first(where: { $0.name == "vix" })?.reversion,
      let index = panel.levels["vix"], let chain = panel.regimes?.chain,
      given.map({ $0.value > 0 }) ?? true
    else { return nil }
    let fit = StartVarianceFit(
      weeks: StartWeeks(ends: panel.ends, index: index, odds: panel.stressOdds),
      chain: chain,
      regimes: regimes,
      speed: reversion.speed.value,
      ofEvents: events,
      market: panel.factors[0]
    )
    return fit.variance(given: given)
  }

  init(
    weeks: StartWeeks,
    chain: SwitchingVariance.Parameters,
    regimes: RegimeModel,
    speed: Double,
    ofEvents: Double,
    market: [Double]
  ) {
    self.weeks = weeks
    self.chain = chain
    self.regimes = regimes
    self.speed = speed
    self.ofEvents = ofEvents
    returns = weeks.places.map { market[$0 + 1] - chain.mean }
  }

  /// The law of the weeks; nil where they are few or tell of no elasticity.
  func variance(given: Parameter?) -> StartVariance? {
    let all = weeks.points.indices.map { $0 }
    guard all.count > 104, let densities = StartOdds.densities(weeks.points),
      let elasticity = given?.value ?? best(densities, over: all)
    else { return nil }
    let leftOut = weeks.blocks.map { year in all.filter { weeks.years[$0] != year } }
    let parts = leftOut.compactMap { kept in StartOdds.densities(kept.map { weeks.points[$0] }) }
    let elasticities = given == nil ? leftOut.compactMap { best(densities, over: $0) } : []
    let source =
      "weekly market returns given the volatility index before them, by likelihood; chain and tails"
      + " held; errors by leaving out one year at a time"
    func parameter(_ value: Double, _ values: [Double], _ source: String) -> Parameter {
      let error = StartOdds.jackknife(values)
      return weeks.sample.parameter(Estimate(value, standardError: error), source: source)
    }
    func level(_ distance: Double, _ distances: [Double]) -> Parameter {
      let levels = distances.map { 20 * Elementary.exp($0) }
      return parameter(20 * Elementary.exp(distance), levels, StartOdds.source)
    }
    return StartVariance(
      elasticity: given ?? parameter(elasticity, elasticities, source),
      level: RegimePair(
        calm: level(densities.calm, parts.map(\.calm)),
        stress: level(densities.stress, parts.map(\.stress))
      )
    )
  }

  /// The elasticity that makes some of the weeks likeliest; nil where it is at a bound.
  private func best(_ densities: StartOdds.Densities, over kept: [Int]) -> Double? {
    let found = GoldenSection.maximum(between: Self.bounds, tolerance: 1e-6) {
      logLikelihood($0, densities, over: kept)
    }
    return found - Self.bounds.0 > 1e-3 && Self.bounds.1 - found > 1e-3 ? found : nil
  }

  private func logLikelihood(
    _ elasticity: Double,
    _ densities: StartOdds.Densities,
    over kept: [Int]
  ) -> Double {
    let law = RevertingVariance(elasticity: elasticity, speed: speed)
    let density = TDensity(freedom: chain.freedom)
    func logDensity(_ week: Int, level: Double, deviation: Double) -> Double {
      // The days of an average week.
      let scale = law.mean(distance: weeks.points[week].x - level, days: 0..<5)
      let variance = scale * max(0, deviation * deviation - ofEvents) + ofEvents
      let spread = variance.squareRoot()
      return density.log(returns[week] / spread) - Elementary.log(spread)
    }
    return kept.reduce(0.0) { sum, week in
      let odds = regimes.stressOdds(vix: 20 * Elementary.exp(weeks.points[week].x))
      let calm = logDensity(week, level: densities.calm, deviation: chain.low)
      let stress = logDensity(week, level: densities.stress, deviation: chain.high)
      let top = max(calm, stress)
      let mixed =
        (1 - odds) * Elementary.exp(calm - top) + odds * Elementary.exp(stress - top)
      return sum + top + Elementary.log(mixed)
    }
  }
}
