/// Core inflation month on month and year on year in one release.
enum TwoOfOneSeries: Rule {
  static let document = RuleDocument(
    "E322",
    "core-mom and core-yoy in one release",
    checks: "A release of prices has one of `core-mom` and `core-yoy`.",
    matters: "A y/y surprise is that month's m/m surprise, so the two could contradict.",
    wrong: """
      events:
        - {id: prices, cpi: 2025-12-18, consensus: {core-mom: 0.3 %, core-yoy: 3.0 %}}
      """,
    right: """
      events:
        - {id: prices, cpi: 2025-12-18, consensus: {core-yoy: 3.0 %}}
      """
  )

  static func fault(_ tree: SourceTree) -> Diagnostic {
    let parts = ["consensus", "outcome", "surprise"].compactMap { tree[$0]?.entries }
    let monthly = parts.joined().first { $0.key == "core-mom" }?.keyPlace
    let yearly = parts.joined().first { $0.key == "core-yoy" }?.keyPlace
    let (first, second) =
      (monthly?.range.lower ?? 0) < (yearly?.range.lower ?? 0)
      ? (monthly, yearly) : (yearly, monthly)
    return fault(
      "`core-mom` and `core-yoy` are one surprise",
      at: second ?? tree.place,
      "one of them too much",
      also: [first.map { .init($0, "the other") }].compactMap { $0 },
      help: "keep one of them"
    )
  }
}
