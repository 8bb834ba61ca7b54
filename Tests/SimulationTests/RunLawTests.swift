import Domain
import Foundation
import Results
import Simulation
import Testing

@Suite("Laws of a run")
struct RunLawTests {
  let model: MarketModel
  let base: Scenario
  let cut: Scenario

  init() throws {
    model = try Markets.builtIn()
    let horizons = try Scenes.horizons("2025-12-12", "2026-01-05")
    let december = try Scenes.december()
    let open = Scenes.open(through: horizons[1].date, except: [december])
    let spread = Subject.spread(long: "russell-2000", short: "sp-500")
    base = Scenes.scenario(
      of: model,
      horizons: horizons,
      events: [december] + open,
      spreads: [spread]
    )
    cut = Scenes.scenario(
      "cut",
      of: model,
      horizons: horizons,
      events: [try Scenes.december(delivery: .outcome(.known(BasisPoints(-25))))] + open,
      spreads: [spread]
    )
  }

  @Test(
    "the number of workers changes no bit of a result",
    arguments: [2, 3, 5]
  )
  func workers(count: Int) async throws {
    func run(_ threads: Int) async throws -> Numbers {
      Numbers(
        try await Scenes.run(
          [base, cut],
          model,
          paths: 64 * 13 + 17,
          seed: 7,
          parameters: .estimated,
          threads: threads
        )
      )
    }
    let (one, many) = (try await run(1), try await run(count))
    #expect(one.firstDifference(from: many) == nil)
  }

  @Test("a scenario compared with itself differs by exactly 0")
  func same() async throws {
    let result = try await Scenes.run([base, base], model, paths: 1_000, parameters: .estimated)
    for asset in result.differences[0].assets {
      for estimate in [
        asset.mean, asset.median, asset.q05, asset.expectedShortfall95, asset.worse,
        asset.excessMean ?? Estimate(0, standardError: 0),
      ] {
        #expect(estimate == Estimate(0, standardError: 0), "\(asset.asset.name)")
      }
    }
    #expect(result.differences[0].assets.count == model.assets.count * 2)
    #expect(result.arms[0].fingerprint == result.arms[1].fingerprint)
  }

  @Test("another seed gives other numbers, the same seed the same")
  func seeds() async throws {
    func run(_ seed: UInt64) async throws -> Numbers {
      Numbers(try await Scenes.run(base, model, paths: 320, seed: seed, parameters: .estimated))
    }
    let (one, again, other) = (try await run(1), try await run(1), try await run(1 << 33 | 1))
    #expect(one == again)
    let moved = zip(one.values, other.values).filter { $0 != $1 && !$0.isNaN }.count
    #expect(moved > one.values.count * 9 / 10)
  }

  /// Log returns of every asset at each horizon, by path, for a few tiles.
  private func logs(
    _ scenario: Scenario,
    parameters: ParameterTreatment = .estimated,
    tiles: Int = 6
  ) throws -> [[[Double]]] {
    let plan = try Scenes.plan(scenario, model, paths: 64 * tiles, parameters: parameters)
    return try plan.readings.horizons.indices.map { horizon in
      let channels = try plan.assets.indices.map {
        try plan.channel(.total(asset: $0, horizon: horizon))
      }
      return plan.samples(channels).map { $0.values.map { log1p($0) } }
    }
  }

  /// The largest distance between two horizons' returns over assets and paths.
  private func distance(_ a: [[Double]], _ b: [[Double]]) -> Double {
    zip(a, b).reduce(0) { largest, pair in
      max(largest, zip(pair.0, pair.1).reduce(0) { max($0, abs($1.0 - $1.1)) })
    }
  }

  @Test("an event without effect on a new day changes no return beyond rounding")
  func emptyEvent() throws {
    for day in ["2025-12-09", "2025-12-11", "2025-12-23", "2025-12-31"] {
      let empty = Scenes.shock(
        "nothing",
        on: try Scenes.day(day),
        [.relative(name: "market", .known(Percent(0)))]
      )
      var other = base
      other.events = (base.events + [empty]).sorted { $0.date < $1.date }
      let (without, with) = (try logs(base), try logs(other))
      for horizon in 0...1 { #expect(distance(without[horizon], with[horizon]) < 1e-6) }
    }
  }

  @Test("a shock moves every path by the same, so that no draw has changed")
  func shockOnly() throws {
    let calm = Markets.always(stressed: false)
    var model = model
    model.regimes = calm
    var other = base
    let crash = Scenes.shock(
      "crash",
      on: try Scenes.day("2025-12-23"),
      [.relative(name: "market", .known(Percent(-5)))],
      isIsolated: true
    )
    other.events = (base.events + [crash]).sorted { $0.date < $1.date }
    let (a, b) = (
      try Scenes.plan(base, model, paths: 256), try Scenes.plan(other, model, paths: 256)
    )
    let now = model.started.lines.first { $0.name == "russell-2000" }
    let beta = try #require(now).loadings[0].value
    for horizon in 0...1 {
      let (x, y) = (
        try a.logReturns("russell-2000", horizon: horizon),
        try b.logReturns("russell-2000", horizon: horizon)
      )
      let expected = horizon == 0 ? 0 : beta * log(0.95)
      let error = zip(x.values, y.values).reduce(0) { max($0, abs($1.1 - $1.0 - expected)) }
      #expect(error < 1e-6)
    }
  }

  @Test("one more horizon changes no number of the others beyond rounding")
  func moreHorizons() async throws {
    var more = base
    more.horizons = try Scenes.horizons(
      "2025-12-09",
      "2025-12-12",
      "2025-12-24",
      "2026-01-05",
      "2026-01-07"
    )
    more.events =
      base.events
      + Scenes.open(
        through: more.horizons[4].date,
        after: base.horizons[1].date
      )
    let (few, many) = (try logs(base), try logs(more))
    #expect(distance(few[0], many[1]) < 1e-6)
    #expect(distance(few[1], many[3]) < 1e-6)
    let (a, b) = (
      try await Scenes.run(base, model, paths: 2_000),
      try await Scenes.run(more, model, paths: 2_000)
    )
    for (x, y) in [(0, 1), (1, 3)] {
      let (left, right) = (
        a.assets.filter { $0.horizon == a.horizons[x] },
        b.assets.filter { $0.horizon == b.horizons[y] }
      )
      var error = 0.0
      for (l, r) in zip(left, right) {
        error = max(
          error,
          abs(l.total.mean.value - r.total.mean.value),
          abs(l.total.sd.value - r.total.sd.value),
          abs(try #require(l.drawdown).mean.value - #require(r.drawdown).mean.value)
        )
      }
      #expect(error < 1e-5)
    }
    for level in a.levels {
      let same = try #require(
        b.levels.first { $0.series == level.series && $0.horizon == level.horizon }
      )
      #expect(
        abs(level.median.value - same.median.value) < 2e-3 * abs(level.median.value),
        "\(level.series) at \(level.horizon.label)"
      )
    }
  }

  @Test("the order of a scenario's events changes nothing")
  func order() throws {
    var reversed = base
    reversed.events.reverse()
    #expect(try logs(base) == logs(reversed))
    // Two releases of one day only add up in another order.
    let day = try Scenes.day("2025-12-17")
    let pair = [
      Event(id: "a", date: day, kind: .cpi([])), Event(id: "b", date: day, kind: .jobs([])),
    ]
    var (one, other) = (base, base)
    one.events += pair
    other.events += pair.reversed()
    let (x, y) = (try logs(one), try logs(other))
    #expect(distance(x[0], y[0]) == 0)
    #expect(distance(x[1], y[1]) < 1e-6)
  }

  @Test("a new name gives an event new draws and changes no other; a pinned stream keeps them")
  func names() throws {
    let jobs = Event(
      id: "jobs",
      date: try Scenes.day("2025-12-16"),
      kind: .jobs([])
    )
    func effects(_ december: Event) throws -> (december: [Double], jobs: [Double]) {
      var scenario = base
      scenario.events = [december, jobs]
      let plan = try Scenes.plan(scenario, model, paths: 256)
      return (
        try plan.effects(of: december.id, on: "russell-2000").values,
        try plan.effects(of: "jobs", on: "russell-2000").values
      )
    }
    let old = try effects(try Scenes.december())
    let renamed = try effects(try Scenes.december(id: "fed"))
    let pinned = try effects(try Scenes.december(id: "fed", stream: "december"))
    #expect(zip(old.december, renamed.december).filter { $0 == $1 }.count < 3)
    #expect(old.jobs == renamed.jobs)
    #expect(old == pinned)
  }

  @Test("numbers of paths that leave a tile short are lawful", arguments: [1, 63, 65, 1_000])
  func shortTile(paths: Int) async throws {
    let result = try await Scenes.run(base, model, paths: paths, parameters: .estimated)
    for asset in result.assets {
      let total = asset.total
      #expect(total.mean.value.isFinite && total.median.value.isFinite)
      #expect(total.expectedShortfall95.value.isFinite)
      #expect(try #require(asset.drawdown).mean.value >= 0)
      #expect(total.sd.value.isFinite == (paths > 1))
      // One tile has no spread of tiles: its errors are not known.
      for estimate in [total.mean, total.median, total.lossProbability, total.expectedShortfall95] {
        #expect(estimate.standardError.isNaN == (paths <= 64), "\(asset.asset.name)")
      }
    }
  }
}
