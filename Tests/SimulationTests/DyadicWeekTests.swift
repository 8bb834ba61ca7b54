import Domain
import Simulation
import Testing

/// A week's Brownian motion as the plan holds it: stops, and their weights on addressed draws.
@Suite("Brownian motion within a week")
struct DyadicWeekTests {
  /// The week of 2025-12-15, or that of Christmas with four trading days.
  private static let weeks = ["2025-12-15", "2025-12-22"]

  private func days(of week: String) throws -> [TradingDate] {
    let monday = try Scenes.day(week)
    return (0..<5).map { monday.adding(days: $0) }.filter(TradingCalendar.builtIn.isTradingDay)
  }

  /// A plan that stops on the given days, with one more horizon in the week after.
  private func plan(_ stops: [TradingDate], ending last: TradingDate) throws -> SimulationPlan {
    let model = Markets.still(lines: ["one"])
    return try Scenes.plan(
      Scenes.scenario(
        of: model,
        horizons: (stops + [last]).map { Horizon(label: "\($0)", date: $0) }
      ),
      model
    )
  }

  /// Brownian values at the stops of a week: date to weight by address.
  private func values(
    _ plan: SimulationPlan,
    week number: Int
  ) throws -> [TradingDate: [UInt32: Double]] {
    let week = try #require(plan.weeks.first { $0.number == number })
    var value: [UInt32: Double] = [:]
    var values: [TradingDate: [UInt32: Double]] = [:]
    for interval in plan.intervals[week.intervals] {
      for (node, weight) in zip(week.nodes, interval.combination) {
        value[node, default: 0] += Double(weight)
      }
      values[interval.end] = value.filter { abs($0.value) > 1e-6 }
    }
    return values
  }

  private func subsets(of days: [TradingDate]) -> [[TradingDate]] {
    (0..<(1 << days.count)).map { mask in
      days.indices.filter { mask >> $0 & 1 == 1 }.map { days[$0] }
    }
  }

  @Test(
    "the covariance of two values is the earlier day's, for every choice of stops",
    arguments: weeks
  )
  func covariance(week: String) throws {
    let days = try days(of: week)
    for stops in subsets(of: days) {
      let plan = try plan(stops, ending: days[0].adding(days: 10))
      let values = try values(plan, week: days[0].week)
      #expect(Set(values.keys) == Set(stops + [days[days.count - 1]]))
      for (a, x) in values {
        for (b, y) in values {
          let covariance = x.reduce(0.0) { $0 + $1.value * (y[$1.key] ?? 0) }
          let earlier = Double((days.firstIndex(of: min(a, b)) ?? -9) + 1)
          #expect(abs(covariance - earlier) < 2e-6, "\(a), \(b) of \(stops)")
        }
      }
    }
  }

  @Test("a further stop leaves the values on all other days as they are", arguments: weeks)
  func furtherStop(week: String) throws {
    let days = try days(of: week)
    let all = try values(
      try plan(days, ending: days[0].adding(days: 10)),
      week: days[0].week
    )
    for stops in subsets(of: days) {
      // The last horizon may also lie in the week itself: its total is drawn all the same.
      let ends = [days[0].adding(days: 10)] + (stops.last.map { [$0] } ?? [])
      for last in ends {
        let plan = try plan(stops.filter { $0 != last }, ending: last)
        for (day, value) in try values(plan, week: days[0].week) {
          let same = try #require(all[day])
          #expect(value.keys == same.keys, "\(day) of \(stops)")
          for (node, weight) in value { #expect(abs(weight - (same[node] ?? 0)) < 1e-6) }
        }
      }
    }
  }

  @Test("no two weeks share an address, and days lie where the calendar puts them")
  func addresses() throws {
    let plan = try plan([], ending: try Scenes.day("2026-12-04"))
    let nodes = plan.weeks.flatMap(\.nodes)
    #expect(Set(nodes).count == nodes.count)
    #expect(plan.weeks.count == 52)
    let trading = TradingCalendar.builtIn.tradingDays(
      after: plan.asof,
      through: try Scenes.day("2026-12-04")
    )
    #expect(plan.intervals.reduce(0) { $0 + $1.days } == Float(trading))
    for week in plan.weeks {
      #expect(week.nodes.allSatisfy { Int($0) / 8 == week.number })
    }
  }
}
