/// A covariance matrix written as Λ Λᵀ + D, few common factors and a part of each variable's own.
///
/// The variances are kept exactly; the correlations are fitted by iterated principal factors, whose
/// fixed point has least squares of the correlations' errors. D is positive.
package struct LowRankPlusDiagonal: Sendable {
  /// Λ, variables × rank.
  package let loadings: Matrix
  /// D.
  package let diagonal: [Double]
  /// The largest error of a correlation.
  package let maximumCorrelationError: Double

  /// The covariance the parts make up.
  package var covariance: Matrix {
    loadings * loadings.transposed + Matrix(diagonal: diagonal)
  }

  /// Fits a covariance matrix with positive variances.
  ///
  /// At least `uniqueness` of each variance stays the variable's own. Throws `GSLError`.
  package init(
    _ covariance: Matrix,
    rank: Int,
    uniqueness: Double = 0.005,
    maximumIterations: Int = 500
  ) throws(GSLError) {
    precondition(covariance.rows == covariance.columns, "a covariance matrix is square")
    precondition(covariance.diagonal.allSatisfy { $0 > 0 }, "a variance is positive")
    precondition(rank >= 0 && rank <= covariance.rows, "the rank is at most the size")
    let deviations = covariance.diagonal.map { $0.squareRoot() }
    let correlation = Self.correlation(covariance, deviations)
    var common = Self.firstCommonParts(correlation, most: 1 - uniqueness)
    var fitted = try Self.loadings(correlation, common, rank, most: 1 - uniqueness)
    for _ in 0..<maximumIterations {
      let next = Self.commonParts(fitted)
      let change = zip(next, common).map { abs($0 - $1) }.max() ?? 0
      common = next
      fitted = try Self.loadings(correlation, common, rank, most: 1 - uniqueness)
      guard change > 1e-10 else { break }
    }
    let shares = Self.commonParts(fitted)
    maximumCorrelationError = Self.largestError(fitted * fitted.transposed - correlation)
    diagonal = zip(deviations, shares).map { $0 * $0 * (1 - $1) }
    loadings = Matrix(
      rows: fitted.rows,
      columns: fitted.columns,
      elements: fitted.elements.indices.map {
        fitted.elements[$0] * deviations[$0 / max(1, fitted.columns)]
      }
    )
  }

  private static func correlation(_ covariance: Matrix, _ deviations: [Double]) -> Matrix {
    var result = covariance.symmetrized
    for i in 0..<result.rows {
      for j in 0..<result.columns { result[i, j] /= deviations[i] * deviations[j] }
      result[i, i] = 1
    }
    return result
  }

  /// The squared multiple correlation with all others, or the largest correlation if that fails.
  private static func firstCommonParts(_ correlation: Matrix, most: Double) -> [Double] {
    if let factor = try? CholeskyFactor(correlation) {
      return factor.inverse.diagonal.map { min(most, max(0, 1 - 1 / $0)) }
    }
    return (0..<correlation.rows).map { i in
      let others = (0..<correlation.columns).filter { $0 != i }.map { abs(correlation[i, $0]) }
      return min(most, others.max() ?? 0)
    }
  }

  /// The principal factors of the correlation matrix with the common parts on its diagonal.
  private static func loadings(
    _ correlation: Matrix,
    _ common: [Double],
    _ rank: Int,
    most: Double
  ) throws(GSLError) -> Matrix {
    var reduced = correlation
    for (i, value) in common.enumerated() { reduced[i, i] = value }
    let eigen = try SymmetricEigen(reduced)
    var result = Matrix(rows: reduced.rows, columns: rank)
    for k in 0..<rank {
      let scale = max(0, eigen.values[k]).squareRoot()
      for i in 0..<reduced.rows { result[i, k] = scale * eigen.vectors[i, k] }
    }
    for (i, share) in commonParts(result).enumerated() where share > most {
      let scale = (most / share).squareRoot()
      for k in 0..<rank { result[i, k] *= scale }
    }
    return result
  }

  private static func commonParts(_ loadings: Matrix) -> [Double] {
    (0..<loadings.rows).map { i in loadings.row(i).reduce(0) { $0 + $1 * $1 } }
  }

  private static func largestError(_ difference: Matrix) -> Double {
    var largest = 0.0
    for i in 0..<difference.rows {
      for j in 0..<i { largest = max(largest, abs(difference[i, j])) }
    }
    return largest
  }
}
