import Domain
import Testing

@Suite("Calendar")
struct TradingCalendarTests {
  private let calendar = TradingCalendar.builtIn

  /// Full-day closings as published by the New York Stock Exchange for 2025 to 2027.
  private static let holidays: [String] = [
    "2025-01-01", "2025-01-09", "2025-01-20", "2025-02-17", "2025-04-18", "2025-05-26",
    "2025-06-19", "2025-07-04", "2025-09-01", "2025-11-27", "2025-12-25",
    "2026-01-01", "2026-01-19", "2026-02-16", "2026-04-03", "2026-05-25", "2026-06-19",
    "2026-07-03", "2026-09-07", "2026-11-26", "2026-12-25",
    "2027-01-01", "2027-01-18", "2027-02-15", "2027-03-26", "2027-05-31", "2027-06-18",
    "2027-07-05", "2027-09-06", "2027-11-25", "2027-12-24",
  ]

  @Test("the exchange is closed on weekends and on its published holidays of 2025 to 2027 only")
  func holidays() throws {
    let closed = Set(try Self.holidays.map { try #require(TradingDate($0)) })
    var day = try #require(TradingDate("2025-01-01"))
    let end = try #require(TradingDate("2027-12-31"))
    while day <= end {
      #expect(
        calendar.isTradingDay(day) == (day.weekday < 5 && !closed.contains(day)),
        "\(day)"
      )
      day = day.adding(days: 1)
    }
  }

  @Test("trading days are counted after the first day up to and including the last")
  func counting() throws {
    let asof = try #require(TradingDate("2025-12-05"))
    let end = try #require(TradingDate("2026-03-05"))
    // 61 weekdays but for Christmas, New Year, and the days of King and Washington: counted by hand.
    #expect(calendar.tradingDays(after: asof, through: end) == 60)
    #expect(calendar.tradingDays(after: end, through: asof) == 0)
    #expect(calendar.adding(tradingDays: 60, to: asof) == end)
  }

  @Test("a closed day rolls to the trading day before")
  func rolling() throws {
    let christmas = try #require(TradingDate("2025-12-25"))
    #expect(calendar.tradingDay(onOrBefore: christmas).description == "2025-12-24")
    #expect(calendar.tradingDay(after: christmas).description == "2025-12-26")
    let sunday = try #require(TradingDate("2026-07-05"))
    #expect(calendar.tradingDay(onOrBefore: sunday).description == "2026-07-02")
  }

  @Test("releases after the published ones follow the agencies' rules and say that they do")
  func expectedReleases() throws {
    func dates(_ kind: TradingCalendar.Kind, _ year: Int, expected: Bool) -> [String] {
      calendar.entries.filter {
        $0.kind == kind && $0.date.civil.year == year && $0.isExpected == expected
      }.map(\.date.description)
    }
    // The third Friday after the week with the 12th of the month before.
    #expect(
      dates(.jobs, 2026, expected: true) == [
        "2026-03-06", "2026-04-02", "2026-05-08", "2026-06-05", "2026-07-02", "2026-08-07",
        "2026-09-04", "2026-10-02", "2026-11-06", "2026-12-04",
      ]
    )
    #expect(dates(.jobs, 2026, expected: false) == ["2026-01-09", "2026-02-11"])
    #expect(dates(.cpi, 2026, expected: false).last == "2026-07-14")
    #expect(
      dates(.cpi, 2026, expected: true) == [
        "2026-08-12", "2026-09-09", "2026-10-14", "2026-11-11", "2026-12-09",
      ]
    )
    #expect(dates(.fomc, 2027, expected: false).count == 8)
    // 1 January is a holiday: the release comes a week later.
    #expect(dates(.jobs, 2027, expected: true).first == "2027-01-08")
  }

  @Test("every decision and release falls on a trading day")
  func onTradingDays() {
    for entry in calendar.entries { #expect(calendar.isTradingDay(entry.date), "\(entry)") }
  }
}
