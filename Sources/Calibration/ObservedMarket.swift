package import Domain
import Numerics

/// What the series of a recipe showed up to a day, for forecasts to be held against.
///
/// Nothing is estimated here. Log returns and relative changes in percent, rates in basis points.
package struct ObservedMarket: Sendable {
  /// A decision with its surprises in bp, as they are before anything is estimated.
  package struct Decision: Hashable, Sendable {
    package let date: TradingDate
    package let target, twoYear: Double
  }

  /// Trading days of the market, ascending.
  package let days: [TradingDate]
  /// Last trading days of the weeks, ascending, and where they stand in `days`.
  package let weekEnds: [TradingDate]
  package let weekEndPlaces: [Int]
  /// Factors × weeks; NaN where a change is unknown.
  package let factors: [[Double]]
  /// Lines × weeks, log returns.
  package let lines: [[Double]]
  package let decisions: [Decision]
  /// Release days on which the two-year yield's move is known, with the move in bp.
  package let prices, jobs: [(date: TradingDate, move: Double)]
  /// Trading days as they were, with the days of decisions and releases.
  package let calendar: TradingCalendar

  private let assets: [AssetLevel]
  /// The market's log returns on `days`.
  private let marketReturns: [Double]
  private let levels: [String: DailySeries]
  private let twoYear: DailySeries
  private let tenYear: DailySeries?
  private let core: CoreInflation?
  /// Monthly averages of the funds rate and unemployment, dated in their months; nil: not named.
  private let rate, unemployment: DailySeries?
  private let priceDays: [TradingDate]
  private let recipe: Recipe

  /// Gathers the series of a recipe to a day, which may be after the recipe's date.
  package init(
    _ data: CalibrationData,
    recipe given: Recipe,
    through end: TradingDate
  ) throws(CalibrationError) {
    var recipe = given
    recipe.date = end
    try recipe.check()
    self.recipe = recipe
    let panel = try WeeklyPanel(data: data, recipe: recipe, findingRegimes: false)
    guard let market = recipe.factors.first?.series else {
      throw .unlawfulRecipe("a recipe has at least the market as a factor")
    }
    let marketDays = try data.series(market, through: end).logReturns
    let places = Dictionary(uniqueKeysWithValues: marketDays.dates.enumerated().map { ($1, $0) })
    days = marketDays.dates
    marketReturns = marketDays.values
    let kept = panel.ends.indices.filter { places[panel.ends[$0]] != nil }
    weekEnds = kept.map { panel.ends[$0] }
    weekEndPlaces = kept.compactMap { places[panel.ends[$0]] }
    factors = panel.factors.map { factor in kept.map { factor[$0] } }
    lines = panel.lines.map { line in kept.map { line[$0] } }
    assets = try Self.levels(of: recipe, data, marketDays, days: marketDays.dates)
    twoYear = try data.series(recipe.events.twoYear, through: end)
    tenYear = try recipe.events.tenYear.map { (series) throws(CalibrationError) in
      try data.series(series, through: end)
    }
    var levels: [String: DailySeries] = [:]
    for factor in recipe.factors {
      levels[factor.name] = try data.series(factor.series, through: end)
    }
    self.levels = levels
    decisions = try Self.decisions(data, recipe)
    let moves = twoYear.basisPoints.byDate
    func releases(_ reference: SeriesReference?) throws(CalibrationError) -> [TradingDate] {
      guard let reference else { return [] }
      return try data.series(reference, through: end).dates
    }
    priceDays = try releases(recipe.events.cpi?.days)
    let jobsDays = try releases(recipe.events.jobs?.days)
    prices = priceDays.compactMap { day in moves[day].map { (day, $0) } }
    jobs = jobsDays.compactMap { day in moves[day].map { (day, $0) } }
    rate = try recipe.macro.map { (macro) throws(CalibrationError) in
      try data.series(macro.rate, through: end)
    }
    unemployment = try recipe.macro.map { (macro) throws(CalibrationError) in
      try data.series(macro.unemployment, through: end)
    }
    core = try recipe.events.cpi?.core.map { (core) throws(CalibrationError) in
      CoreInflation(index: try data.series(core, through: end))
    }
    calendar = Self.calendar(
      days: marketDays.dates,
      events: decisions.map { ($0.date, .fomc) } + priceDays.map { ($0, .cpi) }
        + jobsDays.map { ($0, .jobs) }
    )
  }

  /// Where a trading day stands in `days`; nil where it is none.
  package func place(of day: TradingDate) -> Int? {
    let place = days.partitioningIndex { $0 >= day }
    return place < days.count && days[place] == day ? place : nil
  }

  /// The log return of an asset from the close of one day to that of another, by places in `days`;
  /// NaN where it is unknown.
  package func logReturn(asset: Int, from first: Int, to last: Int) -> Double {
    assets[asset].logReturn(from: first, to: last)
  }

  /// Market and economy as they were known at a close; nil where a level the model needs is unknown.
  ///
  /// The funds rate is the average of the month before, unemployment that of two months before;
  /// where the recipe names no funds rate the two-year yield stands in for it.
  package func state(at day: TradingDate, model: MarketModel) -> EconomicState? {
    guard let two = twoYear.last(through: day),
      let ten = tenYear.map({ $0.last(through: day) }) ?? model.state.tenYear,
      let vix = levels["vix"]?.last(through: day) ?? volatility(at: day, model)
    else { return nil }
    var state = model.state
    state.twoYear = two
    state.tenYear = ten
    state.vix = vix
    let (year, month, _) = day.civil
    let first = TradingDate(year: year, month: month, day: 1) ?? day
    let funds = max(0, rate?.last(through: first.adding(months: -1)) ?? two)
    (state.fedFundsLow, state.fedFundsHigh) = (funds, funds)
    state.unemployment =
      unemployment?.last(through: first.adding(months: -2)) ?? state.unemployment
    state.credit = levels["credit"]?.last(through: day)
    state.oil = levels["oil"]?.last(through: day)
    state.dollar = levels["dollar"]?.last(through: day)
    state.levels = [:]
    if let release = priceDays.last(where: { $0 <= day }),
      let known = core?.known(before: release.adding(months: 1))
    {
      state.coreInflation = known
    }
    return state
  }
}

extension ObservedMarket {
  /// What stands in for a volatility index that the recipe does not name: trailing volatility over
  /// what it is of the index; nil where returns do not reach back far enough.
  private func volatility(at day: TradingDate, _ model: MarketModel) -> Double? {
    guard levels["vix"] == nil else { return nil }
    guard let ratio = model.regimes?.volatilityRatio.value, ratio > 0 else {
      return model.state.vix
    }
    let end = days.partitioningIndex { $0 > day }
    let window = recipe.weekly.window
    guard window > 0, end >= window else { return nil }
    let sum = marketReturns[(end - window)..<end].reduce(0) { $0 + $1 * $1 }
    let index = (sum / Double(window) * 252).squareRoot() / ratio
    return index > 0 ? index : nil
  }
}

// MARK: - Residuals

extension ObservedMarket {
  /// A model's residuals over the weeks, and the model as it would have started at each.
  package struct Restarts: Sendable {
    private let model: MarketModel
    private let ends: [TradingDate]
    /// Lines × weeks: weighted mean of squared residuals to the week; NaN before the first.
    private let variances: [[Double]]
    /// Where betas stand beside their loadings; nil: they do not follow.
    private let betas: BetaStarts?
    /// By line: what events leave over of the lines' weekly variance.
    private let ofEvents: [Double]

    init(_ market: ObservedMarket, model: MarketModel) {
      self.model = model
      ends = market.weekEnds
      let recipe = market.recipe
      let loadings = model.lines.map { line in
        zip(line.loadings, model.factors).map {
          $0.value / ($1.unit == .basisPoints ? 25 : 1)
        }
      }
      variances = zip(market.lines, loadings).map { returns, row in
        Self.weighted(returns, less: row, of: market.factors, decay: recipe.weekly.decay)
      }
      betas = model.betaHalfLife.map { halfLife in
        BetaStarts(
          lines: market.lines,
          factors: market.factors,
          loadings: Matrix(loadings),
          halfLife: halfLife.value,
          known: market.weekEnds.partitioningIndex { $0 > model.date },
          members: (try? recipe.members()) ?? []
        )
      }
      ofEvents =
        EventCovariance(
          events: model.events,
          factors: recipe.factors,
          betas: model.lines.map(\.totalBeta.value),
          excess: model.lines.map(\.excess),
          coreInflation: model.state.coreInflation
        ).ofResiduals(loadings: Matrix(loadings)).diagonal
    }

    /// The model with the starts of a week's end, from residuals to that week alone: where
    /// residual variances and betas stand.
    package func model(at week: Int, state: EconomicState) -> MarketModel {
      var restarted = model
      restarted.date = ends[week]
      let odds = model.regimes?.stressOdds(vix: state.vix) ?? 0
      let residuals = model.residuals
      for i in model.lines.indices where i < variances.count {
        func variance(_ loadings: [[Double]], _ own: [Double]) -> Double {
          loadings[i].reduce(own[i] * own[i]) { $0 + $1 * $1 }
        }
        let expected =
          (1 - odds) * variance(residuals.loadings.calm, residuals.own.calm)
          + odds * variance(residuals.loadings.stress, residuals.own.stress) + ofEvents[i]
        let found = variances[i][week]
        restarted.lines[i].residualStart = found.isFinite && expected > 0 ? found / expected : 1
        restarted.lines[i].betaStart = betas.map { betas in
          let start = betas.estimate(line: i, week: week)
          return Parameter(
            start.value,
            standardError: start.standardError,
            provenance: .assumption(reason: BetaStarts.source)
          )
        }
      }
      return restarted
    }

    private static func weighted(
      _ returns: [Double],
      less loadings: [Double],
      of factors: [[Double]],
      decay: Double
    ) -> [Double] {
      var (sum, weight) = (0.0, 0.0)
      return returns.indices.map { week in
        let explained = zip(loadings, factors).reduce(0.0) { $0 + $1.0 * $1.1[week] }
        let residual = returns[week] - explained
        if residual.isFinite {
          sum = decay * sum + residual * residual
          weight = decay * weight + 1
        }
        return weight > 0 ? sum / weight : .nan
      }
    }
  }

  package func restarts(of model: MarketModel) -> Restarts { Restarts(self, model: model) }
}

// MARK: - Series

extension ObservedMarket {
  private static func decisions(
    _ data: CalibrationData,
    _ recipe: Recipe
  ) throws(CalibrationError) -> [Decision] {
    guard let fomc = recipe.events.fomc else { return [] }
    if fomc.isDaily {
      let days = try data.series(fomc.target, through: recipe.date).clipped(from: fomc.start)
      let moves = try data.series(recipe.events.twoYear, through: recipe.date).basisPoints.byDate
      return days.dates.compactMap { day in
        moves[day].map { Decision(date: day, target: 0, twoYear: $0) }
      }
    }
    let target = try data.series(fomc.target, through: recipe.date).clipped(from: fomc.start)
    let twoYear = try data.series(fomc.twoYear, through: recipe.date).byDate
    var counts: [TradingDate: Double]?
    if let count = fomc.count { counts = try data.series(count, through: recipe.date).byDate }
    return zip(target.dates, target.values).compactMap { date, value in
      guard let two = twoYear[date], counts.map({ $0[date] == 1 }) ?? true else { return nil }
      return Decision(date: date, target: 100 * value, twoYear: 100 * two)
    }
  }

  /// The exchange's rule, corrected by the weekdays without a close.
  private static func calendar(
    days: [TradingDate],
    events: [(TradingDate, TradingCalendar.Kind)]
  ) -> TradingCalendar {
    let open = Set(days)
    var closed: Set<TradingDate> = []
    if let first = days.first, let last = days.last {
      for number in first.daysSince1970...last.daysSince1970 {
        let day = TradingDate(daysSince1970: number)
        if day.weekday < 5, !open.contains(day) { closed.insert(day) }
      }
    }
    return TradingCalendar(
      entries: events.filter { open.contains($0.0) }.map { .init(date: $0.0, kind: $0.1) },
      addedHolidays: closed
    )
  }

  private static func levels(
    of recipe: Recipe,
    _ data: CalibrationData,
    _ market: DailySeries,
    days: [TradingDate]
  ) throws(CalibrationError) -> [AssetLevel] {
    func level(_ reference: SeriesReference) throws(CalibrationError) -> [Double] {
      AssetLevel.cumulated(try data.series(reference, through: recipe.date).logReturns, days)
    }
    var result: [AssetLevel] = []
    for asset in recipe.assets {
      switch asset.origin {
      case .series(let series, let before):
        var returns = try data.series(series, through: recipe.date).logReturns
        if let before {
          returns = returns.filled(
            from: try data.series(before, through: recipe.date).logReturns
          )
        }
        result.append(.single(AssetLevel.cumulated(returns, days)))
      case .index: result.append(.single(AssetLevel.cumulated(market, days)))
      case .part(_, let name):
        guard let spread = recipe.spreads.first(where: { $0.name == name }) else {
          throw .unlawfulRecipe("no spread named \(name)")
        }
        result.append(.single(try level(spread.part)))
      case .rest(_, let name):
        guard let spread = recipe.spreads.first(where: { $0.name == name }) else {
          throw .unlawfulRecipe("no spread named \(name)")
        }
        result.append(
          .rest(
            whole: try level(spread.whole),
            part: try level(spread.part),
            weight: spread.weight.value
          )
        )
      }
    }
    return result
  }
}

/// The logarithm of an asset's total-return level over the market's days, in percent.
private enum AssetLevel: Sendable {
  case single([Double])
  /// What an index returns beside a part of it: R + w·D, D = (R − R(part))/(1 − w).
  case rest(whole: [Double], part: [Double], weight: Double)

  /// Sums of log returns; NaN before the first and after the last day with a value.
  static func cumulated(_ returns: DailySeries, _ days: [TradingDate]) -> [Double] {
    let known = returns.byDate
    guard let first = returns.dates.first, let last = returns.dates.last else {
      return days.map { _ in .nan }
    }
    var sum = 0.0
    return days.map { day in
      sum += known[day] ?? 0
      return day >= first && day <= last ? sum : .nan
    }
  }

  func logReturn(from first: Int, to last: Int) -> Double {
    switch self {
    case .single(let level): return level[last] - level[first]
    case .rest(let whole, let part, let weight):
      let r = Elementary.exp((whole[last] - whole[first]) / 100) - 1
      let p = Elementary.exp((part[last] - part[first]) / 100) - 1
      let rest = r + weight * (r - p) / (1 - weight)
      return rest > -1 ? 100 * Elementary.log(1 + rest) : .nan
    }
  }
}

extension DailySeries {
  /// The last value at or before a day.
  func last(through day: TradingDate) -> Double? {
    let place = dates.partitioningIndex { $0 > day }
    return place > 0 ? values[place - 1] : nil
  }
}

extension Array {
  /// The first place whose element satisfies a condition that all later ones satisfy as well.
  func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
