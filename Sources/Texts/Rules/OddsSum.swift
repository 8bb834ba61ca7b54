/// Odds that leave something unassigned, or assign too much.
enum OddsSum: Rule {
  static let document = RuleDocument(
    "E203",
    "odds do not sum to 100 %",
    checks: "The odds of all outcomes sum to exactly 100 %, or one of them is `rest`.",
    matters: "Missing odds belong to an outcome that was forgotten.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 70 %, -50bp: 25 %}}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: rest, -50bp: 25 %}}
      """
  )

  /// One outcome with its odds; nil stands for `rest`.
  typealias Entry = (outcome: String, odds: ExactNumber?)

  /// The finding where the odds do not sum; nil where they do.
  static func check(_ entries: [Entry], at place: SourcePlace) -> Diagnostic? {
    let given = entries.compactMap(\.odds)
    let hundred = ExactNumber(100)
    let sum = given.reduce(ExactNumber(0)) { ExactNumber.sum($0, $1) ?? $0 }
    let hasRest = given.count < entries.count
    guard hasRest ? sum > hundred : sum != hundred else { return nil }
    let gap = ExactNumber.sum(hundred, -sum) ?? ExactNumber(0)
    let label =
      gap.digits > 0 ? "\(gap.text) % is unassigned" : "\((-gap).text) % too much"
    let verb = hasRest ? "odds beside `rest` sum to" : "odds sum to"
    return fault(
      "\(verb) \(sum.text) %, not 100 %",
      at: place,
      label,
      help: "let one of them take what is left",
      replacement: mended(entries)
    )
  }

  /// The same line with `rest` on the largest entry; nil where even then it is too much.
  private static func mended(_ entries: [Entry]) -> String? {
    let odds = entries.map { $0.odds ?? ExactNumber(0) }
    guard let largest = odds.indices.max(by: { odds[$0] < odds[$1] }) else { return nil }
    let others = odds.indices.filter { $0 != largest }
    let sum = others.reduce(ExactNumber(0)) { ExactNumber.sum($0, odds[$1]) ?? $0 }
    guard sum <= ExactNumber(100) else { return nil }
    let parts = entries.indices.map { index in
      let value = index == largest ? "rest" : "\(odds[index].text) %"
      return "\(entries[index].outcome): \(value)"
    }
    return "{" + parts.joined(separator: ", ") + "}"
  }
}
