/// A model that is not built in.
enum UnknownModel: Rule {
  static let document = RuleDocument(
    "E404",
    "an unknown model",
    checks: "`model` is the name of a built-in model or the path of a model file.",
    matters: "There would be nothing to simulate with.",
    wrong: "model: us-equitys",
    right: "model: us-equities"
  )

  static func fault(_ text: String, known: [String], at place: SourcePlace) -> Diagnostic {
    let near = Suggestion.nearest(to: text, in: known)
    let list = known.map { "`\($0)`" }.joined(separator: ", ")
    return fault(
      "there is no built-in model `\(text)`",
      at: place,
      "built in: \(list)",
      help: near == nil ? "a file is named by its path, such as `./my-model.yaml`" : "did you mean",
      replacement: near
    )
  }
}
