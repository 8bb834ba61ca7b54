import Numerics

/// The first three rows of rotations of four causes, uniformly distributed.
///
/// Rows of normal draws, made orthonormal one after another, are distributed as those of a rotation
/// under the uniform law of Haar (Stewart 1980). Draws are addressed: every fit tries the same
/// rotations, and trying more of them leaves the first as they were.
struct Rotations: Sendable {
  /// Rotations × 3 rows × 4 causes.
  private let entries: [Double]
  let count: Int

  init(count: Int, seed: UInt64) throws(GSLError) {
    var stream = try RandomStream(RandomSource(seed: seed))
    let number = StreamName("calibration/rotations").number
    var entries = [Double](repeating: 0, count: 12 * count)
    for rotation in 0..<count {
      stream.seek(path: rotation, stream: number)
      for row in 0..<3 {
        let first = 12 * rotation + 4 * row
        for cause in 0..<4 { entries[first + cause] = stream.normal() }
        for other in stride(from: 12 * rotation, to: first, by: 4) {
          let along = Self.product(entries, first, other)
          for cause in 0..<4 { entries[first + cause] -= along * entries[other + cause] }
        }
        let length = Self.product(entries, first, first).squareRoot()
        for cause in 0..<4 { entries[first + cause] /= length }
      }
    }
    self.entries = entries
    self.count = count
  }

  private static func product(_ entries: [Double], _ a: Int, _ b: Int) -> Double {
    var sum = 0.0
    for cause in 0..<4 { sum += entries[a + cause] * entries[b + cause] }
    return sum
  }

  /// What one cause moves in the world of one rotation: L, a lower triangle, times its column.
  func impact(_ rotation: Int, _ cause: Int, _ lower: Matrix) -> YieldImpact {
    let first = 12 * rotation + cause
    let (a, b, c) = (entries[first], entries[first + 4], entries[first + 8])
    return YieldImpact(
      twoYear: lower[0, 0] * a,
      slope: lower[1, 0] * a + lower[1, 1] * b,
      market: lower[2, 0] * a + lower[2, 1] * b + lower[2, 2] * c
    )
  }
}
