/// A range whose ends stand in the wrong order.
enum ReversedRange: Rule {
  static let document = RuleDocument(
    "E217",
    "a range that does not rise",
    checks: "The lower end of a range stands first and below the other.",
    matters: "One of the two ends is a slip.",
    wrong: "state: {fed-funds: 4.00..3.75 %}",
    right: "state: {fed-funds: 3.75..4.00 %}"
  )
}
