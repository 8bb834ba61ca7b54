import Domain

/// A figure of a release that does not name its series.
enum NeedsSeries: Rule {
  static let document = RuleDocument(
    "E328",
    "a figure without its series",
    checks: "`consensus`, `outcome` and `surprise` of a release are mappings by series.",
    matters: "3.0 % can be core inflation on the year, or unemployment.",
    wrong: "events:\n  - {id: prices, cpi: 2025-12-18, consensus: 3.0 %}",
    right: "events:\n  - {id: prices, cpi: 2025-12-18, consensus: {core-yoy: 3.0 %}}"
  )

  static func fault(
    _ key: String,
    _ value: SourceTree,
    _ series: [ReleaseSeries]
  ) -> Diagnostic {
    let names = series.map { "`\($0.rawValue)`" }.joined(separator: " and ")
    let text = value.text ?? ""
    if text == "none" {
      return fault(
        "`\(key): none`: a release always has a level before it",
        at: value.place,
        "a print of 3.1 % is no surprise of 3.1 points",
        help: "leave `consensus` out and give `surprise` by series: \(names)"
      )
    }
    let isCount = text.hasSuffix("k")
    let name = series.contains(.coreYearly) ? "core-yoy" : isCount ? "payrolls" : "unemployment"
    return fault(
      "`\(key)` of which series? \(names)",
      at: value.place,
      "a mapping by series is expected",
      replacement: "{\(name): \(text)}"
    )
  }
}
