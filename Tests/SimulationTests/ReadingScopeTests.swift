import Domain
import Results
import Simulation
import Testing

@Suite("What is read")
struct ReadingScopeTests {
  private let model = Markets.small()
  private let arms: [Scenario]

  init() throws {
    let horizons = try Scenes.horizons("2025-12-12", "2026-01-16", "2026-02-12")
    let questions = [
      Question(
        text: "drawdown(cyclical at 2026-01-16)",
        measure: .statistic(.drawdown, .asset("cyclical")),
        horizon: horizons[1],
        limit: nil
      ),
      Question(
        text: "mean(outside at 2025-12-12)",
        measure: .statistic(.mean, .asset("outside")),
        horizon: horizons[0],
        limit: nil
      ),
      Question(
        text: "rank(growing at 2026-01-16)",
        measure: .statistic(.rank, .asset("growing")),
        horizon: horizons[1],
        limit: nil
      ),
    ]
    let model = model
    arms = try [-25.0, 0].map { outcome in
      let decision = try Scenes.december(
        delivery: .outcome(.known(BasisPoints(outcome))),
        path: .known(BasisPoints(outcome / 5))
      )
      let open = Scenes.open(through: horizons[2].date, except: [decision])
      return Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [decision] + open,
        asks: questions,
        spreads: [.spread(long: "outside", short: "cyclical")]
      )
    }
  }

  private func run(
    _ scope: ReadingScope,
    _ drawdown: DrawdownObservation,
    asks: Bool = true,
    arms count: Int = 2
  ) async throws -> StudyResult {
    let studied = arms.prefix(count).map { arm in
      var scenario = arm
      if !asks { scenario.asks = [] }
      return StudyArm(scenario: scenario, model: model, modelFingerprint: model.name)
    }
    let settings = RunSettings(
      paths: 4_128,
      seed: 5,
      parameters: .estimated,
      drawdown: drawdown,
      controlsMeans: true
    )
    return try await Study(arms: studied, settings: settings, threads: 2, reading: scope).run()
  }

  private func scope(
    _ horizon: Int,
    assets: Set<String>? = nil,
    key: Set<String> = [],
    means: Bool = false,
    drawdowns: Bool = false,
    effects: Bool = false
  ) -> ReadingScope {
    ReadingScope(
      date: arms[0].horizons[horizon].date,
      assets: assets,
      keyAssets: key,
      hasMeans: means,
      hasDrawdowns: drawdowns,
      hasEffects: effects
    )
  }

  @Test("no number depends on what else is read", arguments: DrawdownObservation.allCases)
  func sameNumbers(drawdown: DrawdownObservation) async throws {
    let index = model.benchmark
    for asks in [true, false] {
      let everything = Numbers(try await run(.everything, drawdown, asks: asks)).byName
      for scope in [
        scope(2, key: [index, "outside"], effects: true), scope(1, means: true, drawdowns: true),
        scope(0, assets: ["cyclical"], key: ["outside"], means: true),
        scope(2, assets: [index], effects: true), scope(1, assets: []),
      ] {
        let found = Numbers(try await run(scope, drawdown, asks: asks)).byName
        #expect(found.count < everything.count)
        for (name, value) in found where scope.hasMeans || !Self.isMeanOfReturn(name) {
          #expect(everything[name] == value, "\(name), \(scope)")
        }
      }
    }
  }

  /// Means of returns and of their differences, which are not numbers where they are not read.
  private static func isMeanOfReturn(_ name: String) -> Bool {
    (name.contains("mean of ") && name.contains(" at ")) || name.contains("mean excess")
      || name.contains("difference of means") || name.contains("difference of excess")
  }

  @Test("means are read where they are wanted or asked for")
  func means() async throws {
    let plain = try await run(scope(0), .weekly, arms: 1).arms[0]
    let asked = try #require(plain.assets.first { $0.asset.name == "outside" })
    #expect(asked.total.mean.value.isFinite)
    #expect(
      plain.assets.filter { $0.asset.name != "outside" }.allSatisfy { $0.total.mean.value.isNaN }
    )
    #expect(plain.assets.allSatisfy { $0.total.median.value.isFinite && $0.total.sd.value > 0 })
    let wanted = try await run(scope(0, means: true), .weekly, arms: 1).arms[0]
    #expect(wanted.assets.allSatisfy { $0.total.mean.value.isFinite })
  }

  @Test("what is in the scope is read, and what is not is left out")
  func extent() async throws {
    let index = model.benchmark
    let result = try await run(scope(1, key: [index]), .weekly)
    let (arm, names) = (result.arms[0], model.assets.map(\.asset.name))
    let dates = arms[0].horizons.map(\.date)
    let table = arm.assets.filter { $0.horizon.date == dates[1] }
    #expect(table.map(\.asset.name) == names)
    #expect(table.allSatisfy { $0.drawdown == nil })
    #expect(table.allSatisfy { ($0.excess == nil) == ($0.asset.name == index) })
    #expect(table.allSatisfy { ($0.variance != nil) == ($0.asset.name == index) })
    let others = arm.assets.filter { $0.horizon.date != dates[1] }
    #expect(others.map(\.asset.name) == [index, index])
    #expect(others.allSatisfy { $0.excess == nil && $0.drawdown == nil && $0.variance == nil })
    #expect(Set(arm.levels.map(\.horizon.date)) == [dates[1]])
    #expect(arm.ledger.allSatisfy { $0.effects.isEmpty })
    // Spreads and answers are those of the scenario.
    #expect(arm.spreads.count == 3 && arm.answers.count == 3)
    #expect(result.differences[0].assets.map(\.asset.name) == names)
    #expect(result.differences[0].assets.allSatisfy { $0.horizon.date == dates[1] })
    let few = try await run(scope(1, assets: ["cyclical"], drawdowns: true), .weekly)
    #expect(few.arms[0].assets.map(\.asset.name) == ["cyclical"])
    #expect(few.arms[0].assets[0].drawdown != nil)
    #expect(few.differences[0].assets.map(\.asset.name) == ["cyclical"])
  }

  @Test("a plan that reads no drawdown takes less memory, and everything the most")
  func memory() throws {
    func bytes(_ scope: ReadingScope) throws -> Int {
      let studied = arms.map { StudyArm(scenario: $0, model: model, modelFingerprint: "") }
      let study = try Study(
        arms: studied,
        settings: RunSettings(paths: 64_000),
        threads: 1,
        reading: scope
      )
      return try study.memory(keepsState: false).bytes(workers: 1)
    }
    let (page, falls) = (try bytes(scope(2)), try bytes(scope(2, drawdowns: true)))
    #expect(page < falls)
    #expect(try bytes(.everything) > falls)
  }
}

extension Numbers {
  /// The bits of each number, by its name.
  fileprivate var byName: [String: UInt64] {
    Dictionary(zip(names, values.map(\.bitPattern)), uniquingKeysWith: { a, _ in a })
  }
}
