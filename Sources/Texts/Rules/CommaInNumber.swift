/// Thousands separated by a comma.
enum CommaInNumber: Rule {
  static let document = RuleDocument(
    "E208",
    "a comma in a number",
    checks: "No literal contains a comma.",
    matters: "In brackets a comma ends the entry, and the rest of the number would be lost.",
    wrong: "run:\n  paths: 100,000",
    right: "run:\n  paths: 100000"
  )
}
