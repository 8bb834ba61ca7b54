import Domain
import Foundation
import Numerics

@testable import Calibration

/// Estimates of one cause's excess responses over all lines, with what common days say of how
/// their errors go together.
struct ExcessEstimates {
  let values: [Double]
  let covariance: Matrix
  /// What each day moves each line's estimate by; one entry for each line.
  private let influences: [[TradingDate: Double]]
  private let days: [TradingDate]

  /// Influences are c_it e_it/(1 − h_it), c the row of (XᵀX)⁻¹Xᵀ; the diagonal of their products,
  /// summed over days, is HC3.
  init(_ event: EventDays, slope: Int, series: [[TradingDate: Double]]) throws {
    var influences: [[TradingDate: Double]] = []
    var values: [Double] = []
    for line in series {
      let kept = event.dates.indices.filter { line[event.dates[$0]]?.isFinite == true }
      let y = kept.map { line[event.dates[$0]] ?? .nan }
      let columns = [kept.map { _ in 1.0 }] + event.surprises.map { s in kept.map { s[$0] } }
      let design = Matrix(columns).transposed
      let fit = try LeastSquares(design: design, response: y, covariance: .hc3)
      let inverse = try CholeskyFactor(design.transposed * design).inverse
      var influence: [TradingDate: Double] = [:]
      for (row, t) in kept.enumerated() {
        let x = design.row(row)
        let c = inverse * x
        let leverage = zip(x, c).reduce(0) { $0 + $1.0 * $1.1 }
        influence[event.dates[t]] = c[slope + 1] * fit.residuals[row] / (1 - leverage)
      }
      values.append(fit.coefficients[slope + 1])
      influences.append(influence)
    }
    self.values = values
    self.influences = influences
    days = event.dates
    covariance = Self.covariance(influences, over: event.dates)
  }

  private static func covariance(
    _ influences: [[TradingDate: Double]],
    over days: [TradingDate]
  ) -> Matrix {
    Matrix(
      influences.map { a in
        influences.map { b in days.reduce(0) { $0 + (a[$1] ?? 0) * (b[$1] ?? 0) } }
      }
    )
  }

  var errors: [Double] { covariance.diagonal.map { $0.squareRoot() } }

  var correlation: Matrix { correlations(of: covariance) }

  /// Correlations over every `parts`-th day from `number` on, or over all others.
  func correlation(part number: Int, of parts: Int, isLeftOut: Bool = false) -> Matrix {
    let chosen = days.indices.filter { ($0 % parts == number) != isLeftOut }.map { days[$0] }
    return correlations(of: Self.covariance(influences, over: chosen))
  }

  /// The variance of true excesses, as calibration finds it.
  var betweenVariance: Double {
    EmpiricalBayes(
      estimates: values,
      standardErrors: errors,
      toward: values.map { _ in 0 }
    ).betweenVariance
  }

  /// Means and errors of the excesses as they are published, each from its own estimate alone.
  var published: (means: [Double], errors: [Double]) {
    let between = betweenVariance
    let own = covariance.diagonal
    return (
      zip(values, own).map { $0 * between / (between + $1) },
      own.map { (between * $0 / (between + $0)).squareRoot() }
    )
  }

  /// What all estimates together say of excesses with such prior correlations, where the estimates
  /// have such a covariance.
  func posterior(
    prior: Matrix,
    errors: Matrix
  ) throws -> (means: [Double], covariance: Matrix) {
    let prior = betweenVariance * prior
    // τ² C (τ² C + S)⁻¹, which needs no inverse of S.
    let weights = try CholeskyFactor(prior + errors).solve(prior).transposed
    return (weights * values, prior - weights * prior)
  }

  /// The variance of the difference of two excesses given their two estimates.
  func variance(ofPair pair: [Int], prior: Matrix) throws -> Double {
    let prior = betweenVariance * prior.part(rows: pair, columns: pair)
    let own = covariance.part(rows: pair, columns: pair)
    let weights = try CholeskyFactor(prior + own).solve(prior).transposed
    let left = prior - weights * prior
    return left[0, 0] + left[1, 1] - left[0, 1] - left[1, 0]
  }

  /// The logarithm of the density of the estimates under such prior correlations, but for a
  /// constant.
  func logLikelihood(prior: Matrix) throws -> Double {
    let factor = try CholeskyFactor(betweenVariance * prior + covariance)
    let white = factor.whitened(values)
    return -(white.reduce(0) { $0 + $1 * $1 } + factor.logDeterminant) / 2
  }
}

/// A covariance with these deviations and correlations.
func covariance(_ deviations: [Double], _ correlation: Matrix) -> Matrix {
  Matrix(
    deviations.indices.map { i in
      deviations.indices.map { deviations[i] * deviations[$0] * correlation[i, $0] }
    }
  )
}

func correlations(of covariance: Matrix) -> Matrix {
  let scale = Matrix(diagonal: covariance.diagonal.map { 1 / $0.squareRoot() })
  return scale * covariance * scale
}
