/// A key that is a list or a mapping.
enum ComplexKey: Rule {
  static let document = RuleDocument(
    "E106",
    "a key that is no word",
    checks: "A key is a single word or value.",
    matters: "A list or mapping as a key means nothing here.",
    wrong: "? [a, b]\n: 1",
    right: "name: a and b"
  )
}
