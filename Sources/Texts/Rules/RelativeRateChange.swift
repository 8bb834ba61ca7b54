/// A change of a rate in percent, which could be relative or in points.
enum RelativeRateChange: Rule {
  static let document = RuleDocument(
    "E205",
    "a change of a rate in percent",
    checks: "Changes of rates are written in basis points or percentage points.",
    matters: "−0.25 % of a rate of 4 % is one basis point; −0.25 points are twenty-five.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: none, outcome: -0.25 %}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: none, outcome: -25bp}
      """
  )

  static func fault(
    _ cursor: LiteralCursor,
    _ start: Int,
    _ number: ExactNumber,
    _ units: [(unit: Unit, power: Int)],
    isSpread: Bool
  ) -> Diagnostic {
    let text = cursor.text(from: start)
    let points = units.first?.unit == .points
    let best = points ? "\(number.text)pp" : "\(number.shifted(by: 2).text)bp"
    return fault(
      "`\(text)` of a rate: a relative change, or points?",
      at: cursor.place(from: start),
      isSpread ? "a spread of a rate is in pp or bp" : "a change of a rate is in bp or pp",
      help: "write points",
      replacement: cursor.replacement(best)
    )
  }
}
