/// A key without a value.
enum EmptyValue: Rule {
  static let document = RuleDocument(
    "E116",
    "a key without a value",
    checks: "Every key has a value; what is not wanted is left out.",
    matters: "An empty value would be read as nothing, or as a forgotten one.",
    wrong: "question:",
    right: "question: Does a cut help?"
  )

  static func fault(
    _ row: KeyRow,
    _ entry: SourceTree.Entry?,
    at place: SourcePlace
  ) -> Diagnostic {
    guard let entry else { return fault("an empty entry", at: place, "a value is expected") }
    return fault(
      "`\(entry.key)` has no value",
      at: entry.keyPlace,
      row.meaning.isEmpty ? "a value is expected" : row.meaning,
      help: "write a value, or leave the key out"
    )
  }

  /// An entry of a name of the author's without a value.
  static func series(_ entry: SourceTree.Entry) -> Diagnostic {
    fault(
      "`\(entry.key)` has no value",
      at: entry.keyPlace,
      "a value is expected",
      help: "write a value, or leave the entry out"
    )
  }
}
