/// A required key that is not there.
enum MissingKey: Rule {
  static let document = RuleDocument(
    "E406",
    "a required key is missing",
    checks: "`dovetail` and `asof`, the `id` of an event, and the parts of a realised return.",
    matters: "They have no default that would be right.",
    wrong: "horizons: [1w]",
    right: "horizons: [1w]\nasof: 2025-12-05",
    head: "dovetail: 1\n"
  )

  static func fault(_ row: KeyRow, in tree: SourceTree, path: String) -> Diagnostic {
    let example: String? =
      switch row.path {
      case "dovetail": "dovetail: 1"
      case "asof": "asof: 2025-12-05"
      default: nil
      }
    let owner = path.isEmpty ? "a scenario" : "an entry of `\(path.replacing("[]", with: ""))`"
    return fault(
      "\(owner) needs the key `\(row.key)`",
      at: tree.place.end,
      "`\(row.key)` is missing: \(row.meaning)",
      help: example == nil ? "add `\(row.key): …`" : "add a line",
      replacement: tree.isFlow ? nil : example.map { "\n" + $0 }
    )
  }
}
