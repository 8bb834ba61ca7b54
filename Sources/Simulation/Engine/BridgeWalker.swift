import CKernel
import Domain

/// The extremes of a tile's rows between the dates of the plan, those whose drawdowns are read; owned
/// by its walker.
///
/// Weekly observation needs none of it, and gives it no memory to speak of.
struct BridgeWalker {
  /// By interval, calm and stress: what residuals make each row vary by, per day.
  private let residuals: [(calm: UnsafePointer<Float>, stress: UnsafePointer<Float>)]
  private let seed: UInt64
  private let rowCount: Int
  private let days: [Float]
  /// Log prices after the last date.
  private let from: UnsafeMutablePointer<Float>
  /// Variance of each row per day in the interval at hand.
  private let calm, stress: UnsafeMutablePointer<Float>
  private var kernel: ck_bridge

  init(plan: SimulationPlan, streams: StreamTable, arena: inout Arena) {
    seed = plan.seed
    days = plan.intervals.map(\.days)
    let count = plan.drawdown == .continuous ? plan.rowCount : 0
    let derived = (count > 0 ? plan.derivedAssets : []).map { plan.assets[$0].derivation }
    let lines = (0..<min(count, plan.lineCount)).map { AssetPlan.Derivation.line($0) }
    // The index has no residual: the members' residuals sum to nothing.
    let carried = (lines + derived).map { derivation -> (line: Int, square: Float)? in
      switch derivation {
      case .line(let line): (line, 1)
      case .index: nil
      case .part(let spread, let weight): (spread, (1 - weight) * (1 - weight))
      case .rest(let spread, let weight): (spread, weight * weight)
      }
    }
    var residuals: [(calm: UnsafePointer<Float>, stress: UnsafePointer<Float>)] = []
    for interval in plan.intervals {
      let rows = interval.residualVariance.map { variance in
        arena.floats(carried.map { $0.map { $0.square * variance[$0.line] } ?? 0 })
      }
      residuals.append((UnsafePointer(rows[0]), UnsafePointer(rows[1])))
    }
    self.residuals = residuals
    from = arena.floats(count * CK.lanes)
    (calm, stress) = (arena.floats(count), arena.floats(count))
    rowCount = count
    let read = count > 0 ? plan.drawdownRows : []
    kernel = ck_bridge()
    kernel.assets = Int32(read.count)
    kernel.rows = UnsafePointer(arena.integers(read.map { Int32($0) }))
    kernel.pairs = plan.sampling == .antithetic ? 1 : 0
    kernel.streams = UnsafePointer(arena.words(read.map { streams.extremes[$0] }))
    kernel.per_day = (UnsafePointer(calm), UnsafePointer(stress))
  }

  /// Begins a tile at prices of zero.
  func start() { ck_fill(0, from, Int32(rowCount) * CK.lanes32) }

  /// Draws the extremes between the last date and this one and takes them into peak and fall; the
  /// next interval begins here.
  mutating func observe(
    interval number: Int,
    variances: FactorVariances,
    step: UInt32,
    tile: UInt64,
    state: (variance: UnsafeMutablePointer<Float>, stress: UnsafeMutablePointer<Float>),
    logs: UnsafeMutablePointer<Float>,
    peak: UnsafeMutablePointer<Float>,
    fall: UnsafeMutablePointer<Float>
  ) {
    let own = residuals[number]
    let factors = (
      variances.total(interval: number, regime: 0), variances.total(interval: number, regime: 1)
    )
    for row in 0..<rowCount { calm[row] = factors.0[row] + own.calm[row] }
    for row in 0..<rowCount { stress[row] = factors.1[row] + own.stress[row] }
    kernel.days = days[number]
    kernel.variance = UnsafePointer(state.variance)
    kernel.stress = UnsafePointer(state.stress)
    ck_extremes(&kernel, seed, tile, step, from, logs, peak, fall)
  }

  /// Where the next interval begins, if something happened since the extremes were drawn.
  func leave(at logs: UnsafeMutablePointer<Float>) {
    from.update(from: logs, count: rowCount * CK.lanes)
  }
}

extension SimulationPlan {
  /// The rows whose drawdowns are read at any horizon, in order.
  fileprivate var drawdownRows: [Int] {
    let rows = assetRows
    let read = readings.channels.compactMap { channel -> Int? in
      if case .drawdown(let asset, _) = channel.source { rows[asset] } else { nil }
    }
    return Set(read).sorted()
  }
}
