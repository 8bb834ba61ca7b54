/// A second document in one file.
enum SecondDocument: Rule {
  static let document = RuleDocument(
    "E108",
    "a second document",
    checks: "A file holds one scenario.",
    matters: "Which of the two is meant cannot be known.",
    wrong: "---\nname: another",
    right: "name: one"
  )
}
