import Domain
import Foundation
import Results
import Simulation
import Testing

/// Without a view the mean simple return is what the drift says.
@Suite("Drift and compensation")
struct DriftTests {
  /// Drift a year of the small market's lines: rate and reconciled beta times premium.
  private let drift: [String: Double] = {
    let betas = ["growing": 1.2, "cyclical": 1.0, "steady": 0.6]
    let shift = 1 - zip([1.2, 1.0, 0.6], Markets.weights).reduce(0) { $0 + $1.0 * $1.1 }
    var drift = betas.mapValues { log(1.03875) + ($0 + shift) * 0.035 }
    drift["outside"] = log(1.03875) + 1.3 * 0.035
    return drift
  }()

  private func expected(_ asset: String, years: Double) -> Double {
    if let mu = drift[asset] { return expm1(mu * years) }
    return zip(["growing", "cyclical", "steady"], Markets.weights).reduce(0) {
      $0 + $1.1 * expm1((drift[$1.0] ?? 0) * years)
    }
  }

  struct Setting: CustomTestStringConvertible {
    let vix: Double
    let freedom: Double?
    let start: Double
    let isOpen: Bool
    var elasticity = 0.0
    var leverage = 0.0
    var testDescription: String {
      "VIX \(vix), ν \(freedom.map { "\($0)" } ?? "none"), g \(start), η \(elasticity), "
        + "ρ \(leverage), "
        + (isOpen ? "open events" : "no events")
    }
  }

  static let settings = [
    Setting(vix: 15.4, freedom: 15, start: 1, isOpen: true),
    Setting(vix: 60, freedom: 15, start: 2.5, isOpen: true),
    Setting(vix: 60, freedom: 5, start: 0.4, isOpen: false),
    Setting(vix: 60, freedom: nil, start: 1, isOpen: false),
    Setting(vix: 60, freedom: 15, start: 1, isOpen: true, elasticity: 1.8),
    Setting(vix: 12, freedom: 5, start: 0.4, isOpen: true, elasticity: 1.8),
    Setting(vix: 60, freedom: 7, start: 1, isOpen: false, leverage: -0.8),
    Setting(vix: 30, freedom: 5, start: 1, isOpen: true, elasticity: 1.8, leverage: 0.6),
  ]

  /// False alarm: 6·10⁻⁵ for each of 112 means with new draws.
  ///
  /// See `Chance`. A tenth of the compensation for variance would be seen from stress.
  @Test(
    "the mean simple return is exp(μT) − 1 from any start and with any tails",
    arguments: settings
  )
  func mean(setting: Setting) async throws {
    var model = Markets.small(freedom: setting.freedom, residualStart: setting.start)
    model.leverageEffect = Markets.number(setting.leverage)
    model.regimes?.startVariance = StartVariance(
      elasticity: [1, -0.5, 1.4, 0.3].map { Markets.number($0 * setting.elasticity) },
      level: RegimePair(calm: Markets.number(15), stress: Markets.number(25))
    )
    var state = Scenes.state
    state.vix = setting.vix
    let horizons = try Scenes.horizons("2025-12-19", "2026-03-05")
    let scenario = Scenes.scenario(
      of: model,
      horizons: horizons,
      events: setting.isOpen ? Scenes.open(through: horizons[1].date) : [],
      state: state
    )
    let result = try await Scenes.run(
      scenario,
      model,
      paths: 150_000,
      seed: Chance.seed(11)
    )
    for asset in result.assets {
      let days = TradingCalendar.builtIn.tradingDays(
        after: scenario.asof,
        through: asset.horizon.date
      )
      let goal = 100 * expected(asset.asset.name, years: Double(days) / 252)
      let mean = asset.total.mean
      #expect(
        abs(mean.value - goal) < Chance.standardErrors * mean.standardError,
        "\(asset.asset.name) at \(asset.horizon.label): \(mean) for \(goal)"
      )
    }
  }

  /// False alarm: 6·10⁻⁵ for each of 76 means with new draws.
  @Test("so it is for every asset of the built-in model under drawn parameters, tile by tile")
  func builtIn() throws {
    let model = try Markets.builtIn()
    let horizons = try Scenes.horizons("2025-12-12", "2026-03-05")
    let december = try Scenes.december(priced: Scenes.odds((-25, 0.5), (0, 0.5)))
    let plan = try Scenes.plan(
      Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [december] + Scenes.open(through: horizons[1].date, except: [december])
      ),
      model,
      paths: 64 * 400,
      seed: Chance.seed(12),
      parameters: .estimated
    )
    let channels = try horizons.indices.flatMap { horizon in
      try plan.assets.indices.map { try plan.channel(.total(asset: $0, horizon: horizon)) }
    }
    var distances = channels.map { _ in Sample() }
    let days = horizons.map {
      Double(TradingCalendar.builtIn.tradingDays(after: plan.asof, through: $0.date))
    }
    PathProbe(plan).visit(0..<plan.tileCount) { tile in
      let index = days.map { days in
        zip(plan.members, plan.memberWeights).reduce(0.0) {
          $0 + Double($1.1) * expm1(Double(tile.drift[$1.0]) * days)
        }
      }
      for (place, channel) in channels.enumerated() {
        let (horizon, asset) = (place / plan.assets.count, place % plan.assets.count)
        var goal = index[horizon]
        if case .line(let line) = plan.assets[asset].derivation {
          goal = expm1(Double(tile.drift[line]) * days[horizon])
        }
        distances[place].append(
          tile.values[channel].reduce(0.0) { $0 + Double($1) } / 64 - goal
        )
      }
    }
    for (place, distance) in distances.enumerated() {
      #expect(
        abs(distance.mean) < Chance.standardErrors * distance.meanError,
        "\(plan.assets[place % plan.assets.count].asset.name): \(distance.mean)"
      )
    }
  }

  /// The market's responses thirtyfold, so that a compensation left out would shift the mean by
  /// 1 to 7 points; 4 standard errors are at most 0.5.
  private static let violent = EventModel(
    fomc: FOMCModel(
      targetDeviation: Markets.number(10),
      pathDeviation: Markets.number(7),
      riskDeviation: Markets.number(12),
      target: Markets.number(-25),
      path: Markets.number(-40),
      correlation: 0,
      targetYields: .init(twoYear: Markets.number(8.5), tenYear: Markets.number(2.8)),
      pathYields: .init(twoYear: Markets.number(22.3), tenYear: Markets.number(15.4))
    ),
    cpi: CPIModel(
      surpriseDeviation: Markets.number(0.117),
      passThroughLow: Markets.number(2),
      passThroughHigh: Markets.number(4.3),
      noiseDeviation: Markets.number(3.8),
      gateCentre: Markets.number(3),
      gateWidth: Markets.number(0.3),
      tenYearRatio: Markets.number(0.76),
      low: Markets.number(30),
      high: Markets.number(-130)
    ),
    jobs: JobsModel(
      payrollDeviation: Markets.number(87),
      unemploymentDeviation: Markets.number(0.131),
      payrollPassThrough: Markets.number(4.3),
      unemploymentPassThrough: Markets.number(-2.8),
      noiseDeviation: Markets.number(5.6),
      tenYearRatio: Markets.number(0.74),
      labor: Markets.number(40)
    )
  )

  private func effect(
    of kind: Event.Kind,
    probability: Double = 1,
    seed: UInt64
  ) throws -> Sample {
    let model = Markets.still(
      lines: ["one"],
      betas: [1.3],
      events: Self.violent
    )
    let day = try Scenes.day("2025-12-10")
    let event = Event(
      id: "event",
      date: day,
      kind: kind,
      probability: Probability(probability) ?? .certain
    )
    let plan = try Scenes.plan(
      of: event,
      model,
      paths: 100_000,
      seed: Chance.seed(seed)
    )
    return try plan.returns("one")
  }

  private static let consensus = Release(
    series: .coreMonthly,
    consensus: .law(.normal(mean: Print(0.3), deviation: Print(0.2)))
  )
  static let unviewed: [(String, Event.Kind)] = [
    ("open decision", .fomc(Decision())),
    ("wide odds", .fomc(Decision(priced: .law(Scenes.odds((-25, 0.5), (0, 0.4), (25, 0.1)))))),
    ("open prices", .cpi([])), ("wide consensus", .cpi([consensus])),
    (
      "known consensus",
      .cpi([Release(series: .coreMonthly, consensus: .law(.known(Print(0.3))))])
    ), ("open jobs", .jobs([])),
    (
      "jobs against consensus",
      .jobs([
        Release(series: .unemployment, consensus: .law(.known(Print(4.5)))),
        Release(
          series: .payrolls,
          consensus: .law(.normal(mean: Print(50), deviation: Print(260)))
        ),
      ])
    ),
  ]

  /// False alarm: 6·10⁻⁵ for each of 14 means with new draws.
  @Test("an event at market odds leaves the mean where it was", arguments: unviewed, [1, 0.4])
  func unviewedEvent(event: (name: String, kind: Event.Kind), probability: Double) throws {
    let sample = try effect(of: event.kind, probability: probability, seed: 13)
    #expect(sample.deviation > 0.05, "\(event.name) moves nothing")
    #expect(
      abs(sample.mean) < Chance.standardErrors * sample.meanError,
      "\(event.name): \(sample.mean) ± \(sample.meanError)"
    )
  }

  /// Mean of exp(b·z) for a view, less one for what was priced.
  @Test("a view shifts the mean by exactly what it says, and guidance is a view")
  func view() throws {
    let (s, path, risk) = (1.3 * -25 / 2_500, 1.3 * -40 / 2_500, 1.3 * 0.12)
    let priced = 0.92 * exp(s * -2) + 0.08 * exp(s * 23)
    let viewed = 0.6 * exp(s * -2) + 0.4 * exp(s * 23)
    let guided = exp(path * 6 + path * path * (4 * 4 - 7 * 7) / 2)
    let sample = try effect(
      of: .fomc(
        Decision(
          priced: .law(Scenes.odds((-25, 0.92), (0, 0.08))),
          delivery: .outcome(Scenes.odds((-25, 0.6), (0, 0.4))),
          path: .normal(mean: BasisPoints(6), deviation: BasisPoints(4))
        )
      ),
      seed: 14
    )
    let goal = viewed / priced * guided - 1
    #expect(abs(sample.mean - goal) < Chance.standardErrors * sample.meanError)
    #expect(abs(goal) > 10 * sample.meanError)
    let variance =
      path * path * 16 + risk * risk + s * s * 25 * 25 * 0.24
    #expect(abs(sample.map { log1p($0) }.variance / variance - 1) < 0.03)
  }

  /// Errors of parameters are errors of tiles; 3,000 draws know a deviation to 1.3 %.
  @Test("drawn parameters have their estimates, their errors and the identity's sum")
  func drawnParameters() throws {
    let model = Markets.small()
    let horizons = try Scenes.horizons("2025-12-08")
    let plan = try Scenes.plan(
      Scenes.scenario(of: model, horizons: horizons),
      model,
      paths: 64 * 3_000,
      seed: Chance.seed(15),
      parameters: .estimated
    )
    var outside = Sample()
    var drift = Sample()
    var sums = (0.0, 0.0)
    PathProbe(plan).visit(0..<plan.tileCount) { tile in
      outside.append(Double(tile.loadings[3 * 4]) * 100)
      drift.append(Double(tile.drift[3]) * 252)
      let sum = { (factor: Int) in
        zip(plan.members, plan.memberWeights).reduce(0.0) {
          $0 + Double($1.1) * Double(tile.loadings[$1.0 * 4 + factor])
        }
      }
      sums.0 = max(sums.0, abs(sum(0) * 100 - 1))
      sums.1 = max(sums.1, abs(sum(1) * 2_500))
    }
    let z = Chance.standardErrors
    #expect(abs(outside.mean - 1.05) < z * outside.meanError)
    #expect(abs(outside.deviation / 0.05 - 1) < z * 0.013)
    let deviation = (pow(1.3 * 0.02, 2) + pow(0.035 * 0.04, 2) + pow(0.02 * 0.04, 2)).squareRoot()
    #expect(abs(drift.mean - log(1.03875) - 1.3 * 0.035) < z * drift.meanError)
    #expect(abs(drift.deviation / deviation - 1) < z * 0.013)
    #expect(sums.0 < 1e-6 && sums.1 < 1e-6)
  }

  @Test("responses to target and path are drawn with their errors and their correlation")
  func jointResponses() throws {
    var model = Markets.still(lines: ["one", "two"], events: Markets.events)
    model.events.fomc?.riskDeviation = Markets.number(0)
    model.events.fomc?.pathDeviation = Markets.number(0)
    let day = try Scenes.day("2025-12-10")
    func decision(_ id: String, surprise: Double, path: Double) -> Event {
      Event(
        id: id,
        date: day,
        kind: .fomc(
          Decision(
            priced: .law(.known(BasisPoints(0))),
            delivery: .surprise(.known(BasisPoints(surprise))),
            path: .known(BasisPoints(path))
          )
        )
      )
    }
    let plan = try Scenes.plan(
      Scenes.scenario(
        of: model,
        horizons: [Horizon(label: "after", date: day)],
        events: [
          decision("target", surprise: 25, path: 0), decision("path", surprise: 0, path: 25),
        ]
      ),
      model,
      paths: 64 * 3_000,
      seed: Chance.seed(16),
      parameters: .estimated
    )
    let firsts = { (sample: Sample) in
      Sample(
        stride(from: 0, to: sample.values.count, by: 64).map { log1p(sample.values[$0]) * 100 }
      )
    }
    let (target, path) = (
      firsts(try plan.effects(of: "target", on: "one")),
      firsts(try plan.effects(of: "path", on: "one"))
    )
    let z = Chance.standardErrors
    #expect(abs(target.mean + 1.48) < z * target.meanError)
    #expect(abs(path.mean + 1.46) < z * path.meanError)
    #expect(abs(target.deviation / 0.29 - 1) < z * 0.013)
    #expect(abs(path.deviation / 0.42 - 1) < z * 0.013)
    let products = zip(target.values, path.values).map {
      ($0 - target.mean) * ($1 - path.mean) / (target.deviation * path.deviation)
    }
    #expect(abs(Sample(products).mean + 0.3) < z * 0.02)
  }
}
