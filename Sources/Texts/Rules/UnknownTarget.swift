import Domain

/// A name that no shock can move.
enum UnknownTarget: Rule {
  static let document = RuleDocument(
    "E403",
    "a shock to something unknown",
    checks: "A shock moves factors, ten-year, lists and assets of the model.",
    matters: "Nothing would move.",
    wrong: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {markets: -5 %}}",
    right: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {market: -5 %}}"
  )

  static func fault(_ entry: SourceTree.Entry, _ model: MarketModel) -> Diagnostic {
    let lines = model.assets.filter { $0.derivation == .line }.map(\.asset.name)
    let names = model.factors.map(\.name) + ["ten-year"] + model.lists.map(\.name)
    let near = Suggestion.nearest(to: entry.key, in: names + lines)
    return fault(
      "`\(entry.key)` is no factor, list or asset of the model",
      at: entry.keyPlace,
      "unknown name",
      help: near == nil
        ? "factors and lists: \(names.joined(separator: ", ")); or an asset" : "did you mean",
      replacement: near
    )
  }
}
