/// A word that is none of those a key takes.
enum UnknownWord: Rule {
  static let document = RuleDocument(
    "E214",
    "none of the words a key takes",
    checks: "Some keys take one of a few words.",
    matters: "Another word would have to be guessed at.",
    wrong: "releases: al",
    right: "releases: all"
  )

  static func fault(
    _ source: LiteralSource,
    _ noun: String,
    _ words: [String]
  ) -> Diagnostic {
    let near = Suggestion.nearest(to: source.text, in: words)
    let list = words.map { "`\($0)`" }.joined(separator: ", ")
    return fault(
      "`\(source.text)` is not \(noun)",
      at: source.place,
      "one of \(list)",
      help: near == nil ? nil : "did you mean",
      replacement: near
    )
  }
}
