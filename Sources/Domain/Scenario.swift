/// A checked scenario: only lawful values, nothing downstream validates again.
package struct Scenario: Hashable, Sendable {
  package var name: String
  package var question: String?
  package var notes: String?
  package var asof: TradingDate
  /// In order of date, without repetition; at least one.
  package var horizons: [Horizon]
  /// Horizons that only questions or realised returns name, in order of date.
  package var silentHorizons: [Horizon]
  package var model: ModelReference
  package var state: EconomicState
  /// In order of date and time of day, then of the file; open events of the calendar included.
  package var events: [Event]
  package var releases: Releases
  package var calendar: TradingCalendar
  package var asks: [Question]
  package var expectations: [Question]
  package var report: ReportSelection
  package var realised: [RealisedReturn]
  package var run: RunSettings

  package init(
    name: String,
    question: String? = nil,
    notes: String? = nil,
    asof: TradingDate,
    horizons: [Horizon],
    silentHorizons: [Horizon] = [],
    model: ModelReference,
    state: EconomicState,
    events: [Event] = [],
    releases: Releases = .all,
    calendar: TradingCalendar = .builtIn,
    asks: [Question] = [],
    expectations: [Question] = [],
    report: ReportSelection = ReportSelection(),
    realised: [RealisedReturn] = [],
    run: RunSettings = RunSettings()
  ) {
    self.name = name
    self.question = question
    self.notes = notes
    self.asof = asof
    self.horizons = horizons
    self.silentHorizons = silentHorizons
    self.model = model
    self.state = state
    self.events = events
    self.releases = releases
    self.calendar = calendar
    self.asks = asks
    self.expectations = expectations
    self.report = report
    self.realised = realised
    self.run = run
  }

  /// Every horizon that is simulated, in order of date.
  package var allHorizons: [Horizon] {
    (horizons + silentHorizons).sorted { $0.date < $1.date }
  }
}

/// Which model a scenario asks for.
package enum ModelReference: Hashable, Sendable {
  case builtIn(String)
  case file(path: String)
}

/// Whether the calendar's unlisted releases are open events.
package enum Releases: String, Hashable, Sendable { case all, listed }

/// Where the economy and the market stand at `asof`; rates in percent.
package struct EconomicState: Hashable, Sendable {
  /// The target range of the federal funds rate.
  package var fedFundsLow, fedFundsHigh: Double
  /// Core consumer prices, change on the year before.
  package var coreInflation: Double
  package var unemployment: Double
  package var twoYear, tenYear: Double
  package var vix: Double
  /// Annualised volatility of the market in percent, which replaces `vix` at the start.
  package var trailingVolatility: Double?
  /// High-yield spread in percent, oil in dollars, dollar index; nil where unknown.
  package var credit, oil, dollar: Double?
  /// Price-index levels by asset.
  package var levels: [String: Double]
  /// Names of the entries that were taken from the model and not from the scenario.
  package var fromModel: [String]

  package init(
    fedFundsLow: Double,
    fedFundsHigh: Double,
    coreInflation: Double,
    unemployment: Double,
    twoYear: Double,
    tenYear: Double,
    vix: Double,
    trailingVolatility: Double? = nil,
    credit: Double? = nil,
    oil: Double? = nil,
    dollar: Double? = nil,
    levels: [String: Double] = [:],
    fromModel: [String] = []
  ) {
    self.fedFundsLow = fedFundsLow
    self.fedFundsHigh = fedFundsHigh
    self.coreInflation = coreInflation
    self.unemployment = unemployment
    self.twoYear = twoYear
    self.tenYear = tenYear
    self.vix = vix
    self.trailingVolatility = trailingVolatility
    self.credit = credit
    self.oil = oil
    self.dollar = dollar
    self.levels = levels
    self.fromModel = fromModel
  }
}

/// What the author wants to see.
package struct ReportSelection: Hashable, Sendable {
  /// Names of assets; nil for all of the model.
  package var assets: [String]?
  package var groups: [AssetGroup]?
  package var spreads: [Subject]
  /// Names of extra statistics for the table, such as `sd`, `q01` or `drawdown`.
  package var statistics: [String]

  /// Whether the author wants to see an asset; without a choice, every asset.
  package func shows(_ asset: Asset) -> Bool {
    if assets == nil && groups == nil { return true }
    return assets?.contains(asset.name) == true || groups?.contains(asset.group) == true
  }

  package init(
    assets: [String]? = nil,
    groups: [AssetGroup]? = nil,
    spreads: [Subject] = [],
    statistics: [String] = []
  ) {
    self.assets = assets
    self.groups = groups
    self.spreads = spreads
    self.statistics = statistics
  }
}

/// What really happened, for a replay: a total return in percent, with its source.
package struct RealisedReturn: Hashable, Sendable {
  package let subject: Subject
  package let horizon: Horizon
  package let value: Percent
  package let source: String

  package init(subject: Subject, horizon: Horizon, value: Percent, source: String) {
    self.subject = subject
    self.horizon = horizon
    self.value = value
    self.source = source
  }
}

/// How uncertain coefficients enter a run.
package enum ParameterTreatment: String, Hashable, Sendable {
  /// Drawn for each tile from their estimated law.
  case estimated
  /// Held at their estimates.
  case fixed
}

/// How a scenario is simulated.
package struct RunSettings: Hashable, Sendable {
  package var paths: Int
  package var seed: UInt64
  package var parameters: ParameterTreatment
  package var drawdown: DrawdownObservation
  package var sampling: SamplingScheme
  /// Whether means are corrected by control variates of known expectation.
  package var controlsMeans: Bool
  /// The largest standard error of a headline in percentage points; nil: paths alone decide.
  package var precision: Double?

  package init(
    paths: Int = 200_000,
    seed: UInt64 = 1,
    parameters: ParameterTreatment = .estimated,
    drawdown: DrawdownObservation = .weekly,
    sampling: SamplingScheme = .independent,
    controlsMeans: Bool = true,
    precision: Double? = nil
  ) {
    self.paths = paths
    self.seed = seed
    self.parameters = parameters
    self.drawdown = drawdown
    self.sampling = sampling
    self.controlsMeans = controlsMeans
    self.precision = precision
  }
}

/// How the paths of a tile of 64 depend on each other; tiles are always independent.
package enum SamplingScheme: String, Hashable, Sendable, CaseIterable {
  case independent
  /// Each odd path takes 1 − u for every u of the path before it.
  case antithetic
  /// Scrambled Sobol points for event outcomes, the first regime and the market's weeks.
  case sobol
}

/// When a running maximum and the fall from it are observed.
package enum DrawdownObservation: String, Hashable, Sendable, CaseIterable {
  /// At the close of each week and at the horizon.
  case weekly
  /// At every moment, by the extremes of Brownian bridges between the dates of the plan.
  case continuous
}
