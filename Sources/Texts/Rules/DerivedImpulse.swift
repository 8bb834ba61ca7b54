import Domain

/// A shock to an asset that is computed from others.
enum DerivedImpulse: Rule {
  static let document = RuleDocument(
    "E325",
    "a shock to an asset that is computed from others",
    checks: "Impulses move factors, lists and assets that move by themselves.",
    matters: "An index is the sum of its sectors; moving it alone is impossible.",
    wrong: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {sp-500: -5 %}}",
    right: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {market: -5 %}}"
  )

  static func fault(
    _ entry: SourceTree.Entry,
    _ asset: String,
    _ model: MarketModel
  ) -> Diagnostic {
    let isBenchmark = asset == model.benchmark
    let hasMarket = model.factors.contains { $0.name == "market" }
    return fault(
      "`\(entry.key)` is computed from other assets and cannot be moved by itself",
      at: entry.keyPlace,
      "not an asset of its own",
      help: isBenchmark && hasMarket ? "move the market" : "move the assets it is made of",
      replacement: isBenchmark && hasMarket ? "market" : nil
    )
  }
}
