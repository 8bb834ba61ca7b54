/// A question that cannot be read.
enum BadExpression: Rule {
  static let document = RuleDocument(
    "E220",
    "a question that cannot be read",
    checks: "Questions have the form `P(a > b at 3mo)` or `median(a at 1w)`.",
    matters: "A question read in part would be another question.",
    wrong: "ask:\n  - P(russell-2000 > sp-500)",
    right: "ask:\n  - P(russell-2000 > sp-500 at 1mo)"
  )
}
