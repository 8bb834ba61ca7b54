import Domain

/// Open events beyond the built-in calendar.
enum CalendarEnds: Rule {
  static let document = RuleDocument(
    "E314",
    "a scenario beyond the calendar",
    checks: "With `releases: all`, `asof` and the last horizon lie in the calendar's years.",
    matters: "Outside them no decision or release is known, and open events would be missing.",
    wrong: "horizons: [3y]\nreleases: all",
    right: "horizons: [3y]\nreleases: listed",
    head: "dovetail: 1\nasof: 2025-12-05\n"
  )

  static func check(
    asof: TradingDate,
    last: TradingDate,
    _ root: SourceTree
  ) -> Diagnostic? {
    let years = TradingCalendar.builtInYears
    guard !years.contains(asof.civil.year) || !years.contains(last.civil.year) else { return nil }
    let span = "\(years.lowerBound)–\(years.upperBound)"
    let late = years.contains(asof.civil.year) ? last : asof
    let message = "\(late) is outside the calendar of releases, which is built in for \(span)"
    if let releases = root["releases"] {
      return fault(
        message,
        at: releases.place,
        "`all` needs the calendar",
        help: "write",
        replacement: "listed"
      )
    }
    return fault(
      message,
      at: root.place.end,
      "open events need the calendar",
      help: "simulate the listed events only",
      replacement: root.isFlow ? nil : "\nreleases: listed"
    )
  }
}
