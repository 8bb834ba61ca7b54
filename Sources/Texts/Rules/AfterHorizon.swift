import Domain

/// An event after everything has been read.
enum AfterHorizon: Rule {
  static let document = RuleDocument(
    "E303",
    "an event after the last horizon",
    checks: "Every event takes place by the last horizon.",
    matters: "What comes later changes no result, and its author expects that it does.",
    wrong: "events:\n  - {id: january, fomc: 2026-01-28}",
    right: "events:\n  - {id: january, fomc: 2026-01-28}\nask:\n  - median(sp-500 at 3mo)"
  )

  static func check(
    _ date: TradingDate,
    _ last: TradingDate?,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard let last, date > last else { return nil }
    return fault(
      "\(date) is after the last horizon, \(last)",
      at: place,
      "nothing is read after it",
      help: "add a longer horizon, or drop the event"
    )
  }

  static func check(
    spreadEnd: TradingDate,
    _ last: TradingDate?,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard let last, spreadEnd > last else { return nil }
    return fault(
      "the shock is spread until \(spreadEnd), after the last horizon, \(last)",
      at: place,
      "a part of it would never be seen",
      help: "add a longer horizon, or spread it over less"
    )
  }
}
