import Domain
import Foundation
import Results
import Simulation
import Testing

/// Printed standard errors against the spread of the printed values over 200 seeds.
@Suite("Honest standard errors")
struct StandardErrorTests {
  /// Printed values with their errors, by name, seed after seed.
  private struct Prints {
    var values: [String: Sample] = [:]
    var errors: [String: Sample] = [:]

    mutating func add(_ name: String, _ estimate: Estimate) {
      values[name, default: Sample()].append(estimate.value)
      errors[name, default: Sample()].append(estimate.standardError)
    }
  }

  /// The spread of 200 values is known to 5 % (7 % for the heaviest tails here): a ratio outside
  /// 0.72…1.38 is a false alarm once in 10⁶ runs, and the error of independent draws for a paired
  /// difference, which is several times too large, would be seen.
  @Test(
    "the printed error is the spread of what is printed",
    arguments: [
      (.estimated, .independent), (.fixed, .independent), (.estimated, .antithetic),
      (.fixed, .antithetic), (.estimated, .sobol), (.fixed, .sobol),
    ] as [(ParameterTreatment, SamplingScheme)]
  )
  func ratios(treatment: ParameterTreatment, sampling: SamplingScheme) async throws {
    let model = Markets.small()
    let horizons = try Scenes.horizons("2026-01-05")
    let asks = Asks.all(at: horizons[0])
    let arms = try [-25.0, 0].map { outcome in
      Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [
          try Scenes.december(
            delivery: .outcome(.known(BasisPoints(outcome))),
            path: .known(BasisPoints(0))
          )
        ],
        asks: asks,
        spreads: [.spread(long: "outside", short: "growing")]
      )
    }
    var prints = Prints()
    for seed in 1...200 {
      let result = try await Scenes.run(
        arms,
        model,
        paths: 8_192,
        seed: Chance.seed(UInt64(8_000 + seed)),
        parameters: treatment,
        sampling: sampling,
        controlsMeans: true
      )
      let arm = result.arms[0]
      let total = try #require(arm.assets.first { $0.asset.name == "outside" }).total
      prints.add("mean", total.mean)
      prints.add("sd", total.sd)
      prints.add("q05", total.q05)
      prints.add("q99", total.q99)
      prints.add("es95", total.expectedShortfall95)
      for answer in arm.answers { prints.add("answer, \(answer.question.text)", answer.value) }
      for answer in result.differences[0].answers {
        prints.add("difference of answers, \(answer.question.text)", answer.difference)
      }
      prints.add("mean of a spread", try #require(arm.spreads.first).mean)
      prints.add("q95 of a spread", try #require(arm.spreads.first).q95)
      let difference = try #require(
        result.differences[0].assets.first { $0.asset.name == "outside" }
      )
      prints.add("difference of means", difference.mean)
      prints.add("difference of medians", difference.median)
      prints.add("difference of q05", difference.q05)
      prints.add("difference of es95", difference.expectedShortfall95)
    }
    #expect(prints.values.count == 31)
    for (name, values) in prints.values {
      let ratio = (prints.errors[name]?.mean ?? .nan) / values.deviation
      #expect((0.72...1.38).contains(ratio), "\(name): \(ratio)")
    }
  }

  /// Errors of quantiles come from the first 512 tiles alone and are scaled to the whole.
  @Test("errors fall with the square root of the number of paths, beyond the second pass too")
  func scaling() async throws {
    let model = Markets.small()
    let scenario = Scenes.scenario(
      of: model,
      horizons: try Scenes.horizons("2025-12-12"),
      events: [try Scenes.december()]
    )
    func total(_ tiles: Int) async throws -> DistributionSummary {
      let result = try await Scenes.run(
        scenario,
        model,
        paths: 64 * tiles,
        seed: Chance.seed(82),
        parameters: .estimated
      )
      return try #require(result.assets.first { $0.asset.name == "outside" }).total
    }
    let (few, many) = (try await total(512), try await total(2_048))
    for (a, b) in [
      (few.mean, many.mean), (few.median, many.median), (few.q05, many.q05),
      (few.expectedShortfall95, many.expectedShortfall95),
    ] {
      // Both are known to 3 %, the densities to some percent more.
      #expect(abs(a.standardError / b.standardError / 2 - 1) < 0.25)
    }
  }
}
