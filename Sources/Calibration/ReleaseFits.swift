import Domain
import Numerics

/// Consumer prices: release days split by the inflation gate, and the market's responses.
struct CPIFit: Sendable {
  let days: EventDays
  let model: CPIModel
  /// The market's responses with Huber's weights.
  let checks: [NamedParameter]

  init(
    study: EventStudy,
    data: CalibrationData,
    recipe: Recipe,
    cpi: RecipeCPI,
    core series: SeriesReference
  ) throws(CalibrationError) {
    let centre = try recipe.number(.gateCentre)
    let width = try recipe.number(.gateWidth)
    let core = CoreInflation(index: try data.series(series, through: recipe.date))
    var (dates, low, high): ([TradingDate], [Double], [Double]) = ([], [], [])
    var weights: [TradingDate: Double] = [:]
    let releases = try data.series(cpi.days, through: recipe.date).clipped(from: cpi.start)
    for date in releases.dates {
      guard let move = study.twoYear[date], let known = core.known(before: date) else { continue }
      let w = Gate.weight(of: known, centre: centre.value, width: width.value)
      dates.append(date)
      weights[date] = w
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
    let stage = try Self.stage(cpi, study, data, recipe, weights)
    let pass = (stage.low.value, stage.high.value)
    model = CPIModel(
      surpriseDeviation: stage.deviation,
      passThroughLow: stage.low,
      passThroughHigh: stage.high,
      noiseDeviation: try study.noise(
        dates,
        explained: dates.map { day in
          let w = weights[day] ?? .nan
          return ((1 - w) * pass.0 + w * pass.1) * 10 * stage.deviation.value
        },
        unless: recipe.numbers[.pricesNoise],
        what: "consumer-price days"
      ),
      gateCentre: centre,
      gateWidth: width,
      tenYearRatio: try study.tenYearRatio(
        dates,
        unless: recipe.numbers[.pricesTenYear],
        what: "consumer-price days"
      ),
      low: sample.parameter(market.slope(0), scale: 25, source: source),
      high: Self.high(
        sample.parameter(market.slope(1), scale: 25, source: source),
        prior: recipe.numbers[.pricesHighPrior]
      )
    )
    checks = try study.huber(
      days,
      of: study.market,
      names: ["prices-low-huber", "prices-high-huber"],
      what: "consumer-price days"
    )
  }

  /// The estimate where there is no prior, else both by their precision.
  private static func high(_ estimate: Parameter, prior: Parameter?) -> Parameter {
    guard let prior, prior.standardError > 0,
      case .estimated(let source, let sample, let count) =
        estimate.provenance
    else { return estimate }
    let posterior = NormalPosterior(
      estimate: estimate.value,
      standardError: estimate.standardError,
      priorMean: prior.value,
      priorDeviation: prior.standardError
    )
    return Parameter(
      posterior.mean,
      standardError: posterior.deviation,
      provenance: .estimated(
        source: source + ", with a prior of \(prior.value) ± \(prior.standardError)",
        sample: sample,
        count: count
      )
    )
  }

  /// The law of surprises and the first stage, estimated unless the recipe gives the number.
  private static func stage(
    _ cpi: RecipeCPI,
    _ study: EventStudy,
    _ data: CalibrationData,
    _ recipe: Recipe,
    _ weights: [TradingDate: Double]
  ) throws(CalibrationError) -> (deviation: Parameter, low: Parameter, high: Parameter) {
    let given = [.coreDeviation, .passThroughLow, .passThroughHigh].map { recipe.numbers[$0] }
    guard let series = cpi.surprise, given.contains(nil) else {
      return (
        try recipe.number(.coreDeviation), try recipe.number(.passThroughLow),
        try recipe.number(.passThroughHigh)
      )
    }
    let found = try firstStage(
      try data.series(series, through: recipe.date),
      study,
      weights,
      lawStart: cpi.lawStart
    )
    return (given[0] ?? found.deviation, given[1] ?? found.low, given[2] ?? found.high)
  }
}

/// Jobs: release days with the two-year yield's move, and the market's response.
struct JobsFit: Sendable {
  let days: EventDays
  let model: JobsModel
  /// The market's response with Huber's weights.
  let checks: [NamedParameter]

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
    let stage = try Self.stage(jobs, study, data, recipe, dates)
    let pay = stage.payPass.value * stage.payLaw.value / 100
    let rate = stage.ratePass.value * stage.rateLaw.value * 10
    model = JobsModel(
      payrollDeviation: stage.payLaw,
      unemploymentDeviation: stage.rateLaw,
      payrollPassThrough: stage.payPass,
      unemploymentPassThrough: stage.ratePass,
      noiseDeviation: try study.noise(
        dates,
        explained: dates.map { _ in (pay * pay + rate * rate).squareRoot() },
        unless: recipe.numbers[.jobsNoise],
        what: "jobs days"
      ),
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
    checks = try study.huber(
      days,
      of: study.market,
      names: ["jobs-huber"],
      what: "jobs days"
    )
  }

  private struct Stage {
    let payLaw, payPass, rateLaw, ratePass: Parameter
  }

  /// The laws of surprises and the first stages, estimated unless the recipe gives the number.
  private static func stage(
    _ jobs: RecipeJobs,
    _ study: EventStudy,
    _ data: CalibrationData,
    _ recipe: Recipe,
    _ dates: [TradingDate]
  ) throws(CalibrationError) -> Stage {
    let (numbers, date) = (recipe.numbers, recipe.date)
    var (payLaw, payPass) = (numbers[.payrollDeviation], numbers[.payrollPassThrough])
    var (rateLaw, ratePass) = (
      numbers[.unemploymentDeviation], numbers[.unemploymentPassThrough]
    )
    if let series = jobs.payrolls, payLaw == nil || payPass == nil {
      let pay = try data.series(series, through: date)
      let found = try payrollStage(pay, study, dates, excluding: jobs.excluded)
      (payLaw, payPass) = (payLaw ?? found.law, payPass ?? found.response)
      if let series = jobs.unemployment, rateLaw == nil || ratePass == nil {
        let rate = try data.series(series, through: date)
        let found = try unemploymentStage(rate, pay, study, dates, excluding: jobs.excluded)
        (rateLaw, ratePass) = (rateLaw ?? found.law, ratePass ?? found.response)
      }
    }
    guard let payLaw else { throw .missingNumber(.payrollDeviation) }
    guard let payPass else { throw .missingNumber(.payrollPassThrough) }
    guard let rateLaw else { throw .missingNumber(.unemploymentDeviation) }
    guard let ratePass else { throw .missingNumber(.unemploymentPassThrough) }
    return Stage(payLaw: payLaw, payPass: payPass, rateLaw: rateLaw, ratePass: ratePass)
  }
}

extension EventStudy {
  /// The spread of the two-year's move on event days that neither the surprise nor an ordinary
  /// day explains.
  func noise(
    _ dates: [TradingDate],
    explained: [Double],
    unless given: Parameter?,
    what: String
  ) throws(CalibrationError) -> Parameter {
    if let given { return given }
    let whole = try ExcessVariance(twoYear, events: eventDays).excess(
      of: dates.map { ($0, twoYear[$0] ?? .nan) },
      what: "\(what) of the two-year yield"
    )
    let known = Moments.mean(explained.map { $0 * $0 })
    return Sample(dates: dates).parameter(
      Estimate(whole.value - known, standardError: whole.standardError).root,
      source: "\(what), two-year variance less that of ordinary days and of the surprise"
    )
  }

  /// Responses with Huber's weights, in percent per 25 bp.
  func huber(
    _ days: EventDays,
    of series: [TradingDate: Double],
    names: [String],
    what: String
  ) throws(CalibrationError) -> [NamedParameter] {
    let kept = days.dates.indices.filter { series[days.dates[$0]]?.isFinite == true }
    let ones = kept.map { _ in 1.0 }
    let design = Matrix([ones] + days.surprises.map { s in kept.map { s[$0] } }).transposed
    let sample = Sample(dates: kept.map { days.dates[$0] })
    do {
      let fit = try LeastSquares(
        huber: design,
        response: kept.map { series[days.dates[$0]] ?? .nan }
      )
      return names.enumerated().map { k, name in
        NamedParameter(
          name,
          sample.parameter(
            Estimate(fit.coefficients[k + 1], standardError: fit.standardErrors[k + 1]),
            scale: 25,
            source: "\(what), Huber's weights, asymptotic errors"
          )
        )
      }
    } catch {
      throw .numerical("\(what) with Huber's weights: \(error)")
    }
  }

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
