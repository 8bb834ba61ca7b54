import Domain

extension CSVReading {
  /// Reports what is wrong or odd about whole columns: units, holes, jumps, prices at rest.
  mutating func checkColumns(of table: CSVTable) {
    let kept = form.date.map { date in table.dates.prefix { $0 <= date }.count }
    let dates = Array(table.dates.prefix(kept ?? table.dates.count))
    var gaps: [(gap: ColumnFaults.Gap, columns: [Int])] = []
    let columns = form.required.compactMap { name in headerIndex(of: name).map { (name, $0) } }
    for (name, index) in columns.sorted(by: { $0.1 < $1.1 }) {
      guard let all = table.columns[name] else { continue }
      let faults = ColumnFaults(dates: dates, values: Array(all.prefix(dates.count)))
      if faults.isEmpty, !diagnostics.hasErrors { reportEmpty(name, index) }
      guard let rule = form.rules[name] else { continue }
      checkUnit(faults, rule, name, index)
      // Rows of a long file lie where their keys put them.
      guard form.keyColumn == nil, !hasLostRows else { continue }
      for gap in faults.gaps where !form.allowsGaps && rule != .points {
        if let k = gaps.firstIndex(where: { $0.gap == gap }) {
          gaps[k].columns.append(index)
        } else {
          gaps.append((gap, [index]))
        }
      }
      checkPrices(faults, rule, name, index, dates)
    }
    for (gap, columns) in gaps { report(gap, columns.sorted(), dates) }
  }

  /// The place of a column in the header; of a long file's series, that of its column.
  private func headerIndex(of name: String) -> Int? {
    let column = form.keyColumn == nil ? name : String(name.drop { $0 != "/" }.dropFirst())
    return header.firstIndex(of: column)
  }

  private mutating func checkUnit(
    _ faults: ColumnFaults,
    _ rule: CSVForm.Rule,
    _ name: String,
    _ index: Int
  ) {
    guard !refused.contains(name) else { return }
    let isTooLarge = faults.looksLikeBasisPoints(rule)
    guard isTooLarge || faults.looksLikeFractions(rule) else { return }
    report(
      "E659",
      "the column `\(name)` looks like \(isTooLarge ? "basis points" : "fractions"), "
        + "not \(rule.unit)",
      headerRanges[index],
      isTooLarge ? "half of its numbers are too large" : "all of its numbers are too small",
      help: "\(isTooLarge ? "divide" : "multiply") the column by 100"
    )
  }

  private mutating func checkPrices(
    _ faults: ColumnFaults,
    _ rule: CSVForm.Rule,
    _ name: String,
    _ index: Int,
    _ dates: [TradingDate]
  ) {
    guard rule != .points, rule != .returns else { return }
    if rule == .positive, let jump = faults.jump { report(jump, name, index, dates) }
    if rule == .positive, let rest = faults.rest {
      report(
        "W651",
        "the price in the column `\(name)` stays the same \(rest.count) times in a row",
        cell(index, ofRow: rest.last),
        "the last of them; filled in where none was known?",
        help: "leave the cells empty where no price is known"
      )
    }
    if let date = form.date, let last = faults.end(before: date) {
      report(
        "W652",
        "the column `\(name)` ends on \(dates[last]), the model's date is \(date)",
        cell(index, ofRow: last),
        "the last value",
        help: "add what is missing, or set an earlier `date` in the recipe"
      )
    }
  }

  private mutating func reportEmpty(_ name: String, _ index: Int) {
    report(
      "E664",
      "the column `\(name)` holds no number"
        + (form.date.map { " to the model's date, \($0)" } ?? ""),
      headerRanges[index],
      "the recipe needs it",
      help: "take the series out of the recipe, or add its numbers"
    )
  }

  private mutating func report(
    _ jump: ColumnFaults.Jump,
    _ name: String,
    _ index: Int,
    _ dates: [TradingDate]
  ) {
    let isBeyond = jump.ratio > ColumnFaults.largestStep
    let others = jump.others
    report(
      isBeyond ? "E663" : "W650",
      "the price in the column `\(name)` changes by more than "
        + (isBeyond ? "a factor of 20 in one step" : "half in one step"),
      cell(index, ofRow: jump.after),
      "after \(dates[jump.before])"
        + (isBeyond ? "; another unit?" : "; a split that was not adjusted?"),
      help: "adjust the prices before it, or leave the cell empty if it is wrong"
        + (others > 0 ? "; \(others) more such step\(others == 1 ? "" : "s")" : "")
    )
  }

  private mutating func report(
    _ gap: ColumnFaults.Gap,
    _ columns: [Int],
    _ dates: [TradingDate]
  ) {
    let names = columns.map { "`\(header[$0])`" }
    let shown = names.prefix(3).joined(separator: ", ")
    let others = names.count > 3 ? " and \(names.count - 3) more" : ""
    report(
      "E661",
      "\(names.count > 1 ? "the columns" : "the column") \(shown)\(others) "
        + "\(names.count > 1 ? "hold" : "holds") nothing for \(gap.weekdays) weekdays",
      cell(columns[0], ofRow: gap.after),
      "the value before it is of \(dates[gap.before])",
      help: "fill the hole, or write `gaps: allowed` at the file in the recipe"
    )
  }

  /// The range of one cell of a wide file.
  private func cell(_ index: Int, ofRow row: Int) -> SourceRange {
    let line = file.range(ofLine: file.lineNumber(at: rowOffsets[row]))
    var scanner = CSVScanner(file.bytes, at: line.lower)
    var cells: [CSVScanner.Cell] = []
    guard scanner.next(&cells), index < cells.count else { return line }
    return cells[index].range
  }
}
