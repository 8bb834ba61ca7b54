internal import CGSL

/// The lower triangle L with L Lᵀ equal to a symmetric positive definite matrix.
package struct CholeskyFactor: Sendable {
  /// L, with zeros above its diagonal.
  package let lower: Matrix

  /// Factors a symmetric matrix, of which only the lower triangle is read.
  ///
  /// Throws `MatrixError.notPositiveDefinite` when a pivot is not positive or not a number.
  package init(_ matrix: Matrix) throws(MatrixError) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
    var work = matrix
    do {
      try GSL.call("gsl_linalg_cholesky_decomp1") {
        work.withMutableGSL { gsl_linalg_cholesky_decomp1($0) }
      }
    } catch {
      throw .notPositiveDefinite
    }
    for i in 0..<work.rows {
      guard work[i, i] > 0, work[i, i].isFinite else { throw .notPositiveDefinite }
      for j in (i + 1)..<max(work.columns, i + 1) { work[i, j] = 0 }
    }
    lower = work
  }

  /// The logarithm of the determinant of L Lᵀ.
  package var logDeterminant: Double {
    2 * lower.diagonal.reduce(0) { $0 + Elementary.log($1) }
  }

  /// The y with L y = b.
  package func whitened(_ b: [Double]) -> [Double] {
    precondition(b.count == lower.rows, "shapes do not fit")
    var y = b
    for i in 0..<y.count {
      for j in 0..<i { y[i] -= lower[i, j] * y[j] }
      y[i] /= lower[i, i]
    }
    return y
  }

  /// The x with L Lᵀ x = b.
  package func solve(_ b: [Double]) -> [Double] {
    var x = whitened(b)
    for i in stride(from: x.count - 1, through: 0, by: -1) {
      for j in (i + 1)..<max(x.count, i + 1) { x[i] -= lower[j, i] * x[j] }
      x[i] /= lower[i, i]
    }
    return x
  }

  /// The X with L Lᵀ X = B.
  package func solve(_ b: Matrix) -> Matrix {
    var result = Matrix(rows: b.rows, columns: b.columns)
    for j in 0..<b.columns {
      for (i, value) in solve(b.column(j)).enumerated() { result[i, j] = value }
    }
    return result
  }

  /// The inverse of L Lᵀ.
  package var inverse: Matrix { solve(.identity(lower.rows)).symmetrized }
}
