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
    let units = recipe.factors.map { $0.unit == .basisPoints ? 25.0 : 1 }
    let loadings = try LoadingFit.loadings(
      panel,
      on: panel.factors.indices.map { $0 },
      scales: units,
      recent: recipe.weekly.recent
    )
    let totalBetas = try LoadingFit.loadings(
      panel,
      on: [0],
      scales: [1],
      recent: recipe.weekly.recent
    ).map { $0[0] }
    let complete = panel.completeWeeks
    var residuals: [[Double]] = []
    for (row, returns) in zip(loadings, panel.lines) {
      let weeks = complete.filter { returns[$0].isFinite }
      let own = weeks.map { t in
        returns[t]
          - row.indices.reduce(0) { $0 + row[$1].value / units[$1] * panel.factors[$1][t] }
      }
      let mean = Moments.mean(own)
      var residual = [Double](repeating: .nan, count: panel.ends.count)
      for (t, e) in zip(weeks, own) { residual[t] = e - mean }
      residuals.append(residual)
    }
    self.loadings = loadings
    self.totalBetas = totalBetas
    self.residuals = residuals
    covariance = RegimePair(
      calm: try Self.covariance(panel, .calm, market: recipe.numbers[.marketCalm]),
      stress: try Self.covariance(panel, .stress, market: recipe.numbers[.marketStress])
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

  /// The covariance over one regime's weeks; the market's row and column take a given deviation.
  private static func covariance(
    _ panel: WeeklyPanel,
    _ regime: Regime,
    market: Parameter?
  ) throws(CalibrationError) -> Matrix {
    let weeks = panel.completeWeeks
    let weights = panel.odds(of: regime, weeks)
    let found = weights.reduce(0, +)
    let needed = 2 * panel.factors.count + 2
    guard found >= Double(needed) else {
      throw .tooFewObservations(
        what: "\(regime.rawValue) weeks",
        found: Int(found),
        needed: needed
      )
    }
    let result = Moments.covariance(
      of: panel.factors.map { f in weeks.map { f[$0] } },
      weights: weights
    )
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
