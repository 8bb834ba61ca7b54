import Domain

/// A release that does not take place.
enum CancelledRelease: Rule {
  static let document = RuleDocument(
    "E306",
    "a release that is cancelled",
    checks: "A cancelled release is no event.",
    matters: "Its figures never came out, so no price reacted to them.",
    wrong: """
      calendar: {cancelled: [{jobs: 2025-12-16}]}
      events:
        - {id: november-jobs, jobs: 2025-12-16}
      """,
    right: "calendar: {cancelled: [{jobs: 2025-12-16}]}"
  )

  /// Scheduled before the shutdown of autumn 2025 and never published.
  private static let never: [(TradingCalendar.Kind, String)] = [
    (.cpi, "2025-11-13"), (.jobs, "2025-11-07"),
  ]

  static func check(
    _ kind: TradingCalendar.Kind,
    _ date: TradingDate,
    _ cancelled: [TradingCalendar.Entry],
    at place: SourcePlace
  ) -> Diagnostic? {
    let byScenario = cancelled.contains { $0.kind == kind && $0.date == date }
    let byAgency = never.contains { $0.0 == kind && $0.1 == date.description }
    guard byScenario || byAgency else { return nil }
    return fault(
      "the `\(kind.rawValue)` release of \(date) is cancelled",
      at: place,
      byScenario ? "`calendar` cancels or moves it" : "not published in the shutdown of 2025",
      help: "drop the event, or give the day it comes out"
    )
  }
}
