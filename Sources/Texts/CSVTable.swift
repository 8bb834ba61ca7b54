package import Domain

/// Columns of numbers over the same dates, as a CSV file gives them.
package struct CSVTable: Hashable, Sendable {
  /// Strictly ascending.
  package let dates: [TradingDate]
  /// Each as long as `dates`; NaN where a cell is empty.
  package let columns: [String: [Double]]

  package init(dates: [TradingDate], columns: [String: [Double]]) {
    self.dates = dates
    self.columns = columns
  }
}

/// How the columns of a CSV file are to be read.
package struct CSVForm: Hashable, Sendable {
  /// What the numbers of a column must be.
  package enum Rule: Hashable, Sendable {
    /// A price or an index: greater than 0.
    case positive
    /// A price that was negative once: anything but 0.
    case nonZero
    /// A spread in percent; a column that looks like basis points is refused.
    case percent
    /// A government's yield in percent, which has never been near 30.
    case yield
    /// A surprise in percentage points; a column that looks like basis points is refused.
    case points
    /// A daily return of a market, or a part of one, in percent.
    case returns

    /// The size from which on a number can only be in basis points.
    var limit: Double {
      switch self {
      case .positive, .nonZero: .infinity
      case .percent: 60
      case .yield: 30
      case .points: 5
      // The worst day of 1987 was 20 %.
      case .returns: 40
      }
    }

    /// What its numbers are in, in words.
    var unit: String { self == .points ? "percentage points" : "percent" }
  }

  package var dateColumn: String
  /// The key column of a long file, whose rows are turned into columns `key/column`.
  package var keyColumn: String?
  /// Columns that are not numbers; they are not read.
  package var textColumns: Set<String>
  /// Whether rows without a date are left out; otherwise they are errors.
  package var skipsUndated: Bool
  /// Whether the numbers of rows with the same date are summed; otherwise such rows are errors.
  package var sumsRepeated: Bool
  /// Columns that must be there, and what their numbers must be.
  package var rules: [String: Rule]
  package var required: [String]
  /// Whether a series may miss more than ten weekdays in a row; otherwise that is an error.
  package var allowsGaps: Bool
  /// The day to which series are needed; nil: none in particular.
  package var date: TradingDate?

  package init(
    dateColumn: String = "date",
    keyColumn: String? = nil,
    textColumns: Set<String> = [],
    skipsUndated: Bool = false,
    sumsRepeated: Bool = false,
    rules: [String: Rule] = [:],
    required: [String] = [],
    allowsGaps: Bool = false,
    date: TradingDate? = nil
  ) {
    self.dateColumn = dateColumn
    self.keyColumn = keyColumn
    self.textColumns = textColumns
    self.skipsUndated = skipsUndated
    self.sumsRepeated = sumsRepeated
    self.rules = rules
    self.required = required
    self.allowsGaps = allowsGaps
    self.date = date
  }
}

/// A table and what was found in its file; there is no table where there is an error.
package struct CheckedTable: Sendable {
  package let table: CSVTable?
  package let diagnostics: [Diagnostic]
}
