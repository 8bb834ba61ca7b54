internal import CGSL

/// A linear regression, ordinary or weighted, with a covariance of its coefficients.
package struct LeastSquares: Sendable {
  /// How the covariance of the coefficients is estimated.
  package enum Covariance: Hashable, Sendable {
    /// Equal variances, s² (XᵀX)⁻¹ with s² on n − k degrees of freedom.
    case classical
    /// White's with the factor n/(n − k).
    case hc1
    /// White's with each residual divided by 1 − its leverage (MacKinnon and White 1985).
    case hc3
    /// Newey and West (1987): Bartlett weights over these lags, no correction for small samples.
    case neweyWest(lags: Int)
  }

  /// What makes a regression impossible.
  package enum Failure: Error, Equatable, Sendable {
    case tooFewObservations(count: Int, coefficients: Int)
    case collinear
    /// A response, regressor or weight is not finite, or a weight not positive.
    case unusableNumber
    case notConverged
  }

  package let coefficients: [Double]
  /// The covariance of the coefficients.
  package let covariance: Matrix
  /// Response less fit, in the response's unit, unweighted.
  package let residuals: [Double]
  /// The part of the (weighted) variance of the response that the fit explains.
  package let rSquared: Double
  /// The number of observations less that of coefficients.
  package let degreesOfFreedom: Int
  /// The (weighted) residual sum of squares on the degrees of freedom.
  package let residualVariance: Double

  package var standardErrors: [Double] { covariance.diagonal.map { $0.squareRoot() } }

  /// Regresses the response on the columns of a design, which has a column of ones if it wants one.
  ///
  /// Weights are inverse variances up to a factor. Throws `Failure`.
  package init(
    design: Matrix,
    response: [Double],
    weights: [Double]? = nil,
    covariance kind: Covariance = .hc3
  ) throws(Failure) {
    let (n, k) = (design.rows, design.columns)
    precondition(response.count == n && weights?.count ?? n == n, "shapes do not fit")
    guard n > k, k > 0 else { throw .tooFewObservations(count: n, coefficients: k) }
    let usable = weights?.allSatisfy { $0 > 0 && $0.isFinite } ?? true
    guard usable, (design.elements + response).allSatisfy(\.isFinite) else {
      throw .unusableNumber
    }
    let scaled = Self.scaled(design, response, by: weights)
    let solver = try Self.factored(scaled.design)
    let (solution, errors) = solver.solution(scaled.response)
    let sum = errors.reduce(0) { $0 + $1 * $1 }
    coefficients = solution
    residuals = weights.map { zip(errors, $0).map { $0 / $1.squareRoot() } } ?? errors
    degreesOfFreedom = n - k
    residualVariance = sum / Double(n - k)
    rSquared = 1 - sum / Self.totalSquares(response, weights)
    covariance = Self.covariance(
      kind,
      design: scaled.design,
      errors: errors,
      inverse: solver.inverse
    )
  }

  /// Regresses with Huber's weights, a check that no few observations carry a result.
  ///
  /// GSL's tuning constant 1.345 (95 % efficient under normal errors) and asymptotic covariance.
  package init(huber design: Matrix, response: [Double]) throws(Failure) {
    let (n, k) = (design.rows, design.columns)
    precondition(response.count == n, "shapes do not fit")
    guard n > k, k > 0 else { throw .tooFewObservations(count: n, coefficients: k) }
    guard (design.elements + response).allSatisfy(\.isFinite) else { throw .unusableNumber }
    _ = try Self.factored(design)  // refuses collinear columns
    var fitted = [Double](repeating: 0, count: k)
    var spread = Matrix(rows: k, columns: k)
    do {
      let workspace = try GSL.allocate("gsl_multifit_robust_alloc") {
        gsl_multifit_robust_alloc(cgsl_huber(), n, k)
      }
      defer { gsl_multifit_robust_free(workspace) }
      try GSL.call("gsl_multifit_robust") {
        design.withGSL { x in
          response.withGSL { y in
            fitted.withMutableGSL { c in
              spread.withMutableGSL { s in gsl_multifit_robust(x, y, c, s, workspace) }
            }
          }
        }
      }
    } catch {
      throw .notConverged
    }
    coefficients = fitted
    covariance = spread
    residuals = zip(response, design * fitted).map { $0 - $1 }
    degreesOfFreedom = n - k
    let sum = residuals.reduce(0) { $0 + $1 * $1 }
    residualVariance = sum / Double(n - k)
    rSquared = 1 - sum / Self.totalSquares(response, nil)
  }
}

// MARK: - Parts

extension LeastSquares {
  private static func scaled(
    _ design: Matrix,
    _ response: [Double],
    by weights: [Double]?
  ) -> (design: Matrix, response: [Double]) {
    guard let roots = weights?.map({ $0.squareRoot() }) else { return (design, response) }
    let rows = design.elements.indices.map {
      design.elements[$0] * roots[$0 / design.columns]
    }
    return (
      Matrix(rows: design.rows, columns: design.columns, elements: rows),
      zip(response, roots).map { $0 * $1 }
    )
  }

  private static func factored(_ design: Matrix) throws(Failure) -> RefinedSolve {
    do { return try RefinedSolve(design) } catch { throw .collinear }
  }

  private static func totalSquares(_ response: [Double], _ weights: [Double]?) -> Double {
    let weights = weights ?? Array(repeating: 1, count: response.count)
    let mean = zip(weights, response).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    return zip(weights, response).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
  }

  private static func covariance(
    _ kind: Covariance,
    design: Matrix,
    errors: [Double],
    inverse: Matrix
  ) -> Matrix {
    let (n, k) = (design.rows, design.columns)
    // What each response moves the coefficients by. Sums of its products keep κ times the digits
    // that products of the design's, multiplied by (XᵀX)⁻¹ from both sides, would lose.
    let influence = design * inverse
    switch kind {
    case .classical:
      return (errors.reduce(0) { $0 + $1 * $1 } / Double(n - k)) * inverse
    case .hc1:
      return Double(n) / Double(n - k) * products(influence, errors, lags: 0)
    case .hc3:
      let leveraged = (0..<n).map { i in
        let leverage = zip(design.row(i), influence.row(i)).reduce(0) { $0 + $1.0 * $1.1 }
        // An observation alone in its column fits itself: it has no residual to scale up.
        return leverage < 1 - 1e-12 ? errors[i] / (1 - leverage) : 0
      }
      return products(influence, leveraged, lags: 0)
    case .neweyWest(let lags):
      return products(influence, errors, lags: lags)
    }
  }

  /// The sum of the products of influence times error with each other, at the lags with Bartlett
  /// weights.
  private static func products(_ influence: Matrix, _ errors: [Double], lags: Int) -> Matrix {
    let (n, k) = (influence.rows, influence.columns)
    let scores = Matrix(
      rows: n,
      columns: k,
      elements: influence.elements.indices.map { influence.elements[$0] * errors[$0 / k] }
    )
    var sum = scores.transposed * scores
    for lag in 1..<max(1, min(lags, n - 1) + 1) {
      let early = Matrix(
        rows: n - lag,
        columns: k,
        elements: Array(scores.elements.dropLast(lag * k))
      )
      let late = Matrix(
        rows: n - lag,
        columns: k,
        elements: Array(scores.elements.dropFirst(lag * k))
      )
      let product = early.transposed * late
      sum = sum + (1 - Double(lag) / Double(lags + 1)) * (product + product.transposed)
    }
    return sum
  }
}
