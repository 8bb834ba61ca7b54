import Domain

/// Two horizons on one day.
enum SameHorizon: Rule {
  static let document = RuleDocument(
    "E318",
    "the same horizon twice",
    checks: "Each horizon is another day, after rolling to trading days.",
    matters: "The second would repeat the first in every table.",
    wrong: "horizons: [1w, 5bd]",
    right: "horizons: [1w, 1mo]",
    head: "dovetail: 1\nasof: 2025-12-05\n"
  )

  static func fault(
    _ horizon: Horizon,
    at place: SourcePlace,
    _ earlier: Horizon,
    _ earlierPlace: SourcePlace
  ) -> Diagnostic {
    fault(
      "`\(horizon.label)` and `\(earlier.label)` are the same day, \(horizon.date)",
      at: place,
      "the second",
      also: [.init(earlierPlace, "the first")],
      help: "leave one of them out"
    )
  }
}
