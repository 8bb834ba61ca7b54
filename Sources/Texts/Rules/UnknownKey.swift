/// A key the language does not have.
enum UnknownKey: Rule {
  static let document = RuleDocument(
    "E401",
    "an unknown key",
    checks: "Every key is one of the language's, or a name the model knows.",
    matters: "A mistyped key would be ignored, and its meaning lost.",
    wrong: "horizon: [1w]",
    right: "horizons: [1w]",
    head: "dovetail: 1\nasof: 2025-12-05\n"
  )

  static func fault(
    _ entry: SourceTree.Entry,
    near: String?,
    path: String,
    known: [String]
  ) -> Diagnostic {
    let place = path.isEmpty ? "" : " in `\(path.replacing("[]", with: ""))`"
    return fault(
      "there is no key `\(entry.key)`\(place)",
      at: entry.keyPlace,
      "unknown key",
      help: near == nil ? "known keys: " + known.joined(separator: ", ") : "did you mean",
      replacement: near
    )
  }
}
