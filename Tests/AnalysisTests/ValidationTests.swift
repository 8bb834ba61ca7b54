import Analysis
import Calibration
import Domain
import Numerics
import Results
import Testing

/// Whole validations on an invented market.
@Suite("Validation")
struct ValidationTests {
  private static let frozen = TradingDate(year: 2017, month: 12, day: 31) ?? .init(daysSince1970: 0)

  private static func validation(
    _ market: InventedMarket,
    through end: TradingDate? = nil,
    paths: Int = 512,
    model change: (inout MarketModel) -> Void = { _ in }
  ) throws -> Validation {
    let recipe = market.recipe(date: frozen)
    var model = try Calibration.fit(market.data, recipe: recipe)
    change(&model)
    let observed = try ObservedMarket(
      market.data,
      recipe: recipe,
      through: end ?? market.dates[market.dates.count - 1]
    )
    return try Validation(
      market: observed,
      recipe: recipe,
      models: [model],
      settings: .init(paths: paths)
    )
  }

  @Test("nothing after a forecast's end changes it: data cut there give the same, bit for bit")
  func nothingLater() throws {
    let market = try InventedMarket(seed: 3)
    let cut = try #require(TradingDate(year: 2019, month: 6, day: 28))
    let whole = try Self.validation(market, paths: 128).forecasts()
    let part = try Self.validation(market, through: cut, paths: 128).forecasts()
    for (long, short) in zip(whole, part) {
      #expect(!short.dates.isEmpty)
      let before = long.dates.prefix(short.dates.count)
      #expect(
        zip(before, short.dates).allSatisfy { $0.date == $1.date && $0.verified == $1.verified }
      )
      #expect(long.dates.count > short.dates.count)
    }
  }

  @Test("a changed outcome changes its own judgement and no forecast before it")
  func laterData() throws {
    let change = try #require(TradingDate(year: 2020, month: 1, day: 6))
    let same = try Self.validation(InventedMarket(seed: 3), paths: 128).forecasts()
    let other = try Self.validation(
      InventedMarket(seed: 3, residualScale: 3, from: change),
      paths: 128
    ).forecasts()
    for (a, b) in zip(same, other) {
      // Three months and a week before the change no period reaches it.
      let early = zip(a.dates, b.dates).filter { $0.0.date < change.adding(days: -100) }
      #expect(early.count > 5)
      #expect(early.allSatisfy { $0.0.verified == $0.1.verified })
      let late = zip(a.dates, b.dates).filter { $0.0.date > change }
      #expect(late.contains { $0.0.verified != $0.1.verified })
    }
  }

  /// Four years of three assets and an index whose law the model can hold.
  ///
  /// Shares have standard errors of 2 to 6 points; a tenth of scale is about 4.
  @Test("forecasts of a market that stays as it was cover what they say, and the family passes")
  func rightModel() throws {
    let result = try Self.validation(InventedMarket(seed: 3)).result()
    #expect(result.rejections.isEmpty)
    for kind in ValidationKind.allCases {
      let row = try #require(result.rows.first { $0.kind == kind && $0.subject == .all })
      for (share, nominal) in zip(row.coverage, [0.5, 0.8, 0.95]) {
        #expect(
          abs(share.value - nominal) < 4 * max(share.standardError, 0.01) + 0.02,
          "\(kind) \(nominal)"
        )
      }
      #expect(row.tests.allSatisfy { (0...1).contains($0.pValue) && $0.adjusted >= $0.pValue })
    }
  }

  @Test("a model with half the residual deviation is rejected, where weeks are given the factors")
  func narrowModel() throws {
    let result = try Self.validation(InventedMarket(seed: 3), paths: 128) { model in
      let half = { (x: Double) in x / 2 }
      model.residuals.own.calm = model.residuals.own.calm.map(half)
      model.residuals.own.stress = model.residuals.own.stress.map(half)
      model.residuals.loadings.calm = model.residuals.loadings.calm.map { $0.map(half) }
      model.residuals.loadings.stress = model.residuals.loadings.stress.map { $0.map(half) }
      // The start would make up for it.
      model.residuals.halfLife = Parameter(0.01, provenance: .assumption(reason: "test"))
    }.result()
    let kinds = Set(result.rejections.filter { $0.test.kind == .coverage }.map(\.row.kind))
    #expect(kinds.contains(.factors))
    let row = try #require(result.rows.first { $0.kind == .factors && $0.subject == .all })
    #expect(row.coverage[0].value < 0.4)
  }

  @Test("at the model's own date the residual start is the one that was estimated")
  func residualStart() throws {
    let market = try InventedMarket(seed: 4)
    let recipe = market.recipe(date: Self.frozen)
    let model = try Calibration.fit(market.data, recipe: recipe)
    let observed = try ObservedMarket(market.data, recipe: recipe, through: Self.frozen)
    let week = observed.weekEnds.count - 1
    let state = try #require(observed.state(at: observed.weekEnds[week], model: model))
    let restarted = observed.restarts(of: model).model(at: week, state: state)
    for (a, b) in zip(restarted.lines, model.lines) {
      // Reconciled loadings and no intercept: the residuals differ a little.
      #expect(abs(a.residualStart / b.residualStart - 1) < 0.1)
    }
    #expect(state.vix == model.state.vix)
    #expect(state.twoYear == model.state.twoYear)
  }

  @Test("at the model's own date betas stand where they were estimated to")
  func betaStart() throws {
    let market = try InventedMarket(seed: 4)
    var recipe = market.recipe(date: Self.frozen)
    recipe.numbers[.betaHalfLife] = Parameter(17, provenance: .assumption(reason: "test"))
    let model = try Calibration.fit(market.data, recipe: recipe)
    let observed = try ObservedMarket(market.data, recipe: recipe, through: Self.frozen)
    let week = observed.weekEnds.count - 1
    let state = try #require(observed.state(at: observed.weekEnds[week], model: model))
    let restarts = observed.restarts(of: model)
    let now = restarts.model(at: week, state: state).lines
    let before = restarts.model(at: week - 1, state: state).lines
    for (line, (a, b)) in zip(model.lines, zip(now, before)) {
      let (start, again) = (try #require(line.betaStart), try #require(a.betaStart))
      #expect(abs(again.value - start.value) < 1e-9)
      #expect(abs(again.standardError - start.standardError) < 1e-9)
      #expect(start.value != 0 && b.betaStart?.value != again.value)
    }
    var still = model
    still.betaHalfLife = nil
    #expect(observed.restarts(of: still).model(at: week, state: state).lines[0].betaStart == nil)
  }

  @Test("a day's state and residual start are those of data that end on it")
  func asKnown() throws {
    let market = try InventedMarket(seed: 5)
    let recipe = market.recipe(date: Self.frozen)
    let model = try Calibration.fit(market.data, recipe: recipe)
    let last = market.dates[market.dates.count - 1]
    let whole = try ObservedMarket(market.data, recipe: recipe, through: last)
    for week in stride(from: 420, to: 600, by: 37) {
      let day = whole.weekEnds[week]
      let cut = try ObservedMarket(market.data, recipe: recipe, through: day)
      #expect(cut.weekEnds.last == day)
      let state = try #require(whole.state(at: day, model: model))
      #expect(cut.state(at: day, model: model) == state)
      #expect(
        cut.restarts(of: model).model(at: week, state: state)
          == whole.restarts(of: model).model(at: week, state: state)
      )
    }
  }

  @Test("models estimated anew forecast from their own dates on")
  func rolling() throws {
    let market = try InventedMarket(seed: 3)
    let recipe = market.recipe(date: Self.frozen)
    let observed = try ObservedMarket(
      market.data,
      recipe: recipe,
      through: market.dates[market.dates.count - 1]
    )
    let later = try #require(TradingDate(year: 2019, month: 12, day: 31))
    let first = try Calibration.fit(market.data, recipe: recipe)
    let second = try Calibration.fit(market.data, recipe: market.recipe(date: later))
    let settings = Validation.Settings(paths: 128)
    func forecasts(_ models: [MarketModel]) throws -> ForecastSet {
      try Validation(market: observed, recipe: recipe, models: models, settings: settings)
        .forecasts()[3]
    }
    let (one, both) = (try forecasts([first]), try forecasts([second, first]))
    for (a, b) in zip(one.dates, both.dates) {
      #expect((a.verified == b.verified) == (a.date < later), "\(a.date)")
    }
  }

  @Test("a model of other assets, and one without data after it, are refused")
  func refusals() throws {
    #expect(throws: Validation.Failure.self) {
      try Self.validation(InventedMarket(seed: 3)) { $0.assets.removeLast() }
    }
    #expect(throws: Validation.Failure.self) {
      try Self.validation(InventedMarket(seed: 3), through: Self.frozen)
    }
  }
}
