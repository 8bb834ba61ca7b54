/// A version of the language this program does not read.
enum UnknownVersion: Rule {
  static let document = RuleDocument(
    "E411",
    "an unknown version of the language",
    checks: "`dovetail` is 1.",
    matters: "Another version may mean something else by the same words.",
    wrong: "dovetail: 2\nasof: 2025-12-05",
    right: "dovetail: 1\nasof: 2025-12-05",
    head: ""
  )

  static func fault(_ source: LiteralSource) -> Diagnostic {
    fault(
      "version `\(source.text)` of the language is not known; this program reads version 1",
      at: source.place,
      "1 is expected",
      replacement: "1"
    )
  }
}
