/// The correlation matrix nearest to a symmetric matrix in the Frobenius norm.
///
/// Source: N. J. Higham (2002), "Computing the nearest correlation matrix", IMA Journal of
/// Numerical Analysis 22, algorithm 3.3: alternating projections with Dykstra's correction.
package struct NearestCorrelation: Sendable {
  package let matrix: Matrix
  /// The Frobenius norm of what was changed.
  package let distance: Double
  package let iterations: Int

  /// Finds the nearest correlation matrix whose eigenvalues are at least `floor`.
  ///
  /// Throws `MatrixError.notConverged` when it is not found within the iterations allowed.
  package init(
    to target: Matrix,
    floor: Double = 0,
    tolerance: Double = 1e-12,
    maximumIterations: Int = 20_000
  ) throws(MatrixError) {
    precondition(target.rows == target.columns, "only a square matrix has a neighbour")
    let symmetric = target.symmetrized
    var current = symmetric
    var correction = Matrix(rows: target.rows, columns: target.columns)
    for iteration in 1...max(1, maximumIterations) {
      let shifted = current - correction
      let projected = try Self.projected(shifted, floor: floor)
      correction = projected - shifted
      let next = Self.withUnitDiagonal(projected)
      let change = (next - current).frobeniusNorm
      current = next
      guard change > tolerance * max(1, current.frobeniusNorm) else {
        matrix = current
        distance = (current - symmetric).frobeniusNorm
        iterations = iteration
        return
      }
    }
    throw .notConverged(iterations: maximumIterations)
  }

  private static func projected(
    _ matrix: Matrix,
    floor: Double
  ) throws(MatrixError) -> Matrix {
    do {
      let eigen = try SymmetricEigen(matrix)
      return eigen.rebuilt(with: eigen.values.map { max($0, floor) })
    } catch {
      throw .notConverged(iterations: 0)
    }
  }

  private static func withUnitDiagonal(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for i in 0..<matrix.rows { result[i, i] = 1 }
    return result
  }
}
