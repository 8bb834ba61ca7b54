import CKernel
import Domain

/// A control for the mean of each asset's simple return: the return it would have without jumps,
/// whose expectation is known.
///
/// The growth of a line without its jumps is a martingale but for its drift, whatever the regime
/// and the multiplier: E[exp(price − jumps)] = exp(drift · days). An asset that follows from lines
/// takes their weighted sum.
/// Source: Glasserman 2004, Monte Carlo Methods in Financial Engineering, section 4.1.
struct ControlVariate {
  /// What is controlled at a horizon.
  private struct Controlled {
    var lines: [Int] = []
    /// Assets with the weights of lines in their returns.
    var assets: [(asset: Int, weights: [(line: Int, weight: Double)])] = []
  }

  private let controlled: [Controlled]
  /// Trading days from `asof` to each horizon.
  private let days: [Float]
  private let lineCount: Int
  private let growth, expected: UnsafeMutablePointer<Float>
  private let lineCorrections, assetCorrections: UnsafeMutablePointer<Double>

  init(plan: SimulationPlan, arena: inout Arena) {
    controlled = Self.controlled(by: plan)
    var days = [Float](repeating: 0, count: plan.readings.horizons.count)
    var elapsed: Float = 0
    for interval in plan.intervals {
      elapsed += interval.days
      for horizon in interval.horizons where days.indices.contains(horizon) {
        days[horizon] = elapsed
      }
    }
    self.days = days
    lineCount = plan.lineCount
    growth = arena.floats(CK.lanes)
    expected = arena.floats(plan.lineCount)
    lineCorrections = arena.doubles(plan.lineCount)
    assetCorrections = arena.doubles(plan.assets.count)
  }

  /// By horizon the assets whose means are read, and the lines that these follow.
  private static func controlled(by plan: SimulationPlan) -> [Controlled] {
    let weights = plan.assets.map { asset in
      VarianceForecast.exposure(of: asset.derivation, plan).enumerated().compactMap {
        $1 == 0 ? nil : (line: $0, weight: $1)
      }
    }
    var assets = [Set<Int>](repeating: [], count: plan.readings.horizons.count)
    for channel in plan.readings.channels {
      guard channel.readsMean, let (named, horizon) = channel.source.returned else { continue }
      assets[horizon].formUnion(named)
    }
    return assets.map { assets in
      Controlled(
        lines: Set(assets.flatMap { weights[$0].map(\.line) }).sorted(),
        assets: assets.sorted().map { ($0, weights[$0]) }
      )
    }
  }

  /// For each asset whose mean is read at the horizon, the expected sum of its control over the first `count` paths less its sum.
  func corrections(
    horizon: Int,
    drift: UnsafeMutablePointer<Float>,
    price: UnsafeMutablePointer<Float>,
    jumps: (listed: UnsafeMutablePointer<Float>, open: UnsafeMutablePointer<Float>),
    count: Int
  ) -> UnsafePointer<Double> {
    for line in 0..<lineCount { expected[line] = drift[line] * days[horizon] }
    ck_expm1(expected, expected, Int32(lineCount))
    for line in controlled[horizon].lines {
      let row = line * CK.lanes
      ck_difference(price + row, jumps.listed + row, growth)
      ck_difference(growth, jumps.open + row, growth)
      ck_expm1(growth, growth, CK.lanes32)
      let sum = TileSums(growth, count: count).sum
      lineCorrections[line] = Double(count) * Double(expected[line]) - sum
    }
    for (asset, parts) in controlled[horizon].assets {
      assetCorrections[asset] = parts.reduce(0) { $0 + $1.weight * lineCorrections[$1.line] }
    }
    return UnsafePointer(assetCorrections)
  }
}
