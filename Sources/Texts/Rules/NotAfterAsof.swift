import Domain

/// A date that has passed.
enum NotAfterAsof: Rule {
  static let document = RuleDocument(
    "E302",
    "a date that is not after `asof`",
    checks: "Events and horizons lie after the close of `asof`.",
    matters: "What happened on `asof` or before is in the prices.",
    wrong: "events:\n  - {id: crash, shock: 2025-12-05, impulse: {market: -5 %}}",
    right: "events:\n  - {id: crash, shock: 2025-12-08, impulse: {market: -5 %}}"
  )

  static func check(
    _ date: TradingDate,
    _ asof: TradingDate?,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard let asof, date <= asof else { return nil }
    return fault(
      "\(date) is \(date == asof ? "`asof` itself" : "before `asof`"); an event comes after the "
        + "close of \(asof)",
      at: place,
      "in the past",
      help: "take a later date, or an earlier `asof`"
    )
  }

  static func horizon(
    _ source: LiteralSource,
    _ horizon: Horizon,
    _ asof: TradingDate
  ) -> Diagnostic {
    fault(
      "the horizon `\(source.text)` is \(horizon.date), not after \(asof)",
      at: source.place,
      "nothing has happened by then",
      help: "take a later one"
    )
  }
}
