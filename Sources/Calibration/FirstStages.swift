import Domain
import Numerics

/// What a release's surprise does to the two-year yield, and the law of the surprise.
struct FirstStage: Sendable {
  /// Spread of published surprises.
  let deviation: Parameter
  let sample: Sample
  let surprises: [Double]

  /// Surprises in the series' unit on the given days, less those left out of the law.
  init(
    _ series: DailySeries,
    on days: Set<TradingDate>,
    lawStart: TradingDate? = nil,
    excluding excluded: ClosedRange<TradingDate>? = nil,
    what: String
  ) throws(CalibrationError) {
    let kept = series.dates.indices.filter {
      days.contains(series.dates[$0]) && excluded?.contains(series.dates[$0]) != true
    }
    sample = Sample(dates: kept.map { series.dates[$0] })
    surprises = kept.map { series.values[$0] }
    let law = kept.filter { day in lawStart.map { series.dates[day] >= $0 } ?? true }
    guard law.count > 11 else {
      throw .tooFewObservations(what: "surprises of \(what)", found: law.count, needed: 12)
    }
    let sd = Moments.deviation(law.map { series.values[$0] })
    deviation = Sample(dates: law.map { series.dates[$0] }).parameter(
      Estimate(sd, standardError: sd / (2 * Double(law.count - 1)).squareRoot()),
      source: "standard deviation of surprises of \(what)"
    )
  }
}

extension CPIFit {
  /// The law of core surprises and the two-year's response on either side of the gate.
  static func firstStage(
    _ series: DailySeries,
    _ study: EventStudy,
    _ weights: [TradingDate: Double],
    lawStart: TradingDate?
  ) throws(CalibrationError) -> (deviation: Parameter, low: Parameter, high: Parameter) {
    let stage = try FirstStage(
      series,
      on: Set(weights.keys),
      lawStart: lawStart,
      what: "core prices"
    )
    // Per tenth of a percentage point.
    let tenths = zip(stage.sample.dates, stage.surprises).map { (weights[$0] ?? .nan, 10 * $1) }
    let days = EventDays(
      dates: stage.sample.dates,
      surprises: [tenths.map { (1 - $0) * $1 }, tenths.map { $0 * $1 }],
      causes: []
    )
    let (fit, sample) = try study.response(
      of: study.twoYear,
      to: days,
      what: "surprises of core prices"
    )
    let source = "two-year move on the gated core surprise, HC3 errors"
    return (
      stage.deviation, sample.parameter(fit.slope(0), source: source),
      sample.parameter(fit.slope(1), source: source)
    )
  }
}

extension JobsFit {
  /// The law of payroll surprises and the two-year's response to them.
  static func payrollStage(
    _ series: DailySeries,
    _ study: EventStudy,
    _ dates: [TradingDate],
    excluding excluded: ClosedRange<TradingDate>?
  ) throws(CalibrationError) -> (law: Parameter, response: Parameter) {
    let stage = try FirstStage(series, on: Set(dates), excluding: excluded, what: "payrolls")
    let days = EventDays(
      dates: stage.sample.dates,
      surprises: [stage.surprises.map { $0 / 100 }],
      causes: []
    )
    let (fit, sample) = try study.response(
      of: study.twoYear,
      to: days,
      what: "surprises of payrolls"
    )
    let source = "two-year move on the payroll surprise, HC3 errors"
    return (stage.deviation, sample.parameter(fit.slope(0), source: source))
  }

  /// The law of unemployment surprises and the two-year's response to them, payrolls given.
  ///
  /// Payrolls are followed for longer, so that only the days on which both are known are used.
  static func unemploymentStage(
    _ series: DailySeries,
    _ payrolls: DailySeries,
    _ study: EventStudy,
    _ dates: [TradingDate],
    excluding excluded: ClosedRange<TradingDate>?
  ) throws(CalibrationError) -> (law: Parameter, response: Parameter) {
    let stage = try FirstStage(series, on: Set(dates), excluding: excluded, what: "unemployment")
    let known = payrolls.byDate
    let common = stage.sample.dates.indices.filter { known[stage.sample.dates[$0]] != nil }
    let days = EventDays(
      dates: common.map { stage.sample.dates[$0] },
      surprises: [
        common.map { (known[stage.sample.dates[$0]] ?? .nan) / 100 },
        common.map { 10 * stage.surprises[$0] },
      ],
      causes: []
    )
    let (fit, sample) = try study.response(
      of: study.twoYear,
      to: days,
      what: "surprises of unemployment"
    )
    let source = "two-year move on both jobs surprises, HC3 errors"
    return (stage.deviation, sample.parameter(fit.slope(1), source: source))
  }
}
