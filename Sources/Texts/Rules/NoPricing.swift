import Domain

/// An outcome without what was expected.
enum NoPricing: Rule {
  static let document = RuleDocument(
    "E307",
    "an outcome without what was expected",
    checks: "An event with an `outcome` says what was priced, or the consensus.",
    matters: "Prices move on the surprise, outcome less expectation, not on the outcome.",
    wrong: "events:\n  - {id: december, fomc: 2025-12-10, outcome: -25bp}",
    right: "events:\n  - {id: december, fomc: 2025-12-10, priced: none, outcome: -25bp}"
  )

  static func decision(_ tree: SourceTree) -> Diagnostic? {
    guard let outcome = tree.entry("outcome"), tree["priced"] == nil else { return nil }
    return fault(
      "`outcome` without `priced`: what did the market expect?",
      at: start(of: outcome),
      "the surprise is outcome less priced",
      help: "give the odds that were priced, or say that all of it is surprise",
      replacement: "priced: none" + separator(tree, outcome)
    )
  }

  static func release(
    _ tree: SourceTree,
    _ series: ReleaseSeries,
    _ law: Law<Print>
  ) -> Diagnostic {
    guard let outcome = tree.entry("outcome") else {
      return fault("no consensus", at: tree.place)
    }
    let unit = series == .payrolls ? "k" : " %"
    let grid = (law.mean.magnitude / series.grid).rounded()
    let mean = ExactNumber(digits: Int64(grid), scale: series == .payrolls ? 0 : 1)
    let value = "\(series.rawValue): \(mean.text)\(unit)"
    if let consensus = tree["consensus"], let last = consensus.entries?.last {
      return fault(
        "`outcome` has `\(series.rawValue)`, and `consensus` has not",
        at: last.value.place.end,
        "what was expected?",
        also: [.init(outcome.keyPlace, "the surprise is outcome less consensus")],
        help: "give the consensus, here as no surprise",
        replacement: consensus.isFlow ? ", " + value : nil
      )
    }
    return fault(
      "`outcome` without `consensus`: what was expected?",
      at: start(of: outcome),
      "the surprise is outcome less consensus",
      help: "give the consensus, here as no surprise, or write `surprise` instead of `outcome`",
      replacement: "consensus: {\(value)}" + separator(tree, outcome)
    )
  }

  /// The empty place before a key, where another can be written.
  private static func start(of entry: SourceTree.Entry) -> SourcePlace {
    let lower = entry.keyPlace.range.lower
    return SourcePlace(path: entry.keyPlace.path, range: SourceRange(lower, lower))
  }

  /// What stands between two keys of a mapping; in a block, the indentation of all its keys.
  private static func separator(_ tree: SourceTree, _ entry: SourceTree.Entry) -> String {
    tree.isFlow ? ", " : "\n" + String(repeating: " ", count: tree.indentation)
  }
}
