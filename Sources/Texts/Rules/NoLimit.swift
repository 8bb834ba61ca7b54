/// An expectation that nothing can break.
enum NoLimit: Rule {
  static let document = RuleDocument(
    "E223",
    "an expectation without a limit",
    checks: "An entry of `expect` compares a measure with a limit.",
    matters: "Without one there is nothing to hold or to fail.",
    wrong: "expect:\n  - median(sp-500 at 1w)",
    right: "expect:\n  - median(sp-500 at 1w) > -5 %"
  )

  static func fault(_ source: LiteralSource) -> Diagnostic {
    fault(
      "`\(source.text)` has no limit",
      at: source.place,
      "a guard needs one",
      help: "add a comparison such as `> 0 %`, or move the line to `ask`"
    )
  }
}
