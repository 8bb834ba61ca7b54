/// An entry with no kind, or with several.
enum OneKind: Rule {
  static let document = RuleDocument(
    "E317",
    "not exactly one kind",
    checks: "An event is one of fomc, cpi, jobs and shock; other entries are of one kind too.",
    matters: "Two kinds have different laws and times of day.",
    wrong: "events:\n  - {id: december, fomc: 2025-12-10, cpi: 2025-12-18}",
    right: "events:\n  - {id: december, fomc: 2025-12-10}\n  - {id: prices, cpi: 2025-12-18}"
  )

  static func event(_ tree: SourceTree, _ kinds: [String]) -> Diagnostic {
    let second = kinds.count > 1 ? tree.entry(kinds[1])?.keyPlace : nil
    let list = kinds.map { "`\($0)`" }.joined(separator: " and ")
    return fault(
      kinds.isEmpty ? "the event has no kind" : "the event is of more than one kind: \(list)",
      at: second ?? tree.entry("id")?.place ?? tree.place,
      kinds.isEmpty ? "one of fomc, cpi, jobs or shock with its date is missing" : "a second kind",
      help: kinds.isEmpty ? "for example `fomc: 2025-12-10`" : "make two events of it"
    )
  }

  static func calendar(_ tree: SourceTree) -> Diagnostic {
    fault(
      "an entry of `calendar` has exactly one of fomc, cpi and jobs",
      at: tree.place,
      help: "for example `{cpi: 2026-02-13, to: 2026-02-11}`"
    )
  }

  static func realised(_ tree: SourceTree) -> Diagnostic {
    fault(
      "a realised return has exactly one of `asset` and `spread`",
      at: tree.place,
      help: "for example `{asset: sp-500, horizon: 2w, return: +5.1 %, source: \"…\"}`"
    )
  }
}
