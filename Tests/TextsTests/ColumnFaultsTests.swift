import Domain
import Testing

@testable import Texts

/// Faults that no single cell has, each with its place.
@Suite("Whole columns of a CSV file")
struct ColumnFaultsTests {
  /// Weekdays from Monday 2024-01-01.
  static func weekdays(_ count: Int) -> [TradingDate] {
    (0..<count).map { TradingDate(daysSince1970: 19_723 + $0 / 5 * 7 + $0 % 5) }
  }

  /// A file of one column over weekdays; nil leaves the cell empty.
  static func text(_ name: String, _ values: [Double?]) -> String {
    let rows = zip(weekdays(values.count), values).map { date, value in
      "\(date),\(value.map { "\($0)" } ?? "")\n"
    }
    return "date,\(name)\n" + rows.joined()
  }

  static let rules: [String: CSVForm.Rule] = [
    "price": .positive, "oil": .nonZero, "rate": .yield, "spread": .percent,
    "surprise": .points, "day": .returns,
  ]

  /// Needs the file's one column.
  static func read(_ text: String, _ form: CSVForm = CSVForm(rules: rules)) -> CheckedTable {
    var form = form
    let names = text.prefix { $0 != "\n" }.split(separator: ",").dropFirst()
    form.required = names.map(String.init)
    return CSVReaderTests.read(text, form)
  }

  static func places(_ text: String, _ form: CSVForm = CSVForm(rules: rules)) -> [String] {
    CSVReaderTests.places(text, read(text, form))
  }

  /// Values that rise a little from row to row, none twice.
  static func rising(_ count: Int, from start: Double = 100) -> [Double?] {
    (0..<count).map { start + 0.25 * Double($0) }
  }

  @Test("ten empty weekdays in a row pass, eleven are a hole", arguments: ["price", "oil", "rate"])
  func hole(name: String) {
    for (count, expected) in [(10, []), (11, ["20:12 E661"])] {
      var values = Self.rising(30, from: 20)
      for k in (18 - count)..<18 { values[k] = nil }
      #expect(Self.places(Self.text(name, values)) == expected)
    }
  }

  @Test("rows that are missing are a hole like empty cells, weekends are none")
  func missingRows() {
    var lines = Self.text("price", Self.rising(60)).split(separator: "\n")
    lines.removeSubrange(21..<31)
    #expect(Self.places(lines.joined(separator: "\n")) == [])
    lines.remove(at: 21)
    #expect(Self.places(lines.joined(separator: "\n")) == ["22:12 E661"])
  }

  @Test("a hole of several columns is told once, and a recipe can allow it")
  func sharedHole() throws {
    let rows = Self.weekdays(40).enumerated().map { k, date in
      let cells = (10..<25).contains(k) ? ",,,," : ",\(k + 50),\(k + 60),\(k + 70),\(k + 80)"
      return "\(date)\(cells)\n"
    }
    let text = "date,a,b,c,d\n" + rows.joined()
    var form = CSVForm(rules: ["a": .positive, "b": .positive, "c": .positive, "d": .positive])
    let found = Self.read(text, form).diagnostics
    #expect(
      found.map(\.message)
        == ["the columns `a`, `b`, `c` and 1 more hold nothing for 15 weekdays"]
    )
    #expect(Self.places(text, form) == ["27:12 E661"])
    form.allowsGaps = true
    #expect(Self.read(text, form).diagnostics.isEmpty)
    form.allowsGaps = false
    form.date = Self.weekdays(26)[25]
    #expect(Self.read(text, form).diagnostics.count == 1)
    form.date = Self.weekdays(25)[24]
    #expect(!Self.read(text, form).diagnostics.hasErrors)
  }

  @Test("monthly series miss no month, and what a series never had is no hole")
  func monthly() {
    func text(without month: Int) -> String {
      let months = (1...12).filter { $0 != month }
      let rows = months.map { "2024-\($0 < 10 ? "0" : "")\($0)-01,\(100 + $0)\n" }
      return "date,price\n" + rows.joined()
    }
    #expect(Self.places(text(without: 0)) == [])
    #expect(Self.places(text(without: 6)) == ["7:12 E661"])
    let late: [Double?] = Array(repeating: nil, count: 30) + Self.rising(30)
    #expect(Self.places(Self.text("price", late + Array(repeating: nil, count: 30))) == [])
    #expect(
      Self.places(Self.text("surprise", [0.01] + Array(repeating: nil, count: 40) + [0.02])) == []
    )
  }

  @Test("surprises in basis points are told from points by their middle")
  func basisPoints() {
    let points: [Double?] = (0..<20).map { 0.01 * Double(($0 * 7) % 11) - 0.05 }
    #expect(Self.places(Self.text("surprise", points)) == [])
    let basis = points.map { $0.map { 60 * $0 } }
    #expect(Self.places(Self.text("surprise", basis)) == ["1:6 E659"])
    // Nothing is said of nine numbers.
    #expect(Self.places(Self.text("surprise", Array(basis.prefix(9)))) == [])
    let days: [Double?] = (0..<20).map { 30 * Double(($0 * 7) % 11 - 5) / 5 }
    #expect(Self.places(Self.text("day", days)) == ["1:6 E659"])
  }

  @Test("percent written as fractions is refused where the sample is long")
  func fractions() {
    let yields: [Double?] = (0..<500).map { 0.02 + 0.0001 * Double($0 % 50) }
    #expect(Self.places(Self.text("rate", yields)) == ["1:6 E659"])
    #expect(Self.places(Self.text("spread", yields)) == ["1:6 E659"])
    #expect(Self.places(Self.text("rate", Array(yields.prefix(499)))) == [])
    #expect(Self.places(Self.text("rate", yields.dropLast() + [0.31])) == [])
    let days: [Double?] = (0..<500).map { 0.001 * Double(($0 * 37) % 201 - 100) }
    #expect(Self.places(Self.text("day", days)) == ["1:6 E659"])
    // A bill rate, 0.02 % a day.
    let bills: [Double?] = (0..<500).map { 0.02 + 0.00001 * Double($0) }
    #expect(Self.places(Self.text("day", bills)) == [])
    let surprises: [Double?] = (0..<20).map { 0.0001 * Double($0 + 1) }
    #expect(Self.places(Self.text("surprise", surprises)) == ["1:6 E659"])
  }

  @Test("a price that changes by more than half is pointed at, and is no error")
  func jump() throws {
    var values = Self.rising(30)
    for k in 20..<30 { values[k] = values[k].map { $0 / 4 } }
    let text = Self.text("price", values)
    #expect(Self.places(text) == ["22:12 W650"])
    #expect(Self.read(text).table != nil)
    // One cell in another unit goes there and back.
    values = Self.rising(30)
    values[20] = 1_050
    let found = Self.read(Self.text("price", values))
    #expect(found.diagnostics.count == 1)
    #expect(found.diagnostics.first?.help?.hasSuffix("; 1 more such step") == true)
    values[20] = 10_500
    #expect(Self.places(Self.text("price", values)) == ["22:12 E663"])
    values[20] = 157
    #expect(Self.places(Self.text("price", values)) == [])
    // Oil has halved in a day, and yields near 0 do it often.
    values = (0..<30).map { $0 == 20 ? 1.5 : 5 }
    #expect(Self.places(Self.text("oil", values)) == [])
    #expect(Self.places(Self.text("rate", values)) == [])
  }

  @Test("ten equal prices in a row are pointed at, nine are not")
  func rest() {
    for (count, expected) in [(9, []), (10, ["20:12 W651"])] {
      var values = Self.rising(30)
      for k in (19 - count)..<19 { values[k] = 111 }
      #expect(Self.places(Self.text("price", values)) == expected)
      #expect(Self.places(Self.text("rate", values.map { $0.map { $0 / 50 } })) == [])
    }
    let end = Self.rising(20) + Array(repeating: 105.5, count: 10)
    #expect(Self.places(Self.text("price", end)) == ["31:12 W651"])
  }

  @Test("a series that ends long before the model's date is pointed at")
  func end() {
    let text = Self.text("price", Self.rising(30))
    var form = CSVForm(rules: Self.rules)
    form.date = Self.weekdays(40)[39]
    #expect(Self.places(text, form) == [])
    form.date = Self.weekdays(41)[40]
    #expect(Self.places(text, form) == ["31:12 W652"])
  }

  @Test("a column that is needed and empty is refused")
  func empty() {
    let text = Self.text("price", Self.rising(3)).replacing(",", with: ",,").replacing(
      "date,,price",
      with: "date,none,price"
    )
    #expect(Self.places(text) == ["1:6 E664"])
    var form = CSVForm(rules: Self.rules)
    form.date = Self.weekdays(1)[0].adding(days: -1)
    #expect(Self.places(text, form) == ["1:6 E664"])
    #expect(CSVReaderTests.read(text).table != nil)
  }

  @Test("a row that is refused makes no hole")
  func afterAnError() {
    var lines = Self.text("price", Self.rising(60)).split(separator: "\n").map(String.init)
    for k in 21..<32 { lines[k] = "2024-31-12,1" }
    let codes = Self.places(lines.joined(separator: "\n")).map { $0.suffix(4) }
    #expect(Set(codes) == ["E652"])
  }
}
