import Domain

/// What is wrong or odd about a whole column of numbers, seen once all of it has been read.
struct ColumnFaults {
  /// Weekdays from one value to the next that are no value's, and the rows on both sides.
  struct Gap: Hashable {
    let before, after: Int
    let weekdays: Int
  }

  /// A change from one value to the next by more than half.
  struct Jump: Hashable {
    let before, after: Int
    /// How many times the smaller price is contained in the larger.
    let ratio: Double
    /// How many others there are.
    let others: Int
  }

  /// Equal values in a row, up to a row.
  struct Rest: Hashable {
    let last: Int
    let count: Int
  }

  /// The most weekdays that a daily series may miss in a row; markets closed for four in 2001.
  static let longestHole = 10
  /// A ratio of two prices in a row that no market has seen.
  static let largestStep = 20.0
  /// How many equal closes in a row no traded price has had.
  private static let longestRest = 10
  /// Fewer values than these say nothing about a unit.
  private static let fewest = 10
  private static let manyDays = 500

  private let dates: [TradingDate]
  private let values: [Double]
  /// The rows that hold a value.
  private let known: [Int]
  /// Weekdays from each value to the next.
  private let spacings: [Int]
  /// The usual spacing; nil where there are too few to say.
  private let usual: Int?

  /// Takes a column with NaN where it is empty, as long as the dates.
  init(dates: [TradingDate], values: [Double]) {
    self.dates = dates
    self.values = values
    let known = values.indices.filter { !values[$0].isNaN }
    self.known = known
    let spacings = zip(known, known.dropFirst()).map { dates[$1].weekdays - dates[$0].weekdays }
    self.spacings = spacings
    usual = spacings.count < 3 ? nil : spacings.sorted()[spacings.count / 2]
  }

  /// Whether the column holds no number at all.
  var isEmpty: Bool { known.isEmpty }

  /// Holes of more than ten weekdays, for series rarer than daily of more than half their step.
  var gaps: [Gap] {
    guard let usual else { return [] }
    return spacings.indices.compactMap { i in
      guard isHole(spacings[i], usual) else { return nil }
      return Gap(before: known[i], after: known[i + 1], weekdays: spacings[i] - 1)
    }
  }

  /// The first change by more than a factor of 20, or else by half, that no gap explains.
  var jump: Jump? {
    let ratios = spacings.indices.map { i in
      let (a, b) = (values[known[i]], values[known[i + 1]])
      guard a > 0, b > 0, usual.map({ !isHole(spacings[i], $0) }) ?? true else { return 1.0 }
      return max(a / b, b / a)
    }
    guard
      let i = ratios.firstIndex(where: { $0 > Self.largestStep })
        ?? ratios.firstIndex(where: { $0 > 1.5 })
    else { return nil }
    return Jump(
      before: known[i],
      after: known[i + 1],
      ratio: ratios[i],
      others: ratios.filter { $0 > 1.5 }.count - 1
    )
  }

  /// The first long run of equal values in a series of days or weeks.
  var rest: Rest? {
    guard let usual, usual <= 5 else { return nil }
    var count = 1
    for (i, k) in zip(known.indices, known).dropFirst() {
      if values[k] == values[known[i - 1]] {
        count += 1
      } else if count >= Self.longestRest {
        return Rest(last: known[i - 1], count: count)
      } else {
        count = 1
      }
    }
    return count >= Self.longestRest ? known.last.map { Rest(last: $0, count: count) } : nil
  }

  /// The row of the last value, where a daily series ends more than ten weekdays before a day.
  func end(before day: TradingDate) -> Int? {
    guard let usual, usual <= 5, let last = known.last, dates[last] < day else { return nil }
    return day.weekdays - dates[last].weekdays > Self.longestHole ? last : nil
  }

  /// Whether the column holds percentage points a hundred times too large.
  func looksLikeBasisPoints(_ rule: CSVForm.Rule) -> Bool {
    guard let median = medianSize else { return false }
    switch rule {
    // Half of all decisions surprise by less than 3 bp.
    case .points: return median > 0.5
    case .returns: return median > 10
    case .positive, .nonZero, .percent, .yield: return false
    }
  }

  /// Whether the column holds fractions of 1 instead of percent.
  func looksLikeFractions(_ rule: CSVForm.Rule) -> Bool {
    guard let largest = sizes.max() else { return false }
    switch rule {
    case .points: return known.count >= 20 && largest < 0.01
    case .percent, .yield: return known.count >= Self.manyDays && largest < 0.3
    // Bill rates stay below 0.06 % a day, and a market's best day does not stay below 0.5 %.
    case .returns: return known.count >= Self.manyDays && (0.06..<0.5).contains(largest)
    case .positive, .nonZero: return false
    }
  }

  private func isHole(_ spacing: Int, _ usual: Int) -> Bool {
    spacing - 1 > Self.longestHole && 2 * spacing > 3 * usual
  }

  /// The sizes of the values that are not zero.
  private var sizes: [Double] { known.map { abs(values[$0]) }.filter { $0 > 0 } }

  private var medianSize: Double? {
    let sorted = sizes.sorted()
    return sorted.count < Self.fewest ? nil : sorted[sorted.count / 2]
  }
}

extension TradingDate {
  /// Weekdays before this day, counted from a Monday.
  fileprivate var weekdays: Int {
    let week = (daysSince1970 + 3 - weekday) / 7
    return 5 * week + min(weekday, 5)
  }
}
