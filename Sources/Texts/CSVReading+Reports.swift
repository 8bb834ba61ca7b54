import Domain

/// What is said of single cells and rows.
extension CSVReading {
  func help(forName name: String, _ near: String?) -> String? {
    let isSpaced = header.contains { $0 != name && $0.filter { !$0.isWhitespace } == name }
    if isSpaced { return "write `\(name)` without spaces around it" }
    if let near { return "did you mean `\(near)`?" }
    return header.first?.isEmpty == true ? "the first column has no name" : nil
  }

  /// What to do about a cell that is no number, by what it looks like.
  static func help(forNumber text: String) -> String {
    if text.contains(",") { return "write a point before decimals, and nothing between thousands" }
    if text.contains("%") { return "write the number alone, in percent" }
    if text.contains(where: \.isWhitespace) { return "write the number without spaces" }
    guard text.contains(where: \.isNumber) else {
      return "leave the cell empty where a value is missing"
    }
    return "write it as `3.56`, or leave the cell empty"
  }

  mutating func reportQuotes() {
    let offset = scanner.fault ?? 0
    report(
      "E658",
      "a quoted cell does not end with its quote",
      SourceRange(offset, offset + 1),
      "opened here",
      help: "a quote inside quotes is doubled; a cell has no line end"
    )
  }

  mutating func reportCount() {
    let range = SourceRange(cells.first?.lower ?? 0, cells.last?.upper ?? 0)
    let isCut = range.upper == file.bytes.count && cells.count < header.count
    report(
      "E651",
      "the row has \(cells.count) cell\(cells.count == 1 ? "" : "s"), the header \(header.count)",
      range,
      "\(header.count) expected",
      help: isCut
        ? "the file ends within this row: was it cut off?"
        : cells.count > header.count ? "a cell with a comma stands in quotes" : nil
    )
  }

  mutating func reportOrder(_ date: TradingDate, after last: TradingDate) {
    let isSame = date == last
    report(
      isSame ? "E654" : "E655",
      isSame ? "the date \(date) stands twice" : "the date \(date) stands after \(last)",
      cells[dateIndex].range,
      isSame ? "the second" : "out of order",
      help: isSame
        ? "keep one row for each date" : "sort the rows by date, or mend the date that is wrong"
    )
  }

  mutating func reportBinary(at offset: Int) {
    report(
      "E662",
      "the file is no text: it holds a byte 0",
      SourceRange(offset, offset + 1),
      "as files in UTF-16 do, and programs' own formats",
      help: "save it as CSV in UTF-8"
    )
  }

  mutating func reportSeparator(_ mark: Character) {
    let name = [";": "semicolons", "|": "bars"][mark] ?? "tabs"
    report(
      "E662",
      "cells are separated by \(name)",
      file.range(ofLine: 1),
      "commas are expected",
      help: "save the file with commas between cells and points before decimals"
    )
  }

  mutating func reportNoRows() -> CSVTable? {
    report(
      "E650",
      "the file has no rows",
      file.range(ofLine: 1),
      "only a header"
    )
    return nil
  }
}
