/// An event of the extended file replaced without a word.
enum UnsaidOverride: Rule {
  static let document = RuleDocument(
    "E504",
    "an event replaced without `override: true`",
    checks: "Replacing an event of the extended file is said by `override: true`.",
    matters: "An id used by chance would make another event vanish.",
    wrong: "extends: base.yaml\nevents:\n  - {id: december, fomc: 2025-12-10}",
    right: "extends: base.yaml\nevents:\n  - {id: december, fomc: 2025-12-10, override: true}",
    others: [
      "base.yaml":
        "dovetail: 1\nevents:\n  - {id: december, fomc: 2025-12-10, surprise: +5bp}\n"
    ]
  )

  static func fault(_ item: SourceTree, _ id: SourceTree.Entry, _ earlier: SourceTree) -> Diagnostic
  {
    let last = item.entries?.last?.value.place.end ?? item.place.end
    let separator =
      item.isFlow ? ", " : "\n" + String(repeating: " ", count: item.indentation)
    return fault(
      "`\(id.value.text ?? "")` is an event of the extended file",
      at: last,
      "`override: true` is missing",
      also: [
        .init(id.value.place, "the same id"),
        .init(earlier["id"]?.place ?? earlier.place, "in the extended file"),
      ],
      help: "say that it is replaced, or give it another id",
      replacement: separator + "override: true"
    )
  }
}
