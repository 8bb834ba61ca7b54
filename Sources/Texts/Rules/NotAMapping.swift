/// A file that is empty or no mapping.
enum NotAMapping: Rule {
  static let document = RuleDocument(
    "E115",
    "a file that is no scenario",
    checks: "A scenario is a mapping of keys to values.",
    matters: "Without keys there is nothing to read.",
    wrong: "- dovetail: 1",
    right: RuleDocument.usualHead,
    head: ""
  )

  static func fault(_ root: SourceTree) -> Diagnostic {
    fault(
      "the file holds \(root.shapeName) where a scenario is a mapping of keys to values",
      at: SourcePlace(
        path: root.place.path,
        range: SourceRange(root.place.range.lower, root.place.range.lower)
      ),
      "a key is expected here",
      help: "begin with `dovetail: 1` and `asof: 2025-12-05`"
    )
  }

  static func emptyFile(_ file: SourceFile) -> Diagnostic {
    fault(
      "the file is empty",
      at: SourcePlace(path: file.path, range: SourceRange(0, 0)),
      "a key is expected here",
      help: "begin with `dovetail: 1` and `asof: 2025-12-05`"
    )
  }
}
