/// Scenarios that extend each other.
enum ExtendsCycle: Rule {
  static let document = RuleDocument(
    "E502",
    "scenarios that extend each other",
    checks: "A chain of `extends` ends, after at most 16 files.",
    matters: "A circle has no beginning to start from.",
    wrong: "extends: other.yaml",
    right: "# extends: other.yaml",
    others: ["other.yaml": "dovetail: 1\nextends: other.yaml\n"]
  )

  static func fault(_ source: LiteralSource, _ chain: [String]) -> Diagnostic {
    fault(
      "`\(source.text)` extends itself",
      at: source.place,
      "closes a circle",
      notes: ["the chain is " + (chain + [source.text]).joined(separator: " → ")]
    )
  }

  static func tooLong(_ source: LiteralSource) -> Diagnostic {
    fault("more than 16 files extend each other", at: source.place, "the seventeenth")
  }
}
