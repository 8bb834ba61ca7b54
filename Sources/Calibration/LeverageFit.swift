import Domain
import Numerics

/// How much weeks of large variance are weeks of losses: the market's leverage effect.
///
/// The correlation ρ of a week's move with the normal score of the week's multiplier is what makes
/// the market's weeks likeliest given the volatility index before each; chain, tails, start odds
/// and the start's variance are held. A week's skew is 3ρ(1 − ρ²) E[uV], which is largest at
/// |ρ| = 1/√3; two effects may have the same, and the one nearer to none is taken.
struct LeverageFit {
  /// What is known of a week before it, and its return.
  struct Week: Hashable, Sendable {
    let year: Int
    /// Less its mean.
    let value: Double
    let stressOdds: Double
    /// Of the diffusion by regime.
    let variance: RegimePair<Double>
  }

  private static let step = 0.02
  /// Correlations at which the likelihood is tabulated, within what a model may have.
  private static let grid = (-47...47).map { Double($0) * step }

  private let weeks: [Week]
  private let points: [MultiplierPoint]
  /// What events add to a week's variance of the market, which is not of the multiplier.
  private let ofEvents: Double

  init(weeks: [Week], freedom: Double, ofEvents: Double) {
    self.weeks = weeks
    self.ofEvents = ofEvents
    points = MultiplierPoint.all(freedom: freedom, step: 0.25)
  }

  /// The effect that the recipe gives, or else that of the weeks; nil where there is none.
  ///
  /// Without a volatility index or an estimated chain the weeks are not asked. Throws where the
  /// recipe gives an effect and the model has no tails.
  static func fit(
    _ panel: WeeklyPanel,
    factors: [Factor],
    recipe: Recipe,
    regimes: RegimeModel,
    events: Double
  ) throws(CalibrationError) -> Parameter? {
    if let given = recipe.numbers[.leverageEffect] {
      guard given.value != 0 else { return nil }
      guard panel.regimes?.freedom != nil || recipe.numbers[.freedom] != nil else {
        throw .unlawfulRecipe("a leverage effect without tails: give `freedom` too")
      }
      return given
    }
    guard let chain = panel.regimes?.chain, let index = panel.levels["vix"] else { return nil }
    let known = StartWeeks(ends: panel.ends, index: index, odds: panel.stressOdds)
    let law = Self.law(of: regimes, factors: factors)
    let weeks = known.places.indices.map { i in
      let vix = 20 * Elementary.exp(known.points[i].x)
      func variance(_ deviation: Double, _ level: Double?) -> Double {
        let h = level.map { law.mean(distance: Elementary.log(vix / $0), days: 0..<5) } ?? 1
        return h * max(0, deviation * deviation - events)
      }
      return Week(
        year: known.years[i],
        value: panel.factors[0][known.places[i] + 1] - chain.mean,
        stressOdds: regimes.stressOdds(vix: vix),
        variance: RegimePair(
          calm: variance(chain.low, regimes.startVariance?.level.calm.value),
          stress: variance(chain.high, regimes.startVariance?.level.stress.value)
        )
      )
    }
    return LeverageFit(weeks: weeks, freedom: chain.freedom, ofEvents: events).estimate
      .map { estimate in known.sample.parameter(estimate, source: source) }
  }

  private static let source =
    "weekly market returns given the volatility index before them, by likelihood; all else held;"
    + " errors by leaving out one year at a time, or from the curvature where that is more"

  private static func law(of regimes: RegimeModel, factors: [Factor]) -> RevertingVariance {
    let reversion = factors.first { $0.name == "vix" }?.reversion
    return RevertingVariance(
      elasticity: regimes.startVariance?.elasticity.first?.value ?? 0,
      speed: reversion?.speed.value ?? 0
    )
  }

  /// The effect with its error; nil where weeks are few or the best is at a bound.
  var estimate: Estimate? {
    guard weeks.count > 104 else { return nil }
    let years = Set(weeks.map(\.year)).sorted()
    let blocks = years.map { year in weeks.filter { $0.year == year } }
    // By correlation, as far as the ways uphill lead, then by year: to leave out a year is to
    // leave out a number of each.
    var columns: [Int: [Double]] = [:]
    func column(_ k: Int) -> [Double] {
      if let found = columns[k] { return found }
      let sums = blocks.map { own in
        own.reduce(0.0) { $0 + logDensity($1, Self.grid[k]) }
      }
      columns[k] = sums
      return sums
    }
    func whole(_ k: Int) -> Double { column(k).reduce(0.0) { $0 + $1 } }
    guard let top = Self.top(of: whole) else { return nil }
    let others = blocks.indices.compactMap { year in
      Self.top { whole($0) - column($0)[year] }?.value
    }
    // Where the skew is largest no week moves the effect, and years agree better than is known.
    let error = max(StartOdds.jackknife(others), top.standardError)
    return Estimate(top.value, standardError: error)
  }

  /// The first top of a tabulated likelihood uphill from no effect, by the parabola of three
  /// points, with the error that its curvature gives; nil at an end.
  private static func top(of sums: (Int) -> Double) -> Estimate? {
    var k = grid.count / 2
    while k > 0, sums(k - 1) > sums(k) { k -= 1 }
    while k < grid.count - 1, sums(k + 1) > sums(k) { k += 1 }
    guard k > 0, k < grid.count - 1 else { return nil }
    let (left, middle, right) = (sums(k - 1), sums(k), sums(k + 1))
    let bend = left - 2 * middle + right
    guard bend < 0, bend.isFinite else { return nil }
    return Estimate(
      grid[k] + step * (left - right) / (2 * bend),
      standardError: step / (-bend).squareRoot()
    )
  }

  /// Given regime and multiplier a week is normal with mean ρu and variance V(1 − ρ²), in
  /// deviations of the diffusion, and what events add.
  func logDensity(_ week: Week, _ effect: Double) -> Double {
    func density(_ variance: Double) -> Double {
      let lean = effect * variance.squareRoot()
      return points.reduce(0.0) { sum, point in
        let spread = (point.value * (1 - effect * effect) * variance + ofEvents).squareRoot()
        let z = (week.value - lean * point.score) / spread
        return sum + point.weight * NormalLaw.density(z) / spread
      }
    }
    let odds = week.stressOdds
    let mixed = (1 - odds) * density(week.variance.calm) + odds * density(week.variance.stress)
    return Elementary.log(max(mixed, 1e-300))
  }
}
