/// Decisions and releases of 2018 to 2027: published dates, then the agencies' usual rules.
extension TradingCalendar {
  package static let builtIn: TradingCalendar = {
    let open = TradingCalendar(entries: [])
    return TradingCalendar(
      entries: decisions + pricesPublished + jobsPublished
        + expectedJobs(open) + expectedPrices(open)
    )
  }()

  /// Last days of FOMC meetings, as scheduled and published by the Board of Governors.
  ///
  /// Unscheduled decisions, those of 3 and 15 March 2020 among them, are no part of a calendar
  /// that is known beforehand; the meeting of 18 March 2020, which the second one replaced, is.
  private static let decisions = entries(
    .fomc,
    [
      (2018, [(1, 31), (3, 21), (5, 2), (6, 13), (8, 1), (9, 26), (11, 8), (12, 19)]),
      (2019, [(1, 30), (3, 20), (5, 1), (6, 19), (7, 31), (9, 18), (10, 30), (12, 11)]),
      (2020, [(1, 29), (3, 18), (4, 29), (6, 10), (7, 29), (9, 16), (11, 5), (12, 16)]),
      (2021, [(1, 27), (3, 17), (4, 28), (6, 16), (7, 28), (9, 22), (11, 3), (12, 15)]),
      (2022, [(1, 26), (3, 16), (5, 4), (6, 15), (7, 27), (9, 21), (11, 2), (12, 14)]),
      (2023, [(2, 1), (3, 22), (5, 3), (6, 14), (7, 26), (9, 20), (11, 1), (12, 13)]),
      (2024, [(1, 31), (3, 20), (5, 1), (6, 12), (7, 31), (9, 18), (11, 7), (12, 18)]),
      (2025, [(1, 29), (3, 19), (5, 7), (6, 18), (7, 30), (9, 17), (10, 29), (12, 10)]),
      (2026, [(1, 28), (3, 18), (4, 29), (6, 17), (7, 29), (9, 16), (10, 28), (12, 9)]),
      (2027, [(1, 27), (3, 17), (4, 28), (6, 9), (7, 28), (9, 15), (10, 27), (12, 8)]),
    ]
  )

  /// Consumer prices, as published by the Bureau of Labor Statistics.
  ///
  /// A release while the exchange is closed, that of Good Friday 2020, stands on the next
  /// trading day: prices move then.
  private static let pricesPublished = entries(
    .cpi,
    [
      (
        2018,
        [
          (1, 12), (2, 14), (3, 13), (4, 11), (5, 10), (6, 12), (7, 12), (8, 10),
          (9, 13), (10, 11), (11, 14), (12, 12),
        ]
      ),
      (
        2019,
        [
          (1, 11), (2, 13), (3, 12), (4, 10), (5, 10), (6, 12), (7, 11), (8, 13),
          (9, 12), (10, 10), (11, 13), (12, 11),
        ]
      ),
      (
        2020,
        [
          (1, 14), (2, 13), (3, 11), (4, 13), (5, 12), (6, 10), (7, 14), (8, 12),
          (9, 11), (10, 13), (11, 12), (12, 10),
        ]
      ),
      (
        2021,
        [
          (1, 13), (2, 10), (3, 10), (4, 13), (5, 12), (6, 10), (7, 13), (8, 11),
          (9, 14), (10, 13), (11, 10), (12, 10),
        ]
      ),
      (
        2022,
        [
          (1, 12), (2, 10), (3, 10), (4, 12), (5, 11), (6, 10), (7, 13), (8, 10),
          (9, 13), (10, 13), (11, 10), (12, 13),
        ]
      ),
      (
        2023,
        [
          (1, 12), (2, 14), (3, 14), (4, 12), (5, 10), (6, 13), (7, 12), (8, 10),
          (9, 13), (10, 12), (11, 14), (12, 12),
        ]
      ),
      (
        2024,
        [
          (1, 11), (2, 13), (3, 12), (4, 10), (5, 15), (6, 12), (7, 11), (8, 14),
          (9, 11), (10, 10), (11, 13), (12, 11),
        ]
      ),
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
  ///
  /// The releases of Good Friday 2021 and 2023 stand on the next trading day.
  private static let jobsPublished = entries(
    .jobs,
    [
      (
        2018,
        [
          (1, 5), (2, 2), (3, 9), (4, 6), (5, 4), (6, 1), (7, 6), (8, 3),
          (9, 7), (10, 5), (11, 2), (12, 7),
        ]
      ),
      (
        2019,
        [
          (1, 4), (2, 1), (3, 8), (4, 5), (5, 3), (6, 7), (7, 5), (8, 2),
          (9, 6), (10, 4), (11, 1), (12, 6),
        ]
      ),
      (
        2020,
        [
          (1, 10), (2, 7), (3, 6), (4, 3), (5, 8), (6, 5), (7, 2), (8, 7),
          (9, 4), (10, 2), (11, 6), (12, 4),
        ]
      ),
      (
        2021,
        [
          (1, 8), (2, 5), (3, 5), (4, 5), (5, 7), (6, 4), (7, 2), (8, 6),
          (9, 3), (10, 8), (11, 5), (12, 3),
        ]
      ),
      (
        2022,
        [
          (1, 7), (2, 4), (3, 4), (4, 1), (5, 6), (6, 3), (7, 8), (8, 5),
          (9, 2), (10, 7), (11, 4), (12, 2),
        ]
      ),
      (
        2023,
        [
          (1, 6), (2, 3), (3, 10), (4, 10), (5, 5), (6, 2), (7, 7), (8, 4),
          (9, 1), (10, 6), (11, 3), (12, 8),
        ]
      ),
      (
        2024,
        [
          (1, 5), (2, 2), (3, 8), (4, 5), (5, 3), (6, 7), (7, 5), (8, 2),
          (9, 6), (10, 4), (11, 1), (12, 6),
        ]
      ),
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
