import Domain
import Testing

@Suite("Dates")
struct TradingDateTests {
  @Test(
    "every day from 1990 to 2040 has a civil date that gives it back, and follows the day before"
  )
  func roundTrip() throws {
    let first = try #require(TradingDate(year: 1990, month: 1, day: 1)).daysSince1970
    #expect(first == 7_305)
    var before: (year: Int, month: Int, day: Int)?
    for number in first..<first + 51 * 365 + 12 {
      let date = TradingDate(daysSince1970: number)
      let civil = date.civil
      let again = TradingDate(year: civil.year, month: civil.month, day: civil.day)
      #expect(again == date)
      if let before {
        let isNext = civil.day == before.day + 1 && civil.month == before.month
        #expect(isNext || civil.day == 1)
      }
      before = civil
    }
  }

  @Test(
    "weekdays are those of known days",
    arguments: [("1970-01-01", 3), ("2000-02-29", 1), ("2025-12-05", 4), ("2025-12-10", 2)]
  )
  func weekdays(text: String, weekday: Int) throws {
    #expect(try #require(TradingDate(text)).weekday == weekday)
  }

  @Test(
    "what is no date is refused",
    arguments: [
      "2025-02-29", "2025-13-01", "2025-00-10", "2025-12-32", "25-12-10", "2025-1-05", "2025/12/10",
      "", "2025-12-1x", "2025-12-10-", "+025-12-10", "1899-12-31", "2200-01-01",
    ]
  )
  func refused(text: String) { #expect(TradingDate(text) == nil) }

  @Test("months are added to the same day, or to the last day of a shorter month")
  func months() throws {
    let end = try #require(TradingDate("2025-11-30"))
    #expect(end.adding(months: 3).description == "2026-02-28")
    #expect(end.adding(months: 27).description == "2028-02-29")
    #expect(try #require(TradingDate("2025-12-05")).adding(months: 6).description == "2026-06-05")
  }

  @Test("a week runs from Monday to Sunday and keeps its number")
  func weeks() throws {
    let monday = try #require(TradingDate("2025-12-08"))
    for offset in 0..<7 { #expect(monday.adding(days: offset).week == monday.week) }
    #expect(monday.adding(days: -1).week == monday.week - 1)
    #expect(monday.adding(days: 7).week == monday.week + 1)
  }
}
