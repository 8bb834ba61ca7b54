import Domain

/// A day without the release that is said to be on it.
enum NoRelease: Rule {
  static let document = RuleDocument(
    "E305",
    "no release on this day",
    checks: "Consumer prices and employment come out on their published or expected days.",
    matters: "A release on another day would happen twice: as yours and as the calendar's.",
    wrong: "events:\n  - {id: november-prices, cpi: 2025-12-17}",
    right: "events:\n  - {id: november-prices, cpi: 2025-12-18}"
  )

  static func fault(
    _ kind: TradingCalendar.Kind,
    _ date: TradingDate,
    at place: SourcePlace,
    near: String?,
    notes: [String]
  ) -> Diagnostic {
    let word = kind.rawValue
    return fault(
      "there is no `\(word)` release on \(date)",
      at: place,
      "not in the calendar",
      notes: notes,
      help: near == nil
        ? "another day is set by `calendar: {moved: [{\(word): …, to: \(date)}]}`"
        : "did you mean",
      replacement: near
    )
  }
}
