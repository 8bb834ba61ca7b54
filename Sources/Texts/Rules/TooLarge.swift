/// A text too large, too long or too deep.
enum TooLarge: Rule {
  static let document = RuleDocument(
    "E110",
    "a text too large or too deep",
    checks: "At most 1 MiB, 200,000 values and brackets, and 64 levels of nesting.",
    matters: "No scenario needs more, and a reader that goes on can be made to stop for ever.",
    wrong: "name: " + String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
    right: "name: flat"
  )
}
