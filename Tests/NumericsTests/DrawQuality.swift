import CKernel
import Foundation
import Numerics

/// How many draws the tests of randomness take, and what they allow.
enum DrawBudget {
  static let isLong = ProcessInfo.processInfo.environment["DOVETAIL_FRESH_SEEDS"] == "1"

  /// 10⁸ draws in the long run, 8·10⁶ otherwise.
  static let tiles = isLong ? 1_527 : 123

  /// Standard errors allowed: 45 statistics give a false alarm in 2·10⁸ fresh seeds, and would have
  /// been one in 3,000 for the seed that stays.
  static let standardErrors = isLong ? 6.5 : 4.5

  static let seed: UInt64 = {
    guard isLong else { return 20_251_205 }
    let asked = ProcessInfo.processInfo.environment["DOVETAIL_SEED_SHIFT"].flatMap { UInt64($0) }
    let seed = asked ?? UInt64.random(in: 0 ... .max)
    print("Draws are fresh: repeat with DOVETAIL_SEED_SHIFT=\(seed)")
    return seed
  }()
}

/// Sums over the draws of many tiles, streams and steps, each draw with its neighbours.
///
/// A neighbour is the draw whose address differs in one place: the next lane, the next word of the
/// same block, the stream one further, the step before, the tile before, a seed that differs in one bit.
struct DrawQuality {
  enum Neighbour: Int, CaseIterable { case lane, word, stream, step, tile, seed }

  static let steps = 64
  /// Numbers that follow one another, and the names of purposes.
  static let streams: [UInt32] =
    Array(0..<8) + (0..<8).map { StreamName("asset/sector-\($0)").number }

  static let low: Float = -7
  static let binsPerUnit: Float = 256
  static let bins = 3_584

  private(set) var count = 0
  private(set) var notNumbers = 0
  /// Sums of the first four powers.
  private(set) var powers = [0.0, 0, 0, 0]
  /// Normals by bin, and words by their upper sixteen bits, their third and their last byte.
  private(set) var histogram = [UInt32](repeating: 0, count: bins)
  private(set) var upper = [UInt32](repeating: 0, count: 65_536)
  private(set) var third = [UInt32](repeating: 0, count: 256)
  private(set) var lowest = [UInt32](repeating: 0, count: 256)
  /// Sums of z y and of (z² − 1)(y² − 1) over pairs with each neighbour, and how many pairs.
  private(set) var products = [Double](repeating: 0, count: Neighbour.allCases.count)
  private(set) var squares = [Double](repeating: 0, count: Neighbour.allCases.count)
  private(set) var pairs = [Int](repeating: 0, count: Neighbour.allCases.count)

  init(tiles: Int, seed: UInt64) {
    let size = Self.streams.count * 64
    let empty = [Float](repeating: 0, count: size)
    var earlier = [[Float]](repeating: empty, count: Self.steps)
    for tile in 0..<UInt64(tiles) {
      var before = empty
      for step in 0..<Self.steps {
        let rows = Self.rows(seed, tile, UInt32(step))
        take(rows)
        takeWords(seed, tile, UInt32(step))
        pair(.lane, rows[..<(size - 1)], rows[1...])
        pair(.word, rows[..<(size - 16)], rows[16...])
        pair(.stream, rows[..<(size - 64)], rows[64...])
        if step > 0 { pair(.step, rows[...], before[...]) }
        if tile > 0 { pair(.tile, rows[...], earlier[step][...]) }
        // The lowest bit of either half of the generator's key.
        if step % 4 == 0 {
          let other = seed ^ (step % 8 == 0 ? 1 : 1 << 32)
          pair(.seed, rows[...], Self.rows(other, tile, UInt32(step))[...])
        }
        before = rows
        earlier[step] = rows
      }
    }
  }

  private static func rows(_ seed: UInt64, _ tile: UInt64, _ step: UInt32) -> [Float] {
    let count = streams.count
    return [Float](unsafeUninitializedCapacity: count * 64) { buffer, initialized in
      // The whole buffer is written by the kernel.
      withTable(.normal) {
        ck_normal_rows($0, seed, tile, streams, Int32(count), step, 0, buffer.baseAddress)
      }
      initialized = count * 64
    }
  }

  private mutating func take(_ z: [Float]) {
    count += z.count
    var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
    for value in z {
      let x = Double(value)
      let square = x * x
      first += x
      second += square
      third += square * x
      fourth += square * square
    }
    for (power, sum) in [first, second, third, fourth].enumerated() { powers[power] += sum }
    var (bins, sums) = ([UInt16](repeating: 0, count: z.count), [0.0, 0.0])
    let kept = ck_gather(
      z,
      Int32(z.count),
      Self.low,
      Self.binsPerUnit,
      Int32(Self.bins),
      &bins,
      &sums
    )
    ck_count_bins(bins, kept, &histogram)
    notNumbers += z.count - Int(kept)
  }

  private mutating func takeWords(_ seed: UInt64, _ tile: UInt64, _ step: UInt32) {
    var words = [UInt32](repeating: 0, count: 64)
    for stream in Self.streams {
      ck_words(seed, tile, stream, step, 0, &words)
      for word in words {
        upper[Int(word >> 16)] += 1
        third[Int(word >> 8 & 0xff)] += 1
        lowest[Int(word & 0xff)] += 1
      }
    }
  }

  private mutating func pair(_ kind: Neighbour, _ a: ArraySlice<Float>, _ b: ArraySlice<Float>) {
    var (product, square) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
      let (x, y) = (Double(x), Double(y))
      product += x * y
      square += (x * x - 1) * (y * y - 1)
    }
    products[kind.rawValue] += product
    squares[kind.rawValue] += square
    pairs[kind.rawValue] += a.count
  }
}
