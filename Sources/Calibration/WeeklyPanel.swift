import Domain
import Numerics

/// Weekly changes of factors and lines, one row a week; NaN where a change is unknown.
///
/// A week's value is the last one of its trading days, so that the days of other markets'
/// holidays and the negative oil price of April 2020, a Monday, do not enter.
struct WeeklyPanel: Sendable {
  /// The last trading day of each week, ascending and without gaps in the market.
  let ends: [TradingDate]
  /// Factors × weeks, in the factor's unit.
  let factors: [[Double]]
  /// Weekly levels behind factors that revert, by name; in the series' own unit.
  let levels: [String: [Double]]
  /// Lines × weeks, log returns in percent.
  let lines: [[Double]]
  let lineNames: [String]
  /// The chain of regimes; nil where the recipe gives both its numbers and a rule of the weeks.
  let regimes: RegimeFit?
  /// The probability that a week belongs to the stress regime.
  let stressOdds: [Double]

  /// Gathers the weeks to the recipe's date; without regimes every week is of one.
  init(
    data: CalibrationData,
    recipe: Recipe,
    findingRegimes: Bool = true
  ) throws(CalibrationError) {
    guard let first = recipe.factors.first, first.change == .log, first.less == nil else {
      throw .unlawfulRecipe("the first factor is the market: a log change of one series")
    }
    let market = try data.series(first.series, through: recipe.date)
    let weeks = Self.weeks(of: market, recipe: recipe)
    guard weeks.count > 52 else {
      throw .tooFewObservations(what: "weeks of the market", found: weeks.count, needed: 53)
    }
    let ends = Dictionary(uniqueKeysWithValues: weeks.map { ($0.week, $0) })
    let source = Source(data: data, date: recipe.date, weeks: weeks.map(\.week), ends: ends)
    var factors: [[Double]] = []
    var levels: [String: [Double]] = [:]
    for factor in recipe.factors {
      let level = try source.level(of: factor)
      factors.append(source.changes(level, factor.change))
      if factor.reverts { levels[factor.name] = source.column(level) }
    }
    var lines: [[Double]] = []
    for asset in recipe.assets {
      if case .series(let series, let before) = asset.origin {
        lines.append(try source.returns(of: series, before: before))
      }
    }
    for spread in recipe.spreads { lines.append(try source.returns(of: spread)) }
    // The first week only gives the level from which the first change is taken.
    self.ends = Array(weeks.dropFirst())
    self.factors = factors.map { Array($0.dropFirst()) }
    self.levels = levels
    self.lines = lines.map { Array($0.dropFirst()) }
    lineNames = recipe.lineNames
    guard findingRegimes else {
      (regimes, stressOdds) = (nil, self.ends.map { _ in 0 })
      return
    }
    let trailing = try RegimeSplit.trailing(
      market.logReturns,
      at: self.ends,
      window: recipe.weekly.window
    )
    let split = recipe.weekly.stressShare.map { RegimeSplit.odds(trailing, stressShare: $0) }
    if let split, recipe.givesRegimes {
      (regimes, stressOdds) = (nil, split)
      return
    }
    let index = recipe.factors.first { $0.name == "vix" }
    let fit = try RegimeFit(
      MarketWeeks(
        ends: self.ends,
        returns: self.factors[0],
        trailing: trailing.map { $0 * 252.0.squareRoot() },
        index: try index.map { factor throws(CalibrationError) in
          source.column(try source.level(of: factor))
        }
      ),
      recipe: recipe
    )
    (regimes, stressOdds) = (fit, split ?? fit.stressOdds)
  }

  /// A panel of weeks as they are, all of one regime.
  init(ends: [TradingDate], factors: [[Double]], lines: [[Double]], lineNames: [String]) {
    self.ends = ends
    self.factors = factors
    self.lines = lines
    self.lineNames = lineNames
    (levels, regimes, stressOdds) = ([:], nil, ends.map { _ in 0 })
  }

  /// The weeks in which every factor is known.
  var completeWeeks: [Int] {
    ends.indices.filter { t in factors.allSatisfy { $0[t].isFinite } }
  }

  /// The probabilities that the weeks belong to a regime.
  func odds(of regime: Regime, _ weeks: [Int]) -> [Double] {
    weeks.map { regime == .stress ? stressOdds[$0] : 1 - stressOdds[$0] }
  }

  /// The last trading days of all whole weeks, from the week before the sample's first.
  private static func weeks(of market: DailySeries, recipe: Recipe) -> [TradingDate] {
    var last: [Int: TradingDate] = [:]
    for date in market.dates { last[date.week] = date }
    // A week that the model's date cuts before its Friday is not whole.
    if recipe.date.weekday < 4 { last[recipe.date.week] = nil }
    let all = last.values.sorted()
    let first = all.firstIndex { $0 >= recipe.weekly.start } ?? all.endIndex
    return Array(all[max(0, first - 1)...])
  }
}

/// A market state with its own covariances.
enum Regime: String, CaseIterable { case calm, stress }

extension Recipe {
  /// The series that diffuse by themselves: assets with a series, then spreads.
  var lineNames: [String] {
    assets.compactMap { asset in
      if case .series = asset.origin { asset.asset.name } else { nil }
    } + spreads.map(\.name)
  }
}

/// Weekly values of named series over the weeks of a panel.
private struct Source {
  let data: CalibrationData
  let date: TradingDate
  let weeks: [Int]
  let ends: [Int: TradingDate]

  func weekly(_ reference: SeriesReference) throws(CalibrationError) -> [Int: Double] {
    try data.series(reference, through: date).weekly(ends: ends)
  }

  func column(_ level: [Int: Double]) -> [Double] {
    weeks.dropFirst().map { level[$0] ?? .nan }
  }

  func level(of factor: RecipeFactor) throws(CalibrationError) -> [Int: Double] {
    let level = try weekly(factor.series)
    guard let less = factor.less else { return level }
    let other = try weekly(less)
    var result: [Int: Double] = [:]
    for (week, value) in level { if let o = other[week] { result[week] = value - o } }
    return result
  }

  func changes(_ level: [Int: Double], _ change: RecipeFactor.Change) -> [Double] {
    weeks.map { week in
      guard let before = level[week - 1], let after = level[week] else { return .nan }
      switch change {
      case .basisPoints: return 100 * (after - before)
      case .log: return before > 0 && after > 0 ? 100 * Elementary.log(after / before) : .nan
      }
    }
  }

  func returns(
    of series: SeriesReference,
    before: SeriesReference?
  ) throws(CalibrationError) -> [Double] {
    let own = changes(try weekly(series), .log)
    guard let before else { return own }
    let other = changes(try weekly(before), .log)
    return zip(own, other).map { $0.isFinite ? $0 : $1 }
  }

  func returns(of spread: RecipeSpread) throws(CalibrationError) -> [Double] {
    let part = changes(try weekly(spread.part), .log)
    let whole = changes(try weekly(spread.whole), .log)
    return zip(part, whole).map { spread.logReturn(part: $0, whole: $1) }
  }
}

extension RecipeSpread {
  /// ln(1 + D) in percent, D = (R(whole) − R(part))/(1 − weight), from log returns in percent.
  func logReturn(part: Double, whole: Double) -> Double {
    let d = (Elementary.exp(whole / 100) - Elementary.exp(part / 100)) / (1 - weight.value)
    return d > -1 ? 100 * Elementary.log(1 + d) : .nan
  }
}
