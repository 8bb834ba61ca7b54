import Calibration
import Domain
import Numerics
import Testing

/// Data whose noise is exactly orthogonal to what it is regressed on: every estimate must be the
/// number the data were made with, to the digits that prices keep.
@Suite("Recovery from data without sampling error")
struct RecoveryTests {
  static let loadings = [[0.9, -0.4, -0.03], [1.2, 0.6, 0.02]]
  static let excess = [0.3, -0.2]
  static let (target, path) = (-1.5, -1.2)
  static let yields = (target: 0.35, path: 0.9)
  static let (low, high, labor) = (1.0, -1.75, 0.8)

  let model: MarketModel
  /// Betas on the market alone of the weeks as they were made.
  let betas: [Double]
  let surprises: (target: [Double], path: [Double])
  private static let tolerance = 1e-7

  init() throws {
    let made = try OrthogonalMarket()
    betas = made.betas
    surprises = made.surprises
    model = try Calibration.fit(made.data, recipe: try made.recipe)
  }

  private func expect(
    _ estimate: Parameter?,
    _ truth: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let value = try #require(estimate).value
    #expect(
      abs(value - truth) < Self.tolerance * max(1, abs(truth)),
      "\(value), not \(truth)",
      sourceLocation: sourceLocation
    )
  }

  @Test("loadings and total betas are those the weeks were made with")
  func weeks() throws {
    #expect(model.lines.count == 2)
    for (i, line) in model.lines.enumerated() {
      for (loading, truth) in zip(line.loadings, Self.loadings[i]) { try expect(loading, truth) }
      try expect(line.totalBeta, betas[i])
      #expect(line.loadings.allSatisfy { $0.standardError > 0 })
    }
  }

  @Test("decisions give back responses, first stages and the laws of surprises")
  func decisions() throws {
    let fomc = try #require(model.events.fomc)
    try expect(fomc.target, Self.target)
    try expect(fomc.path, Self.path)
    try expect(fomc.targetYields.twoYear, 25 * Self.yields.target)
    try expect(fomc.pathYields.twoYear, 25 * Self.yields.path)
    try expect(fomc.targetYields.tenYear, 25 * 0.5 * Self.yields.target)
    try expect(fomc.pathYields.tenYear, 25 * 0.5 * Self.yields.path)
    try expect(fomc.targetDeviation, variance(surprises.target).squareRoot())
    try expect(fomc.pathDeviation, variance(surprises.path).squareRoot())
  }

  @Test("releases give back both sides of the gate, labor, and lines' own responses")
  func releases() throws {
    let cpi = try #require(model.events.cpi)
    try expect(cpi.low, Self.low)
    try expect(cpi.high, Self.high)
    try expect(cpi.tenYearRatio, 0.5)
    let jobs = try #require(model.events.jobs)
    try expect(jobs.labor, Self.labor)
    try expect(jobs.tenYearRatio, 0.5)
    for (i, line) in model.lines.enumerated() {
      for (cause, market) in [
        (SensitivityCause.inflationLow, Self.low), (.inflationHigh, Self.high),
        (.labor, Self.labor),
      ] {
        try expect(line.excess[cause]?.raw, betas[i] * market + Self.excess[i])
      }
    }
  }
}

/// Forty days of each kind of event, then two years and a half of weeks that move on Fridays.
private struct OrthogonalMarket {
  private(set) var betas: [Double] = []
  private(set) var surprises: (target: [Double], path: [Double]) = ([], [])
  private var dates: [TradingDate] = []
  /// One day's moves: market, two-year, ten-year, fear, and the two lines.
  private var moves: [[Double]] = []
  private var decisions: [TradingDate] = []
  private var prices: [TradingDate] = []
  private var jobs: [TradingDate] = []
  private var core: [(date: TradingDate, value: Double)] = []
  private static let count = 40

  init() throws {
    var draws = try RandomStream(RandomSource(seed: 21))
    // Two years at 2 % and two at 5 % in turn, from two years before Thursday 2004-01-01.
    let first = TradingDate(daysSince1970: 12_418)
    var value = 100.0
    for month in 0..<240 {
      core.append((first.adding(months: month - 24), value))
      value *= (month / 24).isMultiple(of: 2) ? 1.00165 : 1.0041
    }
    let weeks = try Self.weeks(130, &draws)
    betas = weeks.betas
    try addDecisions(from: first.adding(days: 5), &draws)
    try addReleases(from: first.adding(days: 12), RecoveryTests.low, RecoveryTests.high, &draws)
    try addReleases(from: first.adding(days: 19), RecoveryTests.labor, nil, &draws)
    let order = dates.indices.sorted { dates[$0] < dates[$1] }
    (dates, moves) = (order.map { dates[$0] }, order.map { moves[$0] })
    let last = dates.last ?? first
    let monday = last.adding(days: 7 - last.weekday)
    for (week, move) in weeks.moves.enumerated() {
      for day in 0..<5 { add(monday.adding(days: 7 * week + day), day == 4 ? move : nil) }
    }
  }

  private mutating func add(_ date: TradingDate, _ move: [Double]?) {
    dates.append(date)
    moves.append(move ?? [0, 0, 0, 0, 0, 0])
  }

  /// Numbers with mean zero that are orthogonal to columns, of about the deviation given.
  private static func orthogonal(
    _ count: Int,
    _ deviation: Double,
    to columns: [[Double]],
    _ draws: inout RandomStream
  ) throws -> [Double] {
    var values: [Double] = []
    for _ in 0..<count { values.append(deviation * draws.normal()) }
    let ones = [Double](repeating: 1, count: count)
    let design = Matrix([ones] + columns).transposed
    return try LeastSquares(design: design, response: values, covariance: .classical).residuals
  }

  private static func weeks(
    _ count: Int,
    _ draws: inout RandomStream
  ) throws -> (moves: [[Double]], betas: [Double]) {
    let market = try orthogonal(count, 2, to: [], &draws)
    let other = try orthogonal(count, 9, to: [market], &draws)
    let twoYear = zip(market, other).map { 2 * $0 + $1 }
    let fear = zip(market, try orthogonal(count, 8, to: [market, twoYear], &draws)).map {
      $1 - 3 * $0
    }
    let factors = [market, twoYear, fear]
    var (lines, betas): ([[Double]], [Double]) = ([], [])
    for loadings in RecoveryTests.loadings {
      let scaled = zip(loadings, [1, 25, 1]).map { $0 / $1 }
      let own = try orthogonal(count, 1, to: factors + lines, &draws)
      lines.append(
        own.indices.map { t in own[t] + zip(scaled, factors).reduce(0) { $0 + $1.0 * $1.1[t] } }
      )
      let leans = factors.map { covariance($0, market) / variance(market) }
      betas.append(zip(scaled, leans).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return (
      market.indices.map { t in
        [market[t], twoYear[t], 0.7 * twoYear[t], fear[t], lines[0][t], lines[1][t]]
      }, betas
    )
  }

  /// Moves of market and lines that answer to surprises, with noise orthogonal to all of them.
  private func answers(
    _ columns: [[Double]],
    market: [Double],
    excess: [Double],
    _ draws: inout RandomStream
  ) throws -> (market: [Double], lines: [[Double]]) {
    let n = market.count
    let noise = try Self.orthogonal(n, 0.5, to: columns, &draws)
    let index = zip(market, noise).map { $0 + $1 }
    var lines: [[Double]] = []
    for (i, beta) in betas.enumerated() {
      let own = try Self.orthogonal(n, 0.3, to: columns, &draws)
      lines.append(
        own.indices.map { beta * index[$0] + RecoveryTests.excess[i] * excess[$0] / 25 + own[$0] }
      )
    }
    return (index, lines)
  }

  private mutating func addDecisions(
    from first: TradingDate,
    _ draws: inout RandomStream
  ) throws {
    let t = try Self.orthogonal(Self.count, 4, to: [], &draws)
    let p = try Self.orthogonal(Self.count, 7, to: [t], &draws)
    surprises = (t, p)
    let moved = try answers(
      [t, p],
      market: zip(t, p).map { (RecoveryTests.target * $0 + RecoveryTests.path * $1) / 25 },
      excess: zip(t, p).map { $0 + $1 },
      &draws
    )
    let yields = RecoveryTests.yields
    let own = try Self.orthogonal(Self.count, 2, to: [t, p], &draws)
    for k in 0..<Self.count {
      let date = first.adding(days: 28 * k)
      let twoYear = yields.target * t[k] + yields.path * p[k] + own[k]
      add(date.adding(days: -1), nil)
      add(date, [moved.market[k], twoYear, 0.5 * twoYear, 0, moved.lines[0][k], moved.lines[1][k]])
      decisions.append(date)
    }
  }

  /// Adds prices releases where there are two responses, and jobs releases where there is one.
  private mutating func addReleases(
    from first: TradingDate,
    _ low: Double,
    _ high: Double?,
    _ draws: inout RandomStream
  ) throws {
    let q = try Self.orthogonal(Self.count, 6, to: [], &draws)
    let days = (0..<Self.count).map { first.adding(days: 28 * $0) }
    let gates = CoreTable(core)
    let w = days.map { high == nil ? 0 : gates.gate($0) }
    let columns =
      [zip(w, q).map { (1 - $0) * $1 }] + (high == nil ? [] : [zip(w, q).map { $0 * $1 }])
    let moved = try answers(
      columns,
      market: days.indices.map { ((1 - w[$0]) * low + w[$0] * (high ?? 0)) * q[$0] / 25 },
      excess: q,
      &draws
    )
    let own = try Self.orthogonal(Self.count, 2, to: [q], &draws)
    for (k, date) in days.enumerated() {
      add(date.adding(days: -1), nil)
      let ten = 0.5 * q[k] + own[k]
      add(date, [moved.market[k], q[k], ten, 0, moved.lines[0][k], moved.lines[1][k]])
    }
    if high == nil { jobs = days } else { prices = days }
  }
}

// MARK: - As data and recipe

extension OrthogonalMarket {
  var data: CalibrationData {
    let columns = (0..<6).map { k in moves.map { $0[k] } }
    let daily = DatedTable(
      dates: dates,
      columns: [
        "INDEX": SyntheticMarket.level(100, columns[0]), "Y2": SyntheticMarket.sum(9, columns[1]),
        "Y10": SyntheticMarket.sum(9, columns[2]), "FEAR": SyntheticMarket.level(20, columns[3]),
        "one": SyntheticMarket.level(100, columns[4]),
        "two": SyntheticMarket.level(100, columns[5]),
      ]
    )
    let fomc = DatedTable(
      dates: decisions,
      columns: [
        "target": surprises.target.map { $0 / 100 },
        "yield": zip(surprises.target, surprises.path).map { ($1 + 0.5 * $0) / 100 },
      ]
    )
    let tables = [
      "daily": daily, "fomc": fomc,
      "prices": DatedTable(dates: prices, columns: ["CPI": prices.map { _ in 1 }]),
      "jobs": DatedTable(dates: jobs, columns: ["EMP": jobs.map { _ in 1 }]),
      "monthly": DatedTable(dates: core.map(\.date), columns: ["core": core.map(\.value)]),
    ]
    return CalibrationData(tables: tables.compactMapValues { $0 })
  }

  /// The recipe of the synthetic market, for these weeks and lines.
  var recipe: Recipe {
    get throws {
      var recipe = try SyntheticMarket(years: 1, seed: 1).recipe()
      recipe.date = dates[dates.count - 1]
      recipe.weekly = WeeklySample(
        start: dates[6 * Self.count],
        stressShare: 0.4,
        ranks: 1
      )
      recipe.assets = ["one", "two"].map { name in
        RecipeAsset(
          asset: Asset(name: name, group: .sector, title: name, alias: nil),
          origin: .series(SeriesReference(file: "daily", column: name), before: nil)
        )
      }
      (recipe.spreads, recipe.benchmark) = ([], "one")
      recipe.events.fomc?.start = dates[0]
      recipe.events.fomc?.lawStart = dates[0]
      recipe.events.cpi?.start = dates[0]
      recipe.events.jobs?.start = dates[0]
      return recipe
    }
  }
}
