/// Decisions and releases of 2025 to 2027: published dates, then the agencies' usual rules.
extension TradingCalendar {
  package static let builtIn: TradingCalendar = {
    let open = TradingCalendar(entries: [])
    return TradingCalendar(
      entries: decisions + pricesPublished + jobsPublished
        + expectedJobs(open) + expectedPrices(open)
    )
  }()

  /// Last days of FOMC meetings, as published by the Board of Governors.
  private static let decisions = entries(
    .fomc,
    [
      (2025, [(1, 29), (3, 19), (5, 7), (6, 18), (7, 30), (9, 17), (10, 29), (12, 10)]),
      (2026, [(1, 28), (3, 18), (4, 29), (6, 17), (7, 29), (9, 16), (10, 28), (12, 9)]),
      (2027, [(1, 27), (3, 17), (4, 28), (6, 9), (7, 28), (9, 15), (10, 27), (12, 8)]),
    ]
  )

  /// Consumer prices, as published by the Bureau of Labor Statistics.
  private static let pricesPublished = entries(
    .cpi,
    [
      (
        2025,
        [
          (1, 15), (2, 12), (3, 12), (4, 10), (5, 13), (6, 11), (7, 15), (8, 12), (9, 11),
          (10, 24), (12, 18),
        ]
      ),
      (2026, [(1, 13), (2, 13), (3, 11), (4, 10), (5, 12), (6, 10), (7, 14)]),
    ]
  )

  /// The employment situation, as published by the Bureau of Labor Statistics.
  private static let jobsPublished = entries(
    .jobs,
    [
      (
        2025,
        [
          (1, 10), (2, 7), (3, 7), (4, 4), (5, 2), (6, 6), (7, 3), (8, 1), (9, 5), (11, 20),
          (12, 16),
        ]
      ),
      (2026, [(1, 9), (2, 11)]),
    ]
  )

  private static func entries(_ kind: Kind, _ years: [(Int, [(Int, Int)])]) -> [Entry] {
    years.flatMap { year, days in
      days.compactMap { month, day in
        TradingDate(year: year, month: month, day: day).map { Entry(date: $0, kind: kind) }
      }
    }
  }

  /// The third Friday after the week, Sunday to Saturday, that contains the 12th of the month
  /// before; the day before on a holiday; a week later if it falls on 1 to 3 January.
  private static func expectedJobs(_ calendar: TradingCalendar) -> [Entry] {
    expectedMonths(from: (2026, 2)).compactMap { year, month in
      guard let twelfth = TradingDate(year: year, month: month, day: 12) else { return nil }
      let saturday = twelfth.adding(days: (12 - twelfth.weekday) % 7)
      var friday = saturday.adding(days: 20)
      if friday.civil.month == 1 && friday.civil.day <= 3 { friday = friday.adding(days: 7) }
      if !calendar.isTradingDay(friday) { friday = friday.adding(days: -1) }
      return Entry(date: friday, kind: .jobs, isExpected: true)
    }
  }

  /// The second Wednesday of the following month.
  private static func expectedPrices(_ calendar: TradingCalendar) -> [Entry] {
    expectedMonths(from: (2026, 7)).compactMap { year, month in
      guard let first = TradingDate(year: year, month: month, day: 1)?.adding(months: 1) else {
        return nil
      }
      let wednesday = first.adding(days: (9 - first.weekday) % 7 + 7)
      return Entry(
        date: calendar.tradingDay(onOrBefore: wednesday),
        kind: .cpi,
        isExpected: true
      )
    }
  }

  /// Reference months whose release falls in 2027 at the latest.
  private static func expectedMonths(from start: (year: Int, month: Int)) -> [(Int, Int)] {
    (start.year * 12 + start.month - 1...2027 * 12 + 10).map { ($0 / 12, $0 % 12 + 1) }
  }
}
