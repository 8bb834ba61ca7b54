import Domain

/// A move of yields without a reason.
enum NoCause: Rule {
  static let document = RuleDocument(
    "E310",
    "a yield move without a cause",
    checks: """
      A shock to two-year, ten-year or slope says why: policy, inflation, labor, growth or \
      term-premium.
      """,
    matters: "Sectors answer differently to the same move for different reasons.",
    wrong: "events:\n  - {id: yields, shock: 2025-12-15, impulse: {ten-year: +60bp}}",
    right: """
      events:
        - {id: yields, shock: 2025-12-15, impulse: {ten-year: +60bp}, because: inflation}
      """
  )

  private static let words = Cause.allCases.map(\.rawValue).joined(separator: ", ")

  static func fault(_ entry: SourceTree.Entry, in tree: SourceTree) -> Diagnostic {
    let last = tree.entries?.last?.value.place.end ?? tree.place.end
    let separator =
      tree.isFlow ? ", " : "\n" + String(repeating: " ", count: tree.indentation)
    return fault(
      "`\(entry.key)` moves, and nothing says why",
      at: last,
      "`because:` is missing: \(words)",
      also: [.init(entry.place, "this move")],
      help: "say why yields move; one of \(words)",
      replacement: separator + "because: inflation"
    )
  }
}
