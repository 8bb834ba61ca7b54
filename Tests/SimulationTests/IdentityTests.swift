import Domain
import Foundation
import Simulation
import Testing

@Suite("Identities between assets")
struct IdentityTests {
  /// From stress, with a decision, releases and shocks, under drawn parameters.
  private func plan(tiles: Int) throws -> SimulationPlan {
    let model = try Markets.builtIn()
    var state = model.state
    state.vix = 45
    let december = try Scenes.december(path: .known(BasisPoints(40)))
    let shocks = [
      Scenes.shock(
        "rotation",
        on: try Scenes.day("2025-12-16"),
        [.assets(name: "technology", .known(Percent(-12)))]
      ),
      Scenes.shock(
        "crash",
        on: try Scenes.day("2026-01-06"),
        [.relative(name: "market", .known(Percent(-20)))],
        until: try Scenes.day("2026-02-04")
      ),
    ]
    let horizons = try Scenes.horizons("2025-12-10", "2025-12-16", "2026-01-05", "2026-06-05")
    return try Scenes.plan(
      Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [december] + shocks + Scenes.open(through: horizons[3].date, except: [december]),
        state: state
      ),
      model,
      paths: 64 * tiles,
      seed: 3,
      parameters: .estimated
    )
  }

  @Test("the index's simple return is the weighted sum of its sectors' on every path and date")
  func index() throws {
    let plan = try plan(tiles: 12)
    let weights = plan.memberWeights.map { Double($0) }
    #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
    for horizon in plan.readings.horizons.indices {
      let index = try plan.returns("sp-500", horizon: horizon).values
      let sectors = try plan.members.map {
        try plan.returns(plan.lineNames[$0], horizon: horizon).values
      }
      var error = 0.0
      for path in index.indices {
        let sum = zip(weights, sectors).reduce(0) { $0 + $1.0 * $1.1[path] }
        error = max(error, abs(sum - index[path]))
      }
      #expect(error < 1e-6)
    }
  }

  @Test("the mega caps and the rest add up to the index on every path and date")
  func segments() throws {
    let plan = try plan(tiles: 12)
    guard case .part(_, let weight) = plan.assets[try plan.asset("mega-50")].derivation else {
      Issue.record("mega-50 is no part of the index")
      return
    }
    let w = Double(weight)
    for horizon in plan.readings.horizons.indices {
      let (index, mega, rest) = (
        try plan.returns("sp-500", horizon: horizon).values,
        try plan.returns("mega-50", horizon: horizon).values,
        try plan.returns("other-450", horizon: horizon).values
      )
      var error = 0.0
      for path in index.indices {
        error = max(error, abs(w * mega[path] + (1 - w) * rest[path] - index[path]))
      }
      #expect(error < 1e-6)
      // They are two assets, and the segment outside moves by more than the one inside.
      let apart = Sample(zip(mega, rest).map { $0 - $1 })
      #expect(apart.deviation > 1e-3)
    }
  }

  /// Case CO01: the weight that three returns imply is the weight of the identity.
  @Test("CO01: the weight of the mega caps follows from three returns")
  func impliedWeight() throws {
    func weight(top: Double, rest: Double, index: Double) -> Double {
      (rest - index) / (rest - top)
    }
    #expect(abs(weight(top: -0.6, rest: 1.3, index: 0.3) - 0.5263157894736842) < 1e-10)
    let corners = [-0.05, 0.05].flatMap { a in
      [-0.05, 0.05].flatMap { b in
        [-0.05, 0.05].map { weight(top: -0.6 + a, rest: 1.3 + b, index: 0.3 + $0) }
      }
    }
    let range = try (#require(corners.min()), #require(corners.max()))
    #expect(abs(range.0 - 0.47368421052631576) < 1e-10)
    #expect(abs(range.1 - 0.5789473684210527) < 1e-10)

    var model = Markets.small()
    model.assets = model.assets.map { asset in
      let derivation: ModelAsset.Derivation =
        switch asset.derivation {
        case .part(let of, let spread, _): .part(of: of, spread: spread, weight: 10.0 / 19)
        case .rest(let of, let spread, _): .rest(of: of, spread: spread, weight: 10.0 / 19)
        default: asset.derivation
        }
      return ModelAsset(
        asset: asset.asset,
        derivation: derivation,
        dividendYield: nil,
        source: "test"
      )
    }
    let plan = try Scenes.plan(
      Scenes.scenario(of: model, horizons: try Scenes.horizons("2026-03-05")),
      model,
      paths: 640
    )
    let (index, first, rest) = (
      try plan.returns("index").values, try plan.returns("first").values,
      try plan.returns("rest").values
    )
    for path in index.indices where abs(first[path] - rest[path]) > 0.01 {
      let implied = weight(top: first[path], rest: rest[path], index: index[path])
      #expect(abs(implied - 0.5263157894736842) < 1e-4)
    }
  }

  /// Case CO03: the index of two segments with weights 0.6 and 0.4.
  @Test("CO03: an index adds simple returns, and its weights drift with prices")
  func logarithms() throws {
    let model = Markets.still(
      lines: ["large", "other"],
      index: [Weight("large", 0.6), Weight("other", 0.4)]
    )
    let first = try Scenes.day("2025-12-09")
    let second = try Scenes.day("2025-12-11")
    func move(_ id: String, _ line: String, on day: TradingDate, log: Double) -> Event {
      Scenes.shock(
        id,
        on: day,
        [.assets(name: line, .known(Percent(100 * expm1(log))))],
        isIsolated: true
      )
    }
    let events = [
      move("fall", "large", on: first, log: -0.05), move("rise", "other", on: first, log: 0.08),
      move("nudge", "large", on: second, log: 0.01),
    ]
    let horizons = [first, second].map { Horizon(label: "\($0)", date: $0) }
    let plan = try Scenes.plan(
      Scenes.scenario(of: model, horizons: horizons, events: events),
      model
    )
    let index = try plan.logReturns("index", horizon: 0).values
    let nudged = try plan.returns("index", horizon: 1).values
    let before = try plan.returns("index", horizon: 0).values
    for path in index.indices {
      #expect(abs(index[path] - 0.004044292583061595) < 3e-7)
      #expect(abs(index[path] - 0.002) > 1e-3)
      // A nudge of the first member moves the index by its drifted weight.
      let response = ((1 + nudged[path]) / (1 + before[path]) - 1) / expm1(0.01)
      #expect(abs(response - 0.5684340859295183) < 3e-5)
    }
  }
}
