import Calibration
import Domain
import Numerics

/// A market made by known parameters, as the tables that a recipe reads.
///
/// Two members make up the index, `outsider` stands beside it, `LARGE` is the part behind the
/// spread. Decisions come every 30th trading day that has no release, prices releases once a
/// month, jobs on its first Friday; days diffuse in two regimes that alternate every 60 days.
struct SyntheticMarket {
  /// Loadings on market (percent per percent), two-year (percent per 25 bp) and fear.
  static let loadings: [[Double]] = [[0.9, -0.4, -0.03], [1.15, 0.6, 0.045], [1.3, 1.0, 0.02]]
  static let names = ["alpha", "beta", "outsider"]
  static let weights = [0.6, 0.4]
  static let residual = [0.3, 0.45, 0.6]
  static let target = -1.5
  static let path = -1.2
  /// The two-year's response to a target surprise and a path surprise, bp per bp.
  static let yields = (target: 0.35, path: 0.9)
  static let low = 1.0
  static let high = -1.75
  static let labor = 0.8
  /// Response of `outsider` beyond its beta times the market's, to every cause.
  static let excess = 0.5
  static let outsiderBeta = 1.3

  var dates: [TradingDate] = []
  var market: [Double] = []
  var lines: [[Double]] = [[], [], []]
  var twoYear: [Double] = []
  var fear: [Double] = []
  var decisions: [(date: TradingDate, target: Double, yield: Double)] = []
  var prices: [TradingDate] = []
  var jobs: [TradingDate] = []
  /// Monthly core index from two years before the first day.
  var core: [(date: TradingDate, value: Double)] = []

  /// Makes `years` of days from 2000-01-03; on event days `eventNoise` scales what is no event.
  init(years: Int, seed: UInt64, eventNoise: Double = 1) throws {
    var draws = try RandomStream(RandomSource(seed: seed))
    guard let first = TradingDate(year: 2000, month: 1, day: 3) else { return }
    makeCore(from: first, months: 12 * years + 26)
    let known = CoreTable(core)
    for day in 0..<(365 * years) where first.adding(days: day).weekday < 5 {
      let date = first.adding(days: day)
      let count = dates.count
      let stress: Double = (count / 60).isMultiple(of: 2) ? 1 : 2.5
      let f = [0.8 * draws.normal(), 4 * draws.normal(), 5 * draws.normal()]
      let noise = isEvent(date, count) ? eventNoise : 1
      let e = Self.residual.map { $0 * draws.normal() }
      let surprise = (2.5 * draws.normal(), 6 * draws.normal(), 5 * draws.normal())
      var move = Day(
        market: noise * stress * f[0],
        twoYear: noise * f[1],
        fear: noise * stress * f[2],
        lines: e.map { noise * stress * $0 }
      )
      for i in 0..<3 {
        let b = Self.loadings[i]
        move.lines[i] += b[0] * move.market + b[1] / 25 * move.twoYear + b[2] * move.fear
      }
      addEvents(on: date, count, surprise, known, &move)
      dates.append(date)
      market.append(move.market)
      twoYear.append(move.twoYear)
      fear.append(move.fear)
      for i in 0..<3 { lines[i].append(move.lines[i]) }
    }
  }

  private struct Day {
    var market, twoYear, fear: Double
    var lines: [Double]

    /// Adds an event's move of the market, the lines following by beta and the outsider's excess.
    mutating func jump(market jump: Double, twoYear move: Double, excess: Double) {
      market += jump
      twoYear += move
      for i in 0..<2 { lines[i] += jump }
      lines[2] += SyntheticMarket.outsiderBeta * jump + excess
    }
  }

  private mutating func addEvents(
    on date: TradingDate,
    _ count: Int,
    _ surprise: (Double, Double, Double),
    _ core: CoreTable,
    _ day: inout Day
  ) {
    let (t, p, q) = surprise
    if isDecision(date, count) {
      day.jump(
        market: (Self.target * t + Self.path * p) / 25,
        twoYear: Self.yields.target * t + Self.yields.path * p,
        excess: Self.excess * (t + p) / 25
      )
      decisions.append((date, t, p + 0.5 * t))
    }
    if isPrices(date) {
      prices.append(date)
      let w = core.gate(date)
      day.jump(
        market: ((1 - w) * Self.low + w * Self.high) * q / 25,
        twoYear: q,
        excess: Self.excess * q / 25
      )
    }
    if isJobs(date) {
      jobs.append(date)
      day.jump(market: Self.labor * q / 25, twoYear: q, excess: Self.excess * q / 25)
    }
  }

  private func isEvent(_ date: TradingDate, _ count: Int) -> Bool {
    isDecision(date, count) || isPrices(date) || isJobs(date)
  }

  private func isDecision(_ date: TradingDate, _ count: Int) -> Bool {
    count % 30 == 7 && !isPrices(date) && !isJobs(date)
  }

  private func isPrices(_ date: TradingDate) -> Bool {
    date.civil.day >= 14 && prices.last?.civil.month != date.civil.month
  }

  private func isJobs(_ date: TradingDate) -> Bool {
    date.weekday == 4 && jobs.last?.civil.month != date.civil.month
  }

  private mutating func makeCore(from first: TradingDate, months: Int) {
    var value = 100.0
    for month in 0..<months {
      core.append((first.adding(days: -2).adding(months: month - 24), value))
      // Years of 2 % and years of 5 % a year in turn.
      value *= (month / 24).isMultiple(of: 2) ? 1.00165 : 1.0041
    }
  }
}

/// The gate as the test knows it, by its own arithmetic.
struct CoreTable {
  private let values: [Int: Double]

  init(_ core: [(date: TradingDate, value: Double)]) {
    values = Dictionary(
      uniqueKeysWithValues: core.map { ($0.date.civil.year * 12 + $0.date.civil.month, $0.value) }
    )
  }

  func gate(_ release: TradingDate) -> Double {
    let known = release.civil.year * 12 + release.civil.month - 2
    guard let now = values[known], let then = values[known - 12] else { return .nan }
    return 1 / (1 + Elementary.exp(-(100 * (now / then - 1) - 3) / 0.3))
  }
}

// MARK: - As data and recipe

extension SyntheticMarket {
  var data: CalibrationData {
    var tables: [String: DatedTable] = [:]
    let outright = [market] + lines
    var columns: [String: [Double]] = [:]
    for (name, returns) in zip(["INDEX"] + Self.names, outright) {
      columns[name] = Self.level(100, returns)
    }
    // The large part: (large − index)/(1 − 0.6) is alpha's return less beta's, the spread's opposite.
    let spread = zip(lines[0], lines[1]).map { ($0 - $1) / 100 }
    columns["LARGE"] = Self.level(
      100,
      zip(market, spread).map {
        100 * Elementary.log(Elementary.exp($0 / 100) + 0.4 * (Elementary.exp($1) - 1))
      }
    )
    columns["Y2"] = Self.sum(4, twoYear)
    columns["Y10"] = Self.sum(5, twoYear.map { 0.5 * $0 })
    columns["FEAR"] = Self.level(20, fear)
    tables["daily"] = DatedTable(dates: dates, columns: columns)
    tables["fomc"] = DatedTable(
      dates: decisions.map(\.date),
      columns: [
        "target": decisions.map { $0.target / 100 }, "yield": decisions.map { $0.yield / 100 },
      ]
    )
    tables["prices"] = DatedTable(dates: prices, columns: ["CPI": prices.map { _ in 1 }])
    tables["jobs"] = DatedTable(dates: jobs, columns: ["EMP": jobs.map { _ in 1 }])
    let sorted = core.sorted { $0.date < $1.date }
    tables["monthly"] = DatedTable(
      dates: sorted.map(\.date),
      columns: ["core": sorted.map(\.value)]
    )
    return CalibrationData(tables: tables)
  }

  /// The recipe that fits it; the events' small extra moves of the week stay in the sample.
  func recipe() -> Recipe {
    func series(_ column: String) -> SeriesReference {
      SeriesReference(file: "daily", column: column)
    }
    func asset(_ name: String, _ origin: RecipeAsset.Origin) -> RecipeAsset {
      RecipeAsset(
        asset: Asset(name: name, group: .sector, title: name, alias: nil),
        origin: origin
      )
    }
    let start = dates[15]
    return Recipe(
      name: "synthetic",
      version: "1",
      date: dates[dates.count - 1],
      notes: nil,
      files: [],
      weekly: WeeklySample(start: dates[40], stressShare: 0.5, ranks: 2),
      factors: [
        RecipeFactor(name: "market", series: series("INDEX"), change: .log),
        RecipeFactor(name: "two-year", series: series("Y2"), change: .basisPoints),
        RecipeFactor(name: "vix", series: series("FEAR"), change: .log),
      ],
      assets: [
        asset(
          "index",
          .index(zip(Self.names, Self.weights).map { Weight($0, 50 * $1) })
        )
      ] + Self.names.map { asset($0, .series(series($0), before: nil)) },
      spreads: [
        RecipeSpread(
          name: "spread",
          part: series("LARGE"),
          whole: series("INDEX"),
          weight: Parameter(0.6, provenance: .assumption(reason: "test"))
        )
      ],
      lists: [],
      benchmark: "index",
      events: RecipeEvents(
        marketReturns: [],
        twoYear: series("Y2"),
        tenYear: series("Y10"),
        fomc: RecipeFOMC(
          start: start,
          target: SeriesReference(file: "fomc", column: "target"),
          twoYear: SeriesReference(file: "fomc", column: "yield"),
          count: nil,
          lawStart: start
        ),
        cpi: RecipeCPI(
          start: start,
          days: SeriesReference(file: "prices", column: "CPI"),
          core: SeriesReference(file: "monthly", column: "core")
        ),
        jobs: RecipeJobs(start: start, days: SeriesReference(file: "jobs", column: "EMP"))
      ),
      numbers: Self.numbers,
      levels: [:]
    )
  }

  static var numbers: [RecipeNumber: Parameter] {
    let values: [RecipeNumber: Double] = [
      .stayCalm: 0.97, .stayStress: 0.93, .startIntercept: 1, .startSlope: 6,
      .volatilityRatio: 0.8, .residualHalfLife: 60, .equityPremium: 3.5, .riskDeviation: 0,
      .coreDeviation: 0.1, .passThroughLow: 0.2, .passThroughHigh: 4, .pricesNoise: 3,
      .gateCentre: 3, .gateWidth: 0.3, .payrollDeviation: 80, .unemploymentDeviation: 0.1,
      .payrollPassThrough: 4, .unemploymentPassThrough: -3, .jobsNoise: 2, .fedFundsLow: 3.75,
      .fedFundsHigh: 4, .coreInflation: 3, .unemployment: 4.4,
    ]
    return values.mapValues { Parameter($0, provenance: .assumption(reason: "test")) }
  }

  static func level(_ start: Double, _ logReturns: [Double]) -> [Double] {
    var log = 0.0
    return logReturns.map { change in
      log += change / 100
      return start * Elementary.exp(log)
    }
  }

  static func sum(_ start: Double, _ basisPoints: [Double]) -> [Double] {
    var level = start
    return basisPoints.map { change in
      level += change / 100
      return level
    }
  }
}
