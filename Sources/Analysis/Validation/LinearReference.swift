import Numerics

/// The simple forecast to beat: least squares with normal residuals of constant variance.
struct LinearReference {
  private let coefficients: [Double]
  private let deviation: Double

  /// Fits y on columns of x with an intercept over the rows where all are known.
  ///
  /// Nil below three observations for each coefficient, or where the regressors are collinear.
  init?(_ y: [Double], on x: [[Double]]) {
    let kept = y.indices.filter { t in y[t].isFinite && x.allSatisfy { $0[t].isFinite } }
    guard kept.count >= 3 * (x.count + 1) else { return nil }
    let columns = [kept.map { _ in 1.0 }] + x.map { column in kept.map { column[$0] } }
    guard
      let fit = try? LeastSquares(
        design: Matrix(columns).transposed,
        response: kept.map { y[$0] },
        covariance: .classical
      )
    else { return nil }
    coefficients = fit.coefficients
    deviation = fit.residualVariance.squareRoot()
  }

  /// The ranked score of the forecast given x.
  func score(_ x: [Double], outcome: Double) -> Double {
    let mean = zip(coefficients.dropFirst(), x).reduce(coefficients[0]) { $0 + $1.0 * $1.1 }
    return Score.crps(mean: mean, deviation: deviation, outcome: outcome)
  }

  /// What is left of y after the fit.
  func residual(_ y: Double, _ x: [Double]) -> Double {
    y - zip(coefficients.dropFirst(), x).reduce(coefficients[0]) { $0 + $1.0 * $1.1 }
  }
}
