import Analysis
import Domain
import Numerics
import Simulation
import TestSupport
import Testing

/// The closed form for weeks and event days against the engine, and against laws known by hand.
@Suite("Laws given what was observed")
struct ConditionalLawTests {
  private static let asof = TradingDate(year: 2025, month: 12, day: 5) ?? .init(daysSince1970: 0)

  private static func plan(
    _ model: MarketModel,
    to horizon: TradingDate,
    events: [Event] = [],
    paths: Int = 6_400,
    vix: Double = 20,
    parameters: ParameterTreatment = .fixed
  ) throws -> SimulationPlan {
    var state = model.state
    state.vix = vix
    return try SimulationPlan(
      scenario: Scenario(
        name: "test",
        asof: asof,
        horizons: [Horizon(label: "end", date: horizon)],
        model: .builtIn(model.name),
        state: state,
        events: events,
        calendar: TradingCalendar(entries: [])
      ),
      model: model,
      settings: RunSettings(paths: paths, seed: 5, parameters: parameters)
    )
  }

  private static var prices: Event {
    Event(
      id: "prices",
      date: asof.adding(days: 3),
      kind: .cpi([Release(series: .coreMonthly)]),
      isListed: false
    )
  }

  private static var decision: Event {
    Event(id: "decision", date: asof.adding(days: 5), kind: .fomc(Decision()), isListed: false)
  }

  /// Log returns in percent by asset, and the two-year's move in bp, path by path.
  private static func paths(
    _ plan: SimulationPlan
  ) -> (returns: [[Double]], moves: [Double]) {
    var returns = [[Double]](repeating: [], count: plan.assets.count)
    var moves: [Double] = []
    let sources = plan.readings.channels.map(\.source)
    let twoYear = plan.factorNames.firstIndex(of: "two-year") ?? 0
    let start = Double(plan.startLevels[twoYear])
    PathProbe(plan).visit(0..<plan.tileCount) { tile in
      for (source, values) in zip(sources, tile.values) {
        switch source {
        case .total(let asset, _):
          returns[asset] += values.map { 100 * Elementary.log(1 + Double($0)) }
        case .level([twoYear], _): moves += values.map { 100 * Double($0) - start }
        default: break
        }
      }
    }
    return (returns, moves)
  }

  /// Pearson's χ² over twenty cells; above 75 has a probability of 2e-8 if places are uniform.
  private static func unevenness(_ places: [Double]) -> Double {
    var counts = [Double](repeating: 0, count: 20)
    for place in places { counts[min(19, max(0, Int(place * 20)))] += 1 }
    let expected = Double(places.count) / 20
    return counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
  }

  /// None, and one that is far from none, so that the market's week is skewed.
  private static let effects = [0, -0.6]

  private static func leaning(_ effect: Double) -> MarketModel {
    var model = SmallModel.model
    model.leverageEffect = Parameter(effect, provenance: .assumption(reason: "test"))
    return model
  }

  /// Antithetic pairs make cells more even than independent draws would.
  ///
  /// A shift of a tenth of a
  /// standard deviation, or a scale wrong by 8 %, gives more than 75.
  @Test(
    "nothing given, it is the law the engine draws from, events and derived assets included",
    arguments: effects
  )
  func unconditional(effect: Double) throws {
    for parameters in [ParameterTreatment.fixed, .estimated] {
      let plan = try Self.plan(
        Self.leaning(effect),
        to: Self.asof.adding(days: 7),
        events: [Self.prices, Self.decision],
        paths: 25_600,
        parameters: parameters
      )
      let law = try #require(ConditionalLaw(plan, given: []))
      let drawn = Self.paths(plan).returns
      for asset in plan.assets.indices {
        let mixture = try #require(law.law(ofAsset: asset))
        let places = drawn[asset].map { mixture.probability(below: $0) }
        #expect(Self.unevenness(places) < 75, "asset \(asset), \(parameters)")
      }
    }
  }

  /// Given a move that was drawn, the return's place in its conditional law is uniform, and says
  /// nothing of the move: halves of the paths by its size are tested apart.
  @Test(
    "given the two-year's move, every path's return is uniform in its law",
    arguments: effects
  )
  func givenTwoYear(effect: Double) throws {
    let plan = try Self.plan(
      Self.leaning(effect),
      to: Self.asof.adding(days: 3),
      events: [Self.prices]
    )
    let twoYear = try #require(plan.factorNames.firstIndex(of: "two-year"))
    let (returns, moves) = Self.paths(plan)
    #expect(moves.count == plan.paths)
    for asset in [0, 1] {
      var (small, large): ([Double], [Double]) = ([], [])
      for (path, move) in moves.enumerated() {
        let law = try #require(
          ConditionalLaw(plan, given: [.init(factor: twoYear, move: move)])?.law(ofAsset: asset)
        )
        let place = law.probability(below: returns[asset][path])
        if abs(move) < 5 { small.append(place) } else { large.append(place) }
      }
      #expect(Self.unevenness(small) < 75)
      #expect(Self.unevenness(large) < 75)
    }
  }

  /// The index is the market, so that its return is the factor's move with drift and compensation.
  @Test(
    "given the market's and the two-year's week, another asset is uniform in its law",
    arguments: effects
  )
  func givenMarket(effect: Double) throws {
    let plan = try Self.plan(Self.leaning(effect), to: Self.asof.adding(days: 7))
    let index = try #require(plan.assets.firstIndex { $0.asset.name == "sp-500" })
    let small = try #require(plan.assets.firstIndex { $0.asset.name == "russell-2000" })
    let (returns, moves) = Self.paths(plan)
    var (falls, rises): ([Double], [Double]) = ([], [])
    for (path, move) in moves.enumerated() {
      let market = returns[index][path]
      let given = [
        ConditionalLaw.Observation(factor: 0, move: market), .init(factor: 1, move: move),
      ]
      let law = try #require(ConditionalLaw(plan, given: given)?.law(ofAsset: small))
      let place = law.probability(below: returns[small][path])
      if market < 0 { falls.append(place) } else { rises.append(place) }
    }
    #expect(Self.unevenness(falls) < 75)
    #expect(Self.unevenness(rises) < 75)
  }

  @Test("where losses come with variance, a fall tells of more of it than a rise")
  func fallAndRise() throws {
    let plan = try Self.plan(Self.leaning(-0.6), to: Self.asof.adding(days: 7))
    let small = try #require(plan.assets.firstIndex { $0.asset.name == "russell-2000" })
    let deviations = try [-4.0, 4].map { move in
      let given = [ConditionalLaw.Observation(factor: 0, move: move)]
      return try #require(ConditionalLaw(plan, given: given)?.law(ofAsset: small)).deviation
    }
    #expect(deviations[0] > 1.1 * deviations[1], "\(deviations)")
  }

  /// One regime, no multiplier, no events: what METHOD's section 4 says of normal laws.
  @Test("with one normal regime it is the normal conditional law, reckoned by hand")
  func normal() throws {
    var model = SmallModel.model
    model.regimes = nil
    model.freedom = nil
    model.covariance.stress = model.covariance.calm
    model.eventCovariance = model.eventCovariance.map { $0.map { _ in 0 } }
    let plan = try Self.plan(model, to: Self.asof.adding(days: 7))
    let twoYear = 1
    let move = 12.0
    let law = try #require(
      ConditionalLaw(plan, given: [.init(factor: twoYear, move: move)])?
        .law(ofAsset: plan.assets.count - 4)
    )
    // Russell 2000: loadings 1.1 on the market, 0.1 and 0.3 per 25 bp; five days of 4.83 a week.
    let b = [1.1, 0.1 / 25, 0.3 / 25]
    let sigma = model.covariance.calm
    let share = 5 / (252 * 7 / 365.2425)
    let total = (0..<3).reduce(0.0) { sum, i in
      sum + (0..<3).reduce(0.0) { $0 + b[i] * b[$1] * sigma[i][$1] }
    }
    let across = (0..<3).reduce(0.0) { $0 + b[$1] * sigma[$1][1] }
    let residual = 0.2 * 0.2 + 1.5 * 1.5
    let variance = (total + residual - across * across / sigma[1][1]) * share
    #expect(abs(law.deviation / variance.squareRoot() - 1) < 1e-5)
    let rate = 100 * Elementary.log(1.03875) + 1.15 * 3.5
    let mean =
      rate * 5 / 252 - (total + residual) * share / 200 + across / sigma[1][1] * move
    #expect(abs(law.mean - mean) < 1e-5)
  }

  /// Given d² on p factors the scale of a t is multiplied by (ν − 2 + d²)/(ν + p − 2).
  @Test("under a t law a large move widens what is left, as (ν − 2 + d²)/(ν + p − 2)")
  func studentT() throws {
    var model = SmallModel.model
    model.regimes = nil
    model.covariance.stress = model.covariance.calm
    model.eventCovariance = model.eventCovariance.map { $0.map { _ in 0 } }
    let nu = try #require(model.freedom?.value)
    let plan = try Self.plan(model, to: Self.asof.adding(days: 7))
    let deviation = (model.covariance.calm[1][1] * 5 / (252 * 7 / 365.2425)).squareRoot()
    func variance(_ d: Double) throws -> Double {
      let given = ConditionalLaw.Observation(factor: 1, move: d * deviation)
      return try #require(ConditionalLaw(plan, given: [given])?.law(ofAsset: 1)).variance
    }
    let (still, far) = (try variance(0), try variance(3))
    let expected = (nu - 2 + 9) / (nu - 2)
    // The mean moves with the multiplier by half the variance, which adds a little.
    #expect(abs(far / still / expected - 1) < 0.002)
  }

  /// A response of ± 6 % per 25 bp times the part of the move that the release repriced.
  ///
  /// Sixty-four draws know their variance to 18 %; the bounds are some three of that.
  @Test("an uncertain response widens the law by its error times the move")
  func uncertainResponse() throws {
    var model = SmallModel.model
    model.regimes = nil
    model.freedom = nil
    let high = model.events.cpi?.high.value ?? 0
    model.events.cpi?.gateCentre = Parameter(0, provenance: .assumption(reason: "test"))
    model.events.cpi?.high = Parameter(
      high,
      standardError: 6,
      provenance: .assumption(reason: "test")
    )
    func variance(_ parameters: ParameterTreatment) throws -> Double {
      let plan = try Self.plan(
        model,
        to: Self.asof.adding(days: 3),
        events: [Self.prices],
        parameters: parameters
      )
      return try #require(
        ConditionalLaw(plan, given: [.init(factor: 1, move: 60)])?.law(ofAsset: 1)
      ).variance
    }
    // Of the move, what the release repriced: its share of the day's variance of the two-year.
    let release = 4.3 * 1.17 * 4.3 * 1.17 + 3.8 * 3.8
    let day = (64.0 - 12) / (252 * 7 / 365.2425)
    let spread = 1.15 * 6 * 60 * release / (release + day) / 25
    let added = (try variance(.estimated)) - (try variance(.fixed))
    #expect(added > 0.5 * spread * spread && added < 1.6 * spread * spread)
  }

  @Test("a large move of the factors tells that the week is one of stress")
  func regime() throws {
    let plan = try Self.plan(SmallModel.model, to: Self.asof.adding(days: 7), vix: 20)
    let calm = try #require(ConditionalLaw(plan, given: [.init(factor: 0, move: 0.2)]))
    let wild = try #require(ConditionalLaw(plan, given: [.init(factor: 0, move: -9)]))
    #expect(calm.stress < Double(plan.regime.startStress))
    #expect(wild.stress > 0.9)
  }

  /// A yield at 3.56 % that returns to 5 % at 0.05 a day is expected to rise in five days by 144 bp
  /// times 1 − e^(−0.25): a move of that size is no news.
  @Test("the part of a move that reversion explains moves nothing else")
  func reversion() throws {
    func number(_ value: Double) -> Parameter {
      Parameter(value, provenance: .assumption(reason: "test"))
    }
    var model = SmallModel.model
    model.regimes = nil
    model.freedom = nil
    let plain = try Self.plan(model, to: Self.asof.adding(days: 7))
    model.factors[1] = Factor(
      name: "two-year",
      unit: .basisPoints,
      reversion: .init(speed: number(0.05), level: RegimePair(calm: number(5), stress: number(5)))
    )
    let reverting = try Self.plan(model, to: Self.asof.adding(days: 7))
    let expected = 144 * (1 - Elementary.exp(-0.25))
    let scale = ((1 - Elementary.exp(-0.5)) / 0.5).squareRoot()
    for innovation in [0.0, 15] {
      let given = ConditionalLaw.Observation(factor: 1, move: expected + innovation * scale)
      let law = try #require(ConditionalLaw(reverting, given: [given])?.law(ofAsset: 1))
      let same = try #require(
        ConditionalLaw(plain, given: [.init(factor: 1, move: innovation)])?.law(ofAsset: 1)
      )
      #expect(abs(law.mean - same.mean) < 1e-4)
      #expect(abs(law.deviation - same.deviation) < 1e-4)
    }
  }

  /// A VIX that never reverts: a factor's h is the VIX over its level to its elasticity, for good.
  @Test("with a start variance it is the law of a model whose factors vary h times as much")
  func startVariance() throws {
    func number(_ value: Double) -> Parameter {
      Parameter(value, provenance: .assumption(reason: "test"))
    }
    var larger = SmallModel.model
    larger.factors.append(
      Factor(
        name: "vix",
        unit: .percent,
        reversion: .init(
          speed: number(1e-9),
          level: RegimePair(calm: number(20), stress: number(20))
        )
      )
    )
    larger.lines = larger.lines.map { line in
      Line(
        name: line.name,
        loadings: line.loadings + [number(-0.02)],
        totalBeta: line.totalBeta,
        excess: line.excess
      )
    }
    func widened(_ table: [[Double]]) -> [[Double]] {
      table.map { $0 + [0] } + [[0, 0, 0, 150]]
    }
    larger.covariance = RegimePair(
      calm: widened(larger.covariance.calm),
      stress: widened(larger.covariance.stress)
    )
    larger.eventCovariance = larger.eventCovariance.map { $0 + [0] } + [[0, 0, 0, 0]]
    let elasticities = [1, -0.5, 1.5, 0.25]
    var started = larger
    started.regimes?.startVariance = StartVariance(
      elasticity: elasticities.map { number($0) },
      level: RegimePair(calm: number(10), stress: number(14))
    )
    let events = larger.eventCovariance
    func scaled(_ table: [[Double]], vix ratio: Double) -> [[Double]] {
      table.indices.map { i in
        table.indices.map { j in
          let h = Elementary.exp(Elementary.log(ratio) * (elasticities[i] + elasticities[j]) / 2)
          return h * (table[i][j] - events[i][j]) + events[i][j]
        }
      }
    }
    larger.covariance = RegimePair(
      calm: scaled(larger.covariance.calm, vix: 2),
      stress: scaled(larger.covariance.stress, vix: 20.0 / 14)
    )
    let day = Self.asof.adding(days: 7)
    let plans = try [larger, started].map {
      try Self.plan($0, to: day, events: [Self.prices], vix: 20)
    }
    let given = [ConditionalLaw.Observation(factor: 0, move: -3), .init(factor: 1, move: 9)]
    let laws = try plans.map { try #require(ConditionalLaw($0, given: given)) }
    // Given the market nothing of the index is open.
    for asset in plans[0].assets.indices.dropFirst() {
      let a = try #require(laws[0].law(ofAsset: asset))
      let b = try #require(laws[1].law(ofAsset: asset))
      #expect(abs(a.mean - b.mean) < 1e-4)
      #expect(abs(a.deviation / b.deviation - 1) < 1e-4)
      #expect(abs(laws[0].stress - laws[1].stress) < 1e-5)
    }
  }

  @Test("it refuses more than a week, shocks and moves that are not numbers")
  func refusals() throws {
    let long = try Self.plan(SmallModel.model, to: Self.asof.adding(days: 14))
    #expect(ConditionalLaw(long, given: []) == nil)
    let week = try Self.plan(SmallModel.model, to: Self.asof.adding(days: 7))
    #expect(ConditionalLaw(week, given: [.init(factor: 1, move: .nan)]) == nil)
    #expect(ConditionalLaw(week, given: [.init(factor: 99, move: 1)]) == nil)
  }
}
