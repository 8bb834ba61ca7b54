import Domain
import Numerics

/// Memory that a study takes, estimated from its plans before anything is simulated; bytes.
///
/// Each worker has a walker and a tally for each arm. The second pass has a row of sums for each of
/// the first tiles besides: what the first pass has freed is not counted on, since allocators keep it.
package struct MemoryEstimate: Hashable, Sendable {
  /// The program, its libraries, the texts, models and plans, as measured: about 28 MiB.
  static let program = 32 << 20
  /// Stack and heap of a thread besides what is counted.
  static let thread = 1 << 20

  let tallies, walkers, rows: Int
  /// Whether the state of the run is kept, which takes its sum so far.
  let keepsState: Bool

  init(tallies: Int, walkers: Int, rows: Int, keepsState: Bool) {
    self.tallies = tallies
    self.walkers = walkers
    self.rows = rows
    self.keepsState = keepsState
  }

  /// Bytes with so many workers.
  package func bytes(workers: Int) -> Int {
    let counted = workers * (tallies + walkers) + rows + (keepsState ? tallies : 0)
    // An eighth for what the allocator rounds up.
    return Self.program + workers * Self.thread + counted * 9 / 8
  }

  /// The most workers, up to `most`, that take no more than `limit` bytes; nil where even one does.
  package func workers(within limit: Int, atMost most: Int) -> Int? {
    (1...max(most, 1)).last { bytes(workers: $0) <= limit }
  }
}

extension Study {
  /// What the run of all tiles takes; `keepsState` says whether its state is written now and then.
  package func memory(keepsState: Bool) -> MemoryEstimate {
    var (tallies, walkers, rows) = (0, 0, 0)
    for ((plan, table), tally) in zip(zip(plans, tables), emptyTallies()) {
      let readings = plan.readings
      tallies += tally.byteCount
      walkers += TileWalker(plan: plan, tables: table).arena.byteCount
      let slots = readings.channels.reduce(0) { $0 + 1 + $1.quantiles.count + $1.tails.count }
      rows += min(tileCount, Engine.influenceTiles) * slots * MemoryLayout<Double>.stride
    }
    return MemoryEstimate(tallies: tallies, walkers: walkers, rows: rows, keepsState: keepsState)
  }
}

extension Tally {
  /// What its arrays take.
  var byteCount: Int {
    func bytes<T>(_ array: [T]) -> Int { array.count * MemoryLayout<T>.stride }
    return bytes(counts) + bytes(moments) + bytes(shares) + bytes(splits) + bytes(ranks)
      + bytes(worse) + bytes(points) + bytes(offsets) + bytes(controls) + waiting.byteCount
  }
}
