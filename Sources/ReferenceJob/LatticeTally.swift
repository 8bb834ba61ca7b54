internal import CKernel

/// What the paths of a lattice add up to; tallies merge in any order.
package struct LatticeTally: Hashable, Sendable {
  /// Where the bins lie: as many standard deviations to either side as no path goes beyond.
  package struct Range: Hashable, Sendable {
    package static let priceBins = 16_384
    package static let fallBins = 4_096
    static let priceReach = 12.0
    static let fallReach = 8.0

    /// Lower edges and widths of the bins of final prices, and widths of those of falls from zero.
    package let priceLow, priceWidth, fallWidth: [Float]

    init(deviations: [Double]) {
      priceLow = deviations.map { Float(-Self.priceReach * $0) }
      priceWidth = deviations.map { Float(2 * Self.priceReach * $0 / Double(Self.priceBins)) }
      fallWidth = deviations.map { Float(Self.fallReach * $0 / Double(Self.fallBins)) }
    }
  }

  package let range: Range
  package private(set) var paths = 0
  /// Counts by asset and bin.
  package private(set) var prices, falls: [UInt32]
  /// Paths on which asset i ended above asset j < i, at i (i − 1) / 2 + j.
  package private(set) var wins: [UInt64]
  /// By asset the sums of prices, of their squares and of falls, in units of 2^-24.
  package private(set) var sums: [Int64]

  init(range: Range) {
    let assets = range.priceLow.count
    self.range = range
    prices = Array(repeating: 0, count: assets * Range.priceBins)
    falls = Array(repeating: 0, count: assets * Range.fallBins)
    wins = Array(repeating: 0, count: assets * (assets - 1) / 2)
    sums = Array(repeating: 0, count: assets * 3)
  }

  /// Adds another tally over the same bins.
  mutating func merge(_ other: LatticeTally) {
    precondition(range == other.range, "tallies differ in their bins")
    paths += other.paths
    for i in prices.indices { prices[i] += other.prices[i] }
    for i in falls.indices { falls[i] += other.falls[i] }
    for i in wins.indices { wins[i] += other.wins[i] }
    for i in sums.indices { sums[i] += other.sums[i] }
  }

  /// Walks tiles one after the other and counts their paths; the last may be cut short.
  mutating func add(
    tiles: some Sequence<Int>,
    of kernel: LatticeKernel,
    seed: UInt64,
    paths total: Int
  ) {
    var price = [Float](repeating: 0, count: kernel.rowCount * 64)
    var fall = price
    let priceInverse = range.priceWidth.map { 1 / $0 }
    let fallInverse = range.fallWidth.map { 1 / $0 }
    kernel.withJob { job in
      withCounts(priceInverse, fallInverse) { tally, count in
        for tile in tiles {
          let size = min(64, total - tile * 64)
          ck_job_walk(job, seed, UInt64(tile), &price, &fall)
          ck_job_count(job, price, fall, Int32(size), tally)
          count += size
        }
      }
    }
  }

  /// Lends the counts to the kernel.
  private mutating func withCounts(
    _ priceInverse: [Float],
    _ fallInverse: [Float],
    _ body: (UnsafeMutablePointer<ck_job_tally>, inout Int) -> Void
  ) {
    range.priceLow.withUnsafeBufferPointer { low in
      priceInverse.withUnsafeBufferPointer { priceInverse in
        fallInverse.withUnsafeBufferPointer { fallInverse in
          prices.withUnsafeMutableBufferPointer { prices in
            falls.withUnsafeMutableBufferPointer { falls in
              wins.withUnsafeMutableBufferPointer { wins in
                sums.withUnsafeMutableBufferPointer { sums in
                  var tally = ck_job_tally()
                  tally.price_bins = Int32(Range.priceBins)
                  tally.fall_bins = Int32(Range.fallBins)
                  tally.price_low = low.baseAddress
                  tally.price_inverse = priceInverse.baseAddress
                  tally.fall_inverse = fallInverse.baseAddress
                  tally.price_counts = prices.baseAddress
                  tally.fall_counts = falls.baseAddress
                  tally.wins = wins.baseAddress
                  tally.sums = sums.baseAddress
                  body(&tally, &paths)
                }
              }
            }
          }
        }
      }
    }
  }
}
