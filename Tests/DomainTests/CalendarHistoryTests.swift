import Domain
import Foundation
import Testing

/// The years of the calendar that have passed, against the agencies' dates and the data folder.
@Suite("The calendar's past years")
struct CalendarHistoryTests {
  private let calendar = TradingCalendar.builtIn

  private static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data")
  private static let hasData = FileManager.default.fileExists(atPath: data.path)

  /// Cells of a file's first columns, without its header and what stands in quotes.
  private static func rows(_ name: String) throws -> [[String]] {
    let bytes = try Data(contentsOf: data.appendingPathComponent(name))
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func dates(_ kind: TradingCalendar.Kind, _ years: ClosedRange<Int>) -> [String] {
    calendar.entries.filter { $0.kind == kind && years.contains($0.date.civil.year) }
      .map(\.date.description)
  }

  /// Full-day closings as published by the New York Stock Exchange for 2018 to 2024.
  private static let holidays = """
    2018-01-01 2018-01-15 2018-02-19 2018-03-30 2018-05-28 2018-07-04 2018-09-03 2018-11-22 \
    2018-12-05 2018-12-25 \
    2019-01-01 2019-01-21 2019-02-18 2019-04-19 2019-05-27 2019-07-04 2019-09-02 2019-11-28 \
    2019-12-25 \
    2020-01-01 2020-01-20 2020-02-17 2020-04-10 2020-05-25 2020-07-03 2020-09-07 2020-11-26 \
    2020-12-25 \
    2021-01-01 2021-01-18 2021-02-15 2021-04-02 2021-05-31 2021-07-05 2021-09-06 2021-11-25 \
    2021-12-24 \
    2022-01-17 2022-02-21 2022-04-15 2022-05-30 2022-06-20 2022-07-04 2022-09-05 2022-11-24 \
    2022-12-26 \
    2023-01-02 2023-01-16 2023-02-20 2023-04-07 2023-05-29 2023-06-19 2023-07-04 2023-09-04 \
    2023-11-23 2023-12-25 \
    2024-01-01 2024-01-15 2024-02-19 2024-03-29 2024-05-27 2024-06-19 2024-07-04 2024-09-02 \
    2024-11-28 2024-12-25
    """

  @Test("the exchange was closed on weekends and on its published holidays of 2018 to 2024 only")
  func holidays() throws {
    let closed = Set(
      try Self.holidays.split(separator: " ").map { try #require(TradingDate(String($0))) }
    )
    #expect(closed.count == 66)
    var day = try #require(TradingDate("2018-01-01"))
    while day.civil.year <= 2024 {
      #expect(
        calendar.isTradingDay(day) == (day.weekday < 5 && !closed.contains(day)),
        "\(day)"
      )
      day = day.adding(days: 1)
    }
  }

  @Test("every year has eight decisions, and every full one twelve releases of each kind")
  func counts() {
    #expect(TradingCalendar.builtInYears == 2018...2027)
    for year in TradingCalendar.builtInYears {
      #expect(dates(.fomc, year...year).count == 8, "\(year)")
    }
    for year in 2018...2024 {
      #expect(dates(.cpi, year...year).count == 12, "\(year)")
      #expect(dates(.jobs, year...year).count == 12, "\(year)")
    }
    // The shutdown of October 2025 cost a release of each kind.
    #expect(dates(.cpi, 2025...2025).count == 11)
    #expect(dates(.jobs, 2025...2025).count == 11)
    #expect(calendar.entries.filter { $0.isExpected }.allSatisfy { $0.date.civil.year > 2025 })
  }

  @Test("a release on Good Friday stands on the Monday after, when prices can move")
  func goodFridays() throws {
    for (kind, friday, monday) in [
      (TradingCalendar.Kind.cpi, "2020-04-10", "2020-04-13"),
      (.jobs, "2021-04-02", "2021-04-05"), (.jobs, "2023-04-07", "2023-04-10"),
    ] {
      #expect(!calendar.isTradingDay(try #require(TradingDate(friday))))
      #expect(dates(kind, 2018...2024).contains(monday))
    }
  }

  @Test("the exchange was open on the days that have prices", .enabled(if: hasData))
  func openDays() throws {
    let days = try Self.rows("etf_adjclose_daily.csv").compactMap { $0.first }
      .filter { $0 >= "2018-01-01" }
    let first = try #require(days.first.flatMap { TradingDate($0) })
    let last = try #require(days.last.flatMap { TradingDate($0) })
    var open: [String] = []
    var day = first
    while day <= last {
      if calendar.isTradingDay(day) { open.append(day.description) }
      day = day.adding(days: 1)
    }
    #expect(open == days)
  }

  @Test("decisions are those of the surprise files, but for March 2020", .enabled(if: hasData))
  func decisions() throws {
    let announced = try Self.rows("fomc_surprises_jk_event.csv")
      .filter { $0[0] >= "2018-01-01" && $0[2].contains("Scheduled)") }.map { $0[0] }
    let scheduled = dates(.fomc, 2018...2024)
    let last = try #require(announced.last)
    // That file calls the decision of 3 March scheduled; the meeting of 18 March was replaced.
    #expect(
      announced.filter { $0 != "2020-03-03" }
        == scheduled.filter {
          $0 <= last && $0 != "2020-03-18"
        }
    )
    let monthly = Set(try Self.rows("fomc_surprises_usmpd_monthly.csv").map { $0[1] })
    let known = dates(.fomc, 2018...2025).filter { $0 < "2025-12-01" }
    // Of two events in a month the second file keeps one: June 2022 has a press report.
    #expect(known.filter { !monthly.contains($0) } == ["2020-03-18", "2022-06-15"])
  }

  @Test("releases are those of the agencies' dates, moved to an open day", .enabled(if: hasData))
  func releases() throws {
    let years = "2018-01-01"..<"2026-01-01"
    let rows = try Self.rows("macro_release_dates.csv").filter { years.contains($0[0]) }
    for (kind, word) in [(TradingCalendar.Kind.cpi, "CPI"), (.jobs, "EMP")] {
      let published = try rows.filter { $0[1].hasPrefix(word) }.map { row in
        let date = try #require(TradingDate(row[0]))
        return calendar.isTradingDay(date) ? date : calendar.tradingDay(after: date)
      }
      let end = try #require(published.last)
      #expect(
        dates(kind, 2018...2025).filter { $0 <= end.description } == published.map(\.description)
      )
    }
  }
}
