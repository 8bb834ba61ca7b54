import Numerics
import Testing

@Suite("Matrices")
struct MatrixTests {
  static let sigma = Matrix([
    [4, -0.9, 1.2, 2.1], [-0.9, 1, -0.3, -0.7], [1.2, -0.3, 2.25, 0.6], [2.1, -0.7, 0.6, 9],
  ])

  @Test("a product has rows of the first and columns of the second")
  func products() {
    let a = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(a * a.transposed == Matrix([[14, 32], [32, 77]]))
    #expect(a * [1, 0, -1] == [-2, -2])
    #expect(a.part(rows: [1], columns: [2, 0]) == Matrix([[6, 4]]))
  }

  @Test("the Cholesky factor and determinant of case LA01")
  func cholesky() throws {
    let factor = try CholeskyFactor(Self.sigma)
    let expected: [Double] = [
      2, 0, 0, 0, -0.45, 0.8930285549745876, 0, 0, 0.6, -0.03359355065735126,
      1.3743622060265743, 0, 1.05, -0.2547510924849137, -0.02805519066322606, 2.7985379731485853,
    ]
    expectAgreement(factor.lower.elements, expected)
    expectAgreement(factor.logDeterminant, 3.854194720215636)
    expectAgreement(Self.sigma * factor.solve([1, -2, 3, 0.5]), [1, -2, 3, 0.5])
    expectAgreement((Self.sigma * factor.inverse).elements, Matrix.identity(4).elements)
  }

  @Test(
    "a matrix that is not positive definite has no factor",
    arguments: [
      Matrix([[1, 2], [2, 1]]), Matrix([[1, 1], [1, 1]]), Matrix([[0]]), Matrix([[.nan]]),
    ]
  )
  func notPositiveDefinite(matrix: Matrix) {
    #expect(throws: MatrixError.notPositiveDefinite) { try CholeskyFactor(matrix) }
  }

  @Test("eigenvalues fall, and rebuild the matrix with their vectors")
  func eigen() throws {
    let eigen = try SymmetricEigen(Self.sigma)
    #expect(eigen.values == eigen.values.sorted(by: >))
    expectAgreement(eigen.rebuilt(with: eigen.values).elements, Self.sigma.elements)
    let gram = eigen.vectors.transposed * eigen.vectors
    expectAgreement(gram.elements, Matrix.identity(4).elements)
    expectAgreement(eigen.values.reduce(0, +), 16.25)
  }

  @Test("the nearest correlation matrix of case LA02")
  func nearest() throws {
    let nearest = try NearestCorrelation(to: Matrix([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
    let (x, y) = (0.7606898534022838, 0.157298106138376)
    expectAgreement(
      nearest.matrix.elements,
      [1, x, y, x, 1, x, y, x, 1],
      absolute: 1e-7,
      relative: 1e-7
    )
    expectAgreement(nearest.distance, 0.5277904635818284, absolute: 1e-7, relative: 1e-7)
  }

  @Test("a correlation matrix is its own neighbour, and a floor keeps eigenvalues above it")
  func nearestFloor() throws {
    let lawful = Matrix([[1, 0.3], [0.3, 1]])
    #expect(try NearestCorrelation(to: lawful).distance < 1e-12)
    let target = Matrix([[1, 1, 0], [1, 1, 1], [0, 1, 1]])
    let floored = try NearestCorrelation(to: target, floor: 0.05)
    #expect(try SymmetricEigen(floored.matrix).values[2] > 0.05 - 1e-9)
    _ = try CholeskyFactor(floored.matrix)
    #expect(throws: MatrixError.notConverged(iterations: 2)) {
      try NearestCorrelation(to: target, maximumIterations: 2)
    }
  }

  @Test("a linear system is solved, and a singular one refused")
  func systems() throws {
    let a = Matrix([[0, 2, 1], [1, -1, 0], [3, 0, 2]])
    expectAgreement(a * (try a.solve([1, 2, 3])), [1, 2, 3])
    #expect(throws: MatrixError.singular) { try Matrix([[1, 2], [2, 4]]).solve([1, 1]) }
  }
}
