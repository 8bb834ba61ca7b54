package import Domain

/// How a model's forecasts stood the test of data it had not seen.
///
/// Shares in 0…1, scores in percent of return, lower is better.
package struct ValidationResult: Hashable, Sendable {
  package let modelName: String
  /// Last days whose data the models used, ascending; several where they were re-estimated.
  package let modelDates: [TradingDate]
  /// The last day of the data.
  package let through: TradingDate
  /// Of the whole family of tests, in 0…1.
  package let level: Double
  package let paths: Int
  package let seed: UInt64
  /// By kind of forecast: all assets, then each group; their tests are the family.
  package let rows: [ValidationRow]
  /// By kind of forecast and asset: detail that is no part of the family.
  package let assets: [ValidationRow]

  package init(
    modelName: String,
    modelDates: [TradingDate],
    through: TradingDate,
    level: Double,
    paths: Int,
    seed: UInt64,
    rows: [ValidationRow],
    assets: [ValidationRow]
  ) {
    self.modelName = modelName
    self.modelDates = modelDates
    self.through = through
    self.level = level
    self.paths = paths
    self.seed = seed
    self.rows = rows
    self.assets = assets
  }

  /// Tests of the family whose adjusted p-value is below its level.
  package var rejections: [(row: ValidationRow, test: ValidationTest)] {
    rows.flatMap { row in
      row.tests.filter { $0.adjusted < level }.map { (row, $0) }
    }
  }
}

/// What is forecast, and given what.
package enum ValidationKind: String, CaseIterable, Hashable, Sendable {
  /// The day of a decision, given its target and path surprises.
  case fomc
  /// The day of a release, given the two-year yield's move.
  case cpi, jobs
  /// A week, given what the factors did.
  case factors
  /// From the state of a day, given nothing later.
  case week, month, quarter
}

/// The forecasts of one kind for a group of assets, or one asset.
package struct ValidationRow: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case all
    case group(AssetGroup)
    case asset(Asset)
  }

  package let kind: ValidationKind
  package let subject: Subject
  /// Forecasts, and the dates they were made on.
  package let count, dates: Int
  package let first, last: TradingDate
  /// Shares of outcomes inside the central 50, 80 and 95 %, with errors that respect dates.
  package let coverage: [Estimate]
  /// Share of outcomes below the 5 % quantile.
  package let lowerTail: Estimate
  /// Shares of outcomes by tenth of the forecast distribution.
  package let histogram: [Double]
  /// How far a share may lie from a tenth before chance is no excuse: 95 % for all ten together.
  package let band: Double
  /// Continuous ranked probability score.
  package let score: Double
  /// The score over that of each reference; the first is the one that is tested.
  package let ratios: [ScoreRatio]
  /// Non-overlapping observations, counted as if independent, behind Kupiec and Christoffersen.
  package let effectiveCount: Double
  package let tests: [ValidationTest]

  package struct ScoreRatio: Hashable, Sendable {
    package let reference: String
    package let ratio: Estimate

    package init(reference: String, ratio: Estimate) {
      self.reference = reference
      self.ratio = ratio
    }
  }

  package init(
    kind: ValidationKind,
    subject: Subject,
    count: Int,
    dates: Int,
    first: TradingDate,
    last: TradingDate,
    coverage: [Estimate],
    lowerTail: Estimate,
    histogram: [Double],
    band: Double,
    score: Double,
    ratios: [ScoreRatio],
    effectiveCount: Double,
    tests: [ValidationTest]
  ) {
    self.kind = kind
    self.subject = subject
    self.count = count
    self.dates = dates
    self.first = first
    self.last = last
    self.coverage = coverage
    self.lowerTail = lowerTail
    self.histogram = histogram
    self.band = band
    self.score = score
    self.ratios = ratios
    self.effectiveCount = effectiveCount
    self.tests = tests
  }

  /// The same row with its tests' p-values adjusted for the family.
  package func adjusted(_ pValues: [Double]) -> ValidationRow {
    ValidationRow(
      kind: kind,
      subject: subject,
      count: count,
      dates: dates,
      first: first,
      last: last,
      coverage: coverage,
      lowerTail: lowerTail,
      histogram: histogram,
      band: band,
      score: score,
      ratios: ratios,
      effectiveCount: effectiveCount,
      tests: zip(tests, pValues).map { $0.adjusted($1) }
    )
  }

  package func test(_ kind: ValidationTest.Kind) -> ValidationTest? {
    tests.first { $0.kind == kind }
  }
}

/// One test with what it could have noticed.
package struct ValidationTest: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The outcomes' places in their forecast distributions are uniform.
    case uniform
    /// Misses of the 95 % interval come as often as they should (Kupiec).
    case coverage
    /// A miss makes no other likelier (Christoffersen).
    case independence
    /// The score is no worse than the first reference's.
    case score
  }

  package let kind: Kind
  package let pValue: Double
  /// How often it would reject at 5 % if the model were wrong as the test's page says; nil where
  /// it is not computed.
  package let power: Double?
  /// Holm's p-value within the family; NaN outside it.
  package let adjusted: Double

  package init(kind: Kind, pValue: Double, power: Double?, adjusted: Double = .nan) {
    self.kind = kind
    self.pValue = pValue
    self.power = power
    self.adjusted = adjusted
  }

  package func adjusted(_ value: Double) -> ValidationTest {
    ValidationTest(kind: kind, pValue: pValue, power: power, adjusted: value)
  }
}
