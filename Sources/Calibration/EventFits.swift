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
    func law(_ number: RecipeNumber, _ values: [Double], _ what: String) -> Parameter {
      recipe.numbers[number]
        ?? Self.deviation(dates, values, from: fomc.lawStart, source: "deviation of \(what)")
    }
    func yields(_ k: Int) -> EventModel.YieldResponse {
      EventModel.YieldResponse(
        twoYear: twoSample.parameter(two.slope(k), scale: 25, source: source),
        tenYear: tenSample.parameter(ten.slope(k), scale: 25, source: source)
      )
    }
    model = FOMCModel(
      targetDeviation: law(.targetDeviation, target, "target surprises"),
      pathDeviation: law(.pathDeviation, path, "path surprises"),
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

  private static func deviation(
    _ dates: [TradingDate],
    _ values: [Double],
    from start: TradingDate,
    source: String
  ) -> Parameter {
    let kept = dates.indices.filter { dates[$0] >= start }
    let sd = Moments.deviation(kept.map { values[$0] })
    let error = sd / (2 * Double(max(kept.count - 1, 1))).squareRoot()
    return Sample(dates: kept.map { dates[$0] })
      .parameter(Estimate(sd, standardError: error), source: source)
  }
}

/// Consumer prices: release days split by the inflation gate, and the market's responses.
struct CPIFit: Sendable {
  let days: EventDays
  let model: CPIModel

  init(
    study: EventStudy,
    data: CalibrationData,
    recipe: Recipe,
    cpi: RecipeCPI
  ) throws(CalibrationError) {
    let centre = try recipe.number(.gateCentre)
    let width = try recipe.number(.gateWidth)
    let core = CoreInflation(index: try data.series(cpi.core, through: recipe.date))
    var (dates, low, high): ([TradingDate], [Double], [Double]) = ([], [], [])
    let releases = try data.series(cpi.days, through: recipe.date).clipped(from: cpi.start)
    for date in releases.dates {
      guard let move = study.twoYear[date], let known = core.known(before: date) else { continue }
      let w = Gate.weight(of: known, centre: centre.value, width: width.value)
      dates.append(date)
      low.append((1 - w) * move)
      high.append(w * move)
    }
    days = EventDays(
      dates: dates,
      surprises: [low, high],
      causes: [.inflationLow, .inflationHigh]
    )
    let source = "consumer-price days, least squares on the gated two-year move, HC3 errors"
    let (market, sample) = try study.response(
      of: study.market,
      to: days,
      what: "consumer-price days of the market"
    )
    model = CPIModel(
      surpriseDeviation: try recipe.number(.coreDeviation),
      passThroughLow: try recipe.number(.passThroughLow),
      passThroughHigh: try recipe.number(.passThroughHigh),
      noiseDeviation: try recipe.number(.pricesNoise),
      gateCentre: centre,
      gateWidth: width,
      tenYearRatio: try study.tenYearRatio(
        dates,
        unless: recipe.numbers[.pricesTenYear],
        what: "consumer-price days"
      ),
      low: sample.parameter(market.slope(0), scale: 25, source: source),
      high: sample.parameter(market.slope(1), scale: 25, source: source)
    )
  }
}

/// Jobs: release days with the two-year yield's move, and the market's response.
struct JobsFit: Sendable {
  let days: EventDays
  let model: JobsModel

  init(
    study: EventStudy,
    data: CalibrationData,
    recipe: Recipe,
    jobs: RecipeJobs
  ) throws(CalibrationError) {
    let dates = try data.series(jobs.days, through: recipe.date).clipped(from: jobs.start).dates
      .filter { study.twoYear[$0] != nil }
    days = EventDays(
      dates: dates,
      surprises: [dates.map { study.twoYear[$0] ?? .nan }],
      causes: [.labor]
    )
    let (market, sample) = try study.response(
      of: study.market,
      to: days,
      what: "jobs days of the market"
    )
    model = JobsModel(
      payrollDeviation: try recipe.number(.payrollDeviation),
      unemploymentDeviation: try recipe.number(.unemploymentDeviation),
      payrollPassThrough: try recipe.number(.payrollPassThrough),
      unemploymentPassThrough: try recipe.number(.unemploymentPassThrough),
      noiseDeviation: try recipe.number(.jobsNoise),
      tenYearRatio: try study.tenYearRatio(
        dates,
        unless: recipe.numbers[.jobsTenYear],
        what: "jobs days"
      ),
      labor: sample.parameter(
        market.slope(0),
        scale: 25,
        source: "jobs days, least squares on the two-year move, HC3 errors"
      )
    )
  }
}

extension EventStudy {
  /// The ten-year yield's move per move of the two-year on the days, unless it is given.
  func tenYearRatio(
    _ dates: [TradingDate],
    unless given: Parameter?,
    what: String
  ) throws(CalibrationError) -> Parameter {
    if let given { return given }
    let days = EventDays(
      dates: dates,
      surprises: [dates.map { twoYear[$0] ?? .nan }],
      causes: []
    )
    let (fit, sample) = try response(of: tenYear, to: days, what: "\(what) of the ten-year yield")
    return sample.parameter(
      fit.slope(0),
      source: "\(what), ten-year on two-year move, HC3 errors"
    )
  }
}

extension Recipe {
  /// A number that cannot be estimated here and must be given.
  func number(_ number: RecipeNumber) throws(CalibrationError) -> Parameter {
    guard let value = numbers[number] else { throw .missingNumber(number) }
    return value
  }
}

/// The gate between low and high inflation.
enum Gate {
  /// w = 1/(1 + exp(−(core y/y − centre)/width)).
  static func weight(of inflation: Double, centre: Double, width: Double) -> Double {
    1 / (1 + Elementary.exp(-(inflation - centre) / width))
  }
}

/// Core inflation as it was known day by day, from a monthly index.
struct CoreInflation: Sendable {
  private let index: [Int: Double]

  init(index series: DailySeries) {
    index = series.dates.indices.reduce(into: [:]) { result, i in
      result[Self.month(series.dates[i])] = series.values[i]
    }
  }

  /// The last y/y rate in percent published before a release, nil where there is none.
  ///
  /// A release in one month tells the month before, so the last one known before it is that of two
  /// months before; where that month was never published the one before it stands.
  func known(before release: TradingDate) -> Double? {
    let latest = Self.month(release) - 2
    for month in stride(from: latest, to: latest - 3, by: -1) {
      if let now = index[month], let then = index[month - 12] { return 100 * (now / then - 1) }
    }
    return nil
  }

  private static func month(_ date: TradingDate) -> Int {
    let (year, month, _) = date.civil
    return 12 * year + month - 1
  }
}
