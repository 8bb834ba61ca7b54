import Domain

/// The dates of a plan by calendar week: week ends, events and horizons.
struct Timeline {
  struct Week {
    let number: Int
    /// Trading days of the week after `asof`, in order.
    let days: [TradingDate]
    /// Positions, from 1, of the days on which the plan stops.
    let stops: [Int]
  }

  let weeks: [Week]

  /// Trading days to the average week: 252 a year of 365.2425 days.
  static let tradingDaysPerWeek = 252.0 * 7 / 365.2425

  /// Weeks from the day after `asof` to the last of the dates; dates not after `asof` are ignored.
  init(asof: TradingDate, dates: Set<TradingDate>, calendar: TradingCalendar) {
    guard let last = dates.max(), last > asof else {
      weeks = []
      return
    }
    var byWeek: [Int: [TradingDate]] = [:]
    // Whole weeks, beyond the last date as well, so that a later horizon changes no draw.
    let end = last.adding(days: 6 - last.weekday)
    for offset in 1...(end.daysSince1970 - asof.daysSince1970) {
      let day = asof.adding(days: offset)
      if calendar.isTradingDay(day) { byWeek[day.week, default: []].append(day) }
    }
    weeks = byWeek.keys.sorted().compactMap { number in
      guard let days = byWeek[number] else { return nil }
      let stops = days.indices.compactMap { index -> Int? in
        let day = days[index]
        guard day <= last else { return nil }
        return dates.contains(day) || index == days.count - 1 ? index + 1 : nil
      }
      return stops.isEmpty ? nil : Week(number: number, days: days, stops: stops)
    }
  }
}

/// Lévy's dyadic construction of Brownian motion on a week's trading days.
///
/// The week's total is drawn first and midpoints are drawn given their neighbours, each from a draw
/// of its own, so that stopping on one more day changes the value on no other day.
/// Source: Lévy 1948; Glasserman 2003, section 3.1.
struct DyadicWeek {
  /// Positions, from 1, of the days whose draws are needed; the last day first.
  let nodes: [Int]
  /// For each stop, the increment since the stop before as a combination of the nodes' normals.
  let increments: [[Double]]

  init(dayCount: Int, stops: [Int]) {
    var nodes: [Int] = []
    var values: [Int: [Int: Double]] = [0: [:]]

    func visit(_ left: Int, _ right: Int) {
      let inner = stops.filter { $0 > left && $0 < right }
      guard !inner.isEmpty, right - left > 1 else { return }
      let middle = (left + right + 1) / 2
      let share = Double(middle - left) / Double(right - left)
      var value = (values[left] ?? [:]).mapValues { $0 * (1 - share) }
      for (node, weight) in values[right] ?? [:] { value[node, default: 0] += share * weight }
      value[middle] = (share * Double(right - middle)).squareRoot()
      nodes.append(middle)
      values[middle] = value
      visit(left, middle)
      visit(middle, right)
    }

    nodes.append(dayCount)
    values[dayCount] = [dayCount: Double(dayCount).squareRoot()]
    visit(0, dayCount)

    self.nodes = nodes
    var before: [Int: Double] = [:]
    increments = stops.map { stop in
      let value = values[stop] ?? [:]
      defer { before = value }
      return nodes.map { (value[$0] ?? 0) - (before[$0] ?? 0) }
    }
  }
}
