import Domain

/// Reads strict, plain CSV: a header, ISO dates, numbers with a point, empty cells for missing.
package enum CSVReader {
  /// Reads a file and reports each mistake with line and column, up to twenty.
  package static func read(_ file: SourceFile, form: CSVForm) -> CheckedTable {
    var reading = CSVReading(file: file, form: form)
    let table = reading.table()
    let diagnostics = reading.diagnostics
    return CheckedTable(
      table: diagnostics.hasErrors ? nil : table,
      diagnostics: diagnostics
    )
  }
}

/// One CSV file while it is read.
struct CSVReading {
  /// A column that is read, by its place in the row.
  struct Column {
    let index: Int
    let name: String
    let rule: CSVForm.Rule?
  }

  let file: SourceFile
  let form: CSVForm
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var scanner: CSVScanner
  private(set) var cells: [CSVScanner.Cell] = []
  private(set) var header: [String] = []
  private(set) var headerRanges: [SourceRange] = []
  private(set) var dateIndex = 0
  private var keyIndex: Int?
  private var numbers: [Column] = []
  /// Columns already refused for their unit.
  private(set) var refused: Set<String> = []
  /// Whether a row was refused, so that its neighbours look further apart than they are.
  private(set) var hasLostRows = false
  /// For each date of a wide file an offset in its row.
  private(set) var rowOffsets: [Int] = []

  init(file: SourceFile, form: CSVForm) {
    self.file = file
    self.form = form
    scanner = CSVScanner(file.bytes)
  }

  private var isFull: Bool { diagnostics.count >= 20 }

  mutating func table() -> CSVTable? {
    if let offset = file.bytes.firstIndex(of: 0) {
      reportBinary(at: offset)
      return nil
    }
    guard readHeader() else { return nil }
    let table = keyIndex == nil ? wide() : long()
    if let table { checkColumns(of: table) }
    return table
  }

  // MARK: Header

  private mutating func readHeader() -> Bool {
    guard scanner.next(&cells), !(cells.count == 1 && cells[0].range.isEmpty) else {
      report(
        "E650",
        "the file has no header",
        SourceRange(0, 0),
        "column names are expected",
        help: "begin with a row such as `date,SPY,RSP`"
      )
      return false
    }
    guard scanner.fault == nil else {
      reportQuotes()
      return false
    }
    header = cells.map { scanner.text($0) }
    headerRanges = cells.map(\.range)
    if header.count == 1, let mark = header[0].first(where: { ";\t|".contains($0) }) {
      reportSeparator(mark)
      return false
    }
    var seen: Set<String> = []
    for (cell, name) in zip(cells, header) where !seen.insert(name).inserted {
      report(
        "E657",
        name.isEmpty ? "two columns have no name" : "two columns are named `\(name)`",
        cell.range,
        "the second",
        help: name.isEmpty ? "name them, or remove commas at the ends of rows" : nil
      )
    }
    guard let date = column(form.dateColumn) else { return false }
    dateIndex = date
    if let key = form.keyColumn {
      guard let index = column(key) else { return false }
      keyIndex = index
    }
    chooseNumbers()
    return diagnostics.isEmpty
  }

  private mutating func chooseNumbers() {
    let others = header.indices.filter {
      $0 != dateIndex && $0 != keyIndex && !form.textColumns.contains(header[$0])
    }
    numbers = others.map { Column(index: $0, name: header[$0], rule: form.rules[header[$0]]) }
    guard form.keyColumn == nil else { return }
    for name in form.required where !others.contains(where: { header[$0] == name }) {
      _ = column(name)
    }
  }

  /// The place of a column, or nil after an error.
  private mutating func column(_ name: String) -> Int? {
    if let index = header.firstIndex(of: name) { return index }
    let near = Suggestion.nearest(to: name, in: header)
    report(
      "E657",
      "the file has no column `\(name)`",
      file.range(ofLine: 1),
      "not among these",
      help: help(forName: name, near)
    )
    return nil
  }

  // MARK: Rows

  /// Reads the next row that counts; nil at the end.
  private mutating func nextRow() -> TradingDate?? {
    while !isFull, scanner.next(&cells) {
      if cells.count == 1, cells[0].range.isEmpty, header.count > 1 {
        guard isRestBlank() else {
          report("E651", "an empty row", cells[0].range, "rows follow it")
          continue
        }
        return nil
      }
      guard scanner.fault == nil else {
        reportQuotes()
        continue
      }
      guard cells.count == header.count else {
        reportCount()
        continue
      }
      if cells[dateIndex].range.isEmpty, form.skipsUndated { continue }
      return .some(date())
    }
    return nil
  }

  private mutating func isRestBlank() -> Bool {
    var copy = scanner
    var rest: [CSVScanner.Cell] = []
    while copy.next(&rest) {
      guard rest.count == 1, rest[0].range.isEmpty else { return false }
    }
    return true
  }

  private mutating func date() -> TradingDate? {
    let cell = cells[dateIndex]
    if let date = Self.date(scanner.slice(cell)) { return date }
    let text = shown(cell)
    report(
      "E652",
      text.isEmpty ? "a row has no date" : "`\(text)` is no date",
      cell.range,
      "a day is expected here",
      help: "write year, month and day: `2025-12-05`"
    )
    return nil
  }

  /// Reads `2025-12-05` from its ten bytes.
  private static func date(_ bytes: ArraySlice<UInt8>) -> TradingDate? {
    guard bytes.count == 10 else { return nil }
    let start = bytes.startIndex
    guard bytes[start + 4] == 0x2D, bytes[start + 7] == 0x2D,
      let year = whole(bytes[start..<(start + 4)]),
      let month = whole(bytes[(start + 5)..<(start + 7)]),
      let day = whole(bytes[(start + 8)...])
    else { return nil }
    return TradingDate(year: year, month: month, day: day)
  }

  private static func whole(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  /// The number of a cell; NaN where it is empty or after an error.
  private mutating func number(_ column: Column, as name: String, _ rule: CSVForm.Rule?) -> Double {
    let cell = cells[column.index]
    if cell.lower == cell.upper { return .nan }
    guard let value = DecimalText.number(scanner.slice(cell)) else {
      report(
        "E653",
        "`\(shown(cell))` in the column `\(name)` is no number",
        cell.range,
        "a decimal number is expected here",
        help: Self.help(forNumber: scanner.text(cell))
      )
      return .nan
    }
    if let rule { check(value, rule, name, cell) }
    return value
  }

  /// A cell's text as messages quote it, cut where it is long.
  private func shown(_ cell: CSVScanner.Cell) -> String {
    let text = scanner.text(cell)
    return text.utf8.count > 40 ? text.prefix(40) + "…" : text
  }

  private mutating func check(
    _ value: Double,
    _ rule: CSVForm.Rule,
    _ name: String,
    _ cell: CSVScanner.Cell
  ) {
    let text = shown(cell)
    if Self.missingCodes.contains(value) {
      report(
        "E660",
        "`\(text)` in the column `\(name)` stands for a missing value",
        cell.range,
        "it would be read as a number",
        help: "leave the cell empty where a value is missing"
      )
      return
    }
    if rule == .positive && value <= 0 || rule == .nonZero && value == 0 {
      report(
        "E656",
        "the price in the column `\(name)` is \(text)",
        cell.range,
        rule == .positive ? "a price is greater than 0" : "a price is not 0",
        help: "leave the cell empty where a value is missing"
      )
    }
    guard abs(value) > rule.limit, refused.insert(name).inserted else { return }
    report(
      "E659",
      "\(text) in the column `\(name)` looks like basis points, not \(rule.unit)",
      cell.range,
      "more than \(YAMLText.number(rule.limit))",
      help: "divide the column by 100"
    )
  }

  /// Numbers that statistical packages write for a missing one.
  private static let missingCodes: Set<Double> = [-99.99, -999, -999.99, -9999, -99999]

  private mutating func wide() -> CSVTable? {
    var dates: [TradingDate] = []
    var values = [[Double]](repeating: [], count: numbers.count)
    var last: TradingDate?
    while let row = nextRow() {
      guard let date = row else { continue }
      // Each row is held against the one before it, so that one wrong date is one error.
      defer { last = date }
      if form.sumsRepeated, date == dates.last, date == last {
        sumRow(into: &values)
        continue
      }
      if let last, date <= last {
        reportOrder(date, after: last)
        continue
      }
      dates.append(date)
      rowOffsets.append(cells[dateIndex].lower)
      for (k, column) in numbers.enumerated() {
        values[k].append(number(column, as: column.name, column.rule))
      }
    }
    guard !dates.isEmpty || !diagnostics.isEmpty else { return reportNoRows() }
    let columns = zip(numbers.map(\.name), values)
    return CSVTable(
      dates: dates,
      columns: Dictionary(columns, uniquingKeysWith: { first, _ in first })
    )
  }

  /// Adds a row's numbers to those of the row before, where both are known.
  private mutating func sumRow(into values: inout [[Double]]) {
    for (k, column) in numbers.enumerated() {
      let value = number(column, as: column.name, column.rule)
      guard let last = values[k].last, value.isFinite else { continue }
      values[k][values[k].count - 1] = last.isFinite ? last + value : value
    }
  }

  // MARK: Long files

  private mutating func long() -> CSVTable? {
    var last: [String: TradingDate] = [:]
    var rows: [(date: TradingDate, name: String, value: Double)] = []
    while let row = nextRow() {
      guard let date = row, let keyIndex else { continue }
      let key = scanner.text(cells[keyIndex])
      let earlier = last.updateValue(date, forKey: key)
      if let earlier, date <= earlier {
        reportOrder(date, after: earlier)
        continue
      }
      if numbers.isEmpty { rows.append((date, key, 1)) }
      for column in numbers {
        let name = "\(key)/\(column.name)"
        rows.append((date, name, number(column, as: name, form.rules[name])))
      }
    }
    guard !rows.isEmpty || !diagnostics.isEmpty else { return reportNoRows() }
    let names = Set(rows.map(\.name))
    let isWhole = diagnostics.isEmpty
    for name in form.required where isWhole && !names.contains(name) {
      let near = Suggestion.nearest(to: name, in: names.sorted())
      report(
        "E657",
        "the file has no series `\(name)`",
        file.range(ofLine: 1),
        "no row has this key and column",
        help: near.map { "did you mean `\($0)`?" }
      )
    }
    return Self.pivoted(rows)
  }

  private static func pivoted(
    _ rows: [(date: TradingDate, name: String, value: Double)]
  ) -> CSVTable {
    let dates = Set(rows.map(\.date)).sorted()
    let index = Dictionary(uniqueKeysWithValues: dates.enumerated().map { ($1, $0) })
    let empty = [Double](repeating: .nan, count: dates.count)
    var columns: [String: [Double]] = [:]
    for row in rows {
      guard let k = index[row.date] else { continue }
      columns[row.name, default: empty][k] = row.value
    }
    return CSVTable(dates: dates, columns: columns)
  }

  // MARK: Reports

  mutating func report(
    _ code: String,
    _ message: String,
    _ range: SourceRange,
    _ label: String = "",
    help: String? = nil
  ) {
    guard !isFull else { return }
    hasLostRows = hasLostRows || ["E651", "E652", "E654", "E655", "E658"].contains(code)
    diagnostics.append(
      Diagnostic(
        code,
        message,
        at: SourcePlace(path: file.path, range: range),
        label,
        help: help
      )
    )
  }
}
