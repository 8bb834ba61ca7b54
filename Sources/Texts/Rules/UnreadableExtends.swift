/// A file to extend that cannot be read.
enum UnreadableExtends: Rule {
  static let document = RuleDocument(
    "E501",
    "an extended file that cannot be read",
    checks: "The file named by `extends` exists and can be read.",
    matters: "Half of the scenario would be missing.",
    wrong: "extends: missing.yaml",
    right: "extends: base.yaml",
    others: ["base.yaml": "dovetail: 1\nreleases: listed\n"]
  )

  static func fault(_ source: LiteralSource, _ reason: String) -> Diagnostic {
    fault("cannot read `\(source.text)`: \(reason)", at: source.place, "named here")
  }
}
