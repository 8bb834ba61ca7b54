internal import CGSL

/// The eigenvalues and eigenvectors of a symmetric matrix.
package struct SymmetricEigen: Sendable {
  /// The eigenvalues, largest first.
  package let values: [Double]
  /// One eigenvector in each column, of unit length; its entry of largest size is positive.
  package let vectors: Matrix

  /// Decomposes a symmetric matrix.
  package init(_ matrix: Matrix) throws(GSLError) {
    precondition(matrix.rows == matrix.columns, "only a square matrix has eigenvalues")
    let size = matrix.rows
    var work = matrix
    var values = [Double](repeating: 0, count: size)
    var vectors = Matrix(rows: size, columns: size)
    let workspace = try GSL.allocate("gsl_eigen_symmv_alloc") { gsl_eigen_symmv_alloc(size) }
    defer { gsl_eigen_symmv_free(workspace) }
    try GSL.call("gsl_eigen_symmv") {
      work.withMutableGSL { a in
        values.withMutableGSL { e in
          vectors.withMutableGSL { v in
            let status = gsl_eigen_symmv(a, e, v, workspace)
            guard status == GSL_SUCCESS else { return status }
            return gsl_eigen_symmv_sort(e, v, GSL_EIGEN_SORT_VAL_DESC)
          }
        }
      }
    }
    for j in 0..<size {
      let largest = vectors.column(j).max { abs($0) < abs($1) } ?? 0
      if largest < 0 { for i in 0..<size { vectors[i, j] = -vectors[i, j] } }
    }
    self.values = values
    self.vectors = vectors
  }

  /// The matrix with the same eigenvectors and these eigenvalues.
  package func rebuilt(with values: [Double]) -> Matrix {
    let size = vectors.rows
    var result = Matrix(rows: size, columns: size)
    for i in 0..<size {
      for j in 0...i {
        var sum = 0.0
        for k in 0..<size { sum += vectors[i, k] * values[k] * vectors[j, k] }
        result[i, j] = sum
        result[j, i] = sum
      }
    }
    return result
  }
}
