import Domain

/// A day on which the exchange is closed.
enum ClosedDay: Rule {
  static let document = RuleDocument(
    "E301",
    "a day on which the market is closed",
    checks: "`asof` and the days of events are trading days of the New York Stock Exchange.",
    matters: "Nothing can be priced on such a day.",
    wrong: "asof: 2025-12-07",
    right: "asof: 2025-12-05",
    head: RuleDocument.bareHead
  )

  static func check(
    _ date: TradingDate,
    _ calendar: TradingCalendar,
    _ noun: String,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard !calendar.isTradingDay(date) else { return nil }
    let reason =
      switch date.weekday {
      case 5: "a Saturday"
      case 6: "a Sunday"
      default: "a holiday of the exchange"
      }
    let isBefore = noun == "asof"
    let best =
      isBefore ? calendar.tradingDay(onOrBefore: date) : calendar.tradingDay(after: date)
    return fault(
      "\(date) is \(reason); \(isBefore ? "`asof` is a trading day" : "\(noun) needs an open market")",
      at: place,
      "the market is closed",
      help: isBefore ? "take the close before" : "take the next open day",
      replacement: best.description
    )
  }
}
