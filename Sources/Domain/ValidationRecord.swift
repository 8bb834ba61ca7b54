/// How forecasts of a model stood against what came after its last data: a record no path reads.
package struct ValidationRecord: Hashable, Sendable {
  /// The name of the model that was tested, which need not be the one that keeps the record.
  package let model: String
  /// The last days whose data it had used, ascending; several where it was estimated anew.
  package let frozen: [TradingDate]
  /// The last day it was tested on.
  package let through: TradingDate
  /// Of the whole family of tests, in 0…1.
  package let level: Double
  /// Simulated paths of each forecast.
  package let paths: Int
  package let seed: UInt64
  /// Tests of the family that rejected.
  package let rejections: Int
  package let forecasts: [Forecast]

  package init(
    model: String,
    frozen: [TradingDate],
    through: TradingDate,
    level: Double,
    paths: Int,
    seed: UInt64,
    rejections: Int,
    forecasts: [Forecast]
  ) {
    self.model = model
    self.frozen = frozen
    self.through = through
    self.level = level
    self.paths = paths
    self.seed = seed
    self.rejections = rejections
    self.forecasts = forecasts
  }

  /// One kind of forecast, all assets together.
  package struct Forecast: Hashable, Sendable {
    /// `fomc`, `week-given-factors`, `1mo` and the like.
    package let name: String
    /// Forecasts, and the dates they were made on.
    package let count, dates: Int
    package let first, last: TradingDate
    /// Shares of outcomes inside the central 50, 80 and 95 %, in 0…1.
    package let coverage: [Double]
    /// Ranked scores over those of simple forecasts, the first the tested one; below 1 is better.
    package let ratios: [ScoreRatio]
    /// The tests that rejected.
    package let rejected: [String]

    package init(
      name: String,
      count: Int,
      dates: Int,
      first: TradingDate,
      last: TradingDate,
      coverage: [Double],
      ratios: [ScoreRatio],
      rejected: [String]
    ) {
      self.name = name
      self.count = count
      self.dates = dates
      self.first = first
      self.last = last
      self.coverage = coverage
      self.ratios = ratios
      self.rejected = rejected
    }
  }

  package struct ScoreRatio: Hashable, Sendable {
    package let reference: String
    package let value: Double

    package init(reference: String, value: Double) {
      self.reference = reference
      self.value = value
    }
  }
}
