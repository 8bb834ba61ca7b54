import Domain
import Foundation
import Results
import Simulation
import Testing

@Suite("Sampling schemes and control variates")
struct SamplingSchemeTests {
  private static func scenario(_ model: MarketModel) throws -> Scenario {
    Scenes.scenario(
      of: model,
      horizons: try Scenes.horizons("2025-12-12", "2026-03-06"),
      events: [try Scenes.december()],
      spreads: [.spread(long: "outside", short: "growing")]
    )
  }

  /// The mean with its control against the mean of the paths themselves, which differ by the mean of
  /// a control of known expectation: false alarm 10⁻⁵; a bias of 0.04 points would be seen.
  @Test(
    "controlled means are means, and better known",
    arguments: [ParameterTreatment.fixed, .estimated]
  )
  func controls(treatment: ParameterTreatment) async throws {
    let model = Markets.small()
    let scenario = try Self.scenario(model)
    let (paths, seed) = (65_536, Chance.seed(701))
    let plan = try Scenes.plan(
      scenario,
      model,
      paths: paths,
      seed: seed,
      parameters: treatment
    )
    let result = try await Scenes.run(
      scenario,
      model,
      paths: paths,
      seed: seed,
      parameters: treatment,
      controlsMeans: true
    )
    var gains: [Double] = []
    for asset in result.assets where asset.horizon.date.description == "2026-03-06" {
      let values = try plan.logReturns(asset.asset.name, horizon: 1).values.map {
        100 * (exp($0) - 1)
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let error = asset.total.sd.value / Double(values.count).squareRoot()
      #expect(abs(asset.total.mean.value - mean) < 4.5 * error, "\(asset.asset.name)")
      gains.append(error / asset.total.mean.standardError)
    }
    #expect(gains.count > 3)
    if treatment == .fixed { #expect(gains.allSatisfy { $0 > 1.2 }, "\(gains)") }
  }

  /// The control of an asset that follows from lines is the sum of theirs: one weight that is off by a
  /// tenth is noticed.
  @Test("without events and with coefficients held the mean of every asset is known exactly")
  func exactMeans() async throws {
    let model = Markets.small()
    let horizons = try Scenes.horizons("2025-12-12", "2026-03-06")
    let result = try await Scenes.run(
      Scenes.scenario(of: model, horizons: horizons),
      model,
      paths: 8_192,
      seed: Chance.seed(702),
      controlsMeans: true
    )
    #expect(result.assets.count == 2 * model.assets.count)
    for asset in result.assets {
      let plain = asset.total.sd.value / Double(8_192).squareRoot()
      let error = asset.total.mean.standardError
      #expect(error < 1e-3 * plain, "\(asset.asset.name): \(error) of \(plain)")
    }
  }

  /// What schemes give differs by no more than their errors: 4.5 of them, 10⁻⁴ for all together.
  @Test("schemes differ in their errors, not in what they estimate")
  func agreement() async throws {
    let model = Markets.small()
    let scenario = try Self.scenario(model)
    var totals: [[DistributionSummary]] = []
    for scheme in SamplingScheme.allCases {
      let result = try await Scenes.run(
        scenario,
        model,
        paths: 65_536,
        seed: Chance.seed(702),
        sampling: scheme,
        controlsMeans: true
      )
      totals.append(result.assets.map(\.total))
    }
    for scheme in totals.dropFirst() {
      for (a, b) in zip(totals[0], scheme) {
        for (x, y) in [(a.mean, b.mean), (a.sd, b.sd), (a.median, b.median), (a.q05, b.q05)] {
          let error = (x.standardError * x.standardError + y.standardError * y.standardError)
            .squareRoot()
          #expect(abs(x.value - y.value) < 4.5 * error)
        }
      }
    }
    let errors = totals.map { $0.map(\.median.standardError).reduce(0, +) }
    #expect(errors[1] < 0.95 * errors[0] && errors[2] < 0.95 * errors[0])
  }

  @Test("falls seen at every moment are deeper than those of week ends, on every asset")
  func continuousFalls() async throws {
    let model = Markets.small()
    let scenario = try Self.scenario(model)
    var results: [ArmResult] = []
    for drawdown in DrawdownObservation.allCases {
      results.append(
        try await Scenes.run(scenario, model, paths: 8_192, drawdown: drawdown, threads: 2)
      )
    }
    for (weekly, continuous) in zip(results[0].assets, results[1].assets) {
      let falls = (try #require(weekly.drawdown), try #require(continuous.drawdown))
      #expect(falls.0.observed == .weekly && falls.1.observed == .continuous)
      #expect(falls.1.mean.value > 1.1 * falls.0.mean.value)
      #expect(falls.1.q95.value > falls.0.q95.value)
      // The first days are stops of their own; returns notice by rounding alone.
      #expect(abs(weekly.total.mean.value - continuous.total.mean.value) < 1e-4)
    }
  }

  @Test(
    "threads change no bit under any scheme",
    arguments: SamplingScheme.allCases
  )
  func threads(scheme: SamplingScheme) async throws {
    var model = Markets.small()
    model.leverageEffect = Markets.number(-0.6)
    let scenario = try Self.scenario(model)
    var results: [[DistributionSummary]] = []
    for threads in [1, 3] {
      let result = try await Scenes.run(
        scenario,
        model,
        paths: 4_000,
        parameters: .estimated,
        drawdown: .continuous,
        sampling: scheme,
        threads: threads
      )
      results.append(result.assets.map(\.total))
    }
    #expect(results[0] == results[1])
  }

  /// Arms that differ in their events alone follow the first arm's moves.
  @Test(
    "an arm of a comparison is what its own run gives, bit for bit",
    arguments: DrawdownObservation.allCases
  )
  func followers(drawdown: DrawdownObservation) async throws {
    var model = Markets.small()
    model.leverageEffect = Markets.number(-0.6)
    let horizons = try Scenes.horizons("2025-12-12", "2026-01-16")
    var arms = try [-25.0, 0].map { outcome in
      let decision = try Scenes.december(
        delivery: .outcome(.known(BasisPoints(outcome))),
        path: .known(BasisPoints(outcome / 5))
      )
      let open = Scenes.open(through: horizons[1].date, except: [decision])
      return Scenes.scenario(of: model, horizons: horizons, events: [decision] + open)
    }
    // Open releases that mean something else, and a shock on a day of its own.
    arms += [arms[0], arms[0]]
    arms[2].state.coreInflation = 6
    arms[3].events.append(
      Scenes.shock(
        "fright",
        on: try Scenes.day("2025-12-16"),
        [.relative(name: "vix", .known(Percent(25)))]
      )
    )
    func run(_ scenarios: [Scenario]) async throws -> [ArmResult] {
      try await Scenes.run(
        scenarios,
        model,
        paths: 4_128,
        parameters: .estimated,
        drawdown: drawdown,
        threads: 2
      ).arms
    }
    let together = try await run(arms)
    for (number, arm) in arms.enumerated() {
      let alone = try await run([arm])
      let difference = Numbers(together[number]).firstDifference(from: Numbers(alone[0]))
      #expect(difference == nil, "arm \(number)")
      guard number > 0 else { continue }
      let (first, this) = (together[0], together[number])
      let moved =
        first.assets.map(\.total) != this.assets.map(\.total)
        || first.levels.map(\.q95) != this.levels.map(\.q95)
      #expect(moved, "arm \(number)")
    }
  }
}
