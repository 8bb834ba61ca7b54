import Domain
import Reporting

extension Fixtures {
  /// Open events of the calendar after the fixtures' own.
  static let openEvents = (0..<8).map { index in
    Event(
      id: "open-\(index)",
      date: asof.adding(days: 35 + index * 9),
      kind: index % 3 == 0 ? .jobs([]) : index % 3 == 1 ? .cpi([]) : .fomc(Decision()),
      isListed: false,
      isDateExpected: index > 5
    )
  }

  static let scenario = Scenario(
    name: "December cut, “fully” priced",
    asof: asof,
    horizons: [month, quarter, yearEnd],
    model: .builtIn("us-equities"),
    state: state,
    events: [decision, jobs, prices, shock, meetings[0], meetings[1], meetings[2]] + openEvents
  )

  static let state = EconomicState(
    fedFundsLow: 3.75,
    fedFundsHigh: 4,
    coreInflation: 3,
    unemployment: 4.4,
    twoYear: 3.56,
    tenYear: 4.14,
    vix: 15.4
  )

  /// Decisions at market odds, without pricing, and by surprise.
  static let meetings = [
    Event(
      id: "at-market",
      date: asof.adding(days: 21),
      kind: .fomc(
        Decision(
          priced: .law(
            .branches([
              Branch(BasisPoints(-25), probability(0.925)),
              Branch(BasisPoints(0), probability(0.075)),
            ])
          )
        )
      )
    ),
    Event(
      id: "unpriced",
      date: asof.adding(days: 22),
      kind: .fomc(Decision(priced: .nothing, delivery: .outcome(.known(BasisPoints(-50)))))
    ),
    Event(
      id: "by-surprise",
      date: asof.adding(days: 23),
      kind: .fomc(Decision(priced: .open, delivery: .surprise(.known(BasisPoints(10)))))
    ),
  ]

  /// A model of which `check` reads nothing but the spreads of surprises.
  static let model: MarketModel = {
    func number(_ value: Double) -> Parameter {
      Parameter(value, provenance: .assumption(reason: "test"))
    }
    let none = number(0)
    return MarketModel(
      name: "us-equities",
      version: "2025-12",
      date: asof,
      notes: nil,
      factors: [],
      lines: [],
      assets: [],
      lists: [],
      benchmark: "sp-500",
      covariance: RegimePair(calm: [], stress: []),
      eventCovariance: [],
      residuals: ResidualModel(
        loadings: RegimePair(calm: [], stress: []),
        own: RegimePair(calm: [], stress: []),
        halfLife: none,
        provenance: .assumption(reason: "test")
      ),
      regimes: nil,
      freedom: nil,
      events: EventModel(
        fomc: nil,
        cpi: CPIModel(
          surpriseDeviation: number(0.117),
          passThroughLow: none,
          passThroughHigh: none,
          noiseDeviation: none,
          gateCentre: none,
          gateWidth: none,
          tenYearRatio: none,
          low: none,
          high: none
        ),
        jobs: JobsModel(
          payrollDeviation: number(87),
          unemploymentDeviation: number(0.131),
          payrollPassThrough: none,
          unemploymentPassThrough: none,
          noiseDeviation: none,
          tenYearRatio: none,
          labor: none
        )
      ),
      equityPremium: none,
      state: state
    )
  }()

  static let summary = CheckSummary(
    scenario: scenario,
    model: model,
    intervals: 41,
    cost: "about 0.3 s, 30 MB"
  )
}
