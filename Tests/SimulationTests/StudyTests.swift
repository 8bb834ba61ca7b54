import Domain
import Results
import Simulation
import Testing

@Suite("Studies")
struct StudyTests {
  let model = Markets.small()
  let base: Scenario

  init() throws {
    base = Scenes.scenario(
      of: model,
      horizons: try Scenes.horizons("2025-12-12", "2026-01-05"),
      events: [try Scenes.december()]
    )
  }

  private func fingerprint(
    _ scenario: Scenario,
    _ model: MarketModel? = nil,
    seed: UInt64 = 1,
    paths: Int = 64,
    parameters: ParameterTreatment = .fixed,
    threads: Int = 1
  ) async throws -> String {
    try await Scenes.run(
      scenario,
      model ?? self.model,
      paths: paths,
      seed: seed,
      parameters: parameters,
      threads: threads
    ).fingerprint
  }

  @Test("a fingerprint changes with all that can change a number, and with nothing else")
  func fingerprints() async throws {
    let original = try await fingerprint(base)
    #expect(original.count == 64)
    var named = base
    named.name = "another name"
    named.notes = "notes"
    #expect(try await fingerprint(named) == original)
    #expect(try await fingerprint(base, threads: 2) == original)

    var seen: Set<String> = [original]
    func changes(_ other: String, _ name: String) {
      #expect(seen.insert(other).inserted, "\(name) leaves the fingerprint as it was")
    }
    changes(try await fingerprint(base, seed: 2), "the seed")
    changes(try await fingerprint(base, paths: 128), "the number of paths")
    changes(try await fingerprint(base, parameters: .estimated), "drawn parameters")
    for (name, vix, inflation) in [("the VIX", 15.5, 3.0), ("inflation", 15.4, 3.1)] {
      var state = Scenes.state
      state.vix = vix
      state.coreInflation = inflation
      var other = base
      other.state = state
      other.events.append(
        Event(id: "prices", date: try Scenes.day("2025-12-18"), kind: .cpi([]), isListed: false)
      )
      changes(try await fingerprint(other), name)
    }
    let events: [(String, Event)] = [
      ("odds", try Scenes.december(priced: Scenes.odds((-25, 0.91), (0, 0.09)))),
      ("a view", try Scenes.december(delivery: .outcome(.known(BasisPoints(0))))),
      ("a path", try Scenes.december(path: .known(BasisPoints(0)))),
      ("a stream", try Scenes.december(stream: "other")),
    ]
    for (name, event) in events {
      var other = base
      other.events = [event]
      changes(try await fingerprint(other), name)
    }
    var longer = base
    longer.horizons = try Scenes.horizons("2025-12-12", "2026-01-06")
    changes(try await fingerprint(longer), "a horizon")
    let changed: [(String, (inout MarketModel) -> Void)] = [
      ("ν", { $0.freedom = Markets.number(16) }),
      ("the chain", { $0.regimes = Markets.regimes(stayCalm: 0.974, stayStress: 0.928) }),
      ("a covariance", { $0.covariance.stress[0][0] += 0.01 }),
      ("a residual", { $0.residuals.own.calm[2] += 0.01 }),
      ("a response", { $0.events.fomc?.target = Markets.number(-1.49, 0.29) }),
      ("an error", { $0.events.fomc?.path = Markets.number(-1.46, 0.43) }),
      ("the premium", { $0.equityPremium = Markets.number(3.6, 2) }),
    ]
    for (name, change) in changed {
      var other = model
      change(&other)
      changes(try await fingerprint(base, other), name)
    }
  }

  @Test("arms are compared at the horizons both list")
  func horizons() async throws {
    var other = base
    other.horizons = try Scenes.horizons("2025-12-19", "2026-01-05")
    let result = try await Scenes.run([base, other], model, paths: 640)
    #expect(Set(result.differences[0].assets.map(\.horizon.label)) == ["2026-01-05"])
    #expect(result.differences[0].assets.count == model.assets.count)
    #expect(result.arms[0].horizons == base.horizons)
    #expect(result.arms[1].horizons == other.horizons)
    // The same events in the same worlds: only rounding is left.
    #expect(
      result.differences[0].assets.allSatisfy {
        abs($0.mean.value) < 1e-4 && $0.worse.value == 0
      }
    )
  }

  @Test(
    "two models are compared asset by asset in the same worlds, in whatever order they list them"
  )
  func models() async throws {
    var other = model
    other.assets = other.assets.reversed()
    other.name = "reversed"
    let arms = [
      StudyArm(scenario: base, model: model, modelFingerprint: "a"),
      StudyArm(scenario: base, model: other, modelFingerprint: "b"),
    ]
    let settings = RunSettings(paths: 640)
    #expect(throws: SimulationError.self) {
      _ = try Study(arms: arms, settings: settings, threads: 1)
    }
    let study = try Study(arms: arms, settings: settings, threads: 1, comparesModels: true)
    let differences = try await study.run().differences[0].assets
    #expect(differences.count == 2 * model.assets.count)
    for difference in differences {
      #expect(difference.median.value == 0 && difference.worse.value == 0)
      #expect(difference.excessMean?.value ?? 0 == 0)
    }
    var fewer = model
    fewer.equityPremium = Markets.number(5, 2)
    fewer.assets.removeAll { $0.asset.name == "outside" }
    let changed = try await Study(
      arms: [arms[0], StudyArm(scenario: base, model: fewer, modelFingerprint: "c")],
      settings: settings,
      threads: 1,
      comparesModels: true
    ).run().differences[0].assets
    #expect(!changed.contains { $0.asset.name == "outside" })
    let index = try #require(changed.last { $0.asset.name == "index" })
    // 1.5 points of premium over a month, β one: 0.12 points, with next to no error when paired.
    #expect(abs(index.mean.value - 0.12) < 0.02 && index.mean.standardError < 0.01)
  }

  @Test("answers to one question differ by what they are apart, and only where both are asked")
  func answers() async throws {
    let horizons = try Scenes.horizons("2026-01-05")
    let asks = Asks.all(at: horizons[0])
    let arms = try [-25.0, -25, 0].enumerated().map { number, outcome in
      Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [try Scenes.december(delivery: .outcome(.known(BasisPoints(outcome))))],
        asks: number == 2 ? asks.reversed().dropLast() + [asks[3]] : asks
      )
    }
    for paths in [1_000, 40_000] {
      let result = try await Scenes.run(
        arms,
        model,
        paths: paths,
        parameters: .estimated,
        threads: 2
      )
      let (same, other) = (result.differences[0].answers, result.differences[1].answers)
      #expect(same.map(\.question) == asks)
      #expect(same.allSatisfy { $0.difference == Estimate(0, standardError: 0) })
      // The mean was not asked of the third, and a question asked twice is answered once.
      #expect(other.map(\.question) == asks.dropFirst().reversed())
      for answer in other {
        let (arm, base) = (answer.arm.value, answer.baseline.value)
        #expect(answer.difference.value == arm - base && arm != base, "\(answer.question.text)")
        let alone = (answer.arm.standardError, answer.baseline.standardError)
        let apart = (alone.0 * alone.0 + alone.1 * alone.1).squareRoot()
        let paired = answer.difference.standardError
        #expect(paired > 0 && paired < apart, "\(answer.question.text)")
      }
    }
  }

  @Test("a difference that the first tiles do not tell has the error of two that are apart")
  func rareAnswers() async throws {
    let horizons = try Scenes.horizons("2025-12-12")
    let rare = Question(
      text: "a rare fall",
      measure: .probabilityOfReturn(.asset("index"), .below(-12, orEqual: false)),
      horizon: horizons[0],
      limit: nil
    )
    let arms = try [-25.0, 0].map { outcome in
      Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [try Scenes.december(delivery: .outcome(.known(BasisPoints(outcome))))],
        asks: [rare]
      )
    }
    let result = try await Scenes.run(arms, model, paths: 60_000, seed: 5, threads: 2)
    let found = try #require(result.differences[0].answers.first)
    let (a, b) = (found.arm, found.baseline)
    // A few paths in 60,000: the law is that of counts, and their difference's no less than one's.
    #expect(a.value != b.value && max(a.value, b.value) < 0.05)
    let apart =
      (a.standardError * a.standardError + b.standardError * b.standardError).squareRoot()
    #expect(found.difference.standardError == apart)
  }

  @Test("arms that cannot share their draws are refused")
  func incomparable() throws {
    var later = base
    later.asof = try Scenes.day("2025-12-08")
    let arm = { (scenario: Scenario, fingerprint: String) in
      StudyArm(scenario: scenario, model: model, modelFingerprint: fingerprint)
    }
    for arms in [[], [arm(base, "a"), arm(later, "a")], [arm(base, "a"), arm(base, "b")]] {
      #expect(throws: SimulationError.self) {
        _ = try Study(arms: arms, settings: RunSettings(paths: 64), threads: 1)
      }
    }
  }

  @Test("a cancelled run says so")
  func cancelled() async throws {
    let study = try Study(
      arms: [StudyArm(scenario: base, model: model, modelFingerprint: "m")],
      settings: RunSettings(paths: 200_000),
      threads: 2
    )
    let task = Task { try await study.run() }
    task.cancel()
    await #expect(throws: SimulationError.cancelled) { _ = try await task.value }
  }

  @Test("progress counts every path once")
  func progress() async throws {
    let study = try Study(
      arms: [StudyArm(scenario: base, model: model, modelFingerprint: "m")],
      settings: RunSettings(paths: 1_000),
      threads: 2
    )
    let (stream, continuation) = AsyncStream<Int>.makeStream()
    _ = try await study.run { continuation.yield($0.paths) }
    continuation.finish()
    var sum = 0
    for await count in stream { sum += count }
    #expect(sum == 1_000)
  }

  /// The key path of the error that lowering a scenario gives.
  private func fault(_ scenario: Scenario, _ model: MarketModel) -> String? {
    do {
      _ = try Scenes.plan(scenario, model)
      return nil
    } catch SimulationError.scenario(let keyPath, _) {
      return keyPath
    } catch SimulationError.model(let keyPath, _) {
      return keyPath
    } catch {
      return "\(error)"
    }
  }

  @Test("what the model cannot give is said with the place in the file")
  func faults() throws {
    let day = try Scenes.day("2025-12-09")
    func with(_ impulses: [Impulse], cause: Cause? = nil) -> Scenario {
      var scenario = base
      scenario.events = [Scenes.shock("bad", on: day, impulses, cause: cause)]
      return scenario
    }
    let rate = { (name: String) in Impulse.rate(name: name, .known(BasisPoints(10))) }
    let asset = { (name: String) in Impulse.assets(name: name, .known(Percent(1))) }
    #expect(fault(with([rate("credit")]), model) == "events.bad.impulse.credit")
    #expect(
      fault(with([rate("two-year"), rate("slope"), rate("ten-year")]), model)
        == "events.bad.impulse"
    )
    #expect(fault(with([asset("index")]), model) == "events.bad.impulse.index")
    #expect(
      fault(with([asset("growing"), asset("cyclical"), asset("steady")]), model)?
        .hasPrefix("events.bad.impulse") == true
    )
    #expect(fault(base, Markets.small(events: Markets.noEvents)) == "events.december")
    var broken = model
    broken.covariance.stress[1][1] = 10
    #expect(fault(base, broken) == "factors.covariance.stress")
    var asked = base
    asked.asks = [
      Question(
        text: "q",
        measure: .statistic(.mean, .asset("nothing")),
        horizon: base.horizons[0],
        limit: nil
      )
    ]
    #expect(fault(asked, model) == "ask")
  }
}
