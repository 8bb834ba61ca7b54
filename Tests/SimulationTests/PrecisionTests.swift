import Domain
import Foundation
import Results
import Simulation
import Testing

@Suite("Stopping at a precision")
struct PrecisionTests {
  /// Half of a log-normal law lies below its median.
  private static func arm(_ asks: [Question] = []) throws -> StudyArm {
    let model = Markets.small()
    let scenario = Scenes.scenario(
      of: model,
      horizons: try Scenes.horizons("2026-01-16"),
      asks: asks
    )
    return StudyArm(scenario: scenario, model: model, modelFingerprint: model.name)
  }

  private static func run(_ precision: Double, limit: Int, seed: UInt64) async throws -> StudyResult
  {
    try await Study.run(
      arms: [try arm()],
      settings: RunSettings(seed: seed, parameters: .fixed),
      threads: 2,
      precision: precision,
      limit: limit
    )
  }

  @Test("a run ends when every headline is known well enough, and not before")
  func stops() async throws {
    let loose = try await Self.run(1, limit: 1_000_000, seed: 1)
    #expect(loose.record.paths == 32_768)
    let tight = try await Self.run(0.02, limit: 1_000_000, seed: 1)
    #expect(tight.record.paths > 32_768 && tight.record.paths < 1_000_000)
    let errors = tight.arms[0].assets.map(\.total.median.standardError)
    #expect(errors.allSatisfy { $0 <= 0.02 } && (errors.max() ?? 0) > 0.013)
    let limited = try await Self.run(0.000_2, limit: 70_000, seed: 1)
    #expect(limited.record.paths == 70_000)
  }

  @Test("the result is that of a plain run of as many paths, bit for bit")
  func plain() async throws {
    let stopped = try await Self.run(0.03, limit: 500_000, seed: 3)
    let plain = try await Study(
      arms: [try Self.arm()],
      settings: RunSettings(paths: stopped.record.paths, seed: 3, parameters: .fixed),
      threads: 1
    ).run()
    #expect(stopped.arms[0].assets.map(\.total) == plain.arms[0].assets.map(\.total))
    #expect(stopped.arms[0].fingerprint == plain.arms[0].fingerprint)
  }

  /// The median of 150 runs that stopped, against one of 4 million paths.
  ///
  /// 95 % of intervals should hold it. 90.0…99.4 % is 3 standard errors either way; a stop that halves errors gives 67 %.
  @Test("intervals of runs that stopped keep their coverage")
  func coverage() async throws {
    let truth = try await Self.run(0.001, limit: 4_000_000, seed: Chance.seed(801))
    let names = ["index", "outside"]
    var hits = [Int](repeating: 0, count: names.count)
    for seed in 0..<150 {
      let run = try await Self.run(0.045, limit: 400_000, seed: Chance.seed(UInt64(9_000 + seed)))
      for (place, name) in names.enumerated() {
        let median = try #require(run.arms[0].assets.first { $0.asset.name == name }).total.median
        let exact = try #require(truth.arms[0].assets.first { $0.asset.name == name }).total.median
        if abs(median.value - exact.value) < 1.96 * median.standardError { hits[place] += 1 }
      }
    }
    for hit in hits { #expect((135...149).contains(hit), "\(hits)") }
  }

  @Test("a tail that rests on a handful of paths is refused, with the number that would do")
  func thinTails() async throws {
    let horizon = try Scenes.horizons("2026-01-16")[0]
    func result(_ statistic: Statistic, paths: Int) async throws -> StudyResult {
      let question = Question(
        text: "es99.9(outside)",
        measure: .statistic(statistic, .asset("outside")),
        horizon: horizon,
        limit: nil
      )
      return try await Study(
        arms: [try Self.arm([question])],
        settings: RunSettings(paths: paths),
        threads: 2
      ).run()
    }
    for statistic in [
      Statistic.expectedShortfall(0.999), .valueAtRisk(0.999), .quantile(0.001), .quantile(0.999),
    ] {
      await #expect {
        _ = try await result(statistic, paths: 20_000)
      } throws: { error in
        guard case .scenario("ask", let message)? = error as? SimulationError else { return false }
        return message.contains("20 of 20000 paths") && message.contains("100000")
      }
      let answer = try await result(statistic, paths: 100_096).arms[0].answers[0].value
      #expect(answer.standardError > 0 && answer.standardError < 0.1 * abs(answer.value))
    }
    // To 1 % the errors say what is known.
    #expect(try await result(.expectedShortfall(0.99), paths: 640).arms[0].answers.count == 1)
  }
}
