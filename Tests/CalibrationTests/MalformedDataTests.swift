import Calibration
import Domain
import Numerics
import Testing
import Texts

@Suite("Malformed data")
struct MalformedDataTests {
  static let files = try? SyntheticFiles(SyntheticMarket(years: 5, seed: 31))

  let files: SyntheticFiles

  init() throws { files = try #require(Self.files) }

  private func model(_ files: SyntheticFiles) throws -> MarketModel {
    guard case .model(let model, let warnings) = files.outcome() else {
      Issue.record("no model: \(files.outcome())")
      throw Refused()
    }
    #expect(warnings == [])
    return model
  }

  private struct Refused: Error {}

  @Test("good files give the model of their tables")
  func good() throws {
    let market = try SyntheticMarket(years: 5, seed: 31)
    let direct = try Calibration.fit(market.data, recipe: files.recipe)
    #expect(try model(files) == direct)
  }

  @Test("the order of columns, line ends, a byte order mark and quotes change nothing")
  func equalForms() throws {
    let expected = ModelWriter.text(of: try model(files))
    var other = files
    for (name, text) in files.texts {
      let rows = text.split(separator: "\n").map { row in
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        return (cells.dropFirst().reversed() + [cells[0]]).map { "\"\($0)\"" }
          .joined(separator: ",")
      }
      other.texts[name] = "\u{FEFF}" + rows.joined(separator: "\r\n") + "\r\n\r\n"
    }
    #expect(ModelWriter.text(of: try model(other)) == expected)
  }

  @Test("columns that no recipe names change nothing, but must be numbers")
  func unused() throws {
    let expected = try model(files)
    var other = files
    let lines = files.texts["daily"]?.split(separator: "\n") ?? []
    other.texts["daily"] = lines.enumerated().map { "\($1),\($0 == 0 ? "extra" : "-7")\n" }.joined()
    #expect(try model(other) == expected)
    other.texts["daily"]?.removeLast(2)
    other.texts["daily"]? += "none\n"
    let last = lines.last?.utf8.count ?? 0
    #expect(refusal(other) == ["daily.csv:\(lines.count):\(last + 2) E653"])
  }

  private func refusal(_ files: SyntheticFiles) -> [String] {
    guard case .refused(let places) = files.outcome() else { return ["\(files.outcome())"] }
    return places
  }

  /// What one bad cell is, and the code that must name its place.
  static let badCells: [(column: String, value: String, code: String)] = [
    ("INDEX", "0", "E656"), ("INDEX", "-101.5", "E656"), ("alpha", "n/a", "E653"),
    ("alpha", "NaN", "E653"), ("alpha", "-inf", "E653"), ("alpha", "1e400", "E653"),
    ("alpha", "0x1F", "E653"), ("alpha", "1.5.2", "E653"), ("alpha", "1 000", "E653"),
    ("alpha", "\"1,5\"", "E653"), ("alpha", "12%", "E653"), ("alpha", "\"12", "E658"),
    ("alpha", "1,2", "E651"), ("alpha", "1e300", "E663"), ("alpha", "1e-300", "E663"),
    ("Y2", "356", "E659"), ("Y10", "31", "E659"), ("Y10", "-999", "E660"),
    ("FEAR", "0", "E656"), ("FEAR", "-9999", "E660"), ("outsider", "12\u{0}3", "E662"),
    ("date", "2004-02-30", "E652"), ("date", "30.01.2004", "E652"), ("date", "", "E652"),
    ("date", "2004-1-05", "E652"), ("date", "2000-01-03", "E655"), ("date", "2099-01-05", "E655"),
    ("date", "2004-01-05T00:00", "E652"), ("date", "20040105", "E652"),
  ]

  /// Every cell of the last rows is left alone, so that none is the end of a series.
  @Test("a bad cell is refused at its line and column", arguments: badCells)
  func badCell(column: String, value: String, code: String) throws {
    var lines = try #require(files.texts["daily"]).split(separator: "\n").map(String.init)
    let names = lines[0].split(separator: ",").map(String.init)
    let index = try #require(names.firstIndex(of: column))
    let row = 700
    var cells = lines[row].split(separator: ",").map(String.init)
    cells[index] = value
    lines[row] = cells.joined(separator: ",")
    var other = files
    other.texts["daily"] = lines.joined(separator: "\n")
    // A day that is too late is out of order only for the next one.
    let line = value == "2099-01-05" ? row + 2 : row + 1
    let start = cells[..<index].reduce(1) { $0 + $1.utf8.count + 1 }
    let places = ["E658": start, "E651": 1, "E652": 1, "E655": 1, "E662": start + 2]
    let quoted = code == "E653" && value.hasPrefix("\"") ? 1 : 0
    let expected = "daily.csv:\(line):\((places[code] ?? start) + quoted) \(code)"
    #expect(refusal(other).first == expected)
  }

  @Test("a missing cell costs its weeks and nothing else")
  func emptyCell() throws {
    var other = files
    var lines = try #require(files.texts["daily"]).split(separator: "\n").map(String.init)
    // A week from Monday to Friday.
    let monday = try #require(
      lines.indices.dropFirst(600).first { TradingDate(lines[$0].prefix(10))?.weekday == 0 }
    )
    for row in monday..<(monday + 5) {
      var cells = lines[row].split(separator: ",").map(String.init)
      cells[cells.count - 1] = ""
      lines[row] = cells.joined(separator: ",")
    }
    other.texts["daily"] = lines.joined(separator: "\n")
    let (whole, holed) = (try model(files), try model(other))
    #expect(lines[0].hasSuffix(",outsider"))
    func count(_ model: MarketModel, _ name: String) -> Int? {
      guard let line = model.lines.first(where: { $0.name == name }),
        case .estimated(_, _, let count) = line.totalBeta.provenance
      else { return nil }
      return count
    }
    #expect(count(holed, "alpha") == count(whole, "alpha"))
    let lost = (count(whole, "outsider") ?? 0) - (count(holed, "outsider") ?? 0)
    // That week's change and the next one's.
    #expect(lost == 2)
  }

  @Test("a hole, a unit, an empty file and a missing column are refused in their file")
  func wholeFiles() throws {
    func refused(_ name: String, _ change: (String) -> String) -> [String] {
      var other = files
      other.texts[name] = change(other.texts[name] ?? "")
      return refusal(other)
    }
    func rows(_ text: String, _ change: ([String], Int) -> [String]?) -> String {
      text.split(separator: "\n").enumerated().compactMap { row, line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return row == 0 ? String(line) : change(cells, row)?.joined(separator: ",")
      }.joined(separator: "\n")
    }
    #expect(
      refused("daily") { rows($0) { (700..<711).contains($1) ? nil : $0 } }.map { $0.suffix(4) }
        == ["E661"]
    )
    #expect(refused("monthly") { rows($0) { $1 == 20 ? nil : $0 } } == ["monthly.csv:21:12 E661"])
    #expect(
      refused("fomc") {
        rows($0) { cells, _ in
          cells.map { $0.contains("-") && $0.count == 10 ? $0 : "\(100 * (Double($0) ?? .nan))" }
        }
      }
      .allSatisfy { $0.hasSuffix("E659") }
    )
    #expect(refused("jobs") { _ in "" } == ["jobs.csv:1:1 E650"])
    #expect(refused("jobs") { _ in "date,EMP\n" } == ["jobs.csv:1:1 E650"])
    #expect(refused("jobs") { $0.replacing("EMP", with: "emp") } == ["jobs.csv:1:1 E657"])
    #expect(refused("daily") { $0.replacing(",", with: ";") } == ["daily.csv:1:1 E662"])
    #expect(
      refused("daily") { $0.replacing("Y2,", with: "Y10,") }
        .allSatisfy { $0.hasPrefix("daily.csv:1:") && $0.hasSuffix("E657") }
    )
  }

  @Test("every file cut anywhere is read whole, refused in it, or cut between rows")
  func cut() throws {
    var draws = try RandomStream(RandomSource(seed: 7))
    for (name, text) in files.texts.sorted(by: { $0.key < $1.key }) {
      let bytes = Array(text.utf8)
      for _ in 0..<25 {
        var other = files
        let count = Int(draws.uniform() * Double(bytes.count))
        other.texts[name] = String(decoding: bytes.prefix(count), as: UTF8.self)
        let checked = other.read()
        let places = SyntheticFiles.places(checked)
        #expect(places.allSatisfy { $0.hasPrefix("\(name).csv:") })
        #expect((checked.tables == nil) == checked.diagnostics.hasErrors)
      }
    }
  }

  /// One change of one place in one file.
  enum Mutation: CaseIterable {
    case dropCell, emptyCell, doubleCell, swapCells, dropRow, doubleRow, swapRows, flipCharacter
    case dropCharacter
  }

  /// 1,800 changes: none may trap, and what is refused is refused beside the change.
  @Test("any single change gives a model or an error at its place", arguments: Mutation.allCases)
  func mutation(_ mutation: Mutation) throws {
    var draws = try RandomStream(RandomSource(seed: 8))
    func pick(_ count: Int) -> Int { min(count - 1, Int(draws.uniform() * Double(count))) }
    let names = files.texts.keys.sorted()
    var fits = 0
    for _ in 0..<200 {
      let name = names[pick(names.count)]
      var lines = try #require(files.texts[name]).split(separator: "\n").map(String.init)
      let row = pick(lines.count - 1)
      Self.apply(mutation, to: &lines, row: row, pick)
      var other = files
      other.texts[name] = lines.joined(separator: "\n") + "\n"
      let checked = other.read()
      for place in SyntheticFiles.places(checked) where place.contains(" E") {
        let parts = place.split(separator: ":")
        let line = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        #expect(parts.first == "\(name).csv")
        // Columns that the header no longer names are missed there, or read as others are.
        #expect(
          row == 0 || line == 1 || (row + 1...row + 3).contains(line),
          "\(mutation) in row \(row): \(place)"
        )
      }
      // Fitting takes longer than reading, so that only some of what can be read is fitted.
      guard checked.tables != nil, fits < 4 else { continue }
      fits += 1
      if case .refused(let places) = other.outcome() { Issue.record("\(places)") }
    }
  }

  private static func apply(
    _ mutation: Mutation,
    to lines: inout [String],
    row: Int,
    _ pick: (Int) -> Int
  ) {
    var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let (i, j) = (pick(cells.count), pick(cells.count))
    switch mutation {
    case .dropCell: cells.remove(at: i)
    case .emptyCell: cells[i] = ""
    case .doubleCell: cells.insert(cells[i], at: i)
    case .swapCells: cells.swapAt(i, j)
    case .dropRow: lines.remove(at: row)
    case .doubleRow: lines.insert(lines[row], at: row)
    case .swapRows: lines.swapAt(row, row + 1)
    case .flipCharacter, .dropCharacter:
      var bytes = Array(cells[i].utf8)
      let k = pick(bytes.count)
      if mutation == .flipCharacter { bytes[k] ^= UInt8(1 << pick(7)) } else { bytes.remove(at: k) }
      cells[i] = String(decoding: bytes, as: UTF8.self)
    }
    if ![.dropRow, .doubleRow, .swapRows].contains(mutation) {
      lines[row] = cells.joined(separator: ",")
    }
  }
}
