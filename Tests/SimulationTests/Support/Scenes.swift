import Domain
import Results
import Simulation

/// Scenarios that tests ask about.
enum Scenes {
  /// A Friday.
  static let asof = TradingDate(daysSince1970: 20_427)

  static let state = EconomicState(
    fedFundsLow: 3.75,
    fedFundsHigh: 4,
    coreInflation: 3,
    unemployment: 4.4,
    twoYear: 3.56,
    tenYear: 4.14,
    vix: 15.4
  )

  struct NoSuchDay: Error { let text: String }

  static func day(_ text: String) throws -> TradingDate {
    guard let day = TradingDate(text) else { throw NoSuchDay(text: text) }
    return day
  }

  static func horizon(_ text: String) throws -> Horizon {
    Horizon(label: text, date: try day(text))
  }

  static func horizons(_ texts: String...) throws -> [Horizon] { try texts.map(horizon) }

  /// Every trading Friday, or the day before a closed one, after `asof`.
  static func weekEnds(_ count: Int, after asof: TradingDate = asof) -> [Horizon] {
    let first = asof.adding(days: 7 + (4 - asof.weekday))
    return (0..<count).map {
      let date = TradingCalendar.builtIn.tradingDay(onOrBefore: first.adding(days: 7 * $0))
      return Horizon(label: "\(date)", date: date)
    }
  }

  static func odds(_ entries: (Double, Double)...) -> Law<BasisPoints> {
    .branches(
      entries.compactMap { value, odds in
        Probability(odds).map { Branch(BasisPoints(value), $0) }
      }
    )
  }

  /// The calendar's decisions and releases that nobody listed.
  static func open(
    through last: TradingDate,
    after asof: TradingDate = asof,
    except listed: [Event] = []
  ) -> [Event] {
    TradingCalendar.builtIn.entries(after: asof, through: last).compactMap { entry in
      let kind: Event.Kind =
        switch entry.kind {
        case .fomc: .fomc(Decision())
        case .cpi: .cpi([])
        case .jobs: .jobs([])
        }
      let isListed = listed.contains {
        $0.date == entry.date && $0.kindName == entry.kind.rawValue
      }
      return isListed
        ? nil
        : Event(
          id: "\(entry.kind.rawValue)-\(entry.date)",
          date: entry.date,
          kind: kind,
          isListed: false
        )
    }
  }

  /// The decision of December 2025.
  static func december(
    id: String = "december",
    stream: String? = nil,
    priced: Law<BasisPoints> = odds((-25, 0.92), (0, 0.08)),
    delivery: Delivery<BasisPoints> = .market,
    path: Law<BasisPoints>? = nil
  ) throws -> Event {
    Event(
      id: id,
      stream: stream,
      date: try day("2025-12-10"),
      kind: .fomc(Decision(priced: .law(priced), delivery: delivery, path: path))
    )
  }

  static func shock(
    _ id: String,
    on date: TradingDate,
    _ impulses: [Impulse],
    cause: Cause? = nil,
    until: TradingDate? = nil,
    isIsolated: Bool = false,
    probability: Double = 1
  ) -> Event {
    Event(
      id: id,
      date: date,
      kind: .shock(
        Shock(impulses: impulses, cause: cause, spreadUntil: until, isIsolated: isIsolated)
      ),
      probability: Probability(probability) ?? .certain
    )
  }

  /// A scenario of the given model; events in the order of their days.
  static func scenario(
    _ name: String = "test",
    of model: MarketModel,
    asof: TradingDate = asof,
    horizons: [Horizon],
    events: [Event] = [],
    state: EconomicState? = nil,
    asks: [Question] = [],
    spreads: [Subject] = []
  ) -> Scenario {
    Scenario(
      name: name,
      asof: asof,
      horizons: horizons,
      model: .builtIn(model.name),
      state: state ?? model.state,
      events: events.enumerated().sorted {
        ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
      }.map(\.element),
      asks: asks,
      report: ReportSelection(spreads: spreads)
    )
  }

  static func plan(
    _ scenario: Scenario,
    _ model: MarketModel,
    paths: Int = 64,
    seed: UInt64 = 1,
    parameters: ParameterTreatment = .fixed
  ) throws -> SimulationPlan {
    try SimulationPlan(
      scenario: scenario,
      model: model,
      settings: RunSettings(paths: paths, seed: seed, parameters: parameters)
    )
  }

  /// A plan of one event, read after its day.
  static func plan(
    of event: Event,
    _ model: MarketModel,
    state: EconomicState? = nil,
    paths: Int = 64,
    seed: UInt64 = 1,
    parameters: ParameterTreatment = .fixed
  ) throws -> SimulationPlan {
    let scenario = scenario(
      of: model,
      horizons: [Horizon(label: "after", date: event.date)],
      events: [event],
      state: state
    )
    return try plan(scenario, model, paths: paths, seed: seed, parameters: parameters)
  }

  static func run(
    _ scenarios: [Scenario],
    _ model: MarketModel,
    paths: Int,
    seed: UInt64 = 1,
    parameters: ParameterTreatment = .fixed,
    drawdown: DrawdownObservation = .weekly,
    sampling: SamplingScheme = .independent,
    controlsMeans: Bool = false,
    threads: Int = 1
  ) async throws -> StudyResult {
    let study = try Study(
      arms: scenarios.map { StudyArm(scenario: $0, model: model, modelFingerprint: model.name) },
      settings: RunSettings(
        paths: paths,
        seed: seed,
        parameters: parameters,
        drawdown: drawdown,
        sampling: sampling,
        controlsMeans: controlsMeans
      ),
      threads: threads
    )
    return try await study.run()
  }

  static func run(
    _ scenario: Scenario,
    _ model: MarketModel,
    paths: Int,
    seed: UInt64 = 1,
    parameters: ParameterTreatment = .fixed,
    drawdown: DrawdownObservation = .weekly,
    sampling: SamplingScheme = .independent,
    controlsMeans: Bool = false,
    threads: Int = 1
  ) async throws -> ArmResult {
    let result = try await run(
      [scenario],
      model,
      paths: paths,
      seed: seed,
      parameters: parameters,
      drawdown: drawdown,
      sampling: sampling,
      controlsMeans: controlsMeans,
      threads: threads
    )
    return result.arms[0]
  }
}
