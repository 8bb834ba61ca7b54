/// A key that a later version of the language will know.
enum LaterKey: Rule {
  static let document = RuleDocument(
    "E407",
    "a key of a later version",
    checks: "Some keys are planned and not built yet.",
    matters: "Ignoring them would give an answer to another question.",
    wrong: "policy: rule",
    right: "# policy: rule"
  )

  static func fault(_ row: KeyRow, at place: SourcePlace) -> Diagnostic {
    fault(
      "`\(row.key)` (\(row.meaning)) comes in a later version",
      at: place,
      "not known to this version",
      help: "leave it out"
    )
  }
}
