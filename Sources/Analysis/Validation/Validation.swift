package import Calibration
package import Domain
import Numerics
package import Results
package import Simulation

/// Holds a model's forecasts against what came after its date.
///
/// Nothing after the day a forecast is made on enters it: its state, the starts of its residuals
/// and betas, and its parameters are from that day or before, only the dates of scheduled events
/// are later.
package struct Validation {
  /// Why a model could not be held against data.
  package enum Failure: Error, Sendable {
    /// The model has other assets or factors than the recipe names, or no data follow it.
    case unfit(String)
    case simulation(SimulationError)
  }

  /// How forecasts are simulated and judged.
  package struct Settings: Hashable, Sendable {
    package var paths: Int
    package var seed: UInt64
    /// Of the family of tests, in 0…1.
    package var level: Double

    package init(paths: Int = 2_048, seed: UInt64 = 1, level: Double = 0.05) {
      self.paths = paths
      self.seed = seed
      self.level = level
    }
  }

  let market: ObservedMarket
  let recipe: Recipe
  /// In order of date; each forecasts until the next one's date.
  let models: [MarketModel]
  let restarts: [ObservedMarket.Restarts]
  let settings: Settings

  /// Prepares the models, which the recipe estimated at their dates.
  package init(
    market: ObservedMarket,
    recipe: Recipe,
    models: [MarketModel],
    settings: Settings
  ) throws(Failure) {
    self.market = market
    self.recipe = recipe
    self.models = models.sorted { $0.date < $1.date }
    self.settings = settings
    for model in models { try Self.check(model, against: recipe) }
    restarts = self.models.map { market.restarts(of: $0) }
    guard let first = self.models.first?.date,
      market.days.count(where: { $0 > first }) > 20
    else {
      throw .unfit(
        "the data end \(market.days.last.map { "on \($0)" } ?? "nowhere"): more than 20 days must "
          + "follow the model's date\(self.models.first.map { ", \($0.date)" } ?? "")"
      )
    }
  }

  private static func check(
    _ model: MarketModel,
    against recipe: Recipe
  ) throws(Failure) {
    func compare(_ what: String, _ a: [String], _ b: [String]) throws(Failure) {
      guard a != b else { return }
      let only = a.first { !b.contains($0) }.map { "\($0) of the model is not in the recipe" }
      let other = b.first { !a.contains($0) }.map { "\($0) of the recipe is not in the model" }
      throw .unfit("\(what): \(only ?? other ?? "model and recipe order them differently")")
    }
    try compare("factors", model.factors.map(\.name), recipe.factors.map(\.name))
    try compare("assets", model.assets.map(\.asset.name), recipe.assets.map(\.asset.name))
  }

  /// Makes all forecasts and judges them.
  ///
  /// Throws `unfit` where not one forecast could be made.
  package func result() throws(Failure) -> ValidationResult {
    let result = judged(try forecasts())
    guard !result.rows.isEmpty else {
      throw .unfit(
        "no day after the model's date has all that a forecast starts from: yields, and a"
          + " volatility index or \(recipe.weekly.window) days of the market"
      )
    }
    return result
  }

  /// Makes all forecasts, in the order of their kinds.
  package func forecasts() throws(Failure) -> [ForecastSet] {
    do throws(SimulationError) {
      return [
        try decisionDays(), try releaseDays(.cpi), try releaseDays(.jobs), try weeksGivenFactors(),
      ] + (try startForecasts())
    } catch {
      throw .simulation(error)
    }
  }

  private func judged(_ sets: [ForecastSet]) -> ValidationResult {
    let assets = recipe.assets.map(\.asset)
    var rows: [ValidationRow] = []
    var details: [ValidationRow] = []
    for set in sets {
      if let row = set.row(.all, assets: Set(assets.indices)) { rows.append(row) }
      for group in AssetGroup.allCases {
        let members = assets.indices.filter { assets[$0].group == group }
        if let row = set.row(.group(group), assets: Set(members)) { rows.append(row) }
      }
      for (index, asset) in assets.enumerated() {
        if let row = set.row(.asset(asset), assets: [index]) { details.append(row) }
      }
    }
    var adjusted = HolmFamily.adjusted(rows.flatMap { $0.tests.map(\.pValue) })[...]
    rows = rows.map { row in
      defer { adjusted = adjusted.dropFirst(row.tests.count) }
      return row.adjusted(Array(adjusted.prefix(row.tests.count)))
    }
    return ValidationResult(
      modelName: recipe.name,
      modelDates: models.map(\.date),
      through: market.days.last ?? recipe.date,
      level: settings.level,
      paths: settings.paths,
      seed: settings.seed,
      rows: rows,
      assets: details
    )
  }
}

// MARK: - Origins

/// A close from which forecasts are made, and the model as it would have been run then.
struct Origin {
  /// In the market's days, and among the models.
  let place, model: Int
  let day: TradingDate
  let state: EconomicState
  let restarted: MarketModel
}

extension Validation {
  /// The origin at a trading day; nil before the first model, or where a level is unknown.
  func origin(at place: Int) -> Origin? {
    guard market.days.indices.contains(place) else { return nil }
    let day = market.days[place]
    guard let number = models.lastIndex(where: { $0.date <= day }),
      let week = market.weekEnds.lastIndex(where: { $0 <= day }),
      market.calendar.isTradingDay(day),
      let state = market.state(at: day, model: models[number])
    else { return nil }
    return Origin(
      place: place,
      model: number,
      day: day,
      state: state,
      restarted: restarts[number].model(at: week, state: state)
    )
  }

  /// The plan of what a user would have run that day: the calendar's events are open.
  func plan(
    from origin: Origin,
    horizons: [Horizon],
    listed: [Event] = []
  ) throws(SimulationError) -> SimulationPlan {
    let last = horizons.map(\.date).max() ?? origin.day
    let open = market.calendar.entries(after: origin.day, through: last).filter { entry in
      origin.restarted.events.has(entry.kind)
        && !listed.contains { $0.date == entry.date && $0.kindName == entry.kind.rawValue }
    }
    let scenario = Scenario(
      name: "from \(origin.day)",
      asof: origin.day,
      horizons: horizons,
      model: .builtIn(origin.restarted.name),
      state: origin.state,
      events: (listed + open.map { Event(open: $0) }).sorted {
        ($0.date, $0.time) < ($1.date, $1.time)
      },
      calendar: market.calendar
    )
    return try SimulationPlan(
      scenario: scenario,
      model: origin.restarted,
      settings: RunSettings(
        paths: settings.paths,
        // Forecasts of different days draw apart, so that their errors of simulation average out.
        seed: settings.seed &+ UInt64(bitPattern: Int64(origin.day.daysSince1970)) &* 0x9E37_79B9
      )
    )
  }

  /// Simulated simple returns in percent, horizons × assets × paths, each in ascending order.
  func simulated(_ plan: SimulationPlan) -> [[[Double]]] {
    let plan = plan.readingTotalsOnly
    var values = [[[Double]]](
      repeating: [[Double]](repeating: [], count: plan.assets.count),
      count: plan.readings.horizons.count
    )
    let sources = plan.readings.channels.map(\.source)
    PathProbe(plan).visit(0..<plan.tileCount) { tile in
      for (source, drawn) in zip(sources, tile.values) {
        guard case .total(let asset, let horizon) = source else { continue }
        values[horizon][asset] += drawn.map { 100 * Double($0) }
      }
    }
    return values.map { $0.map { $0.sorted() } }
  }
}

extension Event {
  /// An unlisted event of the calendar, as the language makes it.
  init(open entry: TradingCalendar.Entry) {
    let kind: Event.Kind =
      switch entry.kind {
      case .fomc: .fomc(Decision())
      case .cpi: .cpi([Release(series: .coreMonthly)])
      case .jobs: .jobs([Release(series: .unemployment), Release(series: .payrolls)])
      }
    self.init(
      id: "open-\(entry.kind.rawValue)-\(entry.date)",
      date: entry.date,
      kind: kind,
      isListed: false
    )
  }
}

extension EventModel {
  func has(_ kind: TradingCalendar.Kind) -> Bool {
    switch kind {
    case .fomc: fomc != nil
    case .cpi: cpi != nil
    case .jobs: jobs != nil
    }
  }
}

extension Verified {
  /// Judges equally likely members in ascending order.
  init(asset: Int, members: [Double], outcome: Double, references: [Double]) {
    let below = members.count { $0 < outcome }
    let tied = members.count { $0 == outcome }
    self.init(
      asset: asset,
      probability: (Double(below) + Double(tied) / 2 + 0.5) / Double(members.count + 1),
      score: Score.crps(ascending: members, outcome: outcome),
      references: references
    )
  }
}
