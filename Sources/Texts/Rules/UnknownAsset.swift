/// A name that is no asset of the model.
enum UnknownAsset: Rule {
  static let document = RuleDocument(
    "E402",
    "an unknown asset",
    checks: "Assets are those of the model, by name or by the ticker of their fund.",
    matters: "A mistyped name would silently be another asset, or none.",
    wrong: "ask:\n  - median(russel-2000 at 1w)",
    right: "ask:\n  - median(russell-2000 at 1w)"
  )

  static func fault(
    _ text: String,
    at place: SourcePlace,
    known: [String],
    aliases: [String]
  ) -> Diagnostic {
    let near = Suggestion.nearest(to: text, in: known + aliases.sorted())
    return fault(
      "there is no asset `\(text)` in the model",
      at: place,
      "unknown asset",
      help: near == nil ? "known assets: " + known.joined(separator: ", ") : "did you mean",
      replacement: near
    )
  }
}
