import Domain
import Foundation
import Reporting
import Results
import Testing

@Suite("Results as files")
struct FileFormatTests {
  private let inputs = EmbeddedInputs(
    scenario: ["name": "a\u{1B}\"\\\n\u{2028}é 日本 \u{1F600}\u{E0001}"],
    model: [:]
  )

  private func parsed(_ value: JSONValue) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(value.text().utf8))
    return try #require(object as? [String: Any])
  }

  @Test("another JSON reader reads what was written, whatever the text")
  func roundTrip() throws {
    let name = "a\u{1B}\"\\\n\t\u{2028}\u{7F}é 日本 \u{1F600}\u{E0001}\u{0}"
    let value: JSONValue = [
      "text": .string(name), "x": .number(0.1 + 0.2), "tiny": .number(Double.leastNonzeroMagnitude),
      "huge": .number(1.7976931348623157e308), "zero": .number(-0.0), "none": .number(.nan),
      "over": .number(.infinity), "whole": .integer(.min), "list": [], "record": [:],
      "truth": [true, false, nil],
    ]
    let read = try parsed(value)
    #expect(read["text"] as? String == name)
    struct Numbers: Decodable { let x, tiny, huge, zero: Double }
    let numbers = try JSONDecoder().decode(Numbers.self, from: Data(value.text().utf8))
    #expect(
      numbers.x == 0.1 + 0.2 && numbers.tiny == Double.leastNonzeroMagnitude && numbers.zero == 0
    )
    #expect(numbers.huge == 1.7976931348623157e308)
    #expect(read["none"] is NSNull && read["over"] is NSNull)
    #expect(!value.text().contains("-0.0"))
    #expect(!value.text().unicodeScalars.contains { $0 != "\n" && TextLayout.isUnprintable($0) })
  }

  @Test("one line or many, the value is the same")
  func widths() throws {
    let value = JSONValue.result(Fixtures.arm(), record: Fixtures.record, embedding: inputs)
    let strip = { (text: String) in text.filter { !$0.isWhitespace } }
    #expect(strip(value.text(width: 20)) == strip(value.text(width: 1_000_000)))
    for line in value.text(width: 100).split(separator: "\n") where line.hasPrefix("    ") {
      #expect(line.utf8.count <= 101)
    }
  }

  @Test("a result has the keys of dovetail.result/1 in their order")
  func keys() throws {
    let value = JSONValue.result(Fixtures.arm(), record: Fixtures.record, embedding: inputs)
    guard case .object(let members) = value else { Issue.record("no object"); return }
    #expect(
      members.map(\.key) == [
        "format", "engine", "paths", "seed", "parameters", "sampling", "scenario", "model",
        "results", "spreads", "levels", "ledger", "variance", "ask", "expect", "realised",
        "diagnostics",
      ]
    )
    let read = try parsed(value)
    let results = try #require(read["results"] as? [[String: Any]])
    #expect(results.count == 18)
    let first = try #require(results.first)
    #expect(
      Set(first.keys) == [
        "asset", "group", "horizon", "date", "total_return", "excess", "drawdown",
      ]
    )
    let total = try #require(first["total_return"] as? [String: [String: Double]])
    #expect(
      Set(total.keys) == [
        "mean", "sd", "q01", "q05", "q25", "median", "q75", "q95", "q99", "p_loss", "var95",
        "es95", "es99",
      ]
    )
    #expect(total["var95"]?["value"] == -(total["q05"]?["value"] ?? 0))
    #expect(total["mean"]?["value"] == 0.6)
  }

  @Test("what cannot be told is null and says why")
  func absent() throws {
    let read = try parsed(
      JSONValue.result(Fixtures.arm(), record: Fixtures.record, embedding: inputs)
    )
    let results = try #require(read["results"] as? [[String: Any]])
    let empty = try #require(results.first { $0["asset"] as? String == "empty" })
    let total = try #require(empty["total_return"] as? [String: [String: Any]])
    #expect(total["mean"]?["value"] is NSNull)
    #expect((total["mean"]?["why"] as? String)?.isEmpty == false)
    let index = try #require(results.first { $0["asset"] as? String == "sp-500" })
    let excess = try #require(index["excess"] as? [String: Any])
    #expect(
      (excess["mean"] as? [String: Any])?["why"] as? String == "the asset is the benchmark itself"
    )
  }

  @Test("verdicts are words: likely for questions, pass for expectations")
  func verdicts() throws {
    let read = try parsed(
      JSONValue.result(Fixtures.arm(), record: Fixtures.record, embedding: inputs)
    )
    let expect = try #require(read["expect"] as? [[String: Any]])
    #expect(expect.map { $0["verdict"] as? String } == ["pass", "fail", "inconclusive"])
    let ask = try #require(read["ask"] as? [[String: Any]])
    #expect(ask.map { $0["verdict"] as? String } == [nil, "open", "likely", "unlikely", nil])
  }

  /// Fields of RFC 4180 text, by a reader of its own.
  private func fields(_ text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch scalar {
      case "\"" where isQuoted && next == "\"":
        rows[rows.count - 1][rows[rows.count - 1].count - 1].append("\"")
        next = scalars.next()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: rows[rows.count - 1].append("")
      case "\n" where !isQuoted: rows.append([""])
      default:
        rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(scalar)
      }
    }
    return rows.dropLast()
  }

  @Test("every CSV row has seven fields, whatever the scenario is called")
  func csv() throws {
    let name = "a \"quoted\", =cmd() name\nof two lines"
    let rows = fields(ResultCSV.text([Fixtures.arm(name: name)]))
    #expect(rows.allSatisfy { $0.count == 7 })
    #expect(rows[0] == ["scenario", "asset", "horizon", "statistic", "value", "se", "unit"])
    #expect(rows.dropFirst().allSatisfy { $0[0] == name })
    #expect(rows.contains { $0[1] == "es95(sp-500 at 3mo) < 10 %" && $0[3] == "expect" })
    for row in rows.dropFirst() {
      #expect(row[4].isEmpty || Double(row[4])?.isFinite == true)
      #expect(row[5].isEmpty || Double(row[5])?.isFinite == true)
      #expect(row[4] != "-0.0")
    }
    let shortfall = try #require(
      rows.first { $0[1] == "russell-2000" && $0[2] == "3mo" && $0[3] == "es95" }
    )
    #expect(
      Double(shortfall[4]) == Fixtures.totals(Fixtures.small, years: 0.25).expectedShortfall95.value
    )
  }

  @Test("differences are written with both names")
  func differences() {
    let rows = fields(ResultCSV.text(differencesOf: Fixtures.comparison))
    #expect(rows.allSatisfy { $0.count == 7 })
    #expect(rows[1][0] == "A surprise hold minus December cut, “fully” priced")
    #expect(rows.filter { $0[3] == "excess_mean" }.allSatisfy { $0[1] != "sp-500" })
  }
}
