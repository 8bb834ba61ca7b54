import Domain
import Foundation
import Results
import Simulation
import Testing

/// Answers against plain arithmetic on the same paths.
@Suite("Answers to questions")
struct AnswerTests {
  let model = Markets.small()
  let horizon: Horizon
  let paths = 64 * 40

  init() throws { horizon = try Scenes.horizon("2026-02-05") }

  private func run(
    _ measure: Measure,
    limit: Limit? = nil,
    paths: Int? = nil
  ) async throws -> Answer {
    var state = Scenes.state
    state.levels = ["index": 6_864]
    let question = Question(text: "question", measure: measure, horizon: horizon, limit: limit)
    // The horizon of a question need not be listed.
    var scenario = Scenes.scenario(
      of: model,
      horizons: try Scenes.horizons("2025-12-12"),
      state: state,
      asks: [question]
    )
    scenario.silentHorizons = [horizon]
    return try #require(
      try await Scenes.run(scenario, model, paths: paths ?? self.paths, seed: 95).answers.first
    )
  }

  private func returns(_ asset: String) throws -> Sample {
    try Scenes.plan(
      Scenes.scenario(of: model, horizons: [horizon]),
      model,
      paths: paths,
      seed: 95
    ).returns(asset).map { $0 * 100 }
  }

  @Test("a probability is the share of worlds within its limit")
  func shares() async throws {
    let outside = try returns("outside")
    func share(_ holds: (Double) -> Bool) -> Double {
      Double(outside.values.filter(holds).count) / outside.count * 100
    }
    for (limit, goal) in [
      (Limit.below(-5, orEqual: false), share { $0 < -5 }),
      (.above(3, orEqual: true), share { $0 >= 3 }),
      (.within(-1, 2), share { abs($0 - 0.5) <= 1.5 }),
    ] {
      let answer = try await run(.probabilityOfReturn(.asset("outside"), limit))
      #expect(abs(answer.value.value - goal) < 1e-9)
    }
    let growing = try returns("growing")
    let order = zip(outside.values, growing.values).filter { $0 > $1 }.count
    let answer = try await run(.probabilityOfOrder(higher: "outside", lower: "growing"))
    #expect(abs(answer.value.value - Double(order) / outside.count * 100) < 0.05)
  }

  @Test("a level is the price without the dividends that the total return holds")
  func level() async throws {
    let days = Double(
      TradingCalendar.builtIn.tradingDays(after: Scenes.asof, through: horizon.date)
    )
    let prices = try returns("index").map { 6_864 * (1 + $0 / 100) * exp(-0.012 * days / 252) }
    let goal = Double(prices.values.filter { $0 >= 7_000 }.count) / prices.count * 100
    let answer = try await run(
      .probabilityOfLevel(asset: "index", .above(7_000, orEqual: true))
    )
    #expect(abs(answer.value.value - goal) < 1e-9)
  }

  @Test("statistics are those of the paths, losses positive")
  func statistics() async throws {
    let sample = try returns("outside")
    let sorted = sample.values.sorted()
    let tail = sorted.prefix(sorted.count / 20)
    let bin = 0.004 * sample.deviation
    for (statistic, goal) in [
      (Statistic.mean, sample.mean), (.sd, sample.deviation), (.median, sample.quantile(0.5)),
      (.quantile(0.1), sample.quantile(0.1)), (.valueAtRisk(0.95), -sample.quantile(0.05)),
      (.expectedShortfall(0.95), -tail.reduce(0, +) / Double(tail.count)),
    ] {
      let answer = try await run(.statistic(statistic, .asset("outside")))
      #expect(abs(answer.value.value - goal) < bin, "\(statistic)")
      #expect(answer.value.standardError > 0)
    }
    let growing = try returns("growing")
    let spread = Sample(zip(sample.values, growing.values).map { $0 - $1 })
    let answer = try await run(
      .statistic(.quantile(0.25), .spread(long: "outside", short: "growing"))
    )
    #expect(abs(answer.value.value - spread.quantile(0.25)) < 0.02 * spread.deviation)
  }

  @Test("a rank counts the assets of the same group that did better")
  func rank() async throws {
    let sectors = try ["growing", "cyclical", "steady"].map { try returns($0).values }
    let ranks = sectors[0].indices.map { path in
      1.0 + (sectors[1][path] > sectors[0][path] ? 1 : 0)
        + (sectors[2][path] > sectors[0][path] ? 1 : 0)
    }
    let answer = try await run(.statistic(.rank, .asset("growing")))
    #expect(abs(answer.value.value - Sample(ranks).mean) < 2e-3)
  }

  @Test("a verdict within three standard errors of its limit is inconclusive")
  func verdicts() async throws {
    let measure = Measure.statistic(.mean, .asset("outside"))
    let value = try await run(measure).value
    for (distance, isBelow, verdict) in [
      (3.1, true, Answer.Verdict.pass), (-3.1, true, .fail), (2.9, true, .inconclusive),
      (-2.9, true, .inconclusive), (3.1, false, .fail), (-3.1, false, .pass),
    ] {
      let limit = value.value + distance * value.standardError
      let answer = try await run(
        measure,
        limit: isBelow ? .below(limit, orEqual: false) : .above(limit, orEqual: false)
      )
      #expect(answer.verdict == verdict)
    }
    // Of one tile no error is known, and so no verdict is.
    let one = try await run(measure, limit: .below(1_000, orEqual: false), paths: 64)
    #expect(one.verdict == .inconclusive)
  }
}
