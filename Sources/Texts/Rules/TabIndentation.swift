/// A tab in the indentation.
enum TabIndentation: Rule {
  static let document = RuleDocument(
    "E102",
    "a tab in the indentation",
    checks: "Lines are indented with spaces.",
    matters: "How wide a tab is, each editor decides, and the nesting would depend on it.",
    wrong: "state:\n\tvix: 15.4",
    right: "state:\n  vix: 15.4"
  )
}
