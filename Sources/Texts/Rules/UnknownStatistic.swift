/// A statistic that does not exist.
enum UnknownStatistic: Rule {
  static let document = RuleDocument(
    "E409",
    "an unknown statistic",
    checks: "Statistics are P, mean, median, sd, q01…q99, var50…, es50…es99.99, drawdown, rank.",
    matters: "The question would have no answer.",
    wrong: "ask:\n  - medain(sp-500 at 1w)",
    right: "ask:\n  - median(sp-500 at 1w)"
  )

  static func fault(_ name: String, at place: SourcePlace) -> Diagnostic {
    let names = [
      "P", "mean", "median", "sd", "q01", "q05", "q25", "q75", "q95", "q99", "var95", "es95",
      "es99", "drawdown", "rank",
    ]
    let near = Suggestion.nearest(to: name, in: names)
    return fault(
      "there is no statistic `\(name)`",
      at: place,
      "unknown statistic",
      help: near == nil ? "known: " + names.joined(separator: ", ") : "did you mean",
      replacement: near
    )
  }
}
