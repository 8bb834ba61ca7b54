import Calibration
import Domain
import Numerics
import Testing

/// False alarms as in `FactorFitTests`; the quiet market's bounds are deterministic.
@Suite("Event studies")
struct EventStudyTests {
  let market: SyntheticMarket
  let recipe: Recipe
  /// On event days all else moves a hundredth as much as on ordinary days.
  let model: MarketModel

  init() throws {
    market = try SyntheticMarket(years: 24, seed: 12, eventNoise: 0.01)
    recipe = market.recipe()
    model = try Calibration.fit(market.data, recipe: recipe)
  }

  @Test("the path surprise is what the target surprise leaves of the two-year's move")
  func decisions() throws {
    let fomc = try #require(model.events.fomc)
    let used = market.decisions.filter { $0.date >= market.dates[15] }
    let ones = used.map { _ in 1.0 }
    let first = try LeastSquares(
      design: Matrix([ones, used.map(\.target)]).transposed,
      response: used.map(\.yield)
    )
    // The yield is p + t/2, so the estimated path is p less what the sample adds to t/2.
    let lean = first.coefficients[1] - 0.5
    let target = SyntheticMarket.target + SyntheticMarket.path * lean
    #expect(abs(fomc.path.value - SyntheticMarket.path) < 6 * fomc.path.standardError)
    #expect(abs(fomc.target.value - target) < 6 * fomc.target.standardError)
    #expect(fomc.target.standardError < 0.05)
    #expect(fomc.path.standardError < 0.02)
    let n = Double(used.count)
    let deviation = (variance(first.residuals)).squareRoot()
    #expect(abs(fomc.pathDeviation.value - deviation) < 1e-9)
    #expect(
      abs(fomc.pathDeviation.standardError - deviation / (2 * (n - 1)).squareRoot()) < 1e-9
    )
  }

  @Test("yields respond to decisions in bp per 25 bp")
  func yields() throws {
    let fomc = try #require(model.events.fomc)
    let path = 25 * SyntheticMarket.yields.path
    #expect(abs(fomc.pathYields.twoYear.value - path) < 6 * fomc.pathYields.twoYear.standardError)
    #expect(abs(fomc.pathYields.tenYear.value - path / 2) < 0.1)
    #expect(fomc.pathYields.twoYear.standardError < 0.05)
  }

  @Test("prices releases are split by the core inflation known before them")
  func prices() throws {
    let cpi = try #require(model.events.cpi)
    #expect(abs(cpi.low.value - SyntheticMarket.low) < 0.01)
    #expect(abs(cpi.high.value - SyntheticMarket.high) < 0.01)
    #expect(abs(cpi.tenYearRatio.value - 0.5) < 1e-6)
  }

  @Test("jobs releases move the market by the response to labor")
  func jobs() throws {
    let jobs = try #require(model.events.jobs)
    #expect(abs(jobs.labor.value - SyntheticMarket.labor) < 0.01)
  }

  @Test("beta times market plus excess is a line's own response, which is kept raw beside it")
  func excess() throws {
    let line = try #require(model.lines.first { $0.name == "outsider" })
    let (cpi, jobs) = (try #require(model.events.cpi), try #require(model.events.jobs))
    let cases: [(SensitivityCause, Double, Double)] = [
      (.inflationLow, cpi.low.value, SyntheticMarket.low),
      (.inflationHigh, cpi.high.value, SyntheticMarket.high),
      (.labor, jobs.labor.value, SyntheticMarket.labor),
    ]
    for (cause, response, truth) in cases {
      let excess = try #require(line.excess[cause])
      let made = SyntheticMarket.outsiderBeta * truth + SyntheticMarket.excess
      #expect(abs((excess.raw?.value ?? .nan) - made) < 0.02)
      #expect(abs(line.totalBeta.value * response + excess.shrunk.value - made) < 0.03)
    }
  }

  @Test("a noisy excess is shrunk toward zero, with a smaller error")
  func shrunk() throws {
    let noisy = try SyntheticMarket(years: 24, seed: 13)
    let model = try Calibration.fit(noisy.data, recipe: noisy.recipe())
    let market = try #require(model.events.jobs).labor.value
    for line in model.lines where line.name != "alpha" && line.name != "beta" {
      let excess = try #require(line.excess[.labor])
      let raw = try #require(excess.raw)
      // The error of the market's own response is in both, so that they need not be ordered.
      let whole = raw.value - line.totalBeta.value * market
      #expect(abs(excess.shrunk.value) < 0.999 * abs(whole))
      #expect(excess.shrunk.value * whole >= 0)
    }
  }

  @Test("the events' covariance is the sum over the calendar at the open laws")
  func eventCovariance() {
    let events = EventVariance(model)
    #expect(abs(model.eventCovariance[0][0] / events.ofMarket - 1) < 1e-12)
    #expect(abs(model.eventCovariance[1][1] / events.ofTwoYear - 1) < 1e-12)
    #expect(model.eventCovariance[2] == [0, 0, 0])
  }

  @Test("decisions that share their row with others are left out")
  func sharedRows() throws {
    var data = market.data
    let table = try #require(data.tables["fomc"])
    var columns = table.columns
    // Every third row is said to hold two events, and its surprise is spoilt.
    let counts = table.dates.indices.map { $0 % 3 == 0 ? 2.0 : 1 }
    columns["count"] = counts
    let good = try #require(columns["target"])
    columns["target"] = zip(good, counts).map { $1 == 1 ? $0 : 100 }
    data.tables["fomc"] = DatedTable(dates: table.dates, columns: columns)
    var single = recipe
    single.events.fomc?.count = SeriesReference(file: "fomc", column: "count")
    let fomc = try #require(try Calibration.fit(data, recipe: single).events.fomc)
    #expect(abs(fomc.path.value - SyntheticMarket.path) < 0.05)
    guard case .estimated(_, _, let count) = fomc.path.provenance else {
      Issue.record("the response is not an estimate")
      return
    }
    let days = Set(market.dates.dropFirst(15))
    #expect(
      count == table.dates.indices.filter { $0 % 3 != 0 && days.contains(table.dates[$0]) }.count
    )
  }
}
