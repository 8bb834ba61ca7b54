import Calibration
import Domain
import Numerics

/// Twelve years of an invented market whose law the model's family holds, as tables a recipe reads.
///
/// A weekly chain of calm and stress that the VIX shows; a market, a two-year yield and the VIX as
/// factors; two members of an index and an outsider; decisions, price and jobs releases.
struct InventedMarket {
  static let names = ["alpha", "beta", "outsider"]
  private static let weights = [0.6, 0.4]
  private static let loadings: [[Double]] = [[0.9, -0.5], [1.15, 0.75], [1.3, 1.0]]
  private static let residual = [0.5, 0.7, 1.0]

  private(set) var dates: [TradingDate] = []
  private var market: [Double] = []
  private var twoYear: [Double] = []
  private var vix: [Double] = []
  private var lines: [[Double]] = [[], [], []]
  private var decisions: [(date: TradingDate, target: Double, yield: Double)] = []
  private var prices: [TradingDate] = []
  private var jobs: [TradingDate] = []
  private var core: [(date: TradingDate, value: Double)] = []

  /// Residuals, from a day on, are multiplied: a market that has changed under the model.
  init(seed: UInt64, residualScale: Double = 1, from change: TradingDate? = nil) throws {
    var draws = try RandomStream(RandomSource(seed: seed))
    guard let first = TradingDate(year: 2008, month: 1, day: 1) else { return }
    var index = 100.0
    for month in 0..<170 {
      core.append((first.adding(months: month), index))
      // Years of 2 % and years of 5 % a year in turn, so that both sides of the gate are seen.
      index *= (month / 24).isMultiple(of: 2) ? 1.00165 : 1.0041
    }
    guard let start = TradingDate(year: 2010, month: 1, day: 4) else { return }
    var (isStress, week) = (false, start.week)
    let calendar = TradingCalendar(entries: [])
    for offset in 0..<12 * 365 where calendar.isTradingDay(start.adding(days: offset)) {
      let date = start.adding(days: offset)
      if date.week != week {
        week = date.week
        let u = draws.uniform()
        isStress = isStress ? u < 0.93 : u < 0.03
      }
      let scale = isStress ? 2.2 : 1
      var move = (market: 0.7 * scale * draws.normal(), two: 3.5 * scale * draws.normal())
      let wide = change.map { date >= $0 } ?? false ? residualScale : 1
      var returns = Self.residual.map { $0 * scale * wide * draws.normal() }
      for i in 0..<3 {
        returns[i] += Self.loadings[i][0] * move.market + Self.loadings[i][1] / 25 * move.two
      }
      addEvent(on: date, &draws) { jump, yield in
        move.market += jump
        move.two += yield
        for i in 0..<3 { returns[i] += [1, 1, 1.3][i] * jump }
      }
      // The index is its members: what they leave over cancels in it.
      let gap = move.market - zip(Self.weights, returns).reduce(0) { $0 + $1.0 * $1.1 }
      for i in 0..<2 { returns[i] += gap }
      dates.append(date)
      market.append(move.market)
      twoYear.append(move.two)
      vix.append((isStress ? 33 : 14) * Elementary.exp(0.08 * draws.normal()))
      for i in 0..<3 { lines[i].append(returns[i]) }
    }
  }

  private mutating func addEvent(
    on date: TradingDate,
    _ draws: inout RandomStream,
    _ jump: (_ market: Double, _ twoYear: Double) -> Void
  ) {
    let (a, b) = (draws.normal(), draws.normal())
    let month = date.civil.month
    if date.weekday == 4, jobs.last?.civil.month != month {
      jobs.append(date)
      jump(0.8 * 6 * a / 25, 6 * a)
    } else if date.civil.day >= 12, prices.last?.civil.month != month {
      prices.append(date)
      jump(1.2 * 5 * a / 25, 5 * a)
    } else if date.civil.day >= 24, date.weekday == 2, month % 2 == 1 {
      guard decisions.last?.date.civil.month != month else { return }
      decisions.append((date, 4 * a, 6 * b + 2 * a))
      jump((-1.5 * 4 * a - 1.4 * 6 * b) / 25, 0.35 * 4 * a + 0.9 * 6 * b)
    }
  }

  private static func level(_ start: Double, _ returns: [Double]) -> [Double] {
    var log = 0.0
    return returns.map {
      log += $0 / 100
      return start * Elementary.exp(log)
    }
  }

  var data: CalibrationData {
    var columns = ["INDEX": Self.level(100, market), "VIX": vix]
    for (name, returns) in zip(Self.names, lines) { columns[name] = Self.level(50, returns) }
    var level = 3.0
    columns["Y2"] = twoYear.map {
      level += $0 / 100
      return level
    }
    columns["Y10"] = columns["Y2"]?.map { 2 + $0 / 2 }
    var tables: [String: DatedTable] = [:]
    tables["daily"] = DatedTable(dates: dates, columns: columns)
    tables["fomc"] = DatedTable(
      dates: decisions.map(\.date),
      columns: [
        "target": decisions.map { $0.target / 100 }, "yield": decisions.map { $0.yield / 100 },
      ]
    )
    tables["prices"] = DatedTable(dates: prices, columns: ["CPI": prices.map { _ in 1 }])
    tables["jobs"] = DatedTable(dates: jobs, columns: ["EMP": jobs.map { _ in 1 }])
    tables["monthly"] = DatedTable(dates: core.map(\.date), columns: ["core": core.map(\.value)])
    return CalibrationData(tables: tables)
  }

  /// A recipe that ends on a day.
  func recipe(date: TradingDate) -> Recipe {
    func series(_ column: String) -> SeriesReference { .init(file: "daily", column: column) }
    func asset(_ name: String, _ group: AssetGroup, _ origin: RecipeAsset.Origin) -> RecipeAsset {
      RecipeAsset(
        asset: Asset(name: name, group: group, title: name, alias: nil),
        origin: origin
      )
    }
    let start = dates.first ?? date
    return Recipe(
      name: "invented",
      version: "1",
      date: date,
      notes: nil,
      files: [],
      weekly: WeeklySample(start: start.adding(days: 60), stressShare: 0.3, ranks: 1),
      factors: [
        RecipeFactor(name: "market", series: series("INDEX"), change: .log),
        RecipeFactor(name: "two-year", series: series("Y2"), change: .basisPoints),
        RecipeFactor(name: "vix", series: series("VIX"), change: .log, reverts: true),
      ],
      assets: [
        asset("index", .index, .index(zip(Self.names, Self.weights).map { Weight($0, $1) }))
      ]
        + Self.names.map { asset($0, .sector, .series(series($0), before: nil)) },
      spreads: [],
      lists: [],
      benchmark: "index",
      events: RecipeEvents(
        marketReturns: [],
        twoYear: series("Y2"),
        tenYear: series("Y10"),
        fomc: RecipeFOMC(
          start: start,
          target: .init(file: "fomc", column: "target"),
          twoYear: .init(file: "fomc", column: "yield"),
          count: nil,
          lawStart: start
        ),
        cpi: RecipeCPI(
          start: start,
          days: .init(file: "prices", column: "CPI"),
          core: .init(file: "monthly", column: "core")
        ),
        jobs: RecipeJobs(start: start, days: .init(file: "jobs", column: "EMP"))
      ),
      numbers: Self.numbers,
      levels: [:]
    )
  }

  private static let numbers: [RecipeNumber: Parameter] = {
    let values: [RecipeNumber: Double] = [
      .stayCalm: 0.97, .stayStress: 0.93, .startIntercept: 1, .startSlope: 12,
      .volatilityRatio: 0.8, .residualHalfLife: 60, .equityPremium: 3.5, .riskDeviation: 0,
      .coreDeviation: 0.1, .passThroughLow: 0.2, .passThroughHigh: 4, .pricesNoise: 5,
      .gateCentre: 3, .gateWidth: 0.3, .payrollDeviation: 80, .unemploymentDeviation: 0.1,
      .payrollPassThrough: 4, .unemploymentPassThrough: -3, .jobsNoise: 4, .fedFundsLow: 2,
      .fedFundsHigh: 2.25, .coreInflation: 2.4, .unemployment: 4.4,
    ]
    return values.mapValues { Parameter($0, provenance: .assumption(reason: "test")) }
  }()
}
