/// `override: true` where nothing is replaced.
enum NothingToOverride: Rule {
  static let document = RuleDocument(
    "E505",
    "`override` of nothing",
    checks: "The extended file has an event of the id that is replaced.",
    matters: "With a mistyped id both events would take place.",
    wrong: "extends: base.yaml\nevents:\n  - {id: decembre, fomc: 2025-12-10, override: true}",
    right: "extends: base.yaml\nevents:\n  - {id: december, fomc: 2025-12-10, override: true}",
    others: [
      "base.yaml":
        "dovetail: 1\nevents:\n  - {id: december, fomc: 2025-12-10, surprise: +5bp}\n"
    ]
  )

  static func fault(_ id: SourceTree.Entry, known: [String]) -> Diagnostic {
    let text = id.value.text ?? ""
    let near = Suggestion.nearest(to: text, in: known)
    return fault(
      "no extended file has an event `\(text)` to replace",
      at: id.value.place,
      "replaces nothing",
      help: near == nil ? "leave `override` out" : "did you mean",
      replacement: near
    )
  }

  /// `override` in a file that extends none.
  static func needless(_ entry: SourceTree.Entry) -> Diagnostic {
    fault(
      "`override` in a file that extends no other",
      at: entry.place,
      "replaces nothing",
      help: "leave it out"
    )
  }
}
