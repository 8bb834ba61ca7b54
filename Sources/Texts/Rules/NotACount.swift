/// A number that should be whole and within bounds.
enum NotACount: Rule {
  static let document = RuleDocument(
    "E213",
    "not a whole number within its bounds",
    checks: "Numbers of paths and seeds are whole numbers.",
    matters: "Half a path cannot be simulated.",
    wrong: "run: {paths: 0.5}",
    right: "run: {paths: 200000}"
  )

  static func fault(
    _ source: LiteralSource,
    _ noun: String,
    _ bounds: ClosedRange<UInt64>
  ) -> Diagnostic {
    fault(
      "`\(source.text)` is not \(noun)",
      at: source.place,
      "a whole number, \(bounds.lowerBound)…\(bounds.upperBound)"
    )
  }
}
