import Domain
import Numerics

/// The economy's equations and the rule of policy, from monthly series.
///
/// No path reads them yet: they say how core prices, unemployment and the funds rate go on by
/// themselves, and how firmly that is known.
struct MacroFit: Sendable {
  let macro, rule: [NamedParameter]

  init(_ parts: RecipeMacro, data: CalibrationData, through date: TradingDate)
    throws(CalibrationError)
  {
    let core = MonthlySeries(try data.series(parts.core, through: date))
    let unemployment = MonthlySeries(try data.series(parts.unemployment, through: date))
    let rate = MonthlySeries(try data.series(parts.rate, through: date))
    let sample = MonthRange(start: parts.start, excluded: parts.excluded)
    macro =
      try Self.prices(core, sample) + Self.unemployment(unemployment, sample)
    rule = try Self.rule(rate, core, unemployment, sample)
  }

  /// Core inflation m/m on its last value and the mean of twelve, in percent.
  private static func prices(
    _ core: MonthlySeries,
    _ sample: MonthRange
  ) throws(CalibrationError) -> [NamedParameter] {
    let monthly = core.growth
    var rows: [(month: Int, y: Double, x: [Double])] = []
    for (month, value) in monthly.inOrder where sample.holds(month, isCalm: false) {
      let past = (1...12).compactMap { monthly[month - $0] }
      guard past.count == 12 else { continue }
      rows.append((month, value, [past[0], Moments.mean(past)]))
    }
    return try fit(
      rows,
      names: ["core-constant", "core-last", "core-year", "core-deviation"],
      source: "monthly core prices on the last month and the mean of twelve",
      covariance: .hc3
    )
  }

  /// The change of unemployment on three of its lags and on the level, in percentage points.
  private static func unemployment(
    _ rate: MonthlySeries,
    _ sample: MonthRange
  ) throws(CalibrationError) -> [NamedParameter] {
    let change = rate.change
    var rows: [(month: Int, y: Double, x: [Double])] = []
    for (month, value) in change.inOrder where sample.holds(month, isCalm: true) {
      let past = (1...3).compactMap { change[month - $0] }
      guard past.count == 3, let level = rate[month - 1] else { continue }
      rows.append((month, value, past + [level]))
    }
    return try fit(
      rows,
      names: [
        "unemployment-constant", "unemployment-lag-1", "unemployment-lag-2",
        "unemployment-lag-3", "unemployment-level", "unemployment-deviation",
      ],
      source: "monthly change of unemployment on three lags and the level",
      covariance: .hc3
    )
  }

  /// An inertial rule, quarterly: i = ρ i₋₁ + (1 − ρ)(c + φ_π π + φ_u u) + e.
  ///
  /// Quarters in which the rate lay on its floor before and after tell nothing and are left out.
  /// Long-run responses by the delta method, HAC errors with 4 lags.
  private static func rule(
    _ rate: MonthlySeries,
    _ core: MonthlySeries,
    _ unemployment: MonthlySeries,
    _ sample: MonthRange
  ) throws(CalibrationError) -> [NamedParameter] {
    var rows: [(month: Int, y: Double, x: [Double])] = []
    for (month, value) in rate.inOrder where month % 3 == 2 && sample.holds(month, isCalm: false) {
      guard let before = rate[month - 3], let now = core[month], let then = core[month - 12],
        let u = unemployment[month], max(value, before) > floor
      else { continue }
      rows.append((month, value, [before, 100 * (now / then - 1), u]))
    }
    let (regression, dates) = try regression(
      rows,
      "quarters of the funds rate",
      .neweyWest(lags: 4)
    )
    let rho = regression.coefficients[1]
    guard rho < 1 else { throw .numerical("the funds rate has no rule: inertia \(rho)") }
    let source = "quarterly funds rate on itself, core inflation and unemployment, HAC errors"
    func longRun(_ k: Int) -> Parameter {
      let value = regression.coefficients[k] / (1 - rho)
      let (a, b) = (1 / (1 - rho), value / (1 - rho))
      let v = regression.covariance
      let variance = a * a * v[k, k] + 2 * a * b * v[k, 1] + b * b * v[1, 1]
      return dates.parameter(Estimate(value, standardError: variance.squareRoot()), source: source)
    }
    return [
      NamedParameter("inertia", dates.parameter(regression.slope(0), source: source)),
      NamedParameter("inflation-response", longRun(2)),
      NamedParameter("unemployment-response", longRun(3)),
      NamedParameter("deviation", deviation(regression, dates, source)),
    ]
  }

  /// The funds rate in percent below which it cannot follow a rule.
  private static let floor = 0.3

  private static func fit(
    _ rows: [(month: Int, y: Double, x: [Double])],
    names: [String],
    source: String,
    covariance: LeastSquares.Covariance
  ) throws(CalibrationError) -> [NamedParameter] {
    let (regression, sample) = try regression(rows, source, covariance)
    let coefficients = regression.coefficients.indices.map { k in
      sample.parameter(
        Estimate(
          regression.coefficients[k],
          standardError: regression.covariance[k, k].squareRoot()
        ),
        source: source + ", HC3 errors"
      )
    }
    return zip(names, coefficients + [deviation(regression, sample, source + ", HC3 errors")])
      .map { NamedParameter($0, $1) }
  }

  private static func regression(
    _ rows: [(month: Int, y: Double, x: [Double])],
    _ what: String,
    _ covariance: LeastSquares.Covariance
  ) throws(CalibrationError) -> (Regression, Sample) {
    let width = rows.first?.x.count ?? 0
    return (
      try Regression(
        rows.map(\.y),
        on: (0..<width).map { k in rows.map { $0.x[k] } },
        what: what,
        covariance: covariance
      ), Sample(dates: rows.compactMap { MonthlySeries.date($0.month) })
    )
  }

  /// The residual standard deviation, with its error under a normal law.
  private static func deviation(
    _ regression: Regression,
    _ sample: Sample,
    _ source: String
  ) -> Parameter {
    let freedom = Double(regression.residuals.count - regression.coefficients.count)
    let sum = regression.residuals.reduce(0) { $0 + $1 * $1 }
    let sd = (sum / freedom).squareRoot()
    return sample.parameter(
      Estimate(sd, standardError: sd / (2 * freedom).squareRoot()),
      source: source
    )
  }
}

/// The months an equation is estimated on.
private struct MonthRange {
  let start: TradingDate
  let excluded: ClosedRange<TradingDate>?

  /// Whether a month belongs; the excluded ones are left out where calm is asked for.
  func holds(_ month: Int, isCalm: Bool) -> Bool {
    guard let date = MonthlySeries.date(month), date >= start else { return false }
    return !(isCalm && excluded?.contains(date) == true)
  }
}

/// Monthly values by the number of the month, 12 · year + month − 1.
struct MonthlySeries: Sendable {
  private let values: [Int: Double]

  init(_ series: DailySeries) {
    values = series.dates.indices.reduce(into: [:]) { result, i in
      let (year, month, _) = series.dates[i].civil
      result[12 * year + month - 1] = series.values[i]
    }
  }

  private init(values: [Int: Double]) { self.values = values }

  subscript(month: Int) -> Double? { values[month] }

  var inOrder: [(Int, Double)] { values.sorted { $0.key < $1.key } }

  /// Percent of growth on the month before.
  var growth: MonthlySeries { pairs { 100 * ($1 / $0 - 1) } }

  /// Difference from the month before.
  var change: MonthlySeries { pairs { $1 - $0 } }

  private func pairs(_ step: (Double, Double) -> Double) -> MonthlySeries {
    var result: [Int: Double] = [:]
    for (month, value) in values {
      guard let before = values[month - 1] else { continue }
      let found = step(before, value)
      if found.isFinite { result[month] = found }
    }
    return MonthlySeries(values: result)
  }

  static func date(_ month: Int) -> TradingDate? {
    TradingDate(year: month / 12, month: month % 12 + 1, day: 1)
  }
}
