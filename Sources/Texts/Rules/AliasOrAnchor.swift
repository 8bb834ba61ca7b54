/// A repetition by reference.
enum AliasOrAnchor: Rule {
  static let document = RuleDocument(
    "E107",
    "an alias or an anchor",
    checks: "Values are written out; `&` and `*` are not read.",
    matters: "Copies by reference can grow without bound and hide what a line says.",
    wrong: "state: &today {vix: 15.4}",
    right: "state: {vix: 15.4}"
  )
}
