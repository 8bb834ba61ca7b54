/// A list or mapping with nothing in it where something is needed.
enum EmptyList: Rule {
  static let document = RuleDocument(
    "E326",
    "an empty list",
    checks: "Horizons, odds, consensus and impulses hold at least one entry.",
    matters: "Nothing could be read, drawn or moved.",
    wrong: "horizons: []",
    right: "horizons: [1w]",
    head: "dovetail: 1\nasof: 2025-12-05\n"
  )

  static func fault(_ noun: String, at place: SourcePlace) -> Diagnostic {
    fault("\(noun) is empty", at: place, "at least one entry is needed")
  }
}
