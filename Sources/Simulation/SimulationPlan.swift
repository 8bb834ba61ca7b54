package import Domain

/// A scenario lowered to plain numbers: everything the kernel reads, and nothing else.
///
/// Lines are the series that diffuse by themselves, N of them; K factors, R residual ranks, two
/// regimes (0 calm, 1 stress). Log returns are fractions; factors in percent or basis points.
package struct SimulationPlan: Sendable {
  package let asof: TradingDate
  package let paths: Int
  package let seed: UInt64
  package internal(set) var parameterTreatment: ParameterTreatment
  package internal(set) var drawdown: DrawdownObservation
  package let sampling: SamplingScheme
  package internal(set) var controlsMeans: Bool
  package let lineNames: [String]
  package let factorNames: [String]
  package let factorIsRelative: [Bool]
  package let rankCount: Int
  package let diffusion: Diffusion
  package let regime: RegimePlan
  /// Degrees of freedom of the weekly multiplier; nil: it is one.
  package let freedom: Double?
  package internal(set) var weeks: [WeekPlan]
  package let intervals: [Interval]
  package let events: [EventPlan]
  package internal(set) var parameters: ParameterPlan
  package internal(set) var assets: [AssetPlan]
  /// The identity imposed on lines: members and their weights; empty where there is none.
  package let members: [Int]
  package let memberWeights: [Float]
  /// Levels of the factors at `asof`: 100·ln(value) or basis points; 0 where unknown.
  package let startLevels: [Float]
  package let yieldRatios: YieldRatios
  package private(set) var readings: ReadingPlan

  /// The same plan with other readings.
  func reading(_ readings: ReadingPlan) -> SimulationPlan {
    var plan = self
    plan.readings = readings
    return plan
  }

  /// The same plan with no reading but the assets' total returns.
  package var readingTotalsOnly: SimulationPlan { reading(readings.totalsOnly) }

  package var lineCount: Int { lineNames.count }
  /// Rows of a tile's log prices: the lines, then the assets that follow from them.
  var rowCount: Int { lineCount + derivedAssets.count }
  /// Assets that are no line, in order.
  var derivedAssets: [Int] {
    assets.indices.filter { if case .line = assets[$0].derivation { false } else { true } }
  }
  /// The row of each asset among a tile's log prices.
  var assetRows: [Int] {
    var derived = lineCount
    return assets.map { asset in
      if case .line(let line) = asset.derivation { return line }
      defer { derived += 1 }
      return derived
    }
  }
  package var factorCount: Int { factorNames.count }
  /// Tiles of 64 paths; the last may be short.
  package var tileCount: Int { (paths + 63) / 64 }
}

/// The ten-year's move per two-year move on releases.
package struct YieldRatios: Hashable, Sendable {
  package let inflation, labor: Float
}

/// Covariances as factors and loadings, per square-root trading day, by regime; where nothing at the
/// start scales them.
///
/// The market's first normal of a whole week is ρu + √(1 − ρ²)√V z: its correlation with the normal
/// score u of the week's multiplier V is the leverage effect ρ. What the week does on its way to its
/// total is Brownian noise of variance V, so that every span keeps its variance.
package struct Diffusion: Hashable, Sendable {
  /// K × K lower triangles, row-major, in factor units.
  package let cholesky: [[Float]]
  /// N × R loadings, row-major, log return.
  package let residual: [[Float]]
  /// N own parts, log return.
  package let own: [[Float]]
  /// ρ, in −1…1; 0: none.
  package let leverage: Double

  /// The share of the deviation of the market's week that is noise.
  package var noise: Double { (1 - leverage * leverage).squareRoot() }

  /// L of a regime when each factor's variance is `scale` times what it is in the long run.
  package func cholesky(of regime: Int, scale: [Float]) -> [Float] {
    let lower = cholesky[regime]
    return lower.indices.map { place in
      Float(Double(lower[place]) * Double(scale[place / scale.count]).squareRoot())
    }
  }

  /// Variance per day of K loadings in a regime, log return squared.
  func variance(of loadings: [Double], regime: Int) -> Double {
    loadings.indices.reduce(0.0) { sum, column in
      let move = move(of: loadings, regime: regime, along: column)
      return sum + move * move
    }
  }

  /// What K loadings move by, log return, for one of a regime's independent normals.
  func move(of loadings: [Double], regime: Int, along column: Int) -> Double {
    let (lower, k) = (cholesky[regime], loadings.count)
    var sum = 0.0
    for row in column..<k { sum += loadings[row] * Double(lower[row * k + column]) }
    return sum
  }
}

/// The chain of calm and stress; probabilities in 0…1.
package struct RegimePlan: Hashable, Sendable {
  package let startStress: Double
  package let stayCalm, stayStress: Double

  /// The chance of stress a week after it had this chance.
  func stress(after stress: Double) -> Double {
    stress * stayStress + (1 - stress) * (1 - stayCalm)
  }
}

/// A calendar week: one multiplier, one regime, and the nodes of its Brownian motions.
package struct WeekPlan: Hashable, Sendable {
  /// Counted from the week of 1970-01-01; the step of weekly draws.
  package let number: Int
  /// Whether the regime is the first one, held; otherwise it moves on before this week.
  package let holdsRegime: Bool
  /// Steps of the draws of the nodes: week number · 8 + weekday.
  package let nodes: [UInt32]
  /// The week's intervals.
  package let intervals: Range<Int>
}

/// The time between two neighbouring dates of the plan, and what happens in it.
package struct Interval: Sendable {
  package let end: TradingDate
  /// Trading days.
  package let days: Float
  /// How much of the week's normal score the market has taken up at its start and at its end, in
  /// square-root trading days: days of the week so far over the root of all its days after `asof`.
  package let score: ScoreSpan
  /// The Brownian increment over the interval as a combination of the week's nodes.
  package let combination: [Float]
  /// By regime, K: start scale of each factor's variance, averaged over the week.
  package let factorScale: [[Float]]
  /// N: square root of the residual start scale, averaged over the week.
  package let rootScale: [Float]
  /// N by regime: residual variance per day after projection and scale.
  package let residualVariance: [[Float]]
  /// N by regime: what is taken off each residual for the identity to hold.
  package let projection: [[Float]]
  /// K: reversion of reported levels over the interval.
  package let decay, innovationScale: [Float]
  /// K by regime.
  package let longRun: [[Float]]
  package let happenings: [Happening]
  /// Horizons read after the close, as indices into the readings' horizons.
  package let horizons: [Int]
  /// Whether the date is a week's last trading day, where drawdowns are observed.
  package let endsWeek: Bool
}

extension Interval {
  /// Loadings of factors that move by their long-run covariance as these move by the interval's.
  func scaled(_ loadings: [Double], regime: Int) -> [Double] {
    zip(loadings, factorScale[regime]).map { $0 * Double($1).squareRoot() }
  }
}

/// Where an interval begins and ends in its week's score.
package struct ScoreSpan: Hashable, Sendable {
  package let from, to: Float

  /// From one day of a week's `days` to another, both counted from its first after `asof`.
  init(from: Int, to: Int, days: Int) {
    let root = Double(max(days, 1)).squareRoot()
    (self.from, self.to) = (Float(Double(from) / root), Float(Double(to) / root))
  }
}

/// An event, or a part of one that is spread over days, in an interval.
package struct Happening: Sendable {
  package let event: Int
  /// Share of the impulse delivered here, in 0…1.
  package let share: Float
  /// K: share of the move of each reported level that is left at the interval's end.
  package let retained: [Float]
}

/// How a reported asset follows from the lines.
package struct AssetPlan: Sendable {
  package enum Derivation: Sendable {
    case line(Int)
    /// The index whose members and weights the plan holds.
    case index
    /// Index return less (1 − weight) times the spread line's, or plus weight times it.
    case part(spread: Int, weight: Float)
    case rest(spread: Int, weight: Float)
  }

  package let asset: Asset
  package let derivation: Derivation
  /// Dividend yield as a fraction a year; nil: no price level.
  package let dividendYield: Double?
}

/// A quantity drawn once for an event and path, by inversion of one addressed uniform.
package enum Sampler: Hashable, Sendable {
  case constant(Float)
  /// Ascending values, and for each but the last the largest word, exclusive, that gives it.
  case branches(values: [Float], limits: [UInt32])
  case normal(mean: Float, deviation: Float)
  /// A normal law rounded to the published grid, less an offset.
  case rounded(mean: Float, deviation: Float, grid: Float, offset: Float)
  case studentT(freedom: Double, mean: Float, deviation: Float)
  case uniform(low: Float, high: Float)
}

/// One random input of an event.
package struct Driver: Hashable, Sendable {
  package let stream: String
  package let sampler: Sampler
}

/// A point of a discrete law: value and probability.
package struct LawPoint: Hashable, Sendable {
  package let value, probability: Float
}

/// One event lowered: its draws, and how lines and factors respond.
package struct EventPlan: Sendable {
  package enum Response: Hashable, Sendable {
    case fomc(FOMCResponse)
    /// The gate w on high inflation, in 0…1; law of the priced surprise in 0.1 points.
    case cpi(gate: Float, surprise: [LawPoint], noise: Float)
    /// Standard deviation of payrolls in 100 thousand, law of unemployment in 0.1 points.
    case jobs(payrollDeviation: Float, unemployment: [LawPoint], noise: Float)
    case shock(ShockResponse)
  }

  package let event: Event
  /// Words below this mean that it happens; nil: always.
  package let happensBelow: UInt32?
  package let happensStream: String
  package let drivers: [Driver]
  package let response: Response
  /// Events with equal numbers respond alike, so that coefficients are computed once.
  package let responseClass: Int
  package let ledger: LedgerPlan
}

/// The law that was priced in, which decides what is compensated in the drift.
package struct FOMCResponse: Hashable, Sendable {
  /// Branches of the target surprise in bp; empty where the law is normal.
  package let branches: [LawPoint]
  /// Standard deviation in bp of a normal target surprise.
  package let targetDeviation: Float
  /// Standard deviation of the path surprise in bp, and of the risk shock in percent.
  package let pathDeviation, riskDeviation: Float
}

/// How one impulse moves factors and lines.
package struct ShockResponse: Hashable, Sendable {
  package struct Part: Hashable, Sendable {
    /// Factor moves for one unit of the impulse by regime: K each.
    package let factors: [[Float]]
    /// Whether lines move by their loadings on those factor moves.
    package let usesLoadings: Bool
    /// Repricing in bp of a yield with a cause, to which lines respond by that cause; nil: none.
    package let repricing: Float?
    package let cause: Cause?
    /// For a yield with cause inflation: the gate w.
    package let gate: Float
    /// Log returns of lines for one unit of the impulse by regime: N each; empty: none.
    package let lines: [[Float]]
    /// Whether the draw is a simple change in percent, to be turned into 100·ln(1 + x/100).
    package let isRelative: Bool
  }

  /// One for each driver.
  package let parts: [Part]
}

/// What a report says of an event without simulation.
package struct LedgerPlan: Sendable {
  package struct Outcome: Sendable {
    package let outcome, odds, surprise: Double
  }

  package let unit: String
  package let priced: Double?
  package let view: Double
  package let outcomes: [Outcome]
  /// Whether what it does to the market is an assumption of the model.
  package private(set) var isAssumption = false

  init(unit: String, priced: Double?, view: Double, outcomes: [Outcome]) {
    self.unit = unit
    self.priced = priced
    self.view = view
    self.outcomes = outcomes
  }

  func assuming(_ isAssumption: Bool) -> LedgerPlan {
    var plan = self
    plan.isAssumption = isAssumption
    return plan
  }
}
