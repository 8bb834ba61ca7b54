import Domain
import Foundation
import Numerics
import TestSupport
import Testing

@testable import Calibration

/// What release days and decisions do to the two-year yield and the market, piece by piece.
@Suite("Laws of surprises and first stages")
struct FirstStageTests {
  private static let first = TradingDate(daysSince1970: 15_000)

  /// Days with a series made of a known response to surprises, without noise.
  private func study(_ twoYear: [TradingDate: Double]) throws -> EventStudy {
    var market = try SyntheticMarket(years: 2, seed: 3)
    market.decisions = []
    var study = try EventStudy(data: market.data, recipe: market.recipe())
    study.twoYear = twoYear
    return study
  }

  private func days(_ count: Int) -> [TradingDate] {
    (0..<count).map { Self.first.adding(days: 7 * $0) }
  }

  @Test("core surprises on either side of the gate give both responses back exactly")
  func prices() throws {
    let dates = days(40)
    var draws = try RandomStream(RandomSource(seed: 5))
    let surprises = dates.map { _ in (draws.normal() * 2).rounded() / 10 }
    let weights = dates.indices.map { Double($0 % 5) / 4 }
    var moves: [TradingDate: Double] = [:]
    for (i, date) in dates.enumerated() {
      let response = (1 - weights[i]) * 0.4 + weights[i] * 4.5
      moves[date] = 1.25 + response * 10 * surprises[i]
    }
    let found = try CPIFit.firstStage(
      DailySeries(dates: dates, values: surprises),
      try study(moves),
      Dictionary(uniqueKeysWithValues: zip(dates, weights)),
      lawStart: dates[10]
    )
    #expect(abs(found.low.value - 0.4) < 1e-9 && abs(found.high.value - 4.5) < 1e-9)
    let law = surprises.dropFirst(10)
    let mean = law.reduce(0, +) / 30
    let variance = law.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 29
    #expect(abs(found.deviation.value - variance.squareRoot()) < 1e-12)
    #expect(
      abs(found.deviation.standardError / found.deviation.value - 1 / 58.0.squareRoot()) < 1e-9
    )
  }

  @Test("payrolls alone and unemployment beside them give their responses back exactly")
  func jobs() throws {
    let dates = days(60)
    var draws = try RandomStream(RandomSource(seed: 6))
    let pay = dates.map { _ in (80 * draws.normal()).rounded() }
    var moves: [TradingDate: Double] = [:]
    for (i, date) in dates.enumerated() { moves[date] = 4.25 * pay[i] / 100 }
    let study = try study(moves)
    let payrolls = DailySeries(dates: dates, values: pay)
    let found = try JobsFit.payrollStage(payrolls, study, dates, excluding: nil)
    #expect(abs(found.response.value - 4.25) < 1e-9)

    let late = Array(dates.suffix(25))
    let rate = late.map { _ in (1.4 * draws.normal()).rounded() / 10 }
    for (i, date) in late.enumerated() { moves[date, default: 0] -= 3.5 * 10 * rate[i] }
    let both = try JobsFit.unemploymentStage(
      DailySeries(dates: late, values: rate),
      payrolls,
      try self.study(moves),
      dates,
      excluding: late[0]...late[4]
    )
    #expect(abs(both.response.value + 3.5) < 1e-9)
    guard case .estimated(_, _, let count) = both.response.provenance else {
      Issue.record("a response is an estimate")
      return
    }
    #expect(count == 20)
  }

  @Test("only what exceeds the ordinary days around an event is the event's")
  func excess() throws {
    var series: [TradingDate: Double] = [:]
    var events: [(date: TradingDate, value: Double)] = []
    // Ordinary days of ±2, then of ±6; an event every 20 days moves 3 more in variance.
    for day in 0..<800 {
      let date = Self.first.adding(days: day)
      let ordinary: Double = day < 400 ? 2 : 6
      series[date] = day.isMultiple(of: 2) ? ordinary : -ordinary
      if day % 20 == 10 {
        let move = (ordinary * ordinary + 3).squareRoot()
        series[date] = move
        events.append((date, move))
      }
    }
    let variance = ExcessVariance(series, events: Set(events.map(\.date)))
    let found = try variance.excess(of: events, what: "days")
    #expect(abs(found.value - 3) < 1e-9)
    #expect(abs(found.root.value - 3.0.squareRoot()) < 1e-9)
    #expect(Estimate(-1, standardError: 4).root.value == 0)
  }
}

/// Loadings of old and of recent weeks.
@Suite("Loadings as they are now")
struct LoadingFitTests {
  private func loadings(drifts: Bool, recent: Bool) throws -> [Double] {
    var draws = try RandomStream(RandomSource(seed: 21))
    let start = TradingDate(daysSince1970: 11_006)
    let weeks = 520
    let market = (0..<weeks).map { _ in 2 * draws.normal() }
    let lines = (0..<12).map { line in
      (0..<weeks).map { t -> Double in
        let drift = drifts && t >= 260 ? 0.4 * (line.isMultiple(of: 2) ? 1.0 : -1) : 0
        return (1 + drift) * market[t] + 0.5 * draws.normal()
      }
    }
    let ends = (0..<weeks).map { start.adding(days: 7 * $0) }
    let panel = WeeklyPanel(
      ends: ends,
      factors: [market],
      lines: lines,
      lineNames: lines.indices.map { "line-\($0)" }
    )
    return try LoadingFit.loadings(
      panel,
      on: [0],
      scales: [1],
      recent: recent ? ends[260] : nil
    ).map { $0[0].value }
  }

  /// Errors of a loading are 0.5/(2·√260) = 0.016 from half the weeks, 0.011 from all.
  @Test("loadings that moved are the recent ones; loadings that stayed are those of all weeks")
  func drift() throws {
    for (line, value) in try loadings(drifts: true, recent: true).enumerated() {
      #expect(abs(value - (line.isMultiple(of: 2) ? 1.4 : 0.6)) < 0.08)
    }
    for value in try loadings(drifts: true, recent: false) {
      #expect(value > 0.7 && value < 1.3)
    }
    let stayed = try loadings(drifts: false, recent: true)
    for (a, b) in zip(stayed, try loadings(drifts: false, recent: false)) {
      #expect(abs(a - b) < 0.015)
    }
  }
}

/// Equations of the economy, from series made by them.
@Suite("The economy's equations")
struct MacroFitTests {
  @Test("noise-free series give the rule back: inertia and long-run responses")
  func rule() throws {
    let months = 240
    let first = 12 * 1990
    var (core, unemployment, rate): ([Double], [Double], [Double]) = ([100], [5], [4])
    var draws = try RandomStream(RandomSource(seed: 8))
    for month in 1..<months {
      core.append(core[month - 1] * (1 + (2.4 + draws.normal()) / 1_200))
      unemployment.append(5 + 1.5 * Foundation.sin(Double(month) / 17) + 0.1 * draws.normal())
      let quarter = (first + month) % 3 == 2 && month >= 12
      let inflation = month >= 12 ? 100 * (core[month] / core[month - 12] - 1) : 2
      let target = 6 + 1.4 * inflation - 1.8 * unemployment[month]
      // What lies between quarters does not matter: the rate moves once a quarter.
      rate.append(quarter && month >= 3 ? 0.9 * rate[month - 3] + 0.1 * target : rate[month - 1])
    }
    let dates = (0..<months).compactMap { MonthlySeries.date(first + $0) }
    let table = try #require(
      DatedTable(dates: dates, columns: ["core": core, "u": unemployment, "i": rate])
    )
    func series(_ column: String) -> SeriesReference {
      SeriesReference(file: "m", column: column)
    }
    let fit = try MacroFit(
      RecipeMacro(
        core: series("core"),
        unemployment: series("u"),
        rate: series("i"),
        start: try #require(MonthlySeries.date(first + 18))
      ),
      data: CalibrationData(tables: ["m": table]),
      through: dates[dates.count - 1]
    )
    let found = Dictionary(uniqueKeysWithValues: fit.rule.map { ($0.name, $0.value.value) })
    #expect(abs((found["inertia"] ?? 0) - 0.9) < 1e-8)
    #expect(abs((found["inflation-response"] ?? 0) - 1.4) < 1e-6)
    #expect(abs((found["unemployment-response"] ?? 0) + 1.8) < 1e-6)
    #expect(fit.macro.count == 10)
  }
}
