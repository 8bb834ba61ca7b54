import Domain
import Foundation
import Numerics
import Simulation
import Testing

@Suite("Shocks in time, by chance and on lists")
struct ShockDeliveryTests {
  private let day = Scenes.asof.adding(days: 5)

  @Test("a spread shock delivers nothing before, an equal part each trading day, all by its end")
  func spread() throws {
    let model = Markets.still(lines: ["one"])
    let first = try Scenes.day("2025-12-22")
    let until = try Scenes.day("2025-12-30")
    // Six trading days: Christmas is none of them.
    let calendar = TradingCalendar.builtIn
    let dates = (0...14).map { try? Scenes.day("2025-12-18").adding(days: $0) }.compactMap { $0 }
      .filter(calendar.isTradingDay)
    let event = Scenes.shock(
      "slide",
      on: first,
      [.relative(name: "market", .known(Percent(-10)))],
      until: until
    )
    let whole = Double(calendar.tradingDays(after: first.adding(days: -1), through: until))
    #expect(whole == 6)
    let plan = try Scenes.plan(
      Scenes.scenario(
        of: model,
        horizons: dates.map { Horizon(label: "\($0)", date: $0) },
        events: [event]
      ),
      model
    )
    for (number, date) in dates.enumerated() {
      let parts = Double(
        calendar.tradingDays(after: first.adding(days: -1), through: min(date, until))
      )
      let got = try plan.logReturns("one", horizon: number).mean
      #expect(abs(got - log(0.9) * parts / whole) < 1e-6, "\(date)")
    }
    // Stops alone do not matter: with one horizon the whole is there as well.
    for (text, share) in [("2025-12-24", 0.5), ("2026-01-09", 1)] {
      let plan = try Scenes.plan(
        Scenes.scenario(of: model, horizons: try Scenes.horizons(text), events: [event]),
        model
      )
      #expect(abs(try plan.logReturns("one").mean - log(0.9) * share) < 1e-6, "\(text)")
    }
  }

  /// False alarm: 6·10⁻⁵ with new draws; odds that are off by 1 point would be seen.
  @Test("a shock of some probability is there in that share of the worlds, whole")
  func probability() throws {
    let model = Markets.still(lines: ["one"])
    let event = Scenes.shock(
      "maybe",
      on: day,
      [.relative(name: "market", .known(Percent(-10)))],
      probability: 0.35
    )
    let plan = try Scenes.plan(
      of: event,
      model,
      paths: 40_000,
      seed: Chance.seed(31)
    )
    let sample = try plan.returns("one")
    #expect(sample.values.allSatisfy { abs($0) < 1e-6 || abs($0 + 0.1) < 1e-6 })
    let share = -sample.mean / 0.1
    #expect(abs(share - 0.35) < Chance.standardErrors * (0.35 * 0.65 / 40_000).squareRoot())
    #expect(abs(share - 0.35) > 0, "a share of exactly 35 % is no draw")
  }

  private func drawn(_ law: Law<Percent>, seed: UInt64) throws -> Sample {
    let model = Markets.still(lines: ["one"])
    let event = Scenes.shock("law", on: day, [.relative(name: "market", law)])
    let plan = try Scenes.plan(
      of: event,
      model,
      paths: 100_000,
      seed: Chance.seed(seed)
    )
    return try plan.returns("one").map { $0 * 100 }
  }

  @Test("an impulse has the law its author wrote")
  func laws() throws {
    let (mean, deviation) = (Percent(-12), Percent(5))
    let standard = { (sample: Sample) in sample.map { ($0 + 12) / 5 } }
    #expect(
      KnownLaw.fits(
        standard(try drawn(.normal(mean: mean, deviation: deviation), seed: 32)),
        quantile: KnownLaw.normal
      )
    )
    for freedom in [3.0, 4, 9] {
      #expect(
        KnownLaw.fits(
          standard(
            try drawn(
              .studentT(freedom: freedom, mean: mean, deviation: deviation),
              seed: 33
            )
          ),
          quantile: KnownLaw.studentT(freedom)
        )
      )
    }
    #expect(
      KnownLaw.fits(try drawn(.uniform(low: Percent(-30), high: Percent(10)), seed: 34)) {
        -30 + 40 * $0
      }
    )
    let branches = [(-10.0, 0.5), (-3, 0.3), (5, 0.2)]
    let sample = try drawn(
      .branches(
        branches.compactMap { value, odds in
          Probability(odds).map { Branch(Percent(value), $0) }
        }
      ),
      seed: 35
    )
    for (value, odds) in branches {
      let share =
        Double(sample.values.filter { abs($0 - value) < 1e-4 }.count) / sample.count
      #expect(
        abs(share - odds) < Chance.standardErrors * (odds * (1 - odds) / sample.count).squareRoot()
      )
    }
  }

  /// The regression of every residual on the list's, over simulated weeks of the same market.
  ///
  /// False alarm: 6·10⁻⁵ for each of 4 slopes with new draws; 4 standard errors are below 0.02.
  @Test("a list takes the impulse, and other residuals follow as they do in a week of the market")
  func list() throws {
    var model = Markets.small(
      regimes: Markets.always(stressed: false),
      freedom: nil,
      events: Markets.noEvents
    )
    model.covariance = RegimePair(
      calm: Markets.covariance.map { $0.map { $0 * 1e-10 } },
      stress: Markets.covariance.map { $0.map { $0 * 1e-10 } }
    )
    model.eventCovariance = model.eventCovariance.map { $0.map { _ in 0 } }
    let friday = try Scenes.horizons("2025-12-12")
    let plain = try Scenes.plan(
      Scenes.scenario(of: model, horizons: friday),
      model,
      paths: 60_000,
      seed: Chance.seed(36)
    )
    let names = ["growing", "cyclical", "steady", "outside"]
    let weeks = try names.map { try plain.logReturns($0) }
    let list = Sample(
      weeks[0].values.indices.map {
        (weeks[0].values[$0] + weeks[3].values[$0]) / 2
      }
    )
    let event = Scenes.shock(
      "list",
      on: friday[0].date,
      [.assets(name: "pair", .known(Percent(-5)))]
    )
    let shocked = try Scenes.plan(
      Scenes.scenario(of: model, horizons: friday, events: [event]),
      model,
      paths: 60_000,
      seed: plain.seed
    )
    var moves: [Double] = []
    for (number, name) in names.enumerated() {
      let move =
        try shocked.logReturns(name).mean - weeks[number].mean
      moves.append(move)
      let slope = slope(of: weeks[number], on: list)
      #expect(
        abs(move / log(0.95) - slope.value) < Chance.standardErrors * slope.error,
        "\(name): \(move / log(0.95)) for \(slope.value)"
      )
    }
    #expect(abs((moves[0] + moves[3]) / 2 - log(0.95)) < 1e-6)
    // Pure rotation: the sectors' residuals still cancel in the index.
    let sum = zip(moves, Markets.weights).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(sum) < 1e-6)
    let index = try shocked.logReturns("index").mean - plain.logReturns("index").mean
    let second = zip(moves, Markets.weights).reduce(0) { $0 + $1.1 * $1.0 * $1.0 }
    #expect(abs(index) < second)
    #expect(abs(index) < 0.001)
  }

  @Test("an isolated list moves each of its assets by the impulse and no other")
  func isolatedList() throws {
    let model = Markets.small()
    func logs(_ events: [Event]) throws -> [Double] {
      let plan = try Scenes.plan(
        Scenes.scenario(
          of: model,
          horizons: [Horizon(label: "after", date: day)],
          events: events
        ),
        model
      )
      return try ["growing", "cyclical", "steady", "outside"].map { try plan.logReturns($0).mean }
    }
    let event = Scenes.shock(
      "list",
      on: day,
      [.assets(name: "pair", .known(Percent(-5)))],
      isIsolated: true
    )
    let goals = [log(0.95), 0, 0, log(0.95)]
    for ((with, without), goal) in zip(zip(try logs([event]), try logs([])), goals) {
      #expect(abs(with - without - goal) < 1e-6)
    }
  }

  @Test("two lists at once take their own impulses, neither moved by the other")
  func twoLists() throws {
    var model = Markets.small(
      regimes: Markets.always(stressed: false),
      freedom: nil,
      events: Markets.noEvents
    )
    model.covariance.calm = Markets.covariance.map { $0.map { $0 * 1e-10 } }
    model.covariance.stress = model.covariance.calm
    model.eventCovariance = model.eventCovariance.map { $0.map { _ in 0 } }
    let friday = try Scenes.horizons("2025-12-12")
    func logs(_ events: [Event], _ line: String) throws -> Double {
      try Scenes.plan(
        Scenes.scenario(of: model, horizons: friday, events: events),
        model,
        paths: 64
      ).logReturns(line).mean
    }
    let event = Scenes.shock(
      "both",
      on: friday[0].date,
      [
        .assets(name: "growing", .known(Percent(-5))),
        .assets(name: "pair", .known(Percent(-2))),
      ]
    )
    func move(_ line: String) throws -> Double { try logs([event], line) - logs([], line) }
    #expect(abs(try move("growing") - log(0.95)) < 1e-6)
    #expect(abs(try (move("growing") + move("outside")) / 2 - log(0.98)) < 1e-6)
    #expect(throws: SimulationError.self) {
      let again = Scenes.shock(
        "again",
        on: friday[0].date,
        [
          .assets(name: "growing", .known(Percent(-5))),
          .assets(name: "outside", .known(Percent(-5))),
          .assets(name: "pair", .known(Percent(-2))),
        ]
      )
      _ = try logs([again], "growing")
    }
  }

  private func slope(of y: Sample, on x: Sample) -> (value: Double, error: Double) {
    let (my, mx, v) = (y.mean, x.mean, x.variance)
    let products = zip(y.values, x.values).map { ($0 - my) * ($1 - mx) / v }
    let value = Sample(products).mean
    let rest = Sample(zip(y.values, x.values).map { $0 - value * $1 }).variance
    return (value, (rest / v / y.count).squareRoot() + 1e-9)
  }
}
