import Calibration
import Domain
import Testing

@Suite("What calibration refuses")
struct CalibrationErrorTests {
  let market: SyntheticMarket
  let recipe: Recipe

  init() throws {
    market = try SyntheticMarket(years: 8, seed: 15)
    recipe = market.recipe()
  }

  private func refusal(_ data: CalibrationData? = nil, _ recipe: Recipe) -> CalibrationError? {
    do {
      _ = try Calibration.fit(data ?? market.data, recipe: recipe)
      return nil
    } catch {
      return error
    }
  }

  @Test("a series the data do not have is named")
  func missingSeries() {
    var data = market.data
    data.tables["jobs"] = nil
    #expect(
      refusal(data, recipe) == .missingSeries(SeriesReference(file: "jobs", column: "EMP"))
    )
  }

  @Test(
    "a number that is neither given, estimated nor assumed is named",
    arguments: RecipeNumber.allCases
  )
  func missingNumber(number: RecipeNumber) {
    var changed = recipe
    let estimated: Set<RecipeNumber> = [
      .stayCalm, .stayStress, .startIntercept, .startSlope, .volatilityRatio, .freedom,
      .riskDeviation, .pricesNoise, .jobsNoise,
    ]
    let assumed: Set<RecipeNumber> = [
      .residualHalfLife, .equityPremium, .gateCentre, .gateWidth, .coreDeviation,
      .passThroughLow, .passThroughHigh, .payrollDeviation, .payrollPassThrough,
      .unemploymentDeviation, .unemploymentPassThrough,
    ]
    let isFound = estimated.union(assumed).contains(number)
    guard changed.numbers.removeValue(forKey: number) != nil, !isFound else {
      #expect(refusal(nil, changed) == nil)
      return
    }
    #expect(refusal(nil, changed) == .missingNumber(number))
  }

  @Test("a leverage effect is taken over, left out or refused as the recipe says")
  func leverageEffect() throws {
    func given(_ value: Double, freedom: Bool = true) throws -> Parameter? {
      var changed = recipe
      let number = Parameter(value, standardError: 0.1, provenance: .assumption(reason: "test"))
      changed.numbers[.leverageEffect] = number
      changed.numbers[.freedom] =
        freedom ? Parameter(8, provenance: .assumption(reason: "test")) : nil
      return try Calibration.fit(market.data, recipe: changed).leverageEffect
    }
    #expect(try given(-0.4)?.value == -0.4)
    #expect(try given(0) == nil)
    #expect(try given(0, freedom: false) == nil)
    for (value, freedom) in [(-0.96, true), (0.96, true), (-0.4, false)] {
      #expect(throws: CalibrationError.self) { try given(value, freedom: freedom) }
    }
  }

  @Test("degrees of freedom that a model may not have are refused, and said to be")
  func freedom() {
    for value in [-1, 0, 2, 4.49, .infinity, .nan] {
      var changed = recipe
      changed.numbers[.freedom] = Parameter(value, provenance: .assumption(reason: "test"))
      guard case .unlawfulRecipe(let message)? = refusal(nil, changed) else {
        Issue.record("\(value) passed")
        continue
      }
      #expect(message.hasPrefix("`freedom` is "), "\(message)")
    }
    var least = recipe
    least.numbers[.freedom] = Parameter(4.5, provenance: .assumption(reason: "test"))
    #expect(refusal(nil, least) == nil)
  }

  @Test("a short sample is refused with its size")
  func shortSample() {
    var changed = recipe
    changed.weekly.start = market.dates[market.dates.count - 100]
    guard case .tooFewObservations(_, let found, let needed)? = refusal(nil, changed) else {
      Issue.record("a sample of twenty weeks passed")
      return
    }
    #expect(found < needed)
  }

  @Test("events that exceed the variance of the weeks leave no covariance")
  func eventsTooLarge() {
    var changed = recipe
    changed.numbers[.jobsNoise] = Parameter(60, provenance: .assumption(reason: "test"))
    #expect(
      refusal(nil, changed) == .notPositiveDefinite(what: "calm factor covariance less events")
    )
  }

  @Test("events that exceed a line's residual leave no residual covariance")
  func residualEventsTooLarge() throws {
    // A line that leaves the market on jobs days only, and noise larger than those days had.
    let jobs = Set(market.jobs)
    let returns = market.dates.indices.map { t in
      let jump = jobs.contains(market.dates[t]) ? 3.0 / 25 * market.twoYear[t] : 0
      return market.market[t] + jump + 0.05 * (market.lines[2][t] - market.lines[1][t])
    }
    var data = market.data
    let table = try #require(data.tables["daily"])
    var columns = table.columns
    columns["outsider"] = SyntheticMarket.level(100, returns)
    data.tables["daily"] = DatedTable(dates: table.dates, columns: columns)
    var changed = recipe
    changed.numbers[.jobsNoise] = Parameter(10, provenance: .assumption(reason: "test"))
    #expect(
      refusal(data, changed)
        == .notPositiveDefinite(what: "calm residual variance of outsider less events")
    )
  }

  @Test("parts that do not fit together are refused")
  func unlawful() {
    func isUnlawful(_ change: (inout Recipe) -> Void) -> Bool {
      var changed = recipe
      change(&changed)
      guard case .unlawfulRecipe? = refusal(nil, changed) else { return false }
      return true
    }
    #expect(isUnlawful { $0.weekly.stressShare = .nan })
    #expect(isUnlawful { $0.weekly.ranks = 99 })
    #expect(isUnlawful { $0.weekly.ranks = -1 })
    #expect(isUnlawful { $0.weekly.window = 0 })
    #expect(isUnlawful { $0.weekly.decay = 0 })
    #expect(isUnlawful { $0.benchmark = "nobody" })
    #expect(isUnlawful { $0.factors.removeAll() })
    #expect(isUnlawful { $0.assets.append($0.assets[1]) })
    #expect(
      isUnlawful { recipe in
        let asset = recipe.assets[0].asset
        recipe.assets[0] = RecipeAsset(asset: asset, origin: .index([Weight("alpha", -1)]))
      }
    )
    #expect(
      isUnlawful { recipe in
        let asset = Asset(name: "large", group: .segment, title: "Large", alias: nil)
        recipe.assets.append(
          RecipeAsset(asset: asset, origin: .part(of: "index", spread: "nobody"))
        )
      }
    )
  }

  @Test("a regressor that never moves is refused, not divided by")
  func collinear() throws {
    var data = market.data
    let table = try #require(data.tables["daily"])
    var columns = table.columns
    columns["FEAR"] = table.dates.map { _ in 20 }
    data.tables["daily"] = DatedTable(dates: table.dates, columns: columns)
    guard case .numerical? = refusal(data, recipe) else {
      Issue.record("a constant factor passed")
      return
    }
  }

  @Test("tables refuse dates out of order and columns of another length")
  func tables() {
    let days = [0, 1].map { TradingDate(daysSince1970: $0) }
    #expect(DatedTable(dates: days.reversed(), columns: [:]) == nil)
    #expect(DatedTable(dates: [days[0], days[0]], columns: [:]) == nil)
    #expect(DatedTable(dates: days, columns: ["a": [1]]) == nil)
    #expect(DatedTable(dates: days, columns: ["a": [1, .nan]]) != nil)
  }
}
