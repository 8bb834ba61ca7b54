/// A model file that cannot be read.
enum UnreadableModel: Rule {
  static let document = RuleDocument(
    "E506",
    "a model file that cannot be read",
    checks: "The file named by `model` exists and can be read.",
    matters: "There would be nothing to simulate with.",
    wrong: "model: ./missing.yaml",
    right: "model: us-equities"
  )

  static func fault(_ source: LiteralSource, _ reason: String) -> Diagnostic {
    fault("cannot read the model `\(source.text)`: \(reason)", at: source.place, "named here")
  }
}
