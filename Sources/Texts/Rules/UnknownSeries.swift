import Domain

/// A series that the key does not take.
enum UnknownSeries: Rule {
  static let document = RuleDocument(
    "E408",
    "an unknown series",
    checks: "`state` takes the published series and levels of assets, a release its own series.",
    matters: "A figure for another series would be ignored.",
    wrong: "events:\n  - {id: prices, cpi: 2025-12-18, consensus: {core-yo: 3.0 %}}",
    right: "events:\n  - {id: prices, cpi: 2025-12-18, consensus: {core-yoy: 3.0 %}}"
  )

  static func release(_ entry: SourceTree.Entry, _ series: [ReleaseSeries]) -> Diagnostic {
    let names = series.map(\.rawValue)
    return unknown(entry, names, names, "series of this release")
  }

  static func state(
    _ entry: SourceTree.Entry,
    _ series: [String],
    _ assets: [String]
  ) -> Diagnostic {
    unknown(entry, series + assets, series + ["levels of assets"], "series of `state`")
  }

  private static func unknown(
    _ entry: SourceTree.Entry,
    _ names: [String],
    _ shown: [String],
    _ noun: String
  ) -> Diagnostic {
    let near = Suggestion.nearest(to: entry.key, in: names)
    return fault(
      "there is no series `\(entry.key)` here",
      at: entry.keyPlace,
      "unknown series",
      help: near == nil ? "\(noun): " + shown.joined(separator: ", ") : "did you mean",
      replacement: near
    )
  }
}
