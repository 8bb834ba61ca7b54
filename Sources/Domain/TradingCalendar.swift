/// Trading days of the New York Stock Exchange, and the scheduled decisions and releases.
package struct TradingCalendar: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Hashable, Sendable { case fomc, cpi, jobs }

  package struct Entry: Hashable, Sendable {
    package let date: TradingDate
    package let kind: Kind
    /// Whether the date follows from a rule and is not yet published.
    package let isExpected: Bool

    package init(date: TradingDate, kind: Kind, isExpected: Bool = false) {
      self.date = date
      self.kind = kind
      self.isExpected = isExpected
    }
  }

  /// In order of date.
  package var entries: [Entry]
  /// Closed days beyond the exchange's rule.
  package var addedHolidays: Set<TradingDate>

  package init(entries: [Entry], addedHolidays: Set<TradingDate> = []) {
    self.entries = entries.sorted { ($0.date, $0.kind.rawValue) < ($1.date, $1.kind.rawValue) }
    self.addedHolidays = addedHolidays
  }

  /// The years whose decisions and releases are built in.
  package static let builtInYears = 2018...2027

  /// Whether the exchange is open on a day.
  package func isTradingDay(_ date: TradingDate) -> Bool {
    date.weekday < 5 && !Self.isExchangeHoliday(date) && !addedHolidays.contains(date)
  }

  /// The day itself if it is a trading day, else the last one before it.
  package func tradingDay(onOrBefore date: TradingDate) -> TradingDate {
    var day = date
    while !isTradingDay(day) { day = day.adding(days: -1) }
    return day
  }

  /// The first trading day after a day.
  package func tradingDay(after date: TradingDate) -> TradingDate {
    var day = date.adding(days: 1)
    while !isTradingDay(day) { day = day.adding(days: 1) }
    return day
  }

  /// The number of trading days after one day up to and including another.
  package func tradingDays(after first: TradingDate, through last: TradingDate) -> Int {
    guard first < last else { return 0 }
    return (first.daysSince1970 + 1...last.daysSince1970).reduce(0) {
      $0 + (isTradingDay(TradingDate(daysSince1970: $1)) ? 1 : 0)
    }
  }

  /// A trading day some trading days later.
  package func adding(tradingDays count: Int, to date: TradingDate) -> TradingDate {
    var day = date
    for _ in 0..<max(0, count) { day = tradingDay(after: day) }
    return day
  }

  /// Decisions and releases after one day up to and including another, in order of date.
  package func entries(after first: TradingDate, through last: TradingDate) -> [Entry] {
    entries.filter { $0.date > first && $0.date <= last }
  }

  /// Holidays of the New York Stock Exchange by its rule 7.2, and two days of mourning.
  package static func isExchangeHoliday(_ date: TradingDate) -> Bool {
    let (year, month, day) = date.civil
    let weekday = date.weekday
    switch month {
    case 1:
      if day == 1 || (day == 2 && weekday == 0) { return true }
      if year == 2025 && day == 9 { return true }
      return weekday == 0 && (15...21).contains(day)
    case 2: return weekday == 0 && (15...21).contains(day)
    case 3, 4: return date == easterSunday(year: year).adding(days: -2)
    case 5: return weekday == 0 && day >= 25
    case 6: return year >= 2022 && isObserved(fixedDay: 19, day: day, weekday: weekday)
    case 7: return isObserved(fixedDay: 4, day: day, weekday: weekday)
    case 9: return weekday == 0 && day <= 7
    case 11: return weekday == 3 && (22...28).contains(day)
    case 12:
      return isObserved(fixedDay: 25, day: day, weekday: weekday)
        || (year == 2018 && day == 5)
    default: return false
    }
  }

  /// A fixed holiday falling on Saturday is kept on Friday, one on Sunday on Monday.
  private static func isObserved(fixedDay: Int, day: Int, weekday: Int) -> Bool {
    day == fixedDay || (day == fixedDay - 1 && weekday == 4)
      || (day == fixedDay + 1 && weekday == 0)
  }

  /// Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature 1876).
  private static func easterSunday(year: Int) -> TradingDate {
    let a = year % 19
    let (b, c) = (year / 100, year % 100)
    let (d, e) = (b / 4, b % 4)
    let g = (8 * b + 13) / 25
    let h = (19 * a + b - d - g + 15) % 30
    let (i, k) = (c / 4, c % 4)
    let l = (32 + 2 * e + 2 * i - h - k) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let n = h + l - 7 * m + 114
    return TradingDate(year: year, month: n / 31, day: n % 31 + 1)
      ?? TradingDate(daysSince1970: 0)
  }
}
