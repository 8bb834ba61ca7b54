import Domain
import Testing

@testable import Texts

@Suite("A CSV file")
struct CSVReaderTests {
  static func read(_ text: String, _ form: CSVForm = CSVForm()) -> CheckedTable {
    CSVReader.read(SourceFile(path: "data.csv", text: text), form: form)
  }

  /// `line:column code` of each finding.
  static func places(_ text: String, _ checked: CheckedTable) -> [String] {
    let file = SourceFile(path: "data.csv", text: text)
    return checked.diagnostics.map { diagnostic in
      let at = file.position(at: diagnostic.labels.first?.place.range.lower ?? -1)
      return "\(at.line):\(at.column) \(diagnostic.code)"
    }
  }

  @Test("a wide file gives a column for each name and NaN for each empty cell")
  func wide() throws {
    let table = try #require(
      Self.read("date,SPY,RSP\n2025-12-04,1.5,\n2025-12-05,-2e-3,7\n").table
    )
    #expect(table.dates.map(\.description) == ["2025-12-04", "2025-12-05"])
    #expect(table.columns["SPY"] == [1.5, -0.002])
    #expect(table.columns["RSP"]?[0].isNaN == true)
    #expect(table.columns["RSP"]?[1] == 7)
  }

  @Test("line ends of any system, a byte order mark and a missing last line end are read")
  func lineEnds() throws {
    let expected = try #require(Self.read("date,a\n2025-12-04,1\n2025-12-05,2\n").table)
    for text in [
      "date,a\r\n2025-12-04,1\r\n2025-12-05,2\r\n", "date,a\n2025-12-04,1\n2025-12-05,2",
      "\u{FEFF}date,a\n2025-12-04,1\n2025-12-05,2\n\n",
      "\"date\",a\n2025-12-04,\"1\"\n2025-12-05,2",
    ] {
      #expect(Self.read(text).table == expected)
    }
  }

  @Test("a long file is turned by its key, whatever the order of its keys")
  func long() throws {
    let text = """
      date,who,said,actual
      2025-01-10,nfp,"a ""b"", c",3
      2025-02-10,nfp,,4
      2025-01-10,cpi,,0.2
      2025-01-15,cpi,,
      """
    let form = CSVForm(keyColumn: "who", textColumns: ["said"])
    let table = try #require(Self.read(text, form).table)
    #expect(table.dates.map(\.description) == ["2025-01-10", "2025-01-15", "2025-02-10"])
    let nfp = try #require(table.columns["nfp/actual"])
    #expect(nfp[0] == 3 && nfp[1].isNaN && nfp[2] == 4)
    let cpi = try #require(table.columns["cpi/actual"])
    #expect(cpi[0] == 0.2 && cpi[1].isNaN && cpi[2].isNaN)
  }

  @Test("a long file of days alone gives 1 on each day of its key")
  func longDays() throws {
    let form = CSVForm(keyColumn: "type")
    let table = try #require(
      Self.read("date,type\n2025-01-10,EMP\n2025-02-10,EMP\n2025-01-15,CPI\n", form).table
    )
    let days = try #require(table.columns["EMP"])
    #expect(days[0] == 1 && days[1].isNaN && days[2] == 1)
  }

  @Test("a long file has one row for each date and key, each key in order of date")
  func longOrder() {
    let form = CSVForm(keyColumn: "type")
    let start = "date,type\n2025-01-10,EMP\n2025-01-10,CPI\n"
    for (row, place) in [
      ("2025-01-10,EMP\n", "4:1 E654"), ("2025-01-09,CPI\n", "4:1 E655"),
    ] {
      #expect(Self.places(start + row, Self.read(start + row, form)) == [place])
    }
  }

  @Test("rows without a date are left out where the form says so")
  func undated() throws {
    let text = "day,x\n,5\n2025-01-10,6\n"
    let form = CSVForm(dateColumn: "day", skipsUndated: true)
    #expect(try #require(Self.read(text, form).table).columns == ["x": [6]])
    let strict = CSVForm(dateColumn: "day")
    #expect(Self.places(text, Self.read(text, strict)) == ["2:1 E652"])
  }

  @Test(
    "each mistake has its code, line and column",
    arguments: [
      ("", "1:1 E650"),
      ("date,a\n", "1:1 E650"),
      ("date,a\n2025-12-05,1,2\n", "2:1 E651"),
      ("date,a\n2025-12-05\n", "2:1 E651"),
      ("date,a\n\n2025-12-05,1\n", "2:1 E651"),
      ("date,a\n2025-02-30,1\n", "2:1 E652"),
      ("date,a\n05/12/2025,1\n", "2:1 E652"),
      ("date,a,b\n2025-12-05,1,n/a\n", "2:14 E653"),
      ("date,a\n2025-12-05,nan\n", "2:12 E653"),
      ("date,a\n2025-12-05,0x10\n", "2:12 E653"),
      ("date,a\n2025-12-05, 1\n", "2:12 E653"),
      ("date,a\n2025-12-05,1e999\n", "2:12 E653"),
      ("date,a\n2025-12-05,1\n2025-12-05,2\n", "3:1 E654"),
      ("date,a\n2025-12-05,1\n2025-12-04,2\n", "3:1 E655"),
      ("date,price\n2025-12-05,0\n", "2:12 E656"),
      ("date,price\n2025-12-05,-1.5\n", "2:12 E656"),
      ("date,oil\n2025-12-04,-36.98\n2025-12-05,0\n", "3:12 E656"),
      ("Date,a\n2025-12-05,1\n", "1:1 E657"),
      ("date,a,a\n2025-12-05,1,2\n", "1:8 E657"),
      ("date,a\n2025-12-05,\"1\n", "2:12 E658"),
      ("date,a\n2025-12-05,\"1\"2\n", "2:12 E658"),
      ("date,rate\n2025-12-05,4.1\n2025-12-08,415\n", "3:12 E659"),
      ("date,surprise\n2025-12-05,-25\n", "2:12 E659"),
      ("date,yield\n2025-12-05,35.6\n", "2:12 E659"),
      ("date,day\n2025-12-05,-55\n", "2:12 E659"),
      ("date,a,,\n2025-12-05,1,,\n", "1:9 E657"),
      ("date,a\n2025-12-05,\"1,5\"\n", "2:13 E653"),
      ("date,a\n2025-12-05,1e400\n", "2:12 E653"),
      ("date,a\n2025-12-05,Infinity\n", "2:12 E653"),
      ("date,a\n2025-12-05 00:00:00,1\n", "2:1 E652"),
      ("date,a\n1825-12-05,1\n", "2:1 E652"),
      ("date,a\n2025-12-05,1\n2025-12-0", "3:1 E651"),
      ("date,price\n2025-12-05,-9999\n", "2:12 E660"),
      ("date,rate\n2025-12-04,4\n2025-12-05,-999\n", "3:12 E660"),
      ("date;a\n2025-12-05;1,5\n", "1:1 E662"),
      ("date\ta\n2025-12-05\t1\n", "1:1 E662"),
      ("date,a\n2025-12-05,1\u{0}\n", "2:13 E662"),
    ]
  )
  func mistakes(text: String, place: String) {
    let rules: [String: CSVForm.Rule] = [
      "price": .positive, "oil": .nonZero, "rate": .percent, "surprise": .points,
      "yield": .yield, "day": .returns,
    ]
    let checked = Self.read(text, CSVForm(rules: rules))
    #expect(Self.places(text, checked) == [place])
    #expect(checked.table == nil)
  }

  @Test("a column that a recipe needs and the file has not is named with its neighbour")
  func missingColumn() {
    let checked = Self.read("date,DGS2\n2025-12-05,4\n", CSVForm(required: ["DGS20"]))
    #expect(checked.diagnostics.map(\.help) == ["did you mean `DGS2`?"])
    let form = CSVForm(keyColumn: "type", required: ["EMPL"])
    let long = Self.read("date,type\n2025-12-05,EMP\n", form)
    #expect(long.diagnostics.map(\.code) == ["E657"])
  }

  @Test("a long cell is quoted in part")
  func longCell() {
    let text = "date,a\n2025-12-05," + String(repeating: "x", count: 1_000_000) + "\n"
    let found = Self.read(text).diagnostics
    #expect(found.map(\.code) == ["E653"])
    #expect(found.allSatisfy { $0.message.count < 100 })
  }

  @Test("a file that ends within a row may have been cut off, and spaces are no part of names")
  func helps() {
    let cut = Self.read("date,a,b\n2025-12-04,1,2\n2025-12-05,1")
    #expect(cut.diagnostics.first?.help?.contains("cut off") == true)
    let short = Self.read("date,a,b\n2025-12-04,1\n2025-12-05,1,2\n")
    #expect(short.diagnostics.map(\.help) == [nil])
    let spaced = Self.read("date, SPY\n2025-12-04,1\n", CSVForm(required: ["SPY"]))
    #expect(spaced.diagnostics.map(\.help) == ["write `SPY` without spaces around it"])
  }

  @Test("one wrong date is one error, whichever way it is wrong")
  func oneDate() {
    for date in ["2035-12-04", "1995-12-04"] {
      let days = ["2025-12-03", date, "2025-12-05", "2025-12-08", "2025-12-09"]
      let wide = Self.read("date,a\n" + days.map { "\($0),1\n" }.joined())
      #expect(wide.diagnostics.map(\.code) == ["E655"])
      let long = Self.read(
        "date,k,a\n" + days.map { "\($0),x,1\n" }.joined(),
        CSVForm(keyColumn: "k")
      )
      #expect(long.diagnostics.map(\.code) == ["E655"])
    }
  }

  @Test("a file full of mistakes reports twenty")
  func manyMistakes() {
    let rows = (1...28).map { "2025-02-\($0 < 10 ? "0" : "")\($0),x\n" }.joined()
    #expect(Self.read("date,a\n" + rows).diagnostics.count == 20)
  }

  @Test("numbers are read exactly as the library reads them")
  func numbers() {
    var state: UInt64 = 7
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 11
    }
    for _ in 0..<20_000 {
      let digits = Int(next() % 19) + 1
      var text = next() % 2 == 0 ? "-" : ""
      for k in 0..<digits {
        if k == Int(next() % 19) { text += text.contains(".") ? "" : "." }
        text += "\(next() % 10)"
      }
      if next() % 3 == 0 { text += "e\(Int(next() % 60) - 30)" }
      #expect(DecimalText.number(text) == Double(text), "\(text)")
    }
    for text in ["", "-", ".", "+", "e5", "1e", "1e+", "1.2.3", "1 ", "inf", "-nan", "1_0", "½"] {
      #expect(DecimalText.number(text) == nil, "\(text)")
    }
    for (text, value) in [("-0.5", -0.5), (".5", 0.5), ("5.", 5), ("+3", 3), ("1E3", 1000)] {
      #expect(DecimalText.number(text) == value)
    }
  }

  @Test("every cut of a good file is read or refused, never a crash")
  func truncation() {
    let text = "date,\"a,b\",c\r\n2025-12-04,1,\"2\"\r\n2025-12-05,3.5,-4e1\r\n"
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      let file = SourceFile(path: "data.csv", bytes: Array(bytes.prefix(count)))
      let checked = CSVReader.read(file, form: CSVForm())
      #expect((checked.table == nil) == checked.diagnostics.hasErrors)
    }
  }
}
