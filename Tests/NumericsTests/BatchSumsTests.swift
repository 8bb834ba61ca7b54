import Numerics
import Testing

@Suite("Sums over many tiles at a time")
struct BatchSumsTests {
  /// Sum of values, sum of squares and correction of so many tiles.
  private func tiles(_ count: Int, scale: Double) -> [Double] {
    (0..<count * 3).map { scale * (Double(($0 * 7_919) % 2_003) - 1_001) / 977 }
  }

  private func expectEqual(_ tiles: [Double], size: Int = 64) {
    var (together, single) = (BatchMoments(), BatchMoments())
    var (controls, one) = (BatchControl(), BatchControl())
    // Something is there already.
    together.add(size: 64, sum: 3, squares: 0.5)
    single = together
    tiles.withUnsafeBufferPointer {
      together.add(size: size, $0)
      controls.add(size: size, $0)
    }
    for first in stride(from: 0, to: tiles.count, by: 3) {
      single.add(size: size, sum: tiles[first], squares: tiles[first + 1])
      one.add(size: size, sum: tiles[first], correction: tiles[first + 2])
    }
    #expect(together == single)
    #expect(controls == one)
  }

  @Test("are those of one tile after the other, to the bit", arguments: [0, 1, 7, 96, 4_097])
  func together(count: Int) {
    for scale in [1, 1e-9, 3e-13, 12] { expectEqual(tiles(count, scale: scale)) }
    expectEqual(tiles(count, scale: 1), size: 17)
  }

  @Test("also where a term is too large for a batch, infinite or not a number")
  func extremes() {
    for value in [1e3, 5_000.3, -2e5, 1e9, -.infinity, .nan, 1e300] {
      for place in 0..<6 {
        var some = tiles(5, scale: 1)
        some[place] = value
        expectEqual(some)
      }
    }
  }
}
