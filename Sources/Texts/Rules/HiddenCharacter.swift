/// A character that hides or reorders what is read.
enum HiddenCharacter: Rule {
  static let document = RuleDocument(
    "E112",
    "an invisible character",
    checks: "No control characters, and none that hide or reverse text.",
    matters: "The file would mean something else than it shows.",
    wrong: "name: cut\u{202E}tuc",
    right: "name: cuttuc"
  )
}
