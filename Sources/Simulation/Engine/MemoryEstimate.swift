package import Domain
import Numerics

/// Memory that a study takes, estimated from its plans before anything is simulated; bytes.
///
/// Each worker has a walker and a tally for each arm. The second pass has a row of sums for each of
/// the first tiles besides, and the values of these tiles where they are kept: what the first pass has freed is not counted on, since allocators keep it.
package struct MemoryEstimate: Hashable, Sendable {
  /// The program, its libraries, the texts, models and plans, as measured: about 28 MiB.
  static let program = 32 << 20
  /// Stack and heap of a thread besides what is counted.
  static let thread = 1 << 20

  let tallies, walkers, rows: Int
  /// Whether the state of the run is kept, which takes its sum so far.
  let keepsState: Bool
  /// What the pass of a tail takes besides; nil: there is none.
  let tail: TailMemory?

  init(tallies: Int, walkers: Int, rows: Int, keepsState: Bool, tail: TailMemory? = nil) {
    self.tallies = tallies
    self.walkers = walkers
    self.rows = rows
    self.keepsState = keepsState
    self.tail = tail
  }

  /// Bytes with so many workers.
  package func bytes(workers: Int) -> Int {
    let each = tallies + walkers + (tail?.worker ?? 0)
    let counted = workers * each + rows + (keepsState ? tallies : 0) + (tail?.shared ?? 0)
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
  ///
  /// With a tail it is that of both passes. Throws where the first arm does not read its return.
  package func memory(
    keepsState: Bool,
    tail question: TailQuestion? = nil
  ) throws(SimulationError) -> MemoryEstimate {
    var (tallies, walkers, rows) = (0, 0, 0)
    for (arm, (plan, table)) in zip(plans, tables).enumerated() {
      let readings = plan.readings
      let comparisons = arm > 0 ? Engine.comparisons(of: plan, with: plans[0]).count : 0
      tallies += Tally.byteCount(of: readings, comparisons: comparisons)
      walkers += TileWalker(plan: plan, tables: table).arena.byteCount
      let slots = readings.channels.reduce(AskedPlaces(readings).count) {
        $0 + 1 + $1.quantiles.count + $1.tails.count + ($1.asksDeviation ? 2 : 0)
      }
      rows += min(tileCount, Engine.influenceTiles) * slots * MemoryLayout<Double>.stride
    }
    rows += TileRecord.byteCount(of: plans)
    var tail: TailMemory?
    if let question {
      let pass = try TailPass.place(of: question, plans[0], arms[0]).plan
      tail = TailMemory(plan: pass, tables: tables[0])
    }
    return MemoryEstimate(
      tallies: tallies,
      walkers: walkers,
      rows: rows,
      keepsState: keepsState,
      tail: tail
    )
  }
}

extension Tally {
  /// What the arrays of an empty tally take, without making one.
  static func byteCount(of plan: ReadingPlan, comparisons: Int) -> Int {
    func bytes<T>(_ type: T.Type, _ count: Int) -> Int { count * MemoryLayout<T>.stride }
    let (bins, channels) = (BinPlan.all(plan.channels), plan.channels.count)
    return bytes(UInt32.self, Self.binCount(bins)) + WaitingTiles.byteCount(bins)
      + bytes(BatchMoments.self, channels + plan.ranks.count) + bytes(Int.self, channels)
      + bytes(BatchControl.self, channels) + bytes(PointValues.self, channels)
      + bytes(BatchShare.self, plan.shares.count + comparisons)
      + bytes(BatchSplit.self, plan.splits.count)
  }
}
