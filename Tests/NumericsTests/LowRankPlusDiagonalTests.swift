import Numerics
import Testing

@Suite("Low rank plus diagonal")
struct LowRankPlusDiagonalTests {
  @Test("a covariance with two factors is found again")
  func exact() throws {
    let loadings = Matrix([
      [0.8, 0.1], [0.6, -0.5], [0.3, 0.7], [0.9, 0.2], [0.5, 0.5], [-0.4, 0.6], [0.2, -0.3],
    ])
    let own = [0.3, 0.5, 0.4, 0.2, 0.6, 0.5, 0.9]
    let covariance = loadings * loadings.transposed + Matrix(diagonal: own)
    let fit = try LowRankPlusDiagonal(covariance, rank: 2, maximumIterations: 5_000)
    #expect(fit.maximumCorrelationError < 1e-6)
    expectAgreement(fit.diagonal, own, absolute: 1e-5)
    expectAgreement(fit.covariance.elements, covariance.elements, absolute: 1e-5)
  }

  @Test("variances are kept exactly and each keeps a part of its own, whatever the rank")
  func variances() throws {
    // Nearly equal pairs at very different scales: an unbounded fit would leave them nothing.
    var covariance = Matrix(rows: 6, columns: 6)
    let scale = [1.0, 2, 30, 0.1, 5, 0.01]
    for i in 0..<6 {
      for j in 0..<6 {
        let correlation = i == j ? 1 : (i / 2 == j / 2 ? 0.999 : 0.1)
        covariance[i, j] = correlation * scale[i] * scale[j]
      }
    }
    for rank in 0...5 {
      let fit = try LowRankPlusDiagonal(covariance, rank: rank)
      for i in 0..<6 { expectAgreement(fit.covariance[i, i], covariance[i, i]) }
      for (own, total) in zip(fit.diagonal, covariance.diagonal) {
        #expect(own >= 0.005 * total * (1 - 1e-12))
      }
      _ = try CholeskyFactor(fit.covariance)
    }
  }

  @Test("more factors leave a smaller error, and the error is the one reported")
  func error() throws {
    let correlation = Matrix([
      [1, 0.6, 0.2, 0.1], [0.6, 1, 0.1, 0.3], [0.2, 0.1, 1, 0.5], [0.1, 0.3, 0.5, 1],
    ])
    let one = try LowRankPlusDiagonal(correlation, rank: 1)
    let two = try LowRankPlusDiagonal(correlation, rank: 2)
    #expect(two.maximumCorrelationError < one.maximumCorrelationError)
    let gap = one.covariance - correlation
    let largest = gap.elements.map { abs($0) }.max() ?? 0
    expectAgreement(one.maximumCorrelationError, largest)
  }
}
