import CKernel

/// Memory that the pass of a tail takes beside that of the run before it, in bytes.
struct TailMemory: Hashable, Sendable {
  /// A walker of the one return, what it tilts with, and its sums.
  let worker: Int
  /// The tilted laws of all weeks, the sums of all workers and their summary.
  let shared: Int

  init(plan: SimulationPlan, tables: DrawTables) {
    let weeks = plan.weeks.count
    worker =
      TileWalker(plan: plan, tables: tables).arena.byteCount + TiltState.byteCount(weeks: weeks)
      + TailSums.byteCount
    // Tilted laws are appended to: up to half of what an array has may be free.
    shared = 2 * TailTilt.byteCount(weeks: weeks) + TailSums.byteCount + TailSummary.byteCount
  }
}

extension TiltState {
  /// What a state takes of its walker's arena.
  static func byteCount(weeks: Int) -> Int {
    let (rows, doubles, floats) = (3 * weeks, 3, 4)
    return CK.lanes
      * ((rows + floats) * MemoryLayout<Float>.stride + doubles * MemoryLayout<Double>.stride)
  }
}

extension TailTilt {
  /// What the odds of all weeks take: of regimes, and twice of multipliers, in either regime.
  static func byteCount(weeks: Int) -> Int {
    2 * steps * (3 + 2 * MultiplierPart.count) * weeks * MemoryLayout<Double>.stride
  }
}

extension TailSums {
  /// What the bins of both strata take.
  static var byteCount: Int { 2 * TailRange.bins * MemoryLayout<TailStratum.Rise>.stride }
}
