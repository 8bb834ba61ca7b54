import Domain
import Results
import Simulation
import Synchronization
import Testing

@Suite("Parts of a study")
struct StudyPartTests {
  let study: Study
  let threads = 3

  init() throws {
    study = try Self.study(paths: 5_000)
  }

  static func study(paths: Int, seed: UInt64 = 1) throws -> Study {
    let model = Markets.small()
    let horizons = try Scenes.horizons("2025-12-12", "2026-01-05")
    let arms = [
      Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [try Scenes.december()],
        asks: Asks.all(at: horizons[1])
      ),
      Scenes.scenario(of: model, horizons: horizons, events: [], asks: Asks.all(at: horizons[1])),
    ]
    return try Study(
      arms: arms.map { StudyArm(scenario: $0, model: model, modelFingerprint: "m") },
      settings: RunSettings(paths: paths, seed: seed),
      threads: 3
    )
  }

  /// Every number of a result, as text.
  private func text(_ result: StudyResult) -> String { String(reflecting: result) }

  @Test("neighbouring parts add up to the whole, however it is divided", arguments: [1, 2, 3, 8])
  func divided(count: Int) async throws {
    let whole = try await study.run()
    let tiles = study.tileCount
    var sum = StudyPart(at: 0)
    for shard in 0..<count {
      sum.append(try await study.part(shard * tiles / count..<(shard + 1) * tiles / count))
    }
    #expect(text(try await study.result(of: sum)) == text(whole))
  }

  @Test("a part that is stopped has the first tiles, each finished, and can be gone on from")
  func stopped() async throws {
    let paths = Atomic(0)
    let first = try await study.part(
      10..<70,
      until: { paths.load(ordering: .relaxed) >= 1_000 },
      progress: { paths.wrappingAdd($0.paths, ordering: .relaxed) }
    )
    #expect(first.tiles.lowerBound == 10)
    #expect(first.tiles.count * 64 == paths.load(ordering: .relaxed))
    // Each worker may have one tile in hand when the 16th is done.
    #expect((16..<16 + threads).contains(first.tiles.count))
    var sum = try await study.part(0..<10)
    sum.append(first)
    sum.append(try await study.part(first.tiles.upperBound..<study.tileCount))
    let whole = try await study.run()
    #expect(text(try await study.result(of: sum)) == text(whole))
  }
}
