/// How a model is estimated from data: which series, which events, which numbers are taken over.
///
/// A recipe is read from YAML; `Calibration` turns it and the data it names into a `MarketModel`.
package struct Recipe: Hashable, Sendable {
  package var name: String
  package var version: String
  /// The model's date: nothing later is read.
  package var date: TradingDate
  package var notes: String?
  package var files: [RecipeFile]
  package var weekly: WeeklySample
  /// The first one is the market.
  package var factors: [RecipeFactor]
  package var assets: [RecipeAsset]
  /// Spread lines behind parts of an index.
  package var spreads: [RecipeSpread]
  package var lists: [AssetList]
  /// The asset that excess returns are measured over.
  package var benchmark: String
  package var events: RecipeEvents
  /// The economy's monthly series; nil: no equations are estimated.
  package var macro: RecipeMacro?
  /// Numbers taken over instead of estimated.
  package var numbers: [RecipeNumber: Parameter]
  /// Price-index levels at the model's date, by asset.
  package var levels: [String: Double]
  /// Where the weights of indices come from, and the state's numbers at the model's date.
  package var weightsSource, stateSource: Provenance

  package init(
    name: String,
    version: String,
    date: TradingDate,
    notes: String?,
    files: [RecipeFile],
    weekly: WeeklySample,
    factors: [RecipeFactor],
    assets: [RecipeAsset],
    spreads: [RecipeSpread],
    lists: [AssetList],
    benchmark: String,
    events: RecipeEvents,
    macro: RecipeMacro? = nil,
    numbers: [RecipeNumber: Parameter],
    levels: [String: Double],
    weightsSource: Provenance = .assumption(reason: "not stated"),
    stateSource: Provenance = .assumption(reason: "not stated")
  ) {
    self.name = name
    self.version = version
    self.date = date
    self.notes = notes
    self.files = files
    self.weekly = weekly
    self.factors = factors
    self.assets = assets
    self.spreads = spreads
    self.lists = lists
    self.benchmark = benchmark
    self.events = events
    self.macro = macro
    self.numbers = numbers
    self.levels = levels
    self.weightsSource = weightsSource
    self.stateSource = stateSource
  }
}

/// One CSV file of the data folder.
///
/// A wide file has one row a date and one column a series. A long file has a key column: its
/// rows are pivoted, and column `actual` of the rows with key `nfp` becomes `nfp/actual`; a long
/// file with no other column gives one column for each key, holding 1 on its dates.
package struct RecipeFile: Hashable, Sendable {
  /// The short name by which series refer to it.
  package let name: String
  /// Relative to the data folder.
  package let path: String
  /// What it is and where it comes from, for provenance.
  package let source: String
  /// The column that holds the date.
  package let dateColumn: String
  /// The key column of a long file; nil for a wide one.
  package let keyColumn: String?
  /// Columns that are not numbers and are not read.
  package let textColumns: [String]
  /// Whether rows without a date are skipped; otherwise they are an error.
  package let skipsUndated: Bool
  /// Whether the numbers of rows with the same date are summed; otherwise such rows are an error.
  package let sumsRepeated: Bool
  /// Whether series may miss more than ten weekdays in a row; otherwise that is an error.
  package let allowsGaps: Bool

  package init(
    name: String,
    path: String,
    source: String,
    dateColumn: String = "date",
    keyColumn: String? = nil,
    textColumns: [String] = [],
    skipsUndated: Bool = false,
    sumsRepeated: Bool = false,
    allowsGaps: Bool = false
  ) {
    self.name = name
    self.path = path
    self.source = source
    self.dateColumn = dateColumn
    self.keyColumn = keyColumn
    self.textColumns = textColumns
    self.skipsUndated = skipsUndated
    self.sumsRepeated = sumsRepeated
    self.allowsGaps = allowsGaps
  }
}

/// A column of a file, written `prices/SPY` or, in a long file, `surprises/nfp/surprise`.
package struct SeriesReference: Hashable, Sendable {
  package let file: String
  package let column: String

  package init(file: String, column: String) {
    self.file = file
    self.column = column
  }

  /// Reads `file/column`, split at the first slash; nil where a part is missing.
  package init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/") else { return nil }
    file = String(text[..<slash])
    column = String(text[text.index(after: slash)...])
    guard !file.isEmpty, !column.isEmpty else { return nil }
  }

  package var text: String { "\(file)/\(column)" }
}

/// The weeks that betas and covariances are estimated on.
package struct WeeklySample: Hashable, Sendable {
  /// No earlier day is used.
  package var start: TradingDate
  /// Trading days of trailing market volatility.
  package var window: Int
  /// The day from which loadings are recent; nil: all weeks count alike.
  package var recent: TradingDate?
  /// The share of weeks, those of highest trailing volatility, that are called stress, 0…1; nil:
  /// the weeks' regimes are those of the estimated chain.
  package var stressShare: Double?
  /// Columns of the low-rank part of the residual covariance.
  package var ranks: Int
  /// What a week's square counts of the next one's in the residual variance behind the start.
  package var decay: Double

  /// The decay that makes the built-in model's weeks to 2018 likeliest, to hundredths.
  package static let usualDecay = 0.96

  package init(
    start: TradingDate,
    window: Int = 20,
    recent: TradingDate? = nil,
    stressShare: Double? = nil,
    ranks: Int,
    decay: Double = WeeklySample.usualDecay
  ) {
    self.start = start
    self.window = window
    self.recent = recent
    self.stressShare = stressShare
    self.ranks = ranks
    self.decay = decay
  }
}

/// One factor and the series whose weekly change it is.
package struct RecipeFactor: Hashable, Sendable {
  package enum Change: String, Hashable, Sendable, CaseIterable {
    /// Log change in percent.
    case log
    /// Difference of a level in percent, in basis points.
    case basisPoints = "bp"
  }

  package let name: String
  package let series: SeriesReference
  /// Subtracted from the series before the change is taken; nil: nothing.
  package let less: SeriesReference?
  package let change: Change
  /// Whether the reported level's mean reversion is estimated.
  package let reverts: Bool

  package init(
    name: String,
    series: SeriesReference,
    less: SeriesReference? = nil,
    change: Change,
    reverts: Bool = false
  ) {
    self.name = name
    self.series = series
    self.less = less
    self.change = change
    self.reverts = reverts
  }

  /// The unit of the model's factor.
  package var unit: Factor.Unit { change == .log ? .percent : .basisPoints }
}

/// One reported asset: the series behind its line, or the identity that derives it.
package struct RecipeAsset: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    /// A series of closes, total return; `before` stands in for weeks it does not cover yet.
    case series(SeriesReference, before: SeriesReference?)
    case index([Weight])
    case part(of: String, spread: String)
    case rest(of: String, spread: String)
  }

  package let asset: Asset
  package let origin: Origin
  /// Percent a year; nil: no price level is reported.
  package let dividendYield: Parameter?

  package init(asset: Asset, origin: Origin, dividendYield: Parameter? = nil) {
    self.asset = asset
    self.origin = origin
    self.dividendYield = dividendYield
  }
}

/// The spread D between the rest of an index and a part of it: R(part) = R − (1 − weight)·D.
///
/// The sign of D follows the rest less the part: D = (R(whole) − R(part))/(1 − weight).
package struct RecipeSpread: Hashable, Sendable {
  package let name: String
  package let part: SeriesReference
  package let whole: SeriesReference
  /// The part's weight in the whole, in 0…1.
  package let weight: Parameter

  package init(name: String, part: SeriesReference, whole: SeriesReference, weight: Parameter) {
    self.name = name
    self.part = part
    self.whole = whole
    self.weight = weight
  }
}

/// Which event days are studied; a part that is absent is off.
package struct RecipeEvents: Hashable, Sendable {
  /// Daily percent returns that sum to the market's on decision days, a longer and wider series
  /// than the first factor's, which is used on days they miss; empty: the first factor's alone.
  package var marketReturns: [SeriesReference]
  package var twoYear: SeriesReference
  /// nil: the built-in model's ten-year responses are assumed.
  package var tenYear: SeriesReference?
  package var fomc: RecipeFOMC?
  package var cpi: RecipeCPI?
  package var jobs: RecipeJobs?

  package init(
    marketReturns: [SeriesReference],
    twoYear: SeriesReference,
    tenYear: SeriesReference?,
    fomc: RecipeFOMC?,
    cpi: RecipeCPI?,
    jobs: RecipeJobs?
  ) {
    self.marketReturns = marketReturns
    self.twoYear = twoYear
    self.tenYear = tenYear
    self.fomc = fomc
    self.cpi = cpi
    self.jobs = jobs
  }
}

/// FOMC announcement days, with intraday surprises in percentage points or by their days alone.
package struct RecipeFOMC: Hashable, Sendable {
  package var start: TradingDate
  /// Surprise in the target, and in the two-year yield.
  package var target, twoYear: SeriesReference
  /// Events in the row's period, of which rows holding 1 are used; nil: all rows.
  package var count: SeriesReference?
  /// The first day of the sample for the open laws' standard deviations.
  package var lawStart: TradingDate
  /// The market's move around the announcement in percent; nil: only daily moves are known.
  package var window: SeriesReference?
  /// The same two surprises from another source, for comparison.
  package var second: SurprisePair?
  /// Whether only the days are known, which are those of `target`: the two-year yield's move of
  /// the day is then the surprise.
  package var isDaily = false

  package struct SurprisePair: Hashable, Sendable {
    package let target, twoYear: SeriesReference

    package init(target: SeriesReference, twoYear: SeriesReference) {
      self.target = target
      self.twoYear = twoYear
    }
  }

  package init(
    start: TradingDate,
    target: SeriesReference,
    twoYear: SeriesReference,
    count: SeriesReference?,
    lawStart: TradingDate,
    window: SeriesReference? = nil,
    second: SurprisePair? = nil
  ) {
    self.start = start
    self.target = target
    self.twoYear = twoYear
    self.count = count
    self.lawStart = lawStart
    self.window = window
    self.second = second
  }
}

extension RecipeFOMC {
  /// Decisions of which only the days are known.
  package init(start: TradingDate, days: SeriesReference) {
    self.init(start: start, target: days, twoYear: days, count: nil, lawStart: start)
    isDaily = true
  }
}

/// Days of consumer-price releases, and the core index that opens the inflation gate.
package struct RecipeCPI: Hashable, Sendable {
  package var start: TradingDate
  /// A series that is present on release days.
  package var days: SeriesReference
  /// Monthly index of core consumer prices, dated the first of its month; nil: one response
  /// whatever inflation is.
  package var core: SeriesReference?
  /// Published monthly core figure less consensus, in percentage points; nil: first stages are given.
  package var surprise: SeriesReference?
  /// The first day of the sample for the law of surprises; nil: all of them.
  package var lawStart: TradingDate?

  package init(
    start: TradingDate,
    days: SeriesReference,
    core: SeriesReference?,
    surprise: SeriesReference? = nil,
    lawStart: TradingDate? = nil
  ) {
    self.start = start
    self.days = days
    self.core = core
    self.surprise = surprise
    self.lawStart = lawStart
  }
}

/// Days of employment releases.
package struct RecipeJobs: Hashable, Sendable {
  package var start: TradingDate
  /// A series that is present on release days.
  package var days: SeriesReference
  /// Surprises in thousands, and in percentage points; nil: first stages are given.
  package var payrolls, unemployment: SeriesReference?
  /// Days whose surprises belong to no law, such as those of a lockdown.
  package var excluded: ClosedRange<TradingDate>?

  package init(
    start: TradingDate,
    days: SeriesReference,
    payrolls: SeriesReference? = nil,
    unemployment: SeriesReference? = nil,
    excluded: ClosedRange<TradingDate>? = nil
  ) {
    self.start = start
    self.days = days
    self.payrolls = payrolls
    self.unemployment = unemployment
    self.excluded = excluded
  }
}

/// Monthly series behind the economy's equations and the rule of policy.
package struct RecipeMacro: Hashable, Sendable {
  /// Index of core consumer prices; unemployment rate and funds rate in percent.
  package var core, unemployment, rate: SeriesReference
  package var start: TradingDate
  /// Months left out of the equation of unemployment, such as those of a lockdown.
  package var excluded: ClosedRange<TradingDate>?
  /// What the rule leaves open and an author may set: neutral rate, target and the like.
  package var assumptions: [NamedParameter]

  package init(
    core: SeriesReference,
    unemployment: SeriesReference,
    rate: SeriesReference,
    start: TradingDate,
    excluded: ClosedRange<TradingDate>? = nil,
    assumptions: [NamedParameter] = []
  ) {
    self.core = core
    self.unemployment = unemployment
    self.rate = rate
    self.start = start
    self.excluded = excluded
    self.assumptions = assumptions
  }
}

/// Numbers that a recipe may take over; the raw value is the key under `numbers`.
package enum RecipeNumber: String, CaseIterable, Hashable, Sendable {
  // Regimes and tails. Market volatilities in percent a week.
  case stayCalm = "stay-calm"
  case stayStress = "stay-stress"
  case startIntercept = "start-intercept"
  case startSlope = "start-slope"
  case volatilityRatio = "volatility-ratio"
  /// Of the factors' variance to the VIX at the start; 0: it does not follow.
  case startElasticity = "start-elasticity"
  case freedom
  /// Of the market's weekly move with the score of the week's variance; 0: none.
  case leverageEffect = "leverage-effect"
  case residualHalfLife = "residual-half-life"
  /// Weeks in which what a line's beta has lately been counts half; 0: betas do not follow.
  case betaHalfLife = "beta-half-life"
  case marketCalm = "market-calm"
  case marketStress = "market-stress"
  /// Percent a year.
  case equityPremium = "equity-premium"

  // Decisions: bp and, for the risk surprise, percent.
  case targetDeviation = "target-deviation"
  case pathDeviation = "path-deviation"
  case riskDeviation = "risk-deviation"

  // Consumer prices: percentage points, bp per 0.1 pp, bp, percent.
  case coreDeviation = "core-deviation"
  case passThroughLow = "pass-through-low"
  case passThroughHigh = "pass-through-high"
  case pricesNoise = "prices-noise"
  case gateCentre = "gate-centre"
  case gateWidth = "gate-width"
  case pricesTenYear = "prices-ten-year"
  /// What is believed of the market's response in high inflation before the days are looked at.
  case pricesHighPrior = "prices-high-prior"

  // Jobs: thousands, percentage points, bp per 100 thousand, bp per +0.1 pp, bp.
  case payrollDeviation = "payroll-deviation"
  case unemploymentDeviation = "unemployment-deviation"
  case payrollPassThrough = "payroll-pass-through"
  case unemploymentPassThrough = "unemployment-pass-through"
  case jobsNoise = "jobs-noise"
  case jobsTenYear = "jobs-ten-year"

  // State at the model's date, in percent; the last two where no series gives them.
  case fedFundsLow = "fed-funds-low"
  case fedFundsHigh = "fed-funds-high"
  case coreInflation = "core-inflation"
  case unemployment
  case tenYear = "ten-year"
  case vix
}
