/// A key that stands twice in one mapping.
enum DuplicateKey: Rule {
  static let document = RuleDocument(
    "E103",
    "a key that stands twice",
    checks: "A key stands once in its mapping.",
    matters: "One of the two values would be lost silently.",
    wrong: "state: {vix: 15.4, vix: 16}",
    right: "state: {vix: 15.4}"
  )
}
