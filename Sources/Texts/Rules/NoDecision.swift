import Domain

/// A day without a decision of the FOMC.
enum NoDecision: Rule {
  static let document = RuleDocument(
    "E304",
    "no FOMC decision on this day",
    checks: "A decision takes place on the last day of a scheduled meeting.",
    matters: "A day off is the commonest slip, and moves the event past its reaction.",
    wrong: "events:\n  - {id: december, fomc: 2025-12-11}",
    right: "events:\n  - {id: december, fomc: 2025-12-10}"
  )

  static func fault(
    _ date: TradingDate,
    at place: SourcePlace,
    near: String?,
    notes: [String]
  ) -> Diagnostic {
    fault(
      "there is no FOMC decision on \(date)",
      at: place,
      "not in the calendar",
      notes: notes,
      help: near == nil
        ? "an unscheduled one is added by `calendar: {added: [{fomc: \(date)}]}`" : "did you mean",
      replacement: near
    )
  }
}
