internal import CGSL

extension Matrix {
  /// The x with A x = b, by LU decomposition with partial pivoting.
  ///
  /// Throws `MatrixError.singular` when A has no inverse.
  package func solve(_ b: [Double]) throws(MatrixError) -> [Double] {
    precondition(rows == columns && b.count == rows, "shapes do not fit")
    var work = self
    var x = [Double](repeating: 0, count: rows)
    var sign: Int32 = 0
    do {
      let permutation = try GSL.allocate("gsl_permutation_alloc") { gsl_permutation_alloc(rows) }
      defer { gsl_permutation_free(permutation) }
      try GSL.call("gsl_linalg_LU_solve") {
        work.withMutableGSL { a in
          let status = gsl_linalg_LU_decomp(a, permutation, &sign)
          guard status == GSL_SUCCESS else { return status }
          return b.withGSL { b in
            x.withMutableGSL { x in gsl_linalg_LU_solve(a, permutation, b, x) }
          }
        }
      }
    } catch {
      throw .singular
    }
    guard x.allSatisfy(\.isFinite) else { throw .singular }
    return x
  }
}
