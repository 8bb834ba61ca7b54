import Domain
import Numerics

/// The days of one kind of event, with the surprises that prices answered to.
struct EventDays: Sendable {
  let dates: [TradingDate]
  /// Regressors × days, in bp.
  let surprises: [[Double]]
  /// What each regressor is a response to.
  let causes: [SensitivityCause]
}

/// Daily series around events, and the responses of market, yields and lines.
struct EventStudy: Sendable {
  /// The first factor's daily log return in percent, over which lines' excess is taken.
  let market: [TradingDate: Double]
  /// The wider market on decision days, where the recipe names one; else `market`.
  let decisionMarket: [TradingDate: Double]
  var twoYear: [TradingDate: Double]
  let tenYear: [TradingDate: Double]
  /// Every day with a decision or a release, sampled or not.
  let eventDays: Set<TradingDate>
  /// Lines' daily log returns in percent.
  let lines: [[TradingDate: Double]]
  let lineNames: [String]

  init(data: CalibrationData, recipe: Recipe) throws(CalibrationError) {
    guard let first = recipe.factors.first else {
      throw .unlawfulRecipe("a recipe has at least the market as a factor")
    }
    let date = recipe.date
    let own = try data.series(first.series, through: date).logReturns
    let wide = try Self.summed(recipe.events.marketReturns, data, date)
    market = own.byDate
    decisionMarket = (wide.map { $0.filled(from: own) } ?? own).byDate
    twoYear = try data.series(recipe.events.twoYear, through: date).basisPoints.byDate
    if let series = recipe.events.tenYear {
      tenYear = try data.series(series, through: date).basisPoints.byDate
    } else {
      tenYear = [:]
    }
    var days: Set<TradingDate> = []
    for series in [
      recipe.events.fomc?.target, recipe.events.cpi?.days, recipe.events.jobs?.days,
    ] {
      if let series { days.formUnion(try data.series(series, through: date).dates) }
    }
    eventDays = days
    var lines: [[TradingDate: Double]] = []
    for asset in recipe.assets {
      guard case .series(let series, let before) = asset.origin else { continue }
      var returns = try data.series(series, through: date).logReturns
      if let before {
        returns = returns.filled(from: try data.series(before, through: date).logReturns)
      }
      lines.append(returns.byDate)
    }
    for spread in recipe.spreads {
      let part = try data.series(spread.part, through: date).logReturns.byDate
      let whole = try data.series(spread.whole, through: date).logReturns.byDate
      lines.append(
        part.reduce(into: [:]) { result, entry in
          guard let w = whole[entry.key] else { return }
          result[entry.key] = spread.logReturn(part: entry.value, whole: w)
        }
      )
    }
    self.lines = lines
    lineNames = recipe.lineNames
  }

  /// Regresses a daily series on the surprises of the days on which it is known.
  func response(
    of series: [TradingDate: Double],
    to days: EventDays,
    what: String
  ) throws(CalibrationError) -> (fit: Regression, sample: Sample) {
    let kept = days.dates.indices.filter { series[days.dates[$0]]?.isFinite == true }
    let y = kept.map { series[days.dates[$0]] ?? .nan }
    let x = days.surprises.map { s in kept.map { s[$0] } }
    return (
      try Regression(y, on: x, what: what), Sample(dates: kept.map { days.dates[$0] })
    )
  }

  /// A line's daily return beyond beta times the market's.
  func excess(_ line: Int, beta: Double) -> [TradingDate: Double] {
    lines[line].reduce(into: [:]) { result, entry in
      guard let m = market[entry.key] else { return }
      result[entry.key] = entry.value - beta * m
    }
  }

  /// The sum of daily percent returns, as log returns; nil where there is nothing to sum.
  private static func summed(
    _ references: [SeriesReference],
    _ data: CalibrationData,
    _ date: TradingDate
  ) throws(CalibrationError) -> DailySeries? {
    var total: [TradingDate: Double]?
    for reference in references {
      let next = try data.series(reference, through: date).byDate
      guard let sum = total else {
        total = next
        continue
      }
      total = sum.reduce(into: [:]) { result, entry in
        if let n = next[entry.key] { result[entry.key] = entry.value + n }
      }
    }
    guard let sorted = total?.sorted(by: { $0.key < $1.key }) else { return nil }
    return DailySeries(
      dates: sorted.map(\.key),
      values: sorted.map { 100 * Elementary.log(1 + $0.value / 100) }
    )
  }
}
