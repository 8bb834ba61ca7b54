import Domain
import Numerics

/// How far today's volatility index moves each factor's variance within a regime.
///
/// The index says more than which regime it is: weeks of calm after a high index move more than
/// weeks of calm after a low one. A factor's elasticity is what makes its weeks likeliest given the
/// index before each; chain, tails, deviations by regime and start odds are held.
struct StartVarianceFit {
  /// What is known of a factor: its weeks, and what they vary by in the long run.
  struct Moves: Sendable {
    /// By week; NaN where unknown.
    let values: [Double]
    let mean: Double
    let deviation: RegimePair<Double>
    /// What events add to a week's variance, which no index moves.
    let ofEvents: Double
  }

  /// A factor may as well move less after a high index, the market not.
  private static let bounds = (market: (0.0, 4.0), others: (-4.0, 4.0))

  private let weeks: StartWeeks
  private let freedom: Double
  /// P(stress) of the week after each of the index's.
  private let odds: [Double]
  private let speed: Double
  /// What is left of a distance from the index's level in the days of an average week.
  private let left: [Double]
  /// The market's first.
  private let factors: [Moves]

  /// Nil where there is no index that reverts, no estimated chain, or no effect on the market.
  static func fit(
    _ panel: WeeklyPanel,
    factors: [Factor],
    covariance: RegimePair<Matrix>,
    recipe: Recipe,
    regimes: RegimeModel,
    events: Matrix
  ) -> StartVariance? {
    let given = recipe.numbers[.startElasticity]
    guard let reversion = factors.first(where: { $0.name == "vix" })?.reversion,
      let index = panel.levels["vix"], let chain = panel.regimes?.chain,
      given.map({ $0.value > 0 }) ?? true
    else { return nil }
    let moves = panel.factors.enumerated().map { k, values in
      Moves(
        values: values,
        mean: k == 0 ? chain.mean : Moments.mean(values.filter(\.isFinite)),
        deviation: k == 0
          ? RegimePair(calm: chain.low, stress: chain.high)
          : RegimePair(
            calm: covariance.calm[k, k].squareRoot(),
            stress: covariance.stress[k, k].squareRoot()
          ),
        ofEvents: events[k, k]
      )
    }
    let fit = StartVarianceFit(
      weeks: StartWeeks(ends: panel.ends, index: index, odds: panel.stressOdds),
      freedom: chain.freedom,
      regimes: regimes,
      speed: reversion.speed.value,
      factors: moves
    )
    return fit.variance(given: given)
  }

  init(
    weeks: StartWeeks,
    freedom: Double,
    regimes: RegimeModel,
    speed: Double,
    factors: [Moves]
  ) {
    self.weeks = weeks
    self.freedom = freedom
    odds = weeks.points.map { regimes.stressOdds(vix: 20 * Elementary.exp($0.x)) }
    self.speed = speed
    left = RevertingVariance.left(speed: speed, days: 0..<5)
    self.factors = factors
  }

  /// The law of the weeks; nil where they are few or tell of no elasticity.
  func variance(given: Parameter?) -> StartVariance? {
    let all = weeks.points.indices.map { $0 }
    guard all.count > 104, let densities = StartOdds.densities(weeks.points) else { return nil }
    let leftOut = weeks.blocks.map { year in all.filter { weeks.years[$0] != year } }
    let parts = leftOut.compactMap { kept in StartOdds.densities(kept.map { weeks.points[$0] }) }
    func parameter(_ value: Double, _ values: [Double], _ source: String) -> Parameter {
      let error = StartOdds.jackknife(values)
      return weeks.sample.parameter(Estimate(value, standardError: error), source: source)
    }
    let source =
      "weekly moves given the volatility index before them, by likelihood; all else held;"
      + " errors by leaving out one year at a time"
    let elasticities = factors.indices.map { k -> Parameter? in
      if let given { return given }
      return best(k, densities, over: all).map { value in
        parameter(value, leftOut.compactMap { best(k, densities, over: $0) }, source)
      }
    }
    guard let market = elasticities.first, market != nil else { return nil }
    func level(_ distance: Double, _ distances: [Double]) -> Parameter {
      let levels = distances.map { 20 * Elementary.exp($0) }
      return parameter(20 * Elementary.exp(distance), levels, StartOdds.source)
    }
    return StartVariance(
      elasticity: elasticities.map { $0 ?? Self.none },
      level: RegimePair(
        calm: level(densities.calm, parts.map(\.calm)),
        stress: level(densities.stress, parts.map(\.stress))
      )
    )
  }

  /// Of a factor whose weeks tell nothing of it.
  private static let none = Parameter(
    0,
    provenance: .assumption(reason: "no elasticity makes the factor's weeks likeliest")
  )

  /// The elasticity that makes some of a factor's weeks likeliest; nil where it is at a bound.
  private func best(
    _ factor: Int,
    _ densities: StartOdds.Densities,
    over kept: [Int]
  ) -> Double? {
    let bounds = factor == 0 ? Self.bounds.market : Self.bounds.others
    let known = kept.filter { factors[factor].values[weeks.places[$0] + 1].isFinite }
    guard known.count > 104 else { return nil }
    let found = GoldenSection.maximum(between: bounds, tolerance: 1e-6) {
      logLikelihood($0, of: factors[factor], densities, over: known)
    }
    return found - bounds.0 > 1e-3 && bounds.1 - found > 1e-3 ? found : nil
  }

  private func logLikelihood(
    _ elasticity: Double,
    of moves: Moves,
    _ densities: StartOdds.Densities,
    over kept: [Int]
  ) -> Double {
    let law = RevertingVariance(elasticity: elasticity, speed: speed)
    let density = TDensity(freedom: freedom)
    func logDensity(_ week: Int, level: Double, deviation: Double) -> Double {
      let scale = law.mean(distance: weeks.points[week].x - level, left: left)
      let variance = scale * max(0, deviation * deviation - moves.ofEvents) + moves.ofEvents
      let spread = variance.squareRoot()
      let move = moves.values[weeks.places[week] + 1] - moves.mean
      return density.log(move / spread) - Elementary.log(spread)
    }
    return kept.reduce(0.0) { sum, week in
      let odds = odds[week]
      let calm = logDensity(week, level: densities.calm, deviation: moves.deviation.calm)
      let stress = logDensity(week, level: densities.stress, deviation: moves.deviation.stress)
      let top = max(calm, stress)
      let mixed =
        (1 - odds) * Elementary.exp(calm - top) + odds * Elementary.exp(stress - top)
      return sum + top + Elementary.log(mixed)
    }
  }
}
