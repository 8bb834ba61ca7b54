import Domain
import Foundation
import Simulation
import Testing

/// What the last weeks say of a beta, in the plan and in what is simulated.
@Suite("Betas at the start")
struct BetaStartTests {
  private static let starts = [0.2, -0.1, -0.35, 0.3, 0.15]

  private static func market(_ starts: [Double], error: Double = 0.07) -> MarketModel {
    var model = Markets.small(regimes: nil, freedom: nil, events: Markets.noEvents)
    model.lines = zip(model.lines, starts).map { line, start in
      var line = line
      line.betaStart = Markets.number(start, error)
      return line
    }
    return model
  }

  private static func plan(
    _ model: MarketModel,
    asof: TradingDate = Scenes.asof,
    paths: Int = 64
  ) throws -> SimulationPlan {
    try SimulationPlan(
      scenario: Scenes.scenario(of: model, asof: asof, horizons: Scenes.weekEnds(1, after: asof)),
      model: model,
      settings: RunSettings(paths: paths, seed: Chance.seed(61), parameters: .fixed)
    )
  }

  @Test("a start moves the loading on the market and the total beta, and its variance joins theirs")
  func parameters() throws {
    let plan = try Self.plan(Self.market(Self.starts)).parameters
    let still = try Self.plan(Self.market(Self.starts.map { _ in 0 }, error: 0)).parameters
    for (line, start) in Self.starts.enumerated() {
      for place in [plan.loading(line, 0), plan.totalBeta(line)] {
        #expect(abs(Double(plan.values[place] - still.values[place]) - start) < 1e-6)
        let (error, own) = (Double(plan.errors[place]), Double(still.errors[place]))
        #expect(abs(error * error - own * own - 0.07 * 0.07) < 1e-7)
      }
      for factor in 1..<4 {
        let place = plan.loading(line, factor)
        #expect(plan.values[place] == still.values[place])
        #expect(plan.errors[place] == still.errors[place])
      }
    }
    let others = plan.excess(0, 0)..<plan.values.count
    #expect(plan.values[others] == still.values[others])
    #expect(plan.errors[others] == still.errors[others])
  }

  @Test(
    "it holds within five trading days of the model's date, before and after it",
    arguments: [
      (0, true), (7, true), (-7, true), (10, false), (-9, false), (400, false),
    ]
  )
  func holds(days: Int, isCurrent: Bool) throws {
    let asof = Scenes.asof.adding(days: days)
    let model = Self.market(Self.starts)
    let parameters = try Self.plan(model, asof: asof).parameters
    let expected = model.lines[3].totalBeta.value + (isCurrent ? Self.starts[3] : 0)
    #expect(abs(Double(parameters.values[parameters.totalBeta(3)]) - expected) < 1e-6)
  }
}
