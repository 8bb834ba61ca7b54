import Numerics
import Testing

@Suite("Points of the week's multiplier")
struct MultiplierPointTests {
  /// E V = 1 and Var V = 2/(ν − 4) by hand; what lies beyond the last point has a chance of 1e-9.
  @Test("their sums are the moments of the multiplier and of its score", arguments: [0.5, 0.25])
  func moments(step: Double) {
    for nu in [7.0, 15, 60] {
      let points = MultiplierPoint.all(freedom: nu, step: step)
      func mean(_ value: (MultiplierPoint) -> Double) -> Double {
        points.reduce(0) { $0 + $1.weight * value($1) }
      }
      #expect(abs(mean { _ in 1 } - 1) < 1e-12)
      #expect(abs(mean(\.score)) < 1e-4)
      #expect(abs(mean { $0.score * $0.score } - 1) < 1e-3)
      #expect(abs(mean(\.value) - 1) < 1e-4, "\(nu)")
      let variance = mean { ($0.value - 1) * ($0.value - 1) }
      #expect(abs(variance * (nu - 4) / 2 - 1) < 0.01, "\(nu): \(variance)")
    }
  }

  /// Stein: the mean of u V is that of dV/du, which is positive; a score the other way round would
  /// turn every skew.
  @Test("a large multiplier has a large score")
  func order() {
    let points = MultiplierPoint.all(freedom: 8, step: 0.5)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.value < $1.value })
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.score < $1.score })
    // The median of χ² with 8 degrees is 7.3441.
    let middle = points.first { abs($0.score) < 1e-12 }
    #expect(abs((middle?.value ?? 0) - 6 / 7.3441215) < 1e-6)
  }
}
