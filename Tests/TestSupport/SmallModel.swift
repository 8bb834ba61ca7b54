package import Domain

/// A whole model small enough to reckon with by hand: three factors, four lines, an index.
package enum SmallModel {
  package static let model = MarketModel(
    name: "small",
    version: "1",
    date: day(2025, 12, 5),
    notes: nil,
    factors: [
      Factor(name: "market", unit: .percent),
      Factor(name: "two-year", unit: .basisPoints),
      Factor(name: "slope", unit: .basisPoints),
    ],
    lines: [
      line("technology", [1.2, -0.2, 0.1], beta: 1.25),
      line("financials", [0.9, 0.3, 0.4], beta: 0.95),
      line("energy", [0.6, 0.1, 0.2], beta: 0.555),
      line("russell-2000", [1.1, 0.1, 0.3], beta: 1.15),
    ],
    assets: assets,
    lists: [
      AssetList(
        name: "ai-leaders",
        weights: [Weight("technology", 0.75), Weight("financials", 0.25)],
        provenance: assumed
      )
    ],
    benchmark: "sp-500",
    covariance: RegimePair(
      calm: [[2.25, 1, 0.5], [1, 64, -8], [0.5, -8, 49]],
      stress: [[14, 6, 2], [6, 196, -20], [2, -20, 144]]
    ),
    eventCovariance: [[0.05, -0.2, 0], [-0.2, 12, -2], [0, -2, 4]],
    residuals: residuals,
    regimes: regimes,
    freedom: number(15),
    events: EventModel(
      fomc: fomc,
      cpi: cpi,
      jobs: jobs,
      growth: YieldNews(market: number(2.4, 3), ratio: number(0.75, 0.25)),
      termPremium: YieldNews(market: number(-2.1, 1.9), ratio: number(0.05, 0.2))
    ),
    equityPremium: number(3.5, 2),
    state: EconomicState(
      fedFundsLow: 3.75,
      fedFundsHigh: 4,
      coreInflation: 3,
      unemployment: 4.4,
      twoYear: 3.56,
      tenYear: 4.14,
      vix: 15.4,
      levels: ["sp-500": 6864, "russell-2000": 2520]
    )
  )

  /// The same without releases: their parts are off.
  package static let withoutReleases: MarketModel = {
    var model = SmallModel.model
    model.name = "no-releases"
    model.events.cpi = nil
    model.events.jobs = nil
    return model
  }()

  private static let assumed = Provenance.assumption(reason: "invented for tests")

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> TradingDate {
    TradingDate(year: year, month: month, day: day) ?? TradingDate(daysSince1970: 0)
  }

  private static func number(_ value: Double, _ error: Double = 0) -> Parameter {
    Parameter(value, standardError: error, provenance: assumed)
  }

  private static func line(_ name: String, _ loadings: [Double], beta: Double) -> Line {
    Line(
      name: name,
      loadings: loadings.map { number($0, 0.05) },
      totalBeta: number(beta, 0.04),
      excess: [
        .policy: .init(shrunk: number(0.05, 0.1), raw: number(-1.6, 0.5)),
        .inflationLow: .init(shrunk: number(0), raw: nil),
        .inflationHigh: .init(shrunk: number(-0.1, 0.1), raw: nil),
        .labor: .init(shrunk: number(0.1, 0.1), raw: nil),
      ]
    )
  }

  private static let assets: [ModelAsset] = [
    asset(
      "sp-500",
      .index,
      "S&P 500",
      alias: "SPY",
      .index([Weight("technology", 0.5), Weight("financials", 0.3), Weight("energy", 0.2)]),
      dividend: 1.2
    ),
    asset("russell-2000", .segment, "Russell 2000", alias: "IWM", .line, dividend: 1.3),
    asset("technology", .sector, "Technology", alias: "XLK", .line, dividend: nil),
    asset("financials", .sector, "Financials", alias: "XLF", .line, dividend: nil),
    asset("energy", .sector, "Energy", alias: "XLE", .line, dividend: nil),
  ]

  private static func asset(
    _ name: String,
    _ group: AssetGroup,
    _ title: String,
    alias: String,
    _ derivation: ModelAsset.Derivation,
    dividend: Double?
  ) -> ModelAsset {
    ModelAsset(
      asset: Asset(name: name, group: group, title: title, alias: alias),
      derivation: derivation,
      dividendYield: dividend.map { number($0) },
      source: alias
    )
  }

  private static let residuals = ResidualModel(
    loadings: RegimePair(
      calm: [[0.5], [-0.4], [-0.6], [0.2]],
      stress: [[0.9], [-0.8], [-1.1], [0.4]]
    ),
    own: RegimePair(calm: [1.1, 1.2, 2, 1.5], stress: [1.9, 2.2, 3.5, 2.4]),
    halfLife: number(60),
    provenance: assumed
  )

  private static let regimes = RegimeModel(
    stayCalm: number(0.973, 0.007),
    stayStress: number(0.928, 0.02),
    startIntercept: number(0.97),
    startSlope: number(6.29),
    volatilityRatio: number(0.8)
  )

  private static let fomc = FOMCModel(
    targetDeviation: number(2.3),
    pathDeviation: number(7.1),
    riskDeviation: number(0.6),
    target: number(-1.48, 0.29),
    path: number(-1.46, 0.42),
    correlation: 0.1,
    targetYields: .init(twoYear: number(8.5), tenYear: number(2.8)),
    pathYields: .init(twoYear: number(22.3), tenYear: number(15.4))
  )

  private static let cpi = CPIModel(
    surpriseDeviation: number(0.117),
    passThroughLow: number(0.2),
    passThroughHigh: number(4.3),
    noiseDeviation: number(3.8),
    gateCentre: number(3),
    gateWidth: number(0.3),
    tenYearRatio: number(0.76),
    low: number(1.03, 0.48),
    high: number(-1.73, 0.53)
  )

  private static let jobs = JobsModel(
    payrollDeviation: number(87),
    unemploymentDeviation: number(0.131),
    payrollPassThrough: number(4.3),
    unemploymentPassThrough: number(-2.8),
    noiseDeviation: number(5.6),
    tenYearRatio: number(0.74),
    labor: number(0.97, 0.3)
  )
}
