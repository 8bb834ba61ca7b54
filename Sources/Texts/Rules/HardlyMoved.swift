/// A yield that its cause hardly moves.
enum HardlyMoved: Rule {
  static let document = RuleDocument(
    "E329",
    "a yield that its cause hardly moves",
    checks: "A shock because of the term premium moves ten-year or slope.",
    matters: """
      The term premium moves the two-year by a small part of what it moves the ten-year, so that a \
      move of the two-year would stand for an enormous one of the ten-year.
      """,
    wrong: """
      events:
        - {id: yields, shock: 2025-12-15, impulse: {two-year: +20bp}, because: term-premium}
      """,
    right: """
      events:
        - {id: yields, shock: 2025-12-15, impulse: {two-year: +20bp}, because: policy}
      """
  )

  static func fault(_ entry: SourceTree.Entry, because: SourceTree.Entry) -> Diagnostic {
    fault(
      "`two-year` hardly moves because of `term-premium`",
      at: entry.place,
      "moves because of something else",
      also: [.init(because.place, "moves long yields")],
      help: "move `ten-year` or `slope`, or name another cause"
    )
  }
}
