import Domain
import Numerics

/// Decisions: days with target and path surprises, their laws and the market's response.
struct FOMCFit: Sendable {
  let days: EventDays
  let model: FOMCModel
  /// The same responses by other estimators and from another source of surprises.
  let checks: [NamedParameter]

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
    let source = Self.source
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
    let ten: (fit: Regression, sample: Sample)? =
      try study.tenYear.isEmpty
      ? nil
      : study.response(
        of: study.tenYear,
        to: joint,
        what: "decision days of the ten-year yield"
      )
    let (alone, aloneSample) = try study.response(
      of: study.decisionMarket,
      to: EventDays(dates: dates, surprises: [twoYear], causes: []),
      what: "decision days of the market"
    )
    let risk =
      if let given = recipe.numbers[.riskDeviation] {
        given
      } else if let window = fomc.window {
        try Self.risk(of: try data.series(window, through: recipe.date), study, joint)
      } else {
        try Self.risk(ofDays: market, study, sample)
      }
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
        tenYear: ten.map { $0.sample.parameter($0.fit.slope(k), scale: 25, source: source) }
          ?? RecipeDefaults.tenYear[k]
      )
    }
    model = FOMCModel(
      targetDeviation: try law(.targetDeviation, target, "target surprises"),
      pathDeviation: try law(.pathDeviation, path, "path surprises"),
      riskDeviation: risk,
      target: sample.parameter(market.slope(0), scale: 25, source: source),
      path: sample.parameter(market.slope(1), scale: 25, source: source),
      correlation: market.correlation(0, 1),
      targetYields: yields(0),
      pathYields: yields(1),
      twoYearAlone: aloneSample.parameter(
        alone.slope(0),
        scale: 25,
        source: "decision days, least squares on the two-year surprise, HC3 errors"
      )
    )
    checks = try Self.checks(study, joint, data, recipe, fomc)
  }

  private static let source =
    "decision days, least squares on target and path surprises, HC3 errors"

  /// The spread of what the surprises do not explain of the market's move around announcements.
  ///
  /// In so short a window there is next to no diffusion.
  private static func risk(
    of window: DailySeries,
    _ study: EventStudy,
    _ joint: EventDays
  ) throws(CalibrationError) -> Parameter {
    let (fit, sample) = try study.response(
      of: window.byDate,
      to: joint,
      what: "announcements of the market"
    )
    let squares = fit.residuals.map { $0 * $0 }
    let count = Double(squares.count)
    let variance = Estimate(
      squares.reduce(0, +) / (count - 3),
      standardError: Moments.deviation(squares) / count.squareRoot()
    )
    return sample.parameter(
      variance.root,
      source: "market's move around announcements, what target and path surprises leave of it"
    )
  }

  /// The same from whole days: the residual variance beyond that of ordinary days.
  static func risk(
    ofDays market: Regression,
    _ study: EventStudy,
    _ sample: Sample
  ) throws(CalibrationError) -> Parameter {
    let variance = try ExcessVariance(study.decisionMarket, events: study.eventDays).excess(
      of: zip(sample.dates, market.residuals).map { ($0, $1) },
      what: "decision days of the market"
    )
    return sample.parameter(
      variance.root,
      source: "market's residual variance on decision days less that of ordinary days around them"
    )
  }

  /// Huber's weights on the same days, and least squares on the second source of surprises.
  private static func checks(
    _ study: EventStudy,
    _ joint: EventDays,
    _ data: CalibrationData,
    _ recipe: Recipe,
    _ fomc: RecipeFOMC
  ) throws(CalibrationError) -> [NamedParameter] {
    var result = try study.huber(
      joint,
      of: study.decisionMarket,
      names: ["decision-target-huber", "decision-path-huber"],
      what: "decision days"
    )
    guard let second = fomc.second else { return result }
    var other = fomc
    (other.target, other.twoYear, other.count) = (second.target, second.twoYear, nil)
    let (dates, target, twoYear) = try surprises(data, recipe, other)
    let path = try Regression(twoYear, on: [target], what: "second surprises").residuals
    let (fit, sample) = try study.response(
      of: study.decisionMarket,
      to: EventDays(dates: dates, surprises: [target, path], causes: []),
      what: "second surprises"
    )
    for (k, name) in ["decision-target-second", "decision-path-second"].enumerated() {
      result.append(
        NamedParameter(
          name,
          sample.parameter(
            fit.slope(k),
            scale: 25,
            source: source + ", surprises of \(second.target.file)"
          )
        )
      )
    }
    return result
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
