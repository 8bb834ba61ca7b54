import Domain
import Numerics

/// Residual covariances by regime, and where each line's residual variance stands at the end.
struct ResidualFit: Sendable {
  /// Lines × lines per week in percent², before anything is deducted.
  let covariance: RegimePair<Matrix>
  /// How far correlations had to move to be positive definite, Frobenius norm by regime.
  let distance: RegimePair<Double>
  private let names: [String]

  /// Variances on each line's own weeks, correlations on common weeks, made positive definite.
  init(_ residuals: [[Double]], panel: WeeklyPanel) throws(CalibrationError) {
    names = panel.lineNames
    let calm = try Self.covariance(residuals, panel, .calm)
    let stress = try Self.covariance(residuals, panel, .stress)
    covariance = RegimePair(calm: calm.matrix, stress: stress.matrix)
    distance = RegimePair(calm: calm.distance, stress: stress.distance)
  }

  /// The low-rank model of what the events leave of the covariances.
  ///
  /// Throws `notPositiveDefinite` where the deduction leaves no covariance.
  func model(
    deducting events: Matrix,
    ranks: Int,
    halfLife: Parameter,
    sample: Sample
  ) throws(CalibrationError) -> (model: ResidualModel, error: Double) {
    let calm = try split(covariance.calm - events, ranks: ranks, "calm")
    let stress = try split(covariance.stress - events, ranks: ranks, "stress")
    let model = ResidualModel(
      loadings: RegimePair(calm: calm.loadings.nested, stress: stress.loadings.nested),
      own: RegimePair(
        calm: calm.diagonal.map { $0.squareRoot() },
        stress: stress.diagonal.map { $0.squareRoot() }
      ),
      halfLife: halfLife,
      provenance: sample.provenance(
        "weekly residuals by regime less event covariance, \(ranks) principal factors"
      )
    )
    return (model, max(calm.maximumCorrelationError, stress.maximumCorrelationError))
  }

  /// Each line's weighted recent residual variance over its expectation; 1 where unknown.
  ///
  /// The weights fall by `decay` a week backward from the last week known.
  static func startRatios(
    _ residuals: [[Double]],
    decay: Double,
    stressOdds: Double,
    covariance: RegimePair<Matrix>
  ) -> [Double] {
    residuals.indices.map { i in
      var (sum, weights, weight) = (0.0, 0.0, 1.0)
      for e in residuals[i].reversed() where e.isFinite {
        sum += weight * e * e
        weights += weight
        weight *= decay
      }
      let expected =
        (1 - stressOdds) * covariance.calm[i, i] + stressOdds * covariance.stress[i, i]
      return weights > 0 && expected > 0 ? sum / weights / expected : 1
    }
  }

  private func split(
    _ matrix: Matrix,
    ranks: Int,
    _ regime: String
  ) throws(CalibrationError) -> LowRankPlusDiagonal {
    guard (0...matrix.rows).contains(ranks) else {
      throw .unlawfulRecipe("\(ranks) ranks for \(matrix.rows) lines")
    }
    let lawful = try repaired(matrix, regime)
    do {
      return try LowRankPlusDiagonal(lawful, rank: ranks)
    } catch {
      throw .numerical("low rank of the \(regime) residual covariance: \(error)")
    }
  }

  /// The matrix itself, or the nearest positive definite one where they differ by little.
  ///
  /// Lines that nearly add up to another, as value and growth to the index, leave directions of
  /// almost no residual, and there the events' part exceeds it by its own sampling error. Variances
  /// are kept. Throws `notPositiveDefinite` where a correlation would have to move by more than
  /// the tolerance.
  private func repaired(_ matrix: Matrix, _ regime: String) throws(CalibrationError) -> Matrix {
    for i in 0..<matrix.rows where !(matrix[i, i] > 0) {
      throw .notPositiveDefinite(what: "\(regime) residual variance of \(names[i]) less events")
    }
    let deviations = matrix.diagonal.map { $0.squareRoot() }
    let correlation = matrix.scaled(by: deviations.map { 1 / $0 })
    do {
      let nearest = try NearestCorrelation(to: correlation, floor: Self.floor).matrix
      let moved = zip(nearest.elements, correlation.elements).map { abs($0 - $1) }.max() ?? 0
      if moved <= Self.tolerance { return nearest.scaled(by: deviations) }
    } catch {
      throw .numerical("nearest correlation of \(regime) residuals less events: \(error)")
    }
    throw .notPositiveDefinite(what: "\(regime) residual covariance less events")
  }

  /// The least eigenvalue of a residual correlation.
  private static let floor = 0.002
  /// The most a correlation may move to make the covariance less events positive definite.
  private static let tolerance = 0.05

  private static func covariance(
    _ residuals: [[Double]],
    _ panel: WeeklyPanel,
    _ regime: Regime
  ) throws(CalibrationError) -> (matrix: Matrix, distance: Double) {
    let size = residuals.count
    let word = regime.rawValue
    var correlation = Matrix.identity(size)
    var deviations: [Double] = []
    for i in 0..<size {
      deviations.append(try deviation(i, residuals, panel, regime))
      for j in 0..<i {
        let common = panel.ends.indices.filter {
          residuals[i][$0].isFinite && residuals[j][$0].isFinite
        }
        var weights = panel.odds(of: regime, common)
        // Where two lines hardly met in a regime, all their weeks tell how they go together.
        if weights.reduce(0, +) < shortest { weights = common.map { _ in 1 } }
        guard weights.reduce(0, +) >= shortest else {
          throw .tooFewObservations(
            what: "weeks of \(panel.lineNames[i]) and \(panel.lineNames[j])",
            found: common.count,
            needed: Int(shortest)
          )
        }
        let (x, y) = (common.map { residuals[i][$0] }, common.map { residuals[j][$0] })
        let scale =
          Moments.covariance(x, x, weights: weights) * Moments.covariance(y, y, weights: weights)
        correlation[i, j] = Moments.covariance(x, y, weights: weights) / scale.squareRoot()
        correlation[j, i] = correlation[i, j]
      }
    }
    guard deviations.allSatisfy({ $0 > 0 }), correlation.elements.allSatisfy(\.isFinite) else {
      throw .numerical("a line has no residual in \(word) weeks")
    }
    do {
      let nearest = try NearestCorrelation(to: correlation, floor: Self.floor)
      return (nearest.matrix.scaled(by: deviations), nearest.distance)
    } catch {
      throw .numerical("nearest correlation of \(word) residuals: \(error)")
    }
  }

  /// The fewest weeks, counted by their odds, that a variance of a regime is taken from.
  private static let shortest = 27.0

  /// A line's deviation in a regime; one that has seen too little of it has that of its other
  /// weeks times what the regime does to the lines that have seen enough of both.
  private static func deviation(
    _ line: Int,
    _ residuals: [[Double]],
    _ panel: WeeklyPanel,
    _ regime: Regime
  ) throws(CalibrationError) -> Double {
    func own(_ line: Int, _ regime: Regime) -> Double? {
      let weeks = panel.ends.indices.filter { residuals[line][$0].isFinite }
      let weights = panel.odds(of: regime, weeks)
      guard weights.reduce(0, +) >= shortest else { return nil }
      let x = weeks.map { residuals[line][$0] }
      return Moments.covariance(x, x, weights: weights).squareRoot()
    }
    if let found = own(line, regime) { return found }
    let other: Regime = regime == .calm ? .stress : .calm
    let ratios = residuals.indices.compactMap { line in
      own(line, regime).flatMap { here in own(line, other).map { here / $0 } }
    }
    guard let seen = own(line, other), !ratios.isEmpty else {
      let weeks = residuals[line].filter(\.isFinite).count
      throw .tooFewObservations(
        what: "\(regime.rawValue) weeks of \(panel.lineNames[line])",
        found: weeks,
        needed: Int(shortest)
      )
    }
    return seen * Moments.mean(ratios)
  }
}
