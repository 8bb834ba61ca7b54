/// Nothing priced and nothing delivered.
enum NothingPriced: Rule {
  static let document = RuleDocument(
    "E323",
    "`priced: none` without an outcome",
    checks: "`priced: none` says that all of the outcome is surprise, so there is one.",
    matters: "Without an outcome it would be drawn from what was priced, which is nothing.",
    wrong: "events:\n  - {id: december, fomc: 2025-12-10, priced: none}",
    right: "events:\n  - {id: december, fomc: 2025-12-10, priced: none, outcome: -25bp}"
  )

  static func check(_ tree: SourceTree) -> Diagnostic? {
    guard let priced = tree.entry("priced"), priced.value.text == "none",
      tree["outcome"] == nil, tree["surprise"] == nil
    else { return nil }
    return fault(
      "`priced: none` without an `outcome`",
      at: priced.value.place,
      "nothing to be surprised by",
      help: "add `outcome`, or leave `priced` out for an open decision"
    )
  }
}
