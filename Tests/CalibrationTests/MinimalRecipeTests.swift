import Calibration
import Domain
import Numerics
import Testing

/// A recipe of fund prices, two-year yields and the days of events, on the example's market.
@Suite("A recipe of prices and two-year yields")
struct MinimalRecipeTests {
  private static let market = Result { try ExampleMarket(seed: 1) }

  private static func tables(_ market: ExampleMarket) throws -> [String: DatedTable] {
    var prices: [String: [Double]] = [:]
    for (i, name) in ([ExampleMarket.market] + ExampleMarket.funds.map(\.column)).enumerated() {
      prices[name] = market.closes[i]
    }
    var tables: [String: DatedTable] = [:]
    tables["prices"] = DatedTable(dates: market.dates, columns: prices)
    tables["yields"] = DatedTable(dates: market.dates, columns: ["two-year": market.twoYear])
    let days = market.events.map(\.date).reduce(into: [TradingDate]()) {
      if $0.last != $1 { $0.append($1) }
    }
    var columns: [String: [Double]] = [:]
    for kind in TradingCalendar.Kind.allCases {
      let own = Set(market.events.filter { $0.kind == kind }.map(\.date))
      columns[kind.rawValue] = days.map { own.contains($0) ? 1 : .nan }
    }
    tables["events"] = DatedTable(dates: days, columns: columns)
    return tables
  }

  private static func series(_ text: String) throws -> SeriesReference {
    try #require(SeriesReference(text))
  }

  static func recipe() throws -> Recipe {
    let start = try #require(TradingDate("2018-01-03"))
    let group = AssetGroup.style
    return Recipe(
      name: "minimal",
      version: "1",
      date: try #require(TradingDate("2025-12-05")),
      notes: nil,
      files: [],
      weekly: WeeklySample(start: try #require(TradingDate("2018-02-05")), ranks: 2),
      factors: [
        RecipeFactor(name: "market", series: try series("prices/MKT"), change: .log),
        RecipeFactor(name: "two-year", series: try series("yields/two-year"), change: .basisPoints),
      ],
      assets: try ExampleMarket.funds.map { fund in
        let asset = Asset(
          name: fund.column.lowercased(),
          group: group,
          title: fund.column,
          alias: nil
        )
        return RecipeAsset(
          asset: asset,
          origin: .series(try series("prices/\(fund.column)"), before: nil)
        )
      },
      spreads: [],
      lists: [],
      benchmark: "lrg",
      events: RecipeEvents(
        marketReturns: [],
        twoYear: try series("yields/two-year"),
        tenYear: nil,
        fomc: RecipeFOMC(start: start, days: try series("events/fomc")),
        cpi: RecipeCPI(start: start, days: try series("events/cpi"), core: nil),
        jobs: RecipeJobs(start: start, days: try series("events/jobs"))
      ),
      numbers: [
        .fedFundsLow: 3.75, .fedFundsHigh: 4, .coreInflation: 3, .unemployment: 4.4, .tenYear: 3.9,
      ].mapValues { Parameter($0, provenance: .assumption(reason: "test")) },
      levels: [:]
    )
  }

  private static func fit(_ recipe: Recipe) throws -> MarketModel {
    try Calibration.fit(
      CalibrationData(tables: try tables(try market.get())),
      recipe: recipe
    )
  }

  @Test("gives a model whose loadings are the market's that it was made from")
  func loadings() throws {
    let model = try Self.fit(try Self.recipe())
    for (line, fund) in zip(model.lines, ExampleMarket.funds) {
      for (found, truth) in zip(line.loadings, [fund.beta, fund.rate]) {
        // 6 standard errors: below 1e-8 for ten loadings, were the estimates normal.
        let error = max(found.standardError, 0.001)
        #expect(abs(found.value - truth) < 6 * error, "\(fund.column) \(found.value) \(truth)")
      }
    }
  }

  @Test("finds the responses on event days, and says that the rest is assumed")
  func responses() throws {
    let model = try Self.fit(try Self.recipe())
    let fomc = try #require(model.events.fomc)
    let cpi = try #require(model.events.cpi)
    let jobs = try #require(model.events.jobs)
    for (found, kind) in [
      (fomc.path, TradingCalendar.Kind.fomc), (cpi.low, .cpi), (jobs.labor, .jobs),
    ] {
      let response = try #require(ExampleMarket.responses[kind])
      // The ordinary day's move is in the regressor and no news: it dilutes the response.
      let news = response.deviation * response.deviation
      let dilution = news / (news + ExampleMarket.yieldDeviation * ExampleMarket.yieldDeviation)
      let truth = response.market * dilution
      #expect(abs(found.value - truth) < 6 * found.standardError, "\(kind) \(found)")
      #expect(found.provenance.word == "estimated")
    }
    #expect(fomc.pathYields.twoYear.value == 25)
    #expect(abs(fomc.target.value - fomc.path.value * 0.34) < 1e-12)
    #expect(cpi.low == cpi.high && cpi.passThroughLow.value == cpi.passThroughHigh.value)
    #expect(abs(cpi.passThroughLow.value - 2.25) < 1e-12)
    for parameter in [
      fomc.targetDeviation, fomc.pathYields.tenYear, cpi.surpriseDeviation, cpi.tenYearRatio,
      jobs.payrollDeviation, model.equityPremium, cpi.gateCentre,
    ] {
      #expect(parameter.provenance.word == "assumption")
    }
    #expect(model.state.tenYear == 3.9)
  }

  @Test("starts from trailing volatility where no index is known, and from one that is given")
  func start() throws {
    let market = try Self.market.get()
    let model = try Self.fit(try Self.recipe())
    let closes = market.closes[0].suffix(21)
    let squares = zip(closes, closes.dropFirst()).map { 100 * Elementary.log($1 / $0) }
      .reduce(0) { $0 + $1 * $1 }
    let expected = (squares / 20 * 252).squareRoot() / 0.8
    #expect(abs(model.state.vix - expected) < 1e-9 * expected)
    var given = try Self.recipe()
    given.numbers[.vix] = Parameter(31, provenance: .assumption(reason: "test"))
    #expect(try Self.fit(given).state.vix == 31)
  }

  @Test("an invented market is the same whenever it is drawn, and another for another seed")
  func addressed() throws {
    let first = try Self.market.get()
    let again = try ExampleMarket(seed: 1)
    #expect(first.closes == again.closes && first.twoYear == again.twoYear)
    #expect(try ExampleMarket(seed: 2).closes != first.closes)
    #expect(first.dates.count == 1994 && first.closes.allSatisfy { $0.count == 1994 })
    #expect(first.twoYear.allSatisfy { $0 > 0 && $0 < 10 })
  }
}
