import Domain
import Numerics

/// Loadings of the lines on the factors and factor covariances by regime, from weekly data.
struct FactorFit: Sendable {
  /// Lines × factors, in percent per percent or percent per 25 bp.
  var loadings: [[Parameter]]
  /// Market beta of each line from the market alone.
  var totalBetas: [Parameter]
  /// Lines × weeks; NaN where the line or a factor is unknown.
  let residuals: [[Double]]
  /// Covariance per week in the factors' units, the market rescaled where the recipe says so.
  let covariance: RegimePair<Matrix>

  init(panel: WeeklyPanel, recipe: Recipe) throws(CalibrationError) {
    let complete = panel.completeWeeks
    var loadings: [[Parameter]] = []
    var totalBetas: [Parameter] = []
    var residuals: [[Double]] = []
    for (name, returns) in zip(panel.lineNames, panel.lines) {
      let weeks = complete.filter { returns[$0].isFinite }
      let y = weeks.map { returns[$0] }
      let x = panel.factors.map { factor in weeks.map { factor[$0] } }
      let sample = Sample(dates: weeks.map { panel.ends[$0] })
      let fit = try Regression(y, on: x, what: "weeks of \(name)")
      let source = "weekly, least squares on \(x.count) factors, HC3 errors"
      loadings.append(
        recipe.factors.indices.map { k in
          let scale: Double = recipe.factors[k].unit == .basisPoints ? 25 : 1
          return sample.parameter(fit.slope(k), scale: scale, source: source)
        }
      )
      let alone = try Regression(y, on: [x[0]], what: "weeks of \(name)")
      totalBetas.append(
        sample.parameter(alone.slope(0), source: "weekly, least squares on the market, HC3 errors")
      )
      var residual = [Double](repeating: .nan, count: panel.ends.count)
      for (t, e) in zip(weeks, fit.residuals) { residual[t] = e }
      residuals.append(residual)
    }
    self.loadings = loadings
    self.totalBetas = totalBetas
    self.residuals = residuals
    covariance = RegimePair(
      calm: try Self.covariance(panel, stress: false, market: recipe.numbers[.marketCalm]),
      stress: try Self.covariance(panel, stress: true, market: recipe.numbers[.marketStress])
    )
  }

  /// Percent of return per unit of each factor: rates per bp.
  func rawLoadings(_ factors: [RecipeFactor]) -> Matrix {
    Matrix(
      loadings.map { row in
        zip(row, factors).map { $0.value / ($1.unit == .basisPoints ? 25 : 1) }
      }
    )
  }

  /// The covariance over one regime's weeks; the market's row and column take the given deviation.
  private static func covariance(
    _ panel: WeeklyPanel,
    stress: Bool,
    market: Parameter?
  ) throws(CalibrationError) -> Matrix {
    let weeks = panel.completeWeeks.filter { panel.stress[$0] == stress }
    let needed = 2 * panel.factors.count + 2
    guard weeks.count >= needed else {
      throw .tooFewObservations(
        what: stress ? "stress weeks" : "calm weeks",
        found: weeks.count,
        needed: needed
      )
    }
    let result = Moments.covariance(of: panel.factors.map { f in weeks.map { f[$0] } })
    guard let market else { return result }
    var scales = [Double](repeating: 1, count: result.rows)
    scales[0] = market.value / result[0, 0].squareRoot()
    return result.scaled(by: scales)
  }
}

/// The days behind an estimate, as provenance prints them.
struct Sample: Hashable, Sendable {
  let dates: [TradingDate]

  var text: String {
    guard let first = dates.first, let last = dates.last else { return "none" }
    return "\(first)..\(last)"
  }

  func provenance(_ source: String) -> Provenance {
    .estimated(source: source, sample: text, count: dates.count)
  }

  func parameter(_ estimate: Estimate, scale: Double = 1, source: String) -> Parameter {
    Parameter(
      estimate.value * scale,
      standardError: estimate.standardError * scale,
      provenance: provenance(source)
    )
  }
}
