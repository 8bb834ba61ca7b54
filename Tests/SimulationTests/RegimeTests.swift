import Domain
import Foundation
import Simulation
import Testing

@Suite("Regimes and tails")
struct RegimeTests {
  /// A market whose reported credit level is 1 in calm and 2 in stress at every week's end: the
  /// level reverts at once and hardly moves.
  private func regimes(
    weeks: Int,
    asof: TradingDate = Scenes.asof,
    vix: Double = 15.4,
    trailing: Double? = nil,
    chain: RegimeModel = Markets.regimes(stayCalm: 0.9, stayStress: 0.8),
    paths: Int,
    seed: UInt64
  ) throws -> [[Bool]] {
    let signal = Factor(
      name: "credit",
      unit: .basisPoints,
      reversion: .init(
        speed: Markets.number(40),
        level: RegimePair(calm: Markets.number(1), stress: Markets.number(2))
      )
    )
    var model = Markets.still(lines: ["one"], factors: [signal], regimes: chain)
    model.state.credit = 3
    var state = model.state
    state.vix = vix
    state.trailingVolatility = trailing
    let horizons = Scenes.weekEnds(weeks, after: asof.adding(days: asof.weekday == 4 ? 0 : -7))
    let plan = try Scenes.plan(
      Scenes.scenario(of: model, asof: asof, horizons: horizons, state: state),
      model,
      paths: paths,
      seed: Chance.seed(seed)
    )
    let channels = try horizons.indices.map {
      try plan.channel(.level(factors: [0], horizon: $0))
    }
    return plan.samples(channels).map { $0.values.map { $0 > 1.5 } }
  }

  private func share(_ flags: [Bool]) -> Double {
    Double(flags.filter { $0 }.count) / Double(flags.count)
  }

  /// False alarm: 6·10⁻⁵ for each of 30 shares with new draws; a share that is off by 1 point
  /// would be seen.
  @Test("the share of stress follows the chain from the start odds of the VIX")
  func chain() throws {
    let paths = 40_000
    for (vix, trailing) in [(15.4, nil), (26.4, nil), (40.0, 16.0)] as [(Double, Double?)] {
      let flags = try regimes(
        weeks: 10,
        vix: vix,
        trailing: trailing,
        paths: paths,
        seed: 21
      )
      let index = trailing.map { $0 / 0.8 } ?? vix
      var stress = 1 / (1 + exp(0.97 - 6.29 * log(index / 20)))
      for week in flags.indices {
        // The first week after a Friday is the week after that of the start.
        if week > 0 { stress = stress * 0.8 + (1 - stress) * 0.1 }
        let error = (stress * (1 - stress) / Double(paths)).squareRoot()
        #expect(
          abs(share(flags[week]) - stress) < Chance.standardErrors * error,
          "week \(week + 1) from VIX \(index)"
        )
      }
    }
  }

  @Test("the first regime is held for the rest of the week and the week after")
  func held() throws {
    let wednesday = try Scenes.day("2025-12-03")
    let flags = try regimes(
      weeks: 4,
      asof: wednesday,
      vix: 22,
      paths: 6_400,
      seed: 22
    )
    #expect(flags[0] == flags[1])
    #expect(flags[1] != flags[2])
    let friday = try regimes(weeks: 3, vix: 22, paths: 6_400, seed: 22)
    #expect(friday[0] != friday[1])
  }

  @Test("calm and stress are left with the chain's odds, whatever came before")
  func transitions() throws {
    let flags = try regimes(weeks: 12, vix: 22, paths: 30_000, seed: 23)
    for (regime, odds) in [(false, 0.1), (true, 0.2)] {
      for past in [false, true] {
        var (left, all) = (0.0, 0.0)
        for week in 3..<flags.count {
          for path in flags[week].indices
          where flags[week - 1][path] == regime && flags[week - 2][path] == past {
            all += 1
            left += flags[week][path] != regime ? 1 : 0
          }
        }
        let error = (odds * (1 - odds) / all).squareRoot()
        #expect(abs(left / all - odds) < Chance.standardErrors * error)
      }
    }
  }

  /// Log returns of two lines of independent residuals, on Wednesday and Friday of two weeks.
  private func returns(freedom: Double?, paths: Int, seed: UInt64) throws -> [[Double]] {
    var model = Markets.still(lines: ["one", "two"], regimes: Markets.always(stressed: false))
    model.residuals.own = RegimePair(calm: [0.1, 0.1], stress: [0.1, 0.1])
    model.freedom = freedom.map { Markets.number($0) }
    let horizons = try Scenes.horizons("2025-12-10", "2025-12-12", "2025-12-17", "2025-12-19")
    let plan = try Scenes.plan(
      Scenes.scenario(of: model, horizons: horizons),
      model,
      paths: paths,
      seed: Chance.seed(seed)
    )
    let logs = try [("one", 0), ("one", 1), ("one", 2), ("one", 3), ("two", 1)].map {
      try plan.logReturns($0.0, horizon: $0.1).values
    }
    let scale = 0.1 / 100 / (252.0 * 7 / 365.2425).squareRoot()
    func increments(_ a: [Double], _ b: [Double]?, days: Double) -> [Double] {
      a.indices.map { (a[$0] - (b?[$0] ?? 0)) / scale / days.squareRoot() }
    }
    return [
      increments(logs[0], nil, days: 3), increments(logs[1], logs[0], days: 2),
      increments(logs[1], nil, days: 5), increments(logs[3], logs[1], days: 5),
      increments(logs[4], nil, days: 5),
    ]
  }

  /// E[x²y²] is (ν − 2)/(ν − 4) where x and y share the week's multiplier and 1 where not.
  ///
  /// False alarm: 6·10⁻⁵ for each of 5 moments with new draws; ν = 13 or 18 for 15 would be seen.
  @Test("one multiplier serves a whole week and all assets, and each week has its own")
  func multiplier() throws {
    let x = try returns(freedom: 15, paths: 1_000_000, seed: 24)
    func square(_ a: Int, _ b: Int) -> Sample {
      Sample(x[a].indices.map { x[a][$0] * x[a][$0] * x[b][$0] * x[b][$0] })
    }
    let z = Chance.standardErrors
    for sample in x { #expect(abs(Sample(sample.map { $0 * $0 }).mean - 1) < z * 0.002) }
    for (sample, goal) in [
      (square(2, 2), 3 * 13.0 / 11), (square(0, 1), 13.0 / 11), (square(2, 4), 13.0 / 11),
      (square(2, 3), 1),
    ] {
      #expect(abs(sample.mean - goal) < z * sample.meanError, "\(sample.mean) for \(goal)")
    }
    #expect(square(2, 2).meanError < 0.04 && square(0, 1).meanError < 0.009)
  }

  @Test("without degrees of freedom a week of one regime is normal")
  func normal() throws {
    let x = try returns(freedom: nil, paths: 100_000, seed: 25)
    let sample = Sample(x[2])
    #expect(abs(sample.kurtosis - 3) < Chance.standardErrors * (24 / 1e5).squareRoot())
    #expect(KnownLaw.fits(sample, quantile: KnownLaw.normal))
  }

  @Test("a week of one regime is a Student t, in its tails as well")
  func studentT() throws {
    let x = try returns(freedom: 5, paths: 100_000, seed: 26)
    #expect(KnownLaw.fits(Sample(x[2]), quantile: KnownLaw.studentT(5)))
    #expect(!KnownLaw.fits(Sample(x[2]), quantile: KnownLaw.normal))
  }

  /// Ornstein–Uhlenbeck in one regime: mean θ + (x − θ)e^{−kT}, variance σ²(1 − e^{−2kT})/2k.
  @Test("the VIX reverts to its regime's level with the variance of its process")
  func reversion() throws {
    for (stressed, home) in [(false, 16.0), (true, 25.0)] {
      var model = Markets.small(
        regimes: Markets.always(stressed: stressed),
        freedom: 15,
        events: Markets.noEvents
      )
      model.state.vix = 40
      let horizons = try Scenes.horizons("2025-12-17", "2026-02-27")
      let plan = try Scenes.plan(
        Scenes.scenario(of: model, horizons: horizons),
        model,
        paths: 40_000,
        seed: Chance.seed(27)
      )
      for (number, horizon) in horizons.enumerated() {
        let days = Double(
          TradingCalendar.builtIn.tradingDays(after: plan.asof, through: horizon.date)
        )
        let sample = plan.samples([
          try plan.channel(.level(factors: [3], horizon: number))
        ])[0]
        let daily = (stressed ? 4 : 1) * 200 / (252.0 * 7 / 365.2425) / 1e4
        let mean = log(home) + (log(40) - log(home)) * exp(-0.03 * days)
        let variance = daily * (1 - exp(-0.06 * days)) / 0.06
        let z = Chance.standardErrors
        #expect(abs(sample.mean - mean) < z * sample.meanError)
        #expect(abs(sample.variance - variance) < z * sample.varianceError)
      }
    }
  }

  /// A plan stops on the shock's day or only later, and the same share of it is left: e^{−kt}.
  @Test("a level forgets a shock from the shock's day on, wherever the plan stops")
  func shockReverts() throws {
    var model = Markets.small(
      regimes: Markets.always(stressed: false),
      freedom: 15,
      events: Markets.noEvents
    )
    model.state.vix = 20
    let shock = Scenes.shock(
      "fright",
      on: try Scenes.day("2025-12-16"),
      [.relative(name: "vix", .known(Percent(25)))],
      isIsolated: true
    )
    for dates in [["2025-12-19"], ["2025-12-16", "2025-12-19"], ["2025-12-18", "2025-12-19"]] {
      let horizons = try dates.map { Horizon(label: $0, date: try Scenes.day($0)) }
      var scenario = Scenes.scenario(of: model, horizons: horizons)
      let levels = try [[], [shock]].map { events in
        scenario.events = events
        let plan = try Scenes.plan(scenario, model, paths: 256)
        let last = try plan.channel(.level(factors: [3], horizon: dates.count - 1))
        return plan.samples([last])[0].values
      }
      let expected = log(1.25) * exp(-0.03 * 3)
      let error = zip(levels[0], levels[1]).reduce(0) { max($0, abs($1.1 - $1.0 - expected)) }
      #expect(error < 3e-6, "\(dates)")
    }
  }
}
