import Domain
import Numerics

/// Least squares with an intercept and robust standard errors.
struct Regression: Sendable {
  /// The intercept, then one coefficient for each regressor.
  let coefficients: [Double]
  /// Covariance of the coefficients, HC3 unless another kind was asked for.
  let covariance: Matrix
  let residuals: [Double]

  /// Fits y on the columns of x.
  ///
  /// Throws `tooFewObservations` below three observations for each coefficient, and `numerical`
  /// where the regressors are collinear.
  init(
    _ y: [Double],
    on x: [[Double]],
    what: String,
    covariance kind: LeastSquares.Covariance = .hc3
  ) throws(CalibrationError) {
    let needed = 3 * (x.count + 1)
    guard y.count >= needed else {
      throw .tooFewObservations(what: what, found: y.count, needed: needed)
    }
    let design = Matrix([[Double](repeating: 1, count: y.count)] + x).transposed
    do {
      let fit = try LeastSquares(design: design, response: y, covariance: kind)
      coefficients = fit.coefficients
      covariance = fit.covariance
      residuals = fit.residuals
    } catch {
      throw .numerical("\(what): \(error)")
    }
  }

  /// The coefficient of a regressor, counted from 0 without the intercept.
  func slope(_ index: Int) -> Estimate {
    Estimate(
      coefficients[index + 1],
      standardError: covariance[index + 1, index + 1].squareRoot()
    )
  }

  /// Correlation of two slopes' estimates.
  func correlation(_ i: Int, _ j: Int) -> Double {
    covariance[i + 1, j + 1]
      / (covariance[i + 1, i + 1] * covariance[j + 1, j + 1]).squareRoot()
  }
}
