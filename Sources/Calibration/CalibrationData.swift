package import Domain

/// The observations a recipe names, by the recipe's short name of each file.
package struct CalibrationData: Hashable, Sendable {
  package var tables: [String: DatedTable]

  package init(tables: [String: DatedTable]) { self.tables = tables }
}

/// Columns of numbers over the same dates.
package struct DatedTable: Hashable, Sendable {
  /// Strictly ascending.
  package let dates: [TradingDate]
  /// Each as long as `dates`; NaN where a cell is empty.
  package let columns: [String: [Double]]

  /// A table; nil where dates do not ascend strictly or a column has another length.
  package init?(dates: [TradingDate], columns: [String: [Double]]) {
    guard zip(dates, dates.dropFirst()).allSatisfy({ $0 < $1 }),
      columns.values.allSatisfy({ $0.count == dates.count })
    else { return nil }
    self.dates = dates
    self.columns = columns
  }
}

/// Why a model could not be estimated; file errors are found before, when the data are read.
package enum CalibrationError: Error, Hashable, Sendable {
  /// The recipe names a series the data do not have.
  case missingSeries(SeriesReference)
  /// The recipe neither gives a number nor the means to estimate it.
  case missingNumber(RecipeNumber)
  /// Too few complete observations for an estimate.
  case tooFewObservations(what: String, found: Int, needed: Int)
  /// A covariance is not positive definite, for one after the deduction of events.
  case notPositiveDefinite(what: String)
  /// An identity or list names something that does not exist, or weights are unlawful.
  case unlawfulRecipe(String)
  /// A library routine failed.
  case numerical(String)
}
