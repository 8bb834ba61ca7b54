/// A law that does not exist.
enum ImpossibleLaw: Rule {
  static let document = RuleDocument(
    "E218",
    "a law that does not exist",
    checks: "A spread is not negative; Student's t has more than 2 degrees of freedom.",
    matters: "With 2 or fewer the standard deviation that is given does not exist.",
    wrong: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {technology: t2 -12 % ± 5 %}}",
    right: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {technology: t4 -12 % ± 5 %}}"
  )
}
