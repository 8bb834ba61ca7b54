import CKernel
import Domain

/// The extremes of a tile's rows between the dates of the plan; owned by its walker.
///
/// Weekly observation needs none of it, and gives it no memory to speak of.
struct BridgeWalker {
  private let plan: SimulationPlan
  /// For each row the line whose residual it carries and the square of its weight.
  private let residuals: [(line: Int, square: Float)?]
  /// Log prices after the last date.
  private let from: UnsafeMutablePointer<Float>
  /// Variance of each row per day in the interval at hand, by regime.
  private let perDay: [UnsafeMutablePointer<Float>]
  private var kernel: ck_bridge

  init(plan: SimulationPlan, streams: StreamTable, arena: inout Arena) {
    self.plan = plan
    let count = plan.drawdown == .continuous ? plan.rowCount : 0
    let derived = (count > 0 ? plan.derivedAssets : []).map { plan.assets[$0].derivation }
    let lines = (0..<min(count, plan.lineCount)).map { AssetPlan.Derivation.line($0) }
    // The index has no residual: the members' residuals sum to nothing.
    residuals = (lines + derived).map { derivation in
      switch derivation {
      case .line(let line): (line, 1)
      case .index: nil
      case .part(let spread, let weight): (spread, (1 - weight) * (1 - weight))
      case .rest(let spread, let weight): (spread, weight * weight)
      }
    }
    from = arena.floats(count * CK.lanes)
    perDay = [arena.floats(count), arena.floats(count)]
    kernel = ck_bridge()
    kernel.assets = Int32(count)
    kernel.pairs = plan.sampling == .antithetic ? 1 : 0
    kernel.streams = UnsafePointer(streams.extremes)
    kernel.per_day = (UnsafePointer(perDay[0]), UnsafePointer(perDay[1]))
  }

  /// Begins a tile at prices of zero.
  func start() { ck_fill(0, from, kernel.assets * CK.lanes32) }

  /// Draws the extremes between the last date and this one and takes them into peak and fall.
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
    let interval = plan.intervals[number]
    for regime in 0...1 {
      let ofFactors = variances.total(interval: number, regime: regime)
      for (row, residual) in residuals.enumerated() {
        let own = residual.map { $0.square * interval.residualVariance[regime][$0.line] } ?? 0
        perDay[regime][row] = ofFactors[row] + own
      }
    }
    kernel.days = interval.days
    kernel.variance = UnsafePointer(state.variance)
    kernel.stress = UnsafePointer(state.stress)
    ck_extremes(&kernel, plan.seed, tile, step, from, logs, peak, fall)
  }

  /// Where the next interval begins.
  func leave(at logs: UnsafeMutablePointer<Float>) {
    from.update(from: logs, count: Int(kernel.assets) * CK.lanes)
  }
}
