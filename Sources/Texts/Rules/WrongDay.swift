import Domain

/// The finding for a scheduled event on a day that is none of the calendar's.
enum WrongDay {
  static func fault(
    _ kind: TradingCalendar.Kind,
    _ date: TradingDate,
    _ calendar: TradingCalendar,
    at place: SourcePlace
  ) -> Diagnostic {
    let dates = calendar.entries.filter { $0.kind == kind }.map(\.date)
    let nearest = dates.min {
      abs($0.daysSince1970 - date.daysSince1970) < abs($1.daysSince1970 - date.daysSince1970)
    }
    let near = nearest.flatMap {
      abs($0.daysSince1970 - date.daysSince1970) <= 14 ? $0.description : nil
    }
    let around = nearest.map { ["the nearest is \($0)"] } ?? []
    return kind == .fomc
      ? NoDecision.fault(date, at: place, near: near, notes: near == nil ? around : [])
      : NoRelease.fault(kind, date, at: place, near: near, notes: near == nil ? around : [])
  }
}
