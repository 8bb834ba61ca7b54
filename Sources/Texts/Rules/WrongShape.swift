/// A list, a mapping or a single value where another is expected.
enum WrongShape: Rule {
  static let document = RuleDocument(
    "E114",
    "a value of the wrong shape",
    checks: "Each key takes a single value, a list or a mapping.",
    matters: "Another shape would have to be guessed at.",
    wrong: "asof: [2025-12-05]",
    right: "asof: 2025-12-05",
    head: "dovetail: 1\n"
  )

  static func fault(_ tree: SourceTree, _ row: KeyRow, _ entry: SourceTree.Entry?) -> Diagnostic {
    let wanted = [
      row.shape.contains(.scalar) ? "a single value" : nil,
      row.shape.contains(.list) ? "a list" : nil,
      row.shape.contains(.mapping) ? "a mapping" : nil,
    ].compactMap { $0 }.joined(separator: " or ")
    let single = tree.items?.count == 1 ? tree.items?.first?.text : nil
    let label = row.shape == .list ? "each entry of a list begins with `- `" : row.meaning
    return fault(
      "`\(row.key.replacing("[]", with: ""))` is \(wanted), not \(tree.shapeName)",
      at: entry?.keyPlace.path == tree.place.path && single == nil
        ? entry?.keyPlace ?? tree.place : tree.place,
      label,
      replacement: row.shape.contains(.scalar) ? single : nil
    )
  }

  /// Odds that are no single value.
  static func odds(_ entry: SourceTree.Entry) -> Diagnostic {
    fault(
      "the odds of `\(entry.key)` are \(entry.value.shapeName)",
      at: entry.keyPlace,
      "odds are a single value",
      help: "for example `\(entry.key): 70 %`"
    )
  }
}
