import Testing

@testable import Texts

@Suite("The table of keys")
struct KeyTableTests {
  static let present = KeyTable.rows.filter { $0.since == .first }

  /// What else stands beside a key of an event, so that the key means something there.
  private static let besides: [String: String] = [
    "id": "fomc: 2025-12-10",
    "priced": "fomc: 2025-12-10", "path": "fomc: 2025-12-10",
    "consensus": "cpi: 2025-12-18",
    "outcome": "fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}",
    "surprise": "fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}",
    "impulse": "shock: 2025-12-15",
    "because": "shock: 2025-12-15, impulse: {two-year: +10bp}",
    "spread-over": "shock: 2025-12-15, impulse: {market: -5 %}",
    "isolate": "shock: 2025-12-15, impulse: {market: -5 %}",
    "probability": "shock: 2025-12-15, impulse: {market: -5 %}",
    "stream": "shock: 2025-12-15, impulse: {market: -5 %}",
    "override": "fomc: 2025-12-10",
    "shock": "impulse: {market: -5 %}",
  ]

  private static let stars: [String: String] = [
    "state.*": "state: {sp-500: VALUE}",
    "events[].priced.*": "events: [{id: e, fomc: 2025-12-10, priced: {-25bp: VALUE, 0bp: rest}}]",
    "events[].consensus.*": "events: [{id: e, jobs: 2025-12-16, consensus: {unemployment: VALUE}}]",
    "events[].outcome.*":
      "events: [{id: e, fomc: 2025-12-10, priced: {0bp: 90 %, -25bp: rest}, "
      + "outcome: {-25bp: VALUE, 0bp: rest}}]",
    "events[].surprise.*": "events: [{id: e, cpi: 2025-12-18, surprise: {core-mom: VALUE}}]",
    "events[].path.*": "events: [{id: e, fomc: 2025-12-10, path: {+10bp: VALUE, 0bp: rest}}]",
    "events[].impulse.*": "events: [{id: e, shock: 2025-12-15, impulse: {market: VALUE}}]",
  ]

  /// Lines of a scenario in which the example of a key stands at its place.
  private static func lines(_ row: KeyRow) -> String {
    if let star = stars[row.path] { return star.replacing("VALUE", with: row.example) }
    let parts = row.path.split(separator: ".").map(String.init)
    if row.path.hasSuffix("[]") {
      let key = parts.last?.dropLast(2) ?? ""
      let list = "\(key): [\(row.example)]"
      return parts.count == 1 ? list : "\(parts[0]): {\(list)}"
    }
    let entry = "\(row.key): \(row.example)"
    switch parts.dropLast().joined(separator: ".") {
    case "": return entry
    case "events[]":
      let id = row.key == "id" ? "" : "id: e, "
      return
        "events: [{\(id)\(([entry] + [besides[row.key]].compactMap { $0 }).joined(separator: ", "))}]"
    case "calendar.moved[]":
      let old = row.key == "to" ? "cpi: 2026-01-13, \(entry)" : "\(entry), to: 2026-01-20"
      return "calendar: {moved: [{\(old)}]}"
    case "calendar.added[]": return "calendar: {added: [{\(entry)}]}"
    case "calendar.cancelled[]": return "calendar: {cancelled: [{\(entry)}]}"
    case "realised[]":
      let all = ["asset": "sp-500", "horizon": "1w", "return": "+1 %", "source": "SPY"]
      let others = all.filter { $0.key != row.key && !(row.key == "spread" && $0.key == "asset") }
      let rest = others.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      return "realised: [{\(([entry] + rest).joined(separator: ", "))}]"
    case let parent: return "\(parent): {\(entry)}"
    }
  }

  @Test("the example of every key is valid where the key stands", arguments: present)
  func example(row: KeyRow) {
    var head = "dovetail: 1\nasof: 2025-12-05\n"
    for key in ["dovetail", "asof"] where row.path == key {
      head =
        head.split(separator: "\n").filter { !$0.hasPrefix(key) }.joined(separator: "\n") + "\n"
    }
    var text = head + Self.lines(row) + "\n"
    if row.key == "override" { text += "extends: lower.yaml\n" }
    let others = [
      "base.yaml": "dovetail: 1\n",
      "lower.yaml": "events: [{id: e, fomc: 2025-12-10, surprise: +5bp}]\n",
    ]
    let checked = Loading.load(text, others: others)
    #expect(checked.diagnostics.isEmpty, "\(text)\n\(Loading.lines(checked))")
  }

  @Test("every key says what it means, and what it takes")
  func words() {
    for row in KeyTable.rows {
      #expect(!row.meaning.isEmpty && !row.takes.isEmpty)
      #expect(row.example.isEmpty == (row.since == .later))
      #expect(!(row.isRequired && row.omitted != nil), "\(row.path)")
    }
    #expect(Set(KeyTable.rows.map(\.path)).count == KeyTable.rows.count)
  }
}
