import Domain
import Foundation
import Results
import Simulation
import Testing

@Suite("Shocks")
struct ShockTests {
  private let day = Scenes.asof.adding(days: 5)

  /// Log effects of shocks on lines at once, in percent, on the first path.
  private func moves(
    _ model: MarketModel,
    _ impulses: [Impulse],
    cause: Cause? = nil,
    isIsolated: Bool = false,
    paths: Int = 1,
    state: EconomicState? = nil
  ) throws -> [String: Double] {
    let event = Scenes.shock(
      "shock",
      on: day,
      impulses,
      cause: cause,
      isIsolated: isIsolated
    )
    let plan = try Scenes.plan(of: event, model, state: state, paths: paths)
    var moves: [String: Double] = [:]
    for line in plan.lineNames where plan.assets.contains(where: { $0.asset.name == line }) {
      moves[line] = try plan.logReturns(line).mean * 100
    }
    return moves
  }

  // MARK: Propagation

  /// Case ST01: four factors, each seen by a line of its own, in bp for one percent.
  private func fourFactors(stress: [[Double]]? = nil, regimes: RegimeModel? = nil) -> MarketModel {
    let names = ["a", "b", "c", "d"]
    return Markets.still(
      lines: names.map { "line-\($0)" },
      loadings: names.indices.map { i in names.indices.map { $0 == i ? 25 : 0 } },
      factors: names.map { Factor(name: $0, unit: .basisPoints) },
      covariance: [
        [4.0, -0.9, 1.2, 2.1], [-0.9, 1.0, -0.3, -0.7], [1.2, -0.3, 2.25, 0.6],
        [2.1, -0.7, 0.6, 9.0],
      ],
      stress: stress,
      regimes: regimes
    )
  }

  private func rate(_ name: String, _ value: Double) -> Impulse {
    .rate(name: name, .known(BasisPoints(value)))
  }

  @Test("ST01: what is not moved takes its conditional expectation")
  func conditionalMean() throws {
    // The case's values less its means.
    let both = try moves(fourFactors(), [rate("b", 1.4), rate("c", -2)])
    for (line, goal) in [
      ("line-a", -1.4402777777777778 - 0.5), ("line-b", 1.4), ("line-c", -2),
      ("line-d", -0.8652777777777778 - 0.4),
    ] {
      #expect(abs((both[line] ?? .nan) - goal) < 1e-5, "\(line)")
    }
    let first = try moves(fourFactors(), [rate("b", 1), rate("c", 0)])
    #expect(abs((first["line-a"] ?? .nan) + 0.7708333333333334) < 1e-5)
    #expect(abs((first["line-d"] ?? .nan) + 0.6458333333333334) < 1e-5)
    let second = try moves(fourFactors(), [rate("b", 0), rate("c", 1)])
    #expect(abs((second["line-a"] ?? .nan) - 0.4305555555555556) < 1e-5)
    #expect(abs((second["line-d"] ?? .nan) - 0.18055555555555555) < 1e-5)
    // One alone drags the other along.
    let alone = try moves(fourFactors(), [rate("b", 1)])
    #expect(abs((alone["line-c"] ?? .nan) + 0.3) < 1e-5)
    #expect(abs((alone["line-a"] ?? .nan) + 0.9) < 1e-5)
  }

  @Test("an isolated shock moves nothing else")
  func isolated() throws {
    let alone = try moves(fourFactors(), [rate("b", 1.4), rate("d", -3)], isIsolated: true)
    for (line, goal) in [("line-a", 0), ("line-b", 1.4), ("line-c", 0), ("line-d", -3.0)] {
      #expect(abs((alone[line] ?? .nan) - goal) < 1e-5)
    }
  }

  @Test("under stress a shock spreads by the covariance of stress")
  func byRegime() throws {
    let stress = [[4.0, 2, 0, 0], [2, 4.0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    let model = fourFactors(stress: stress, regimes: Markets.always(stressed: true))
    let moves = try moves(model, [rate("b", 2)])
    for (line, goal) in [("line-a", 1.0), ("line-b", 2), ("line-c", 0), ("line-d", 0)] {
      #expect(abs((moves[line] ?? .nan) - goal) < 1e-5)
    }
  }

  @Test("the ten-year is the two-year and the slope together; isolated it moves by the slope")
  func tenYear() throws {
    let covariance = [[9.0, -2], [-2, 4]]
    let model = Markets.still(
      lines: ["short", "tilt"],
      loadings: [[25, 0], [0, 25]],
      factors: [
        Factor(name: "two-year", unit: .basisPoints), Factor(name: "slope", unit: .basisPoints),
      ],
      covariance: covariance
    )
    let moves = try moves(model, [rate("ten-year", 10)])
    // Covariances with the sum, 7 and 2, over its variance, 9.
    #expect(abs((moves["short"] ?? .nan) - 10 * 7 / 9.0) < 1e-5)
    #expect(abs((moves["tilt"] ?? .nan) - 10 * 2 / 9.0) < 1e-5)
    let alone = try self.moves(model, [rate("ten-year", 10)], isIsolated: true)
    #expect(abs(alone["short"] ?? .nan) < 1e-5)
    #expect(abs((alone["tilt"] ?? .nan) - 10) < 1e-5)
  }

  @Test("a relative shock is a simple change, and lines answer in logarithms by their loadings")
  func relative() throws {
    let model = Markets.still(lines: ["one", "double"], loadings: [[1], [2]])
    let moves = try moves(model, [.relative(name: "market", .known(Percent(-20)))])
    #expect(abs((moves["one"] ?? .nan) - 100 * log(0.8)) < 1e-5)
    #expect(abs((moves["double"] ?? .nan) - 200 * log(0.8)) < 1e-5)
  }

  // MARK: Causes

  /// Response of a small market's line beyond its reconciled beta times the market's.
  private func response(_ line: String, market: Double, cause: SensitivityCause) throws -> Double {
    let lines = Markets.small().lines
    let members = ["growing", "cyclical", "steady"]
    let found = try #require(lines.first { $0.name == line })
    func shift(_ value: (Line) -> Double, to goal: Double) -> Double {
      let sum = zip(members, Markets.weights).reduce(0.0) { sum, member in
        sum + member.1 * (lines.first { $0.name == member.0 }.map(value) ?? .nan)
      }
      return value(found) + (members.contains(line) ? goal - sum : 0)
    }
    return shift({ $0.totalBeta.value }, to: 1) * market
      + shift({ $0.excess[cause]?.shrunk.value ?? .nan }, to: 0)
  }

  @Test("a yield move with a cause moves each asset by that cause's response, loadings aside")
  func causes() throws {
    var model = Markets.small(freedom: nil)
    model.covariance = RegimePair(
      calm: Markets.covariance.map { $0.map { $0 * 1e-12 } },
      stress: Markets.covariance.map { $0.map { $0 * 1e-12 } }
    )
    model.eventCovariance = model.eventCovariance.map { $0.map { _ in 0 } }
    model.residuals.own = RegimePair(calm: [0, 0, 0, 0, 0], stress: [0, 0, 0, 0, 0])
    model.residuals.loadings.calm = model.residuals.loadings.calm.map { $0.map { _ in 0 } }
    model.residuals.loadings.stress = model.residuals.loadings.calm
    model.equityPremium = Markets.number(0)
    let days = Double(TradingCalendar.builtIn.tradingDays(after: Scenes.asof, through: day))
    let drift = 100 * log(1.03875) * days / 252
    let policy = 15.4 / 22.3
    for line in ["growing", "cyclical", "steady", "outside"] {
      let low = try response(line, market: 1.03, cause: .inflationLow)
      let high = try response(line, market: -1.73, cause: .inflationHigh)
      let cases: [(Cause, String, Double, Double)] = [
        (.policy, "two-year", 1, try response(line, market: -1.46, cause: .policy)),
        (.policy, "ten-year", 1 / policy, try response(line, market: -1.46, cause: .policy)),
        (.policy, "slope", 1 / (policy - 1), try response(line, market: -1.46, cause: .policy)),
        (.inflation, "ten-year", 1 / 0.76, (low + high) / 2),
        (.labor, "two-year", 1, try response(line, market: 0.97, cause: .labor)),
        (.labor, "ten-year", 1 / 0.74, try response(line, market: 0.97, cause: .labor)),
      ]
      for (cause, yield, twoYear, sensitivity) in cases {
        for isIsolated in [false, true] {
          let moves = try moves(model, [rate(yield, 50)], cause: cause, isIsolated: isIsolated)
          let goal = sensitivity * twoYear * 50 / 25 + drift
          #expect(
            abs((moves[line] ?? .nan) - goal) < 1e-4,
            "\(line), \(yield) because of \(cause.rawValue)"
          )
        }
      }
    }
  }

  /// A market that stands still with two-year and slope, and what the term premium and growth do.
  private static func ofNews(error: Double = 0) -> MarketModel {
    var model = Markets.still(
      lines: ["steady", "lively"],
      loadings: [[25, -50], [0, 75]],
      factors: [
        Factor(name: "two-year", unit: .basisPoints), Factor(name: "slope", unit: .basisPoints),
      ],
      covariance: [[90, -20], [-20, 60]],
      betas: [1, 1.6],
      events: Markets.events
    )
    model.events.growth = YieldNews(market: Markets.number(2.4, error), ratio: Markets.number(0.75))
    model.events.termPremium = YieldNews(
      market: Markets.number(-2.1, error),
      ratio: Markets.number(0.05)
    )
    return model
  }

  private struct NewsCase: Sendable {
    let cause: Cause
    let yield: String
    /// All in bp.
    let impulse, twoYear, tenYear: Double
    /// In percent.
    let market: Double

    init(
      _ cause: Cause,
      _ yield: String,
      _ impulse: Double,
      market: Double,
      _ twoYear: Double,
      _ tenYear: Double
    ) {
      (self.cause, self.yield, self.impulse) = (cause, yield, impulse)
      (self.market, self.twoYear, self.tenYear) = (market, twoYear, tenYear)
    }
  }

  private static let newsCases = [
    NewsCase(.growth, "two-year", 50, market: 4.8, 50, 37.5),
    NewsCase(.growth, "ten-year", 30, market: 3.84, 40, 30),
    NewsCase(.growth, "slope", -5, market: 1.92, 20, 15),
    NewsCase(.termPremium, "ten-year", 60, market: -5.04, 3, 60),
    NewsCase(.termPremium, "slope", 19, market: -1.68, 1, 20),
  ]

  /// β times the market's response for the cause's own yield, whichever yield the author moves:
  /// 19 bp of slope because of the term premium are 19/0.95 of the ten-year.
  @Test(
    "growth and the term premium move shares by beta, per move of their own yield, and both yields",
    arguments: newsCases.indices,
    [false, true]
  )
  func news(number: Int, isIsolated: Bool) throws {
    let model = Self.ofNews()
    let one = Self.newsCases[number]
    let event = Scenes.shock(
      "shock",
      on: day,
      [rate(one.yield, one.impulse)],
      cause: one.cause,
      isIsolated: isIsolated
    )
    let plan = try Scenes.plan(of: event, model)
    #expect(abs(try plan.logReturns("steady").mean * 100 - one.market) < 1e-4)
    #expect(abs(try plan.logReturns("lively").mean * 100 - 1.6 * one.market) < 1e-4)
    for (factors, level) in [
      ([0, 1], 4.14 + one.tenYear / 100), ([0], 3.56 + one.twoYear / 100),
    ] {
      let found = plan.samples([try plan.channel(.level(factors: factors, horizon: 0))])[0].mean
      #expect(abs(found - level) < 1e-5, "\(factors)")
    }
    #expect(plan.events.map(\.ledger.isAssumption) == [true])
  }

  @Test(
    "a term premium may leave the two-year where it is, but a cause without a slope says nothing"
  )
  func ratios() throws {
    var model = Self.ofNews()
    model.events.termPremium?.ratio = Markets.number(0)
    let moved = try moves(model, [rate("ten-year", 25)], cause: .termPremium)
    #expect(abs((moved["steady"] ?? .nan) + 2.1) < 1e-4)
    for (yield, ratio) in [("two-year", 0.0), ("ten-year", 1), ("slope", 1)] {
      model.events.termPremium?.ratio = Markets.number(ratio)
      #expect(throws: SimulationError.self) {
        try self.moves(model, [self.rate(yield, 25)], cause: .termPremium)
      }
    }
  }

  @Test("long yields that rise for growth lift shares, for a term premium they lower them")
  func opposite() throws {
    for line in ["steady", "lively"] {
      let growth = try moves(Self.ofNews(), [rate("ten-year", 40)], cause: .growth)[line]
      let premium = try moves(Self.ofNews(), [rate("ten-year", 40)], cause: .termPremium)[line]
      #expect(try #require(growth) > 3 && (try #require(premium)) < -3)
    }
  }

  @Test("what is estimated, or has another cause, is not called an assumption")
  func assumption() throws {
    var model = Self.ofNews()
    let source = Provenance.estimated(source: "auctions", sample: "2000..2025", count: 90)
    model.events.growth?.market = Parameter(2, provenance: source)
    for (cause, isAssumed) in [
      (Cause.growth, false), (.termPremium, true), (.labor, false), (.policy, false),
    ] {
      let event = Scenes.shock("shock", on: day, [rate("ten-year", 25)], cause: cause)
      let plan = try Scenes.plan(of: event, model)
      #expect(plan.events.map(\.ledger.isAssumption) == [isAssumed], "\(cause)")
    }
  }

  /// 200 tiles of one draw each: the deviation is known to 5 %, the mean to 0.07 errors; six of
  /// each is a false alarm in 1e9.
  @Test("the response is drawn with its error, one draw for all shares")
  func drawnNews() throws {
    let model = Self.ofNews(error: 2)
    let event = Scenes.shock("shock", on: day, [rate("ten-year", 25)], cause: .termPremium)
    let plan = try Scenes.plan(of: event, model, paths: 64 * 200, parameters: .estimated)
    let steady = try plan.logReturns("steady").values.map { $0 * 100 }
    let lively = try plan.logReturns("lively").values.map { $0 * 100 }
    let tiles = stride(from: 0, to: steady.count, by: 64).map { steady[$0] }
    let mean = tiles.reduce(0, +) / Double(tiles.count)
    let square = tiles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(tiles.count - 1)
    #expect(abs(mean + 2.1) < 6 * 0.07 * 2, "\(mean)")
    #expect(abs(square.squareRoot() / 2 - 1) < 6 * 0.05, "\(square.squareRoot())")
    #expect(zip(steady, lively).allSatisfy { abs(1.6 * $0 - $1) < 1e-3 })
  }

  @Test(
    "what a model knows of growth and the term premium moves nothing that is not because of them"
  )
  func otherDraws() throws {
    var without = Markets.small()
    (without.events.growth, without.events.termPremium) = (nil, nil)
    var with = without
    with.events.growth = YieldNews(market: Markets.number(2.4, 3), ratio: Markets.number(0.75))
    with.events.termPremium = YieldNews(market: Markets.number(-2, 2), ratio: Markets.number(0.05))
    func returns(_ model: MarketModel) throws -> [Double] {
      let shock = Scenes.shock("yields", on: day, [rate("ten-year", 30)], cause: .labor)
      let plan = try Scenes.plan(
        Scenes.scenario(
          of: model,
          horizons: Scenes.weekEnds(3),
          events: [try Scenes.december(), shock]
        ),
        model,
        paths: 640,
        parameters: .estimated
      )
      return try ["growing", "outside"].flatMap { try plan.logReturns($0).values }
    }
    #expect(try returns(with) == returns(without))
  }

  @Test("a model that does not know the cause refuses it at its event", arguments: Cause.allCases)
  func unknownCause(cause: Cause) {
    let model = Markets.still(
      lines: ["one"],
      loadings: [[0, 0]],
      factors: [
        Factor(name: "two-year", unit: .basisPoints), Factor(name: "slope", unit: .basisPoints),
      ]
    )
    #expect(throws: SimulationError.self) {
      try self.moves(model, [self.rate("ten-year", 20)], cause: cause)
    }
  }

  @Test("a yield that moves for a cause and another factor both end where they were put")
  func yieldAndFactor() throws {
    var model = Markets.still(
      lines: ["one", "two"],
      loadings: [[0, 0, 0], [0, 0, 25]],
      factors: [
        Factor(name: "two-year", unit: .basisPoints), Factor(name: "slope", unit: .basisPoints),
        Factor(name: "credit", unit: .basisPoints),
      ],
      covariance: [[90, -20, -70], [-20, 60, -10], [-70, -10, 300]],
      events: Markets.events
    )
    model.state.credit = 3
    let event = Scenes.shock(
      "shock",
      on: day,
      [rate("credit", 80), rate("ten-year", 60)],
      cause: .policy
    )
    let plan = try Scenes.plan(of: event, model)
    for (factors, goal) in [([0, 1], 4.14 + 0.6), ([0], 3.56 + 0.6 * 22.3 / 15.4), ([2], 3.8)] {
      let level = plan.samples([try plan.channel(.level(factors: factors, horizon: 0))])[0].mean
      #expect(abs(level - goal) < 1e-5, "\(factors)")
    }
    // The line answers to the policy move, and the other one to credit by its loading as well.
    let policy = -1.46 * 60 * 22.3 / 15.4 / 25
    #expect(abs(try plan.logReturns("one").mean * 100 - policy) < 1e-4)
    #expect(abs(try plan.logReturns("two").mean * 100 - policy - 80) < 1e-4)
  }

  @Test(
    "shocks far beyond the market's own moves are summarised where they are",
    arguments: [[(-90.0, 1.0)], [(-60, 1)], [(200, 1)], [(100, 0.6), (-50, 0.4)]]
  )
  func extreme(moves: [(size: Double, probability: Double)]) async throws {
    let model = Markets.small()
    let day = TradingCalendar.builtIn.tradingDay(after: Scenes.asof)
    let events = moves.map { move in
      Scenes.shock(
        "move-by-\(Int(abs(move.size)))",
        on: day,
        [.relative(name: "market", .known(Percent(move.size)))],
        probability: move.probability
      )
    }
    let scenario = Scenes.scenario(
      of: model,
      horizons: [Horizon(label: "after", date: day)],
      events: events
    )
    let result = try await Scenes.run(scenario, model, paths: 6_400, seed: 5)
    let plan = try Scenes.plan(scenario, model, paths: 6_400, seed: 5)
    for asset in result.assets {
      let sample = try plan.returns(asset.asset.name).map { $0 * 100 }
      // Within a bin for each mode of the law; between two modes a quantile is anywhere.
      for (p, quantile) in zip(DistributionSummary.probabilities, asset.total.quantiles) {
        let (low, high) = (sample.quantile(p - 0.002), sample.quantile(p + 0.002))
        #expect(
          (low - 0.1...high + 0.1).contains(quantile.value),
          "\(p) of \(asset.asset.name): \(quantile.value)"
        )
      }
      if let excess = asset.excess {
        let index = try plan.returns("index").map { $0 * 100 }
        let apart = Sample(zip(sample.values, index.values).map { $0 - $1 })
        #expect(abs(excess.mean.value - apart.mean) < 1e-3)
        #expect(
          (apart.quantile(0.49) - 0.1...apart.quantile(0.51) + 0.1).contains(excess.median.value)
        )
      }
    }
  }

  /// Whether inflation is high decides the response: half and half at 3 %, all high at 5 %.
  @Test("the gate on inflation mixes the responses to low and high inflation")
  func gate() throws {
    var events = Markets.events
    events.cpi?.low = Markets.number(2)
    events.cpi?.high = Markets.number(-4)
    let model = Markets.still(
      lines: ["one"],
      loadings: [[0, 0]],
      factors: [
        Factor(name: "two-year", unit: .basisPoints), Factor(name: "slope", unit: .basisPoints),
      ],
      events: events
    )
    for (inflation, goal) in [(1.0, 2.0), (3, -1), (5, -4), (3.3, 2 - 6 / (1 + exp(-1)))] {
      var state = Scenes.state
      state.coreInflation = inflation
      let moves = try moves(model, [rate("two-year", 25)], cause: .inflation, state: state)
      #expect(abs((moves["one"] ?? .nan) - goal) < 0.01)
    }
  }
}
