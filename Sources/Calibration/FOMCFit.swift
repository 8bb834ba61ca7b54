import Domain
import Numerics

/// Decisions: days with target and path surprises, their laws and the market's response.
struct FOMCFit: Sendable {
  let days: EventDays
  let model: FOMCModel

  /// Estimates responses to target surprise and path surprise jointly.
  ///
  /// The path surprise is what the target surprise does not explain of the two-year yield's move
  /// around the announcement.
  init(
    study: EventStudy,
    data: CalibrationData,
    recipe: Recipe,
    fomc: RecipeFOMC
  ) throws(CalibrationError) {
    let (dates, target, twoYear) = try Self.surprises(data, recipe, fomc)
    let first = try Regression(twoYear, on: [target], what: "decisions with surprises")
    let path = first.residuals
    let joint = EventDays(dates: dates, surprises: [target, path], causes: [.policy, .policy])
    days = EventDays(
      dates: dates,
      surprises: [zip(target, path).map { $0 + $1 }],
      causes: [.policy]
    )
    let source = "decision days, least squares on target and path surprises, HC3 errors"
    let (market, sample) = try study.response(
      of: study.decisionMarket,
      to: joint,
      what: "decision days of the market"
    )
    let (two, twoSample) = try study.response(
      of: study.twoYear,
      to: joint,
      what: "decision days of the two-year yield"
    )
    let (ten, tenSample) = try study.response(
      of: study.tenYear,
      to: joint,
      what: "decision days of the ten-year yield"
    )
    func law(
      _ number: RecipeNumber,
      _ values: [Double],
      _ what: String
    ) throws(CalibrationError) -> Parameter {
      if let given = recipe.numbers[number] { return given }
      return try Self.deviation(dates, values, from: fomc.lawStart, what: what)
    }
    func yields(_ k: Int) -> EventModel.YieldResponse {
      EventModel.YieldResponse(
        twoYear: twoSample.parameter(two.slope(k), scale: 25, source: source),
        tenYear: tenSample.parameter(ten.slope(k), scale: 25, source: source)
      )
    }
    model = FOMCModel(
      targetDeviation: try law(.targetDeviation, target, "target surprises"),
      pathDeviation: try law(.pathDeviation, path, "path surprises"),
      riskDeviation: try recipe.number(.riskDeviation),
      target: sample.parameter(market.slope(0), scale: 25, source: source),
      path: sample.parameter(market.slope(1), scale: 25, source: source),
      correlation: market.correlation(0, 1),
      targetYields: yields(0),
      pathYields: yields(1)
    )
  }

  private static func surprises(
    _ data: CalibrationData,
    _ recipe: Recipe,
    _ fomc: RecipeFOMC
  ) throws(CalibrationError) -> (dates: [TradingDate], target: [Double], twoYear: [Double]) {
    let target = try data.series(fomc.target, through: recipe.date).clipped(from: fomc.start)
    let twoYear = try data.series(fomc.twoYear, through: recipe.date).byDate
    var counts: [TradingDate: Double]?
    if let count = fomc.count { counts = try data.series(count, through: recipe.date).byDate }
    let kept = target.dates.indices.filter { i in
      let date = target.dates[i]
      return twoYear[date] != nil && (counts.map { $0[date] == 1 } ?? true)
    }
    return (
      kept.map { target.dates[$0] }, kept.map { 100 * target.values[$0] },
      kept.map { 100 * (twoYear[target.dates[$0]] ?? .nan) }
    )
  }

  /// Standard deviation from a day on, with the error it has under a normal law.
  private static func deviation(
    _ dates: [TradingDate],
    _ values: [Double],
    from start: TradingDate,
    what: String
  ) throws(CalibrationError) -> Parameter {
    let kept = dates.indices.filter { dates[$0] >= start }
    guard kept.count > 2 else {
      throw .tooFewObservations(what: "\(what) from \(start)", found: kept.count, needed: 3)
    }
    let sd = Moments.deviation(kept.map { values[$0] })
    let error = sd / (2 * Double(kept.count - 1)).squareRoot()
    return Sample(dates: kept.map { dates[$0] })
      .parameter(Estimate(sd, standardError: error), source: "standard deviation of \(what)")
  }
}
