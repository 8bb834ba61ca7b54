/// A key that belongs to events of another kind.
enum ForeignKey: Rule {
  static let document = RuleDocument(
    "E309",
    "a key of another kind of event",
    checks: "Decisions have `priced` and `path`, releases `consensus`, shocks `impulse`.",
    matters: "What does not belong to the event would be ignored.",
    wrong: "events:\n  - {id: december, fomc: 2025-12-10, consensus: {-25bp: 92 %, 0bp: rest}}",
    right: "events:\n  - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}}"
  )

  /// The kinds of events that have a key.
  static let kinds: [String: [String]] = [
    "priced": ["fomc"], "path": ["fomc"], "consensus": ["cpi", "jobs"],
    "outcome": ["fomc", "cpi", "jobs"], "surprise": ["fomc", "cpi", "jobs"],
    "impulse": ["shock"], "because": ["shock"], "spread-over": ["shock"], "isolate": ["shock"],
  ]

  static func fault(
    _ entry: SourceTree.Entry,
    _ kind: String,
    _ kinds: [String],
    in tree: SourceTree
  ) -> Diagnostic {
    let owners = kinds.map { "`\($0)`" }.joined(separator: " and ")
    let twins = ["priced": "consensus", "consensus": "priced"]
    let better = twins[entry.key].flatMap { twin in
      Self.kinds[twin]?.contains(kind) == true && tree[twin] == nil ? twin : nil
    }
    return fault(
      "`\(entry.key)` does not belong to `\(kind)`",
      at: entry.keyPlace,
      "a key of \(owners)",
      help: better == nil ? "leave it out" : "write",
      replacement: better
    )
  }

  /// A shock that moves nothing.
  static func noImpulse(_ tree: SourceTree) -> Diagnostic {
    fault(
      "a shock needs an `impulse`: what does it move?",
      at: tree["shock"]?.place ?? tree.place,
      "moves nothing",
      help: "for example `impulse: {market: -5 %}`"
    )
  }
}
