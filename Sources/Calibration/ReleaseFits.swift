import Domain
import Numerics

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
