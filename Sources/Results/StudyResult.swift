package import Domain

/// What a study found: one result for each arm, and the differences from the first.
///
/// Returns, rates and probabilities in percent, surprises in basis points or the series' unit,
/// shares of variance in 0…1, losses positive. A standard error is NaN where it cannot be told.
package struct StudyResult: Sendable {
  package let record: RunRecord
  package internal(set) var arms: [ArmResult]
  /// One for each arm after the first, in order.
  package let differences: [ArmDifference]

  package init(record: RunRecord, arms: [ArmResult], differences: [ArmDifference]) {
    self.record = record
    self.arms = arms
    self.differences = differences
  }

  /// The same result with a tail of its first arm.
  package func with(tail: TailResult) -> StudyResult {
    var result = self
    result.arms[0].tail = tail
    return result
  }
}

/// How the study was run; nothing that depends on the machine.
package struct RunRecord: Hashable, Sendable {
  package let engine: String
  package let paths: Int
  package let seed: UInt64
  package let parameters: ParameterTreatment
  package let drawdown: DrawdownObservation
  package let sampling: SamplingScheme
  /// Paths that were asked for where a limit on time stopped the run before; nil: all are there.
  package let asked: Int?

  package init(
    engine: String,
    paths: Int,
    seed: UInt64,
    parameters: ParameterTreatment,
    drawdown: DrawdownObservation = .weekly,
    sampling: SamplingScheme = .independent,
    asked: Int? = nil
  ) {
    self.engine = engine
    self.paths = paths
    self.seed = seed
    self.parameters = parameters
    self.drawdown = drawdown
    self.sampling = sampling
    self.asked = asked == paths ? nil : asked
  }
}

/// What one scenario gave.
package struct ArmResult: Sendable {
  package let scenarioName: String
  package let asof: TradingDate
  /// Hexadecimal SHA-256 of the plan: of all that can change a number.
  package let fingerprint: String
  package let modelName: String
  package let modelVersion: String
  package let modelDate: TradingDate
  package let modelFingerprint: String
  /// The asset that excess returns and the variance split of the screen are about.
  package let benchmark: Asset
  /// In order of date; the listed ones, without those that only questions name.
  package let horizons: [Horizon]
  /// By horizon, then in the model's order of assets: those that were to be read.
  package let assets: [AssetResult]
  package let spreads: [SpreadResult]
  package let levels: [LevelResult]
  package let ledger: [LedgerEntry]
  package let answers: [Answer]
  package let expectations: [Answer]
  package let realised: [RealisedPercentile]
  /// The tail that was sampled besides; nil: none.
  package var tail: TailResult?

  package init(
    scenarioName: String,
    asof: TradingDate,
    fingerprint: String,
    modelName: String,
    modelVersion: String,
    modelDate: TradingDate,
    modelFingerprint: String,
    benchmark: Asset,
    horizons: [Horizon],
    assets: [AssetResult],
    spreads: [SpreadResult],
    levels: [LevelResult],
    ledger: [LedgerEntry],
    answers: [Answer],
    expectations: [Answer],
    realised: [RealisedPercentile]
  ) {
    self.scenarioName = scenarioName
    self.asof = asof
    self.fingerprint = fingerprint
    self.modelName = modelName
    self.modelVersion = modelVersion
    self.modelDate = modelDate
    self.modelFingerprint = modelFingerprint
    self.benchmark = benchmark
    self.horizons = horizons
    self.assets = assets
    self.spreads = spreads
    self.levels = levels
    self.ledger = ledger
    self.answers = answers
    self.expectations = expectations
    self.realised = realised
  }
}

/// One asset at one horizon.
package struct AssetResult: Sendable {
  package let asset: Asset
  package let horizon: Horizon
  package let total: DistributionSummary
  /// Over the benchmark; nil for the benchmark itself, and where it was not to be read.
  package let excess: ExcessSummary?
  /// Nil where it was not to be read.
  package let drawdown: DrawdownSummary?
  /// Nil where it was not to be read.
  package let variance: VarianceSplit?

  package init(
    asset: Asset,
    horizon: Horizon,
    total: DistributionSummary,
    excess: ExcessSummary?,
    drawdown: DrawdownSummary?,
    variance: VarianceSplit?
  ) {
    self.asset = asset
    self.horizon = horizon
    self.total = total
    self.excess = excess
    self.drawdown = drawdown
    self.variance = variance
  }
}

/// A distribution of simple total returns in percent; its mean is NaN where it was not to be read.
package struct DistributionSummary: Hashable, Sendable {
  /// The probabilities whose quantiles are kept, in order.
  package static let probabilities = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]

  package let mean, sd: Estimate
  /// One for each of `probabilities`.
  package let quantiles: [Estimate]
  /// Share of worlds with a negative return, in percent.
  package let lossProbability: Estimate
  package let expectedShortfall95, expectedShortfall99: Estimate

  package init(
    mean: Estimate,
    sd: Estimate,
    quantiles: [Estimate],
    lossProbability: Estimate,
    expectedShortfall95: Estimate,
    expectedShortfall99: Estimate
  ) {
    precondition(quantiles.count == Self.probabilities.count)
    self.mean = mean
    self.sd = sd
    self.quantiles = quantiles
    self.lossProbability = lossProbability
    self.expectedShortfall95 = expectedShortfall95
    self.expectedShortfall99 = expectedShortfall99
  }

  package var q01: Estimate { quantiles[0] }
  package var q05: Estimate { quantiles[1] }
  package var q25: Estimate { quantiles[2] }
  package var median: Estimate { quantiles[3] }
  package var q75: Estimate { quantiles[4] }
  package var q95: Estimate { quantiles[5] }
  package var q99: Estimate { quantiles[6] }
  /// Minus the 5 % quantile.
  package var valueAtRisk95: Estimate {
    Estimate(-q05.value, standardError: q05.standardError)
  }
}

/// Return over the benchmark's, percentage points.
package struct ExcessSummary: Hashable, Sendable {
  package let mean, median, positiveProbability: Estimate

  package init(mean: Estimate, median: Estimate, positiveProbability: Estimate) {
    self.mean = mean
    self.median = median
    self.positiveProbability = positiveProbability
  }
}

/// The largest fall from a running maximum up to the horizon, percent, positive.
package struct DrawdownSummary: Hashable, Sendable {
  package let mean, q95: Estimate
  package let observed: DrawdownObservation

  package init(mean: Estimate, q95: Estimate, observed: DrawdownObservation = .weekly) {
    self.mean = mean
    self.q95 = q95
    self.observed = observed
  }
}

/// Where the variance of the log return comes from; the four shares sum to 1.
package struct VarianceSplit: Hashable, Sendable {
  package let events, open, market, parameters: Double

  package init(events: Double, open: Double, market: Double, parameters: Double) {
    self.events = events
    self.open = open
    self.market = market
    self.parameters = parameters
  }
}

/// One asset less another at one horizon, percentage points.
package struct SpreadResult: Sendable {
  package let long, short: Asset
  package let horizon: Horizon
  package let mean, sd, q05, median, q95, positiveProbability: Estimate

  package init(
    long: Asset,
    short: Asset,
    horizon: Horizon,
    mean: Estimate,
    sd: Estimate,
    q05: Estimate,
    median: Estimate,
    q95: Estimate,
    positiveProbability: Estimate
  ) {
    self.long = long
    self.short = short
    self.horizon = horizon
    self.mean = mean
    self.sd = sd
    self.q05 = q05
    self.median = median
    self.q95 = q95
    self.positiveProbability = positiveProbability
  }
}

/// A reported level at one horizon: a yield in percent, a spread in percent, the VIX in points.
package struct LevelResult: Sendable {
  /// The series' name, such as `two-year`, `credit` or `vix`.
  package let series: String
  /// `%`, `points` or `$`.
  package let unit: String
  package let horizon: Horizon
  /// At `asof`, in the same unit.
  package let start: Double
  package let q05, median, q95: Estimate

  package init(
    series: String,
    unit: String,
    horizon: Horizon,
    start: Double,
    q05: Estimate,
    median: Estimate,
    q95: Estimate
  ) {
    self.series = series
    self.unit = unit
    self.horizon = horizon
    self.start = start
    self.q05 = q05
    self.median = median
    self.q95 = q95
  }
}

/// What one listed event was priced at, what it delivers, and what it does.
package struct LedgerEntry: Sendable {
  package struct Outcome: Hashable, Sendable {
    /// In `unit`.
    package let outcome: Double
    /// In percent.
    package let odds: Double
    /// Outcome less priced in, in `unit`.
    package let surprise: Double

    package init(outcome: Double, odds: Double, surprise: Double) {
      self.outcome = outcome
      self.odds = odds
      self.surprise = surprise
    }
  }

  package let event: Event
  /// `bp`, `%`, `pp`, `k`.
  package let unit: String
  /// The mean of what was priced in; nil where the event is open or a shock.
  package let priced: Double?
  /// The mean surprise under the author's odds; 0 where the market's odds are taken.
  package let view: Double
  /// The branches delivered, where there are few; empty for continuous laws.
  package let outcomes: [Outcome]
  /// Mean and standard deviation of the two-year's move over the worlds, bp.
  package let repricing: (mean: Estimate, sd: Double)
  /// The event's own effect, by asset: in percent, over the worlds.
  package let effects: [Effect]
  /// Whether the market's response to it is an assumption of the model.
  package let isAssumption: Bool

  package struct Effect: Sendable {
    package let asset: Asset
    package let mean, q05, median, q95: Estimate

    package init(
      asset: Asset,
      mean: Estimate,
      q05: Estimate,
      median: Estimate,
      q95: Estimate
    ) {
      self.asset = asset
      self.mean = mean
      self.q05 = q05
      self.median = median
      self.q95 = q95
    }
  }

  package init(
    event: Event,
    unit: String,
    priced: Double?,
    view: Double,
    outcomes: [Outcome],
    repricing: (mean: Estimate, sd: Double),
    effects: [Effect],
    isAssumption: Bool = false
  ) {
    self.event = event
    self.unit = unit
    self.priced = priced
    self.view = view
    self.outcomes = outcomes
    self.repricing = repricing
    self.effects = effects
    self.isAssumption = isAssumption
  }
}

/// The answer to a question, and the verdict on its limit where it has one.
package struct Answer: Sendable {
  package enum Verdict: String, Sendable {
    /// The limit holds by more than 3 standard errors.
    case pass
    case fail
    /// The value lies within 3 standard errors of the limit.
    case inconclusive
  }

  package let question: Question
  /// In percent; a rank is a plain number.
  package let value: Estimate
  package let verdict: Verdict?

  package init(question: Question, value: Estimate, verdict: Verdict?) {
    self.question = question
    self.value = value
    self.verdict = verdict
  }
}

/// A realised return's place in the distribution.
package struct RealisedPercentile: Sendable {
  package let realised: RealisedReturn
  /// Share of worlds at or below the realised return, in percent.
  package let percentile: Estimate
  package let median: Estimate

  package init(realised: RealisedReturn, percentile: Estimate, median: Estimate) {
    self.realised = realised
    self.percentile = percentile
    self.median = median
  }
}

/// How one arm differs from the first, in the same worlds.
package struct ArmDifference: Sendable {
  /// The arm's index, from 1.
  package let arm: Int
  /// Arm less baseline, percentage points, at every horizon both arms list.
  package let assets: [AssetDifference]
  /// Arm less baseline, of each question and expectation that both have.
  package let answers: [AnswerDifference]

  package init(arm: Int, assets: [AssetDifference], answers: [AnswerDifference] = []) {
    self.arm = arm
    self.assets = assets
    self.answers = answers
  }
}

/// The difference of two answers to one question.
package struct AnswerDifference: Sendable {
  package let question: Question
  /// The answers, in percent; a rank is a plain number.
  package let baseline, arm: Estimate
  /// Arm less baseline in the same worlds, percentage points; of ranks their difference.
  package let difference: Estimate

  package init(question: Question, baseline: Estimate, arm: Estimate, difference: Estimate) {
    self.question = question
    self.baseline = baseline
    self.arm = arm
    self.difference = difference
  }
}

/// The differences of one asset's statistics at one horizon.
package struct AssetDifference: Sendable {
  package let asset: Asset
  package let horizon: Horizon
  /// Differences of the statistic, not statistics of the difference; percentage points.
  package let mean, median, q05, expectedShortfall95: Estimate
  /// Of the return over the benchmark; nil for the benchmark itself.
  package let excessMean: Estimate?
  /// Share of worlds in which the arm is worse by more than 0.1 points, in percent.
  package let worse: Estimate
  /// Variance of the difference of means from independent runs over that of this paired one.
  package let varianceRatio: Double

  package init(
    asset: Asset,
    horizon: Horizon,
    mean: Estimate,
    median: Estimate,
    q05: Estimate,
    expectedShortfall95: Estimate,
    excessMean: Estimate?,
    worse: Estimate,
    varianceRatio: Double
  ) {
    self.asset = asset
    self.horizon = horizon
    self.mean = mean
    self.median = median
    self.q05 = q05
    self.expectedShortfall95 = expectedShortfall95
    self.excessMean = excessMean
    self.worse = worse
    self.varianceRatio = varianceRatio
  }
}
