/// Two yields moved by one cause.
enum OverdeterminedRates: Rule {
  static let document = RuleDocument(
    "E312",
    "over-determined rates",
    checks: "A shock moves one of two-year, ten-year and slope.",
    matters: "The cause says how the yields move together; a second move contradicts it.",
    wrong: """
      events:
        - id: yields
          shock: 2025-12-15
          impulse: {two-year: +20bp, ten-year: +60bp}
          because: policy
      """,
    right: """
      events:
        - id: yields
          shock: 2025-12-15
          impulse: {ten-year: +60bp}
          because: policy
      """
  )

  static func fault(_ moved: [SourceTree.Entry]) -> Diagnostic {
    let names = moved.map { "`\($0.key)`" }.joined(separator: " and ")
    return fault(
      "\(names) are over-determined: one cause moves them together",
      at: moved[1].place,
      "follows from the cause",
      also: [.init(moved[0].place, "moved already")],
      help: "keep one of them, or make two shocks"
    )
  }
}
