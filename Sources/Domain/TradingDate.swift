/// A day of the civil calendar, counted from 1970-01-01.
package struct TradingDate: Hashable, Comparable, Sendable {
  package let daysSince1970: Int

  package init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

  /// A day of the proleptic Gregorian calendar; nil where there is no such day (2025-02-30).
  ///
  /// Years 1900 to 2199 are accepted. Source: the usual civil-from-days arithmetic with eras of
  /// 400 years.
  package init?(year: Int, month: Int, day: Int) {
    guard (1900...2199).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.dayCount(year: year, month: month)
    else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSince1970 = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads `2025-12-10`; nil where the text has another form or names no day.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      parts[2].utf8.count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  package static func < (a: Self, b: Self) -> Bool { a.daysSince1970 < b.daysSince1970 }

  package static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Year, month and day of the civil calendar.
  package var civil: (year: Int, month: Int, day: Int) {
    let z = daysSince1970 + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * m + 2) / 5 + 1)
  }

  /// 0 for Monday to 6 for Sunday.
  package var weekday: Int { ((daysSince1970 + 3) % 7 + 7) % 7 }

  /// The number of its calendar week, Monday to Sunday, counted from the week of 1970-01-01.
  package var week: Int { (daysSince1970 + 3 - weekday) / 7 }

  package func adding(days: Int) -> TradingDate {
    TradingDate(daysSince1970: daysSince1970 + days)
  }

  /// The same day some months later, or the last day of that month where it is shorter.
  package func adding(months: Int) -> TradingDate {
    let (year, month, day) = civil
    let index = year * 12 + month - 1 + months
    let y = index / 12
    let m = index % 12 + 1
    let last = Self.dayCount(year: y, month: m)
    return TradingDate(year: y, month: m, day: min(day, last)) ?? self
  }
}

extension TradingDate: CustomStringConvertible {
  /// ISO 8601: `2025-12-10`.
  package var description: String {
    let (year, month, day) = civil
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}
