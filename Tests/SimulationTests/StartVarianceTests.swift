import Domain
import Foundation
import Simulation
import Testing

/// The factors' covariance at the start follows the VIX within each regime (`docs/model.md`, 3).
@Suite("The factors' variance at the start")
struct StartVarianceTests {
  /// One elasticity for all factors, or one for each.
  private static func start(
    elasticity: Double,
    of factors: [Double] = [1, 1, 1, 1],
    calm: Double = 16,
    stress: Double = 25
  ) -> StartVariance {
    StartVariance(
      elasticity: factors.map { Markets.number(elasticity * $0) },
      level: RegimePair(calm: Markets.number(calm), stress: Markets.number(stress))
    )
  }

  private static let unscaled = [[Float]](repeating: [1, 1, 1, 1], count: 2)

  /// The small market without tails and events, its VIX reverting at a speed.
  private static func market(
    _ start: StartVariance?,
    regimes: RegimeModel,
    speed: Double = 0.03
  ) -> MarketModel {
    var model = Markets.small(regimes: regimes, freedom: nil, events: Markets.noEvents)
    model.regimes?.startVariance = start
    model.factors = model.factors.map { factor in
      guard let reversion = factor.reversion else { return factor }
      return Factor(
        name: factor.name,
        unit: factor.unit,
        reversion: .init(speed: Markets.number(speed), level: reversion.level)
      )
    }
    return model
  }

  private static func plan(
    _ model: MarketModel,
    to horizons: [Horizon],
    vix: Double,
    trailing: Double? = nil,
    events: [Event] = [],
    paths: Int = 64,
    drawdown: DrawdownObservation = .weekly
  ) throws -> SimulationPlan {
    var state = model.state
    state.vix = vix
    state.trailingVolatility = trailing
    return try SimulationPlan(
      scenario: Scenes.scenario(of: model, horizons: horizons, events: events, state: state),
      model: model,
      settings: RunSettings(
        paths: paths,
        seed: Chance.seed(51),
        parameters: .fixed,
        drawdown: drawdown
      )
    )
  }

  /// False alarm: 6·10⁻⁵ for each of 12 variances with new draws.
  ///
  /// A variance off by 3 % would be seen; h moves the factors' part by up to 250 % at first.
  @Test("a return's variance is the sum of its weeks', each factor's own part times its h")
  func closedForm() throws {
    let horizons = try Scenes.horizons("2025-12-12", "2026-01-02", "2026-03-06")
    let shares = [1, -0.5, 1.4, 0.3]
    for (stressed, vix) in [(false, 40.0), (true, 14.0)] {
      let model = Self.market(
        Self.start(elasticity: 1.5, of: shares),
        regimes: Markets.always(stressed: stressed)
      )
      let plan = try Self.plan(model, to: horizons, vix: vix, paths: 40_000)
      let level = stressed ? 25.0 : 16
      let week = 252.0 * 7 / 365.2425
      // Loadings of the line outside, percent per percent and percent per 25 bp.
      let b = [1.05, 0.2 / 25, 0.3 / 25, -0.02]
      // Per day, with each factor's h.
      func factors(_ h: [Double]) -> Double {
        var sum = 0.0
        for i in 0..<4 {
          for j in 0..<4 {
            let whole = (stressed ? 4 : 1) * Markets.covariance[i][j]
            let daily = (whole - Markets.eventCovariance[i][j]) / week / 1e4
            sum += b[i] * b[j] * sqrt(h[i] * h[j]) * daily
          }
        }
        return sum
      }
      // What the identity leaves of the line's own part, per day.
      let residual = Double(plan.intervals[0].residualVariance[stressed ? 1 : 0][3])
      for (number, horizon) in horizons.enumerated() {
        var (expected, elapsed) = (0.0, 0)
        // Whole weeks from a Friday to a Friday.
        for friday in stride(from: plan.asof.daysSince1970, to: horizon.date.daysSince1970, by: 7) {
          let start = TradingDate(daysSince1970: friday)
          let count = TradingCalendar.builtIn.tradingDays(
            after: start,
            through: start.adding(days: 7)
          )
          let h = shares.map { share in
            (elapsed..<elapsed + count).reduce(0.0) { sum, day in
              let left = exp(-0.03 * (Double(day) + 0.5))
              return sum + exp(1.5 * share * left * log(vix / level))
            } / Double(count)
          }
          expected += (factors(h) + residual) * Double(count)
          elapsed += count
        }
        let sample = try plan.logReturns("outside", horizon: number)
        #expect(
          abs(sample.variance - expected) < Chance.standardErrors * sample.varianceError,
          "\(sample.variance) for \(expected) at \(horizon.label), VIX \(vix)"
        )
      }
    }
  }

  /// With a VIX that never reverts h is one number, by which the covariance might be larger as well.
  ///
  /// Equal draws then give equal paths: events, levels and drawdowns between dates included.
  @Test("a lasting h is a model whose covariance is h times as large, path by path")
  func equivalence() throws {
    let regimes = Markets.regimes(stayCalm: 0.9, stayStress: 0.8)
    var scaled = Self.market(nil, regimes: regimes, speed: 1e-9)
    var started = Self.market(
      Self.start(elasticity: 1, calm: 10, stress: 10),
      regimes: regimes,
      speed: 1e-9
    )
    (scaled.events, started.events) = (Markets.events, Markets.events)
    func larger(_ table: [[Double]]) -> [[Double]] {
      zip(table, scaled.eventCovariance).map { zip($0, $1).map { 4 * ($0 - $1) + $1 } }
    }
    scaled.covariance = RegimePair(
      calm: larger(scaled.covariance.calm),
      stress: larger(scaled.covariance.stress)
    )
    let horizons = try Scenes.horizons("2025-12-17", "2026-01-30")
    let shock = Scenes.shock(
      "fall",
      on: try Scenes.day("2026-01-15"),
      [.relative(name: "market", .known(Percent(-5)))]
    )
    let plans = try [started, scaled].map {
      try Self.plan(
        $0,
        to: horizons,
        vix: 40,
        events: Scenes.open(through: horizons[1].date) + [shock],
        paths: 640,
        drawdown: .continuous
      )
    }
    let scales = plans[0].intervals.flatMap { $0.factorScale.flatMap(\.self) }
    #expect(scales.allSatisfy { abs($0 - 4) < 1e-5 })
    #expect(plans[1].intervals.allSatisfy { $0.factorScale == Self.unscaled })
    let channels = Array(plans[0].readings.channels.indices)
    let samples = plans.map { $0.samples(channels) }
    var largest = 0.0
    for (a, b) in zip(samples[0], samples[1]) {
      for (x, y) in zip(a.values, b.values) { largest = max(largest, abs(x - y)) }
    }
    #expect(largest < 2e-5)
    // Ranges of histograms follow the same variances.
    for (a, b) in zip(plans[0].readings.channels, plans[1].readings.channels) {
      #expect(abs(a.width / b.width - 1) < 1e-3, "\(a.source)")
    }
  }

  @Test("without an elasticity, or with one of 0, a plan is what it was, bit for bit")
  func none() throws {
    let horizons = try Scenes.horizons("2026-01-30")
    let regimes = Markets.regimes(stayCalm: 0.9, stayStress: 0.8)
    let plans = try [nil, Self.start(elasticity: 0)].map {
      try Self.plan(Self.market($0, regimes: regimes), to: horizons, vix: 40)
    }
    #expect(plans[0].intervals.allSatisfy { $0.factorScale == Self.unscaled })
    #expect(plans[0].document == plans[1].document)
    let other = try Self.plan(
      Self.market(Self.start(elasticity: 1), regimes: regimes),
      to: horizons,
      vix: 40
    )
    #expect(other.document != plans[0].document)
  }

  @Test("an elasticity that no market has is an error, not a number without end")
  func absurd() throws {
    let friday = try Scenes.horizons("2026-01-30")
    let regimes = Markets.regimes(stayCalm: 0.9, stayStress: 0.8)
    for elasticity in [50, 1e300] {
      let model = Self.market(Self.start(elasticity: elasticity), regimes: regimes)
      #expect(throws: SimulationError.self) { try Self.plan(model, to: friday, vix: 60) }
    }
  }

  @Test("trailing volatility stands for its VIX, and a further date changes no h")
  func start() throws {
    let regimes = Markets.regimes(stayCalm: 0.9, stayStress: 0.8)
    let model = Self.market(Self.start(elasticity: 1.5), regimes: regimes)
    let friday = try Scenes.horizons("2026-01-30")
    let plain = try Self.plan(model, to: friday, vix: 40)
    let trailing = try Self.plan(model, to: friday, vix: 12, trailing: 32)
    #expect(trailing.intervals.map(\.factorScale) == plain.intervals.map(\.factorScale))
    let often = try Self.plan(
      model,
      to: try Scenes.horizons("2025-12-09", "2025-12-17", "2026-01-30"),
      vix: 40
    )
    for interval in often.intervals {
      let week = plain.intervals.first { $0.end.week == interval.end.week }
      #expect(week?.factorScale == interval.factorScale)
    }
  }
}
