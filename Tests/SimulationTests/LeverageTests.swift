import Domain
import Foundation
import Numerics
import Simulation
import Testing

/// The market moves with the normal score of its own week's variance (`docs/model.md`, section 3).
@Suite("The leverage effect")
struct LeverageTests {
  /// A model in one regime without events, so that a week has a law that can be summed.
  private static func market(
    _ effect: Double?,
    stressed: Bool = false,
    freedom: Double? = 7
  ) -> MarketModel {
    var model = Markets.small(
      regimes: Markets.always(stressed: stressed),
      freedom: freedom,
      events: Markets.noEvents
    )
    model.leverageEffect = effect.map { Markets.number($0) }
    return model
  }

  private static func plan(
    _ model: MarketModel,
    to horizons: [Horizon],
    paths: Int,
    seed: UInt64 = 61
  ) throws -> SimulationPlan {
    try Scenes.plan(
      Scenes.scenario(of: model, horizons: horizons),
      model,
      paths: paths,
      seed: Chance.seed(seed)
    )
  }

  /// What a line's week is made of: its variance per day, and what a score of one leads it by for
  /// each root of a day.
  private static func parts(
    _ plan: SimulationPlan,
    line: Int,
    regime: Int
  ) -> (whole: Double, lead: Double) {
    let (lower, k) = (plan.diffusion.cholesky[regime], plan.factorCount)
    let loadings = PlanMoments(plan).loadings[line]
    let columns = (0..<k).map { column in
      (column..<k).reduce(0.0) { $0 + loadings[$1] * Double(lower[$1 * k + column]) }
    }
    let total = columns.reduce(0.0) { $0 + $1 * $1 }
    let lead = plan.diffusion.leverage * columns[0]
    let residual = Double(plan.intervals[0].residualVariance[regime][line])
    return (total + residual, lead)
  }

  /// Moments of a log return whose noise has this variance and whose score leads it so far: by
  /// summation over the score u, its multiplier being (ν − 2)/x with u the score of a small x.
  private static func moments(
    noise: Double,
    lead: Double,
    freedom: Double
  ) -> (mean: Double, variance: Double, third: Double) {
    let points = (0..<4_000).map { place -> (m: Double, v: Double, weight: Double) in
      let u = -7.5 + (Double(place) + 0.5) * 15 / 4_000
      // The smaller tail of either law keeps its digits.
      let below = NormalLaw.probability(below: -abs(u))
      let x =
        u > 0
        ? ChiSquaredLaw.quantile(below, degreesOfFreedom: freedom)
        : ChiSquaredLaw.quantile(1 - below, degreesOfFreedom: freedom)
      let v = noise * (freedom - 2) / x
      return (lead * u - v / 2 - lead * lead / 2, v, NormalLaw.density(u) * 15 / 4_000)
    }
    let mean = points.reduce(0.0) { $0 + $1.weight * $1.m }
    let variance = points.reduce(0.0) { $0 + $1.weight * (pow($1.m - mean, 2) + $1.v) }
    let third = points.reduce(0.0) {
      $0 + $1.weight * (pow($1.m - mean, 3) + 3 * ($1.m - mean) * $1.v)
    }
    return (mean, variance, third)
  }

  /// False alarm: 6·10⁻⁵ for each of 18 moments with new draws.
  ///
  /// The skewness is −0.2 to −0.9 and known to 0.02; a third of the effect left out would be seen.
  @Test("a week's moments are those of the mixture over scores", arguments: [-0.6, 0.4])
  func week(effect: Double) throws {
    // A Wednesday and a Friday of the first week.
    let horizons = try Scenes.horizons("2025-12-10", "2025-12-12")
    for stressed in [false, true] {
      let plan = try Self.plan(
        Self.market(effect, stressed: stressed),
        to: horizons,
        paths: 400_000
      )
      let line = try #require(plan.lineNames.firstIndex(of: "outside"))
      let (whole, lead) = Self.parts(plan, line: line, regime: stressed ? 1 : 0)
      for (number, days) in [(0, 3.0), (1, 5)] {
        // Of the week's total as much noise is missing as is led; its bridge lacks none.
        let led = lead * days / 5.0.squareRoot()
        let goal = Self.moments(noise: whole * days - led * led, lead: led, freedom: 7)
        let drift = PlanMoments(plan).drift[line] * days
        let sample = try plan.logReturns("outside", horizon: number)
        let z = Chance.standardErrors
        #expect(abs(sample.mean - goal.mean - drift) < z * sample.meanError)
        #expect(
          abs(sample.variance - goal.variance) < z * sample.varianceError,
          "\(sample.variance) for \(goal.variance)"
        )
        let mean = sample.mean
        let cubes = Sample(sample.values.map { pow($0 - mean, 3) })
        #expect(
          abs(cubes.mean - goal.third) < z * cubes.meanError,
          "\(cubes.mean) for \(goal.third)"
        )
        #expect(abs(goal.third) > 2 * z * cubes.meanError)
      }
    }
  }

  @Test("a further stop moves no path, and a short week takes up its score in its days")
  func stops() throws {
    let fridays = try Scenes.horizons("2025-12-12", "2025-12-26")
    let often = try Scenes.horizons("2025-12-08", "2025-12-12", "2025-12-23", "2025-12-26")
    let plans = try [fridays, often].map {
      try Self.plan(Self.market(-0.7), to: $0, paths: 4_096)
    }
    for (a, b) in [(0, 1), (1, 3)] {
      let few = try plans[0].logReturns("outside", horizon: a)
      let many = try plans[1].logReturns("outside", horizon: b)
      let largest = zip(few.values, many.values).map { abs($0 - $1) }.max() ?? 1
      #expect(largest < 1e-6)
    }
    // Four days are a week to themselves.
    let christmas = try #require(plans[0].weeks.last)
    let days = plans[0].intervals[christmas.intervals].reduce(0) { $0 + $1.days }
    let score = try #require(plans[0].intervals.last?.score)
    #expect(days == 4 && abs(Double(score.to) - 2) < 1e-6)
  }

  @Test("without tails, without the number or with one of 0 there is no effect, bit for bit")
  func none() throws {
    let horizons = try Scenes.horizons("2025-12-12")
    let plans = try [Self.market(nil), Self.market(0)].map {
      try Self.plan($0, to: horizons, paths: 640)
    }
    #expect(plans[0].document == plans[1].document)
    let still = try [Self.market(nil, freedom: nil), Self.market(-0.6, freedom: nil)].map {
      try Self.plan($0, to: horizons, paths: 640)
    }
    #expect(still[0].document == still[1].document)
    let led = try Self.plan(Self.market(-0.6), to: horizons, paths: 640)
    #expect(led.document != plans[0].document)
    let (a, b) = (try led.logReturns("outside"), try plans[0].logReturns("outside"))
    #expect(a.values != b.values)
  }
}
