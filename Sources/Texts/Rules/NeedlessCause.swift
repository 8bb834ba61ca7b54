/// A reason for a move of yields where none moves.
enum NeedlessCause: Rule {
  static let document = RuleDocument(
    "E311",
    "a cause where no yield moves",
    checks: "`because` says why yields move, so one of them must.",
    matters: "On another shock it would change nothing.",
    wrong: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {market: -5 %}, because: labor}",
    right: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {market: -5 %}}"
  )

  static func fault(_ entry: SourceTree.Entry) -> Diagnostic {
    fault(
      "`because` without a move of two-year, ten-year or slope",
      at: entry.keyPlace,
      "explains nothing here",
      help: "leave it out"
    )
  }
}
