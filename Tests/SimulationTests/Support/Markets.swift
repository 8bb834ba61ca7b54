import BuiltInModels
import Domain
import Texts

/// Models that tests simulate: the built-in one, and small ones of known parameters.
enum Markets {
  struct Unreadable: Error { let messages: [String] }

  private static let builtInResult: Result<MarketModel, Unreadable> = {
    let bytes = UnsafeBufferPointer(
      start: builtin_us_equities(),
      count: builtin_us_equities_length()
    )
    let checked = ModelReader.read(
      SourceFile(path: "us-equities.yaml", text: String(decoding: bytes, as: UTF8.self))
    )
    guard let model = checked.model else {
      return .failure(Unreadable(messages: checked.diagnostics.map(\.message)))
    }
    return .success(model)
  }()

  /// The model that the program carries.
  static func builtIn() throws -> MarketModel { try builtInResult.get() }

  static func number(_ value: Double, _ error: Double = 0) -> Parameter {
    Parameter(value, standardError: error, provenance: .assumption(reason: "test"))
  }

  /// Weights of the small market's index.
  static let weights = [0.5, 0.3, 0.2]

  /// A small market with everything on: four factors, an index of three sectors, its first part
  /// and its rest, and one asset outside.
  static func small(
    regimes: RegimeModel? = regimes(stayCalm: 0.973, stayStress: 0.928),
    freedom: Double? = 15,
    events: EventModel = events,
    residualStart: Double = 1
  ) -> MarketModel {
    MarketModel(
      name: "small",
      version: "1",
      date: Scenes.asof,
      notes: nil,
      factors: factors,
      lines: lines(residualStart: residualStart),
      assets: assets,
      lists: [
        AssetList(
          name: "pair",
          weights: [Weight("growing", 0.5), Weight("outside", 0.5)],
          provenance: .assumption(reason: "test")
        )
      ],
      benchmark: "index",
      covariance: RegimePair(calm: covariance, stress: covariance.map { $0.map { 4 * $0 } }),
      eventCovariance: factors.indices.map { i in
        factors.indices.map { j in eventCovariance[i][j] }
      },
      residuals: ResidualModel(
        loadings: RegimePair(calm: ranks, stress: ranks.map { $0.map { 2 * $0 } }),
        own: RegimePair(calm: own, stress: own.map { 1.5 * $0 }),
        halfLife: number(60),
        provenance: .assumption(reason: "test")
      ),
      regimes: regimes,
      freedom: freedom.map { number($0) },
      events: events,
      equityPremium: number(3.5, 2),
      state: Scenes.state
    )
  }

  static func regimes(
    stayCalm: Double,
    stayStress: Double,
    intercept: Double = 0.97,
    slope: Double = 6.29
  ) -> RegimeModel {
    RegimeModel(
      stayCalm: number(stayCalm),
      stayStress: number(stayStress),
      startIntercept: number(intercept),
      startSlope: number(slope),
      volatilityRatio: number(0.8)
    )
  }

  /// Odds that hold every path in calm or in stress.
  static func always(stressed: Bool) -> RegimeModel {
    stressed
      ? regimes(stayCalm: 0, stayStress: 1, intercept: -800, slope: 0)
      : regimes(stayCalm: 1, stayStress: 0, intercept: 800, slope: 0)
  }

  private static let factors = [
    Factor(name: "market", unit: .percent), Factor(name: "two-year", unit: .basisPoints),
    Factor(name: "slope", unit: .basisPoints),
    Factor(
      name: "vix",
      unit: .percent,
      reversion: .init(
        speed: number(0.03),
        level: RegimePair(calm: number(16), stress: number(25))
      )
    ),
  ]

  /// Per week.
  static let covariance = [
    [4.0, 3, 1, -18], [3, 90, -20, -30], [1, -20, 60, -8], [-18, -30, -8, 200],
  ]

  static let eventCovariance = [
    [0.1, 0.06, 0.02, 0], [0.06, 20, -4, 0], [0.02, -4, 3, 0], [0, 0, 0, 0],
  ]

  private static let ranks = [[0.8, -0.2], [-0.5, 0.6], [0.2, -0.9], [0.6, 0.4], [0.3, 0.3]]
  private static let own = [0.9, 1.1, 0.7, 1.4, 0.5]

  private static func lines(residualStart: Double) -> [Line] {
    func line(
      _ name: String,
      _ loadings: [Double],
      beta: Double,
      excess: [Double]
    ) -> Line {
      Line(
        name: name,
        loadings: loadings.map { number($0, 0.05) },
        totalBeta: number(beta, 0.04),
        excess: Dictionary(
          uniqueKeysWithValues: zip(SensitivityCause.allCases, excess).map {
            ($0, Line.Excess(shrunk: number($1, 0.12), raw: nil))
          }
        ),
        residualStart: residualStart
      )
    }
    return [
      line("growing", [1.1, -0.2, 0.1, -0.01], beta: 1.2, excess: [-0.2, 0.1, -0.3, 0.1]),
      line("cyclical", [1.0, 0.3, 0.2, 0.01], beta: 1.0, excess: [0.1, 0.2, -0.1, 0.3]),
      line("steady", [0.6, -0.3, -0.2, 0], beta: 0.6, excess: [0, -0.4, 0.3, -0.2]),
      line("outside", [1.05, 0.2, 0.3, -0.02], beta: 1.3, excess: [0.2, 0, -0.5, 0.4]),
      line("apart", [-0.2, 0.1, 0, 0.01], beta: -0.1, excess: [0.05, 0, 0.1, -0.1]),
    ]
  }

  private static let assets: [ModelAsset] = {
    func asset(_ name: String, _ group: AssetGroup, _ from: ModelAsset.Derivation) -> ModelAsset {
      ModelAsset(
        asset: Asset(name: name, group: group, title: name, alias: nil),
        derivation: from,
        dividendYield: name == "index" ? number(1.2) : nil,
        source: "test"
      )
    }
    let members = zip(["growing", "cyclical", "steady"], weights).map { Weight($0, $1) }
    return [
      asset("index", .index, .index(members)),
      asset("first", .segment, .part(of: "index", spread: "apart", weight: 0.6)),
      asset("rest", .segment, .rest(of: "index", spread: "apart", weight: 0.6)),
      asset("growing", .sector, .line), asset("cyclical", .sector, .line),
      asset("steady", .sector, .line), asset("outside", .segment, .line),
    ]
  }()

  /// Laws and responses of decisions and releases, close to what history has.
  static let events = EventModel(
    fomc: FOMCModel(
      targetDeviation: number(2.3),
      pathDeviation: number(7.1),
      riskDeviation: number(0.6),
      target: number(-1.48, 0.29),
      path: number(-1.46, 0.42),
      correlation: -0.3,
      targetYields: .init(twoYear: number(8.5, 3), tenYear: number(2.8, 2)),
      pathYields: .init(twoYear: number(22.3, 2), tenYear: number(15.4, 2))
    ),
    cpi: CPIModel(
      surpriseDeviation: number(0.117),
      passThroughLow: number(0.2),
      passThroughHigh: number(4.3),
      noiseDeviation: number(3.8),
      gateCentre: number(3),
      gateWidth: number(0.3),
      tenYearRatio: number(0.76),
      low: number(1.03, 0.48),
      high: number(-1.73, 0.53)
    ),
    jobs: JobsModel(
      payrollDeviation: number(87),
      unemploymentDeviation: number(0.131),
      payrollPassThrough: number(4.3),
      unemploymentPassThrough: number(-2.8),
      noiseDeviation: number(5.6),
      tenYearRatio: number(0.74),
      labor: number(0.97, 0.3)
    )
  )

  static let noEvents = EventModel(fomc: nil, cpi: nil, jobs: nil)
}

extension Markets {
  /// A market in which nothing moves by itself.
  ///
  /// Each line answers to the factors named by its loadings alone, without drift; diffusion has a
  /// ten-millionth of a percent a week.
  static func still(
    lines: [String],
    index: [Weight] = [],
    loadings: [[Double]]? = nil,
    factors: [Factor] = [Factor(name: "market", unit: .percent)],
    covariance: [[Double]]? = nil,
    stress: [[Double]]? = nil,
    betas: [Double]? = nil,
    events: EventModel = noEvents,
    regimes: RegimeModel? = nil
  ) -> MarketModel {
    func scaled(_ matrix: [[Double]]?) -> [[Double]] {
      factors.indices.map { i in
        factors.indices.map { j in 1e-14 * (matrix?[i][j] ?? (i == j ? 1 : 0)) }
      }
    }
    let asset = { (name: String, group: AssetGroup, from: ModelAsset.Derivation) in
      ModelAsset(
        asset: Asset(name: name, group: group, title: name, alias: nil),
        derivation: from,
        dividendYield: nil,
        source: "test"
      )
    }
    let indices = index.isEmpty ? [] : [asset("index", .index, .index(index))]
    return MarketModel(
      name: "still",
      version: "1",
      date: Scenes.asof,
      notes: nil,
      factors: factors,
      lines: lines.enumerated().map { number, name in
        Line(
          name: name,
          loadings: (loadings?[number] ?? factors.map { _ in 1 }).map { Markets.number($0) },
          totalBeta: Markets.number(betas?[number] ?? 1),
          excess: [:],
          drift: Markets.number(0)
        )
      },
      assets: indices + lines.map { asset($0, .sector, .line) },
      lists: [],
      benchmark: index.isEmpty ? lines[0] : "index",
      covariance: RegimePair(calm: scaled(covariance), stress: scaled(stress ?? covariance)),
      eventCovariance: factors.map { _ in factors.map { _ in 0 } },
      residuals: ResidualModel(
        loadings: RegimePair(calm: lines.map { _ in [] }, stress: lines.map { _ in [] }),
        own: RegimePair(calm: lines.map { _ in 0 }, stress: lines.map { _ in 0 }),
        halfLife: number(60),
        provenance: .assumption(reason: "test")
      ),
      regimes: regimes,
      freedom: nil,
      events: events,
      equityPremium: number(0),
      state: Scenes.state
    )
  }
}
