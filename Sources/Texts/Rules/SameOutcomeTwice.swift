/// One outcome under two spellings.
enum SameOutcomeTwice: Rule {
  static let document = RuleDocument(
    "E210",
    "the same outcome twice",
    checks: "Each outcome of a list of odds is named once, whatever its spelling.",
    matters: "`hold` and `0bp` are one outcome; one of the two is a slip.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 90 %, 0bp: 5 %, hold: 5 %}}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 90 %, 0bp: 10 %}}
      """
  )

  /// One target of a shock under two names.
  static func impulse(_ entry: SourceTree.Entry, _ earlier: SourcePlace) -> Diagnostic {
    fault(
      "`\(entry.key)` is moved twice",
      at: entry.keyPlace,
      "moved again",
      also: [.init(earlier, "moved here")],
      help: "keep one of them"
    )
  }
}
