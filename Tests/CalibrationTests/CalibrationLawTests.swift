import Calibration
import Domain
import Numerics
import Testing

@Suite("Laws of calibration")
struct CalibrationLawTests {
  let market: SyntheticMarket
  let recipe: Recipe

  init() throws {
    market = try SyntheticMarket(years: 12, seed: 14)
    recipe = market.recipe()
  }

  @Test("the same data give the same model")
  func deterministic() throws {
    #expect(
      try Calibration.fit(market.data, recipe: recipe)
        == Calibration.fit(market.data, recipe: recipe)
    )
  }

  @Test("nothing after the model's date is read")
  func noFuture() throws {
    var early = recipe
    // A Friday in the middle, so that the model's last week is whole.
    early.date = try #require(market.dates.filter { $0.weekday == 4 }.dropLast(200).last)
    var cut = market.data
    for (name, table) in cut.tables {
      let count = table.dates.filter { $0 <= early.date }.count
      cut.tables[name] = DatedTable(
        dates: Array(table.dates.prefix(count)),
        columns: table.columns.mapValues { Array($0.prefix(count)) }
      )
    }
    let blind = try Calibration.fit(cut, recipe: early)
    let sighted = try Calibration.fit(market.data, recipe: early)
    #expect(blind == sighted)
    #expect(try Calibration.fit(market.data, recipe: recipe).lines != sighted.lines)
  }

  @Test("a week the model's date cuts short is not used")
  func partialWeek() throws {
    var friday = recipe
    friday.date = try #require(market.dates.last { $0.weekday == 4 })
    var wednesday = recipe
    wednesday.date = friday.date.adding(days: 5)
    var longer = market.data
    let table = try #require(longer.tables["daily"])
    var columns = table.columns
    let extra = (1...3).map { friday.date.adding(days: $0 + 2) }
    let kept = table.dates.filter { $0 <= friday.date }
    for (name, values) in table.columns {
      let last = values[kept.count - 1]
      columns[name] = Array(values.prefix(kept.count)) + [last * 1.1, last * 1.2, last * 1.3]
    }
    longer.tables["daily"] = DatedTable(dates: kept + extra, columns: columns)
    let whole = try Calibration.fit(longer, recipe: friday)
    let cut = try Calibration.fit(longer, recipe: wednesday)
    #expect(whole.covariance == cut.covariance)
    #expect(whole.lines.map(\.loadings) == cut.lines.map(\.loadings))
  }

  @Test("a line is estimated on its own weeks, and another series stands in before")
  func ownWeeks() throws {
    var data = market.data
    let table = try #require(data.tables["daily"])
    var columns = table.columns
    let full = try #require(columns["outsider"])
    columns["late"] = full.indices.map { $0 < 1500 ? .nan : full[$0] }
    data.tables["daily"] = DatedTable(dates: table.dates, columns: columns)
    let late = SeriesReference(file: "daily", column: "late")
    func count(_ origin: RecipeAsset.Origin) throws -> (Int, MarketModel) {
      var changed = recipe
      let asset = recipe.assets[3].asset
      changed.assets[3] = RecipeAsset(asset: asset, origin: origin)
      let model = try Calibration.fit(data, recipe: changed)
      let line = try #require(model.lines.first { $0.name == "outsider" })
      guard case .estimated(_, _, let count) = line.totalBeta.provenance else { return (0, model) }
      return (count, model)
    }
    let all = WeeklyView(market, recipe: recipe).ends.count
    let (short, _) = try count(.series(late, before: nil))
    let known = WeeklyView(market, recipe: recipe).ends.filter { $0 > table.dates[1504] }.count
    #expect(abs(short - known) <= 1)
    let outsider = SeriesReference(file: "daily", column: "outsider")
    let (filled, model) = try count(.series(late, before: outsider))
    #expect(filled == all)
    let whole = try Calibration.fit(market.data, recipe: recipe)
    #expect(model.lines.map(\.loadings) == whole.lines.map(\.loadings))
  }

  @Test("a level that returns to a home by regime gives back its speed and homes")
  func reversion() throws {
    // x(t) = 0.9 x(t−1) + a(regime), without noise: least squares is exact.
    let view = WeeklyView(market, recipe: recipe)
    let stress = Dictionary(uniqueKeysWithValues: zip(view.ends, view.stress))
    var levels: [Double] = []
    var level = 3.0
    var data = market.data
    let table = try #require(data.tables["daily"])
    for date in table.dates {
      if date.weekday == 4 { level = 0.9 * level + (stress[date] == true ? 0.6 : 0.3) }
      levels.append(level)
    }
    var columns = table.columns
    columns["spread"] = levels
    data.tables["daily"] = DatedTable(dates: table.dates, columns: columns)
    var changed = recipe
    changed.factors.append(
      RecipeFactor(
        name: "credit",
        series: SeriesReference(file: "daily", column: "spread"),
        change: .basisPoints,
        reverts: true
      )
    )
    let model = try Calibration.fit(data, recipe: changed)
    let reversion = try #require(model.factors[3].reversion)
    #expect(abs(reversion.speed.value - -Elementary.log(0.9) / 4.83) < 1e-6)
    #expect(abs(reversion.level.calm.value - 3) < 1e-5)
    #expect(abs(reversion.level.stress.value - 6) < 1e-5)
    #expect(model.factors[0].reversion == nil)
  }
}
