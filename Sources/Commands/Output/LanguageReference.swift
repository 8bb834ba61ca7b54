import Texts

/// The reference of the scenario language: tables from the key table, and prose around them.
enum LanguageReference {
  /// The whole reference as a Markdown document.
  static var markdown: String {
    let tables = [
      section("Keys of the file", file, rows: KeyTable.children(of: "")),
      section("The state", state, rows: KeyTable.children(of: "state")),
      section("Events", events, rows: KeyTable.children(of: "events[]")),
      section("The calendar", calendar, rows: calendarRows),
      section("Questions and guards", questions, rows: []),
      section("The report", report, rows: KeyTable.children(of: "report")),
      section("A replay", replay, rows: KeyTable.children(of: "realised[]")),
      section("The run", run, rows: KeyTable.children(of: "run")),
    ]
    let parts = [introduction, wholeFile, literals] + tables + [extends, meaning, dialect, later]
    return parts.joined(separator: "\n") + "\n" + laterTable
  }

  // MARK: Tables

  private static let calendarRows =
    KeyTable.children(of: "calendar") + [KeyTable.row("calendar.moved[].to")].compactMap { $0 }

  private static func section(_ title: String, _ prose: String, rows: [KeyRow]) -> String {
    let present = rows.filter { $0.since == .first }
    let table = present.isEmpty ? "" : "\n" + self.table(present)
    return "## \(title)\n\(table)\n\(prose)"
  }

  private static func table(_ rows: [KeyRow]) -> String {
    var lines = [
      "| key | takes | when omitted | meaning | for example |", "| --- | --- | --- | --- | --- |",
    ]
    for row in rows {
      let omitted = row.isRequired ? "an error" : row.omitted ?? "—"
      let cells = [
        name(of: row), row.takes, omitted, row.meaning,
        "`\(row.key == "*" ? "sp-500" : row.key): \(row.example)`",
      ]
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The key as a table names it: by its last word, or from its list in `calendar`.
  private static func name(of row: KeyRow) -> String {
    if row.key == "*" { return "an asset's name" }
    let inList = row.path.hasPrefix("calendar.") && row.path.contains("[].")
    return "`\(inList ? String(row.path.dropFirst("calendar.".count)) : row.key)`"
  }

  /// Keys that are known to come, and an error until then.
  private static var laterTable: String {
    let rows = KeyTable.rows.filter { $0.since == .later }
    let lines = rows.map { "| `\($0.path)` | \($0.meaning) |" }
    return (["| key | meaning |", "| --- | --- |"] + lines).joined(separator: "\n") + "\n"
  }
}
