import Domain
import Numerics

extension FOMCFit {
  /// Decisions of which only the days are known: the two-year yield's move of the day is all news.
  ///
  /// The path surprise is that move, so that its two-year response is 25 for 25 by definition; a
  /// target surprise is taken to act through the two-year yield alone. The day's ordinary moves
  /// are in the regressor, which draws the response toward that of ordinary days.
  init(
    daysOf fomc: RecipeFOMC,
    study: EventStudy,
    data: CalibrationData,
    recipe: Recipe
  ) throws(CalibrationError) {
    let dates = try data.series(fomc.target, through: recipe.date).clipped(from: fomc.start).dates
      .filter { study.twoYear[$0] != nil }
    let moves = dates.map { study.twoYear[$0] ?? .nan }
    days = EventDays(dates: dates, surprises: [moves], causes: [.policy])
    let (market, sample) = try study.response(
      of: study.decisionMarket,
      to: days,
      what: "decision days of the market"
    )
    let source = "decision days, least squares on the two-year yield's move of the day, HC3 errors"
    let path = sample.parameter(market.slope(0), scale: 25, source: source)
    let spread =
      if let given = recipe.numbers[.pathDeviation] { given } else {
        try Self.spread(of: moves, dates, study)
      }
    let risk =
      if let given = recipe.numbers[.riskDeviation] { given } else {
        try Self.risk(ofDays: market, study, sample)
      }
    let share = RecipeDefaults.targetTwoYear.value / 25
    model = FOMCModel(
      targetDeviation: try recipe.number(.targetDeviation),
      pathDeviation: spread,
      riskDeviation: risk,
      target: sample.parameter(
        market.slope(0),
        scale: 25 * share,
        source: source + "; a target surprise acts through the two-year yield"
      ),
      path: path,
      correlation: 1,
      targetYields: EventModel.YieldResponse(
        twoYear: RecipeDefaults.targetTwoYear,
        tenYear: RecipeDefaults.tenYear[0]
      ),
      pathYields: EventModel.YieldResponse(
        twoYear: Parameter(
          25,
          provenance: .assumption(reason: "the path surprise is the two-year yield's move")
        ),
        tenYear: try Self.tenYear(study, days)
      ),
      twoYearAlone: path
    )
    checks = try study.huber(
      days,
      of: study.decisionMarket,
      names: ["decision-path-huber"],
      what: "decision days"
    )
  }

  /// What the two-year's variance on decision days exceeds that of the days around them by.
  private static func spread(
    of moves: [Double],
    _ dates: [TradingDate],
    _ study: EventStudy
  ) throws(CalibrationError) -> Parameter {
    let excess = try ExcessVariance(study.twoYear, events: study.eventDays).excess(
      of: zip(dates, moves).map { ($0, $1) },
      what: "decision days of the two-year yield"
    )
    return Sample(dates: dates).parameter(
      excess.root,
      source: "two-year variance on decision days less that of ordinary days around them"
    )
  }

  private static func tenYear(
    _ study: EventStudy,
    _ days: EventDays
  ) throws(CalibrationError) -> Parameter {
    guard !study.tenYear.isEmpty else { return RecipeDefaults.tenYearOfTwoYear }
    let (fit, sample) = try study.response(
      of: study.tenYear,
      to: days,
      what: "decision days of the ten-year yield"
    )
    return sample.parameter(
      fit.slope(0),
      scale: 25,
      source: "decision days, ten-year on two-year move, HC3 errors"
    )
  }
}

extension CPIFit {
  /// Releases without a core index: one response, whatever inflation is.
  init(
    withoutCore cpi: RecipeCPI,
    study: EventStudy,
    data: CalibrationData,
    recipe: Recipe
  ) throws(CalibrationError) {
    let dates = try data.series(cpi.days, through: recipe.date).clipped(from: cpi.start).dates
      .filter { study.twoYear[$0] != nil }
    days = EventDays(
      dates: dates,
      surprises: [dates.map { study.twoYear[$0] ?? .nan }],
      causes: [.inflationLow]
    )
    let what = "consumer-price days"
    let (market, sample) = try study.response(
      of: study.market,
      to: days,
      what: "\(what) of the market"
    )
    let response = sample.parameter(
      market.slope(0),
      scale: 25,
      source: "\(what), least squares on the two-year move, HC3 errors"
    )
    let deviation = try recipe.number(.coreDeviation)
    let pass = try recipe.number(.passThroughLow)
    model = CPIModel(
      surpriseDeviation: deviation,
      passThroughLow: pass,
      passThroughHigh: pass,
      noiseDeviation: try study.noise(
        dates,
        explained: dates.map { _ in 10 * pass.value * deviation.value },
        unless: recipe.numbers[.pricesNoise],
        what: what
      ),
      gateCentre: Self.neverOpen,
      gateWidth: try recipe.number(.gateWidth),
      tenYearRatio: try study.tenYearRatio(
        dates,
        unless: recipe.numbers[.pricesTenYear],
        what: what
      ),
      low: response,
      high: response
    )
    checks = try study.huber(days, of: study.market, names: ["prices-huber"], what: what)
  }

  /// A core inflation rate that is never reached, so that the low side holds everywhere.
  private static let neverOpen = Parameter(
    100,
    provenance: .assumption(reason: "no core index: one response whatever inflation is")
  )
}
