import Domain

/// A figure finer than it is published.
enum OffGrid: Rule {
  static let document = RuleDocument(
    "W201",
    "a figure finer than it is published",
    checks: "Prints are published in tenths of a percent, payrolls in thousands.",
    matters: "The figure will be rounded before its surprise is taken.",
    wrong: """
      events:
        - {id: prices, cpi: 2025-12-18, consensus: {core-yoy: 3.0 %}, outcome: {core-yoy: 3.14 %}}
      """,
    right: """
      events:
        - {id: prices, cpi: 2025-12-18, consensus: {core-yoy: 3.0 %}, outcome: {core-yoy: 3.1 %}}
      """
  )

  static func check(
    _ law: Law<Print>,
    _ series: ReleaseSeries,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard case .known(let print) = law else { return nil }
    let steps = print.magnitude / series.grid
    guard (steps - steps.rounded()).magnitude > 1e-6 else { return nil }
    let isCount = series == .payrolls
    let rounded = ExactNumber(digits: Int64(steps.rounded()), scale: isCount ? 0 : 1)
    let text = rounded.text + (isCount ? "k" : " %")
    return fault(
      "`\(series.rawValue)` is published as \(text)",
      at: place,
      "finer than the published grid",
      help: "write what will be published",
      replacement: text
    )
  }
}
