import CKernel
import Domain

/// What factors make each row of a tile vary by, by interval and regime, for one draw of the
/// loadings; owned by its walker.
///
/// Rows are the lines and, where drawdown is continuous, the assets that follow from them. Intervals
/// that scale the factors alike share what is computed.
struct FactorVariances {
  /// Loadings of a row on all factors; filled up to whole registers.
  private let stride, factorCount: Int
  /// K × stride loadings.
  private let columns: UnsafeMutablePointer<Float>
  /// By group of intervals, calm and stress: L, and stride variances per day, of which the week's
  /// score leads a part.
  private let cholesky: [[UnsafePointer<Float>?]]
  private let total, lead: [[UnsafeMutablePointer<Float>]]
  private let groups: [Int]
  private let rho: Float
  private let lineCount: Int
  /// Weights over the lines of each further row.
  private let exposures: [[Double]]

  init(plan: SimulationPlan, intervals: [ck_interval], arena: inout Arena) {
    let derived = plan.drawdown == .continuous ? plan.derivedAssets : []
    exposures = derived.map { VarianceForecast.exposure(of: plan.assets[$0].derivation, plan) }
    (lineCount, factorCount) = (plan.lineCount, plan.factorCount)
    stride = (lineCount + derived.count + 15) / 16 * 16
    rho = Float(plan.diffusion.leverage)
    columns = arena.floats(factorCount * stride)
    var (groups, firsts): ([Int], [Int]) = ([], [])
    for (number, interval) in plan.intervals.enumerated() {
      if let last = firsts.last, plan.intervals[last].factorScale == interval.factorScale {
        groups.append(firsts.count - 1)
      } else {
        groups.append(firsts.count)
        firsts.append(number)
      }
    }
    self.groups = groups
    cholesky = firsts.map { [intervals[$0].cholesky.0, intervals[$0].cholesky.1] }
    total = Self.pairs(firsts.count, of: stride, &arena)
    lead = Self.pairs(firsts.count, of: stride, &arena)
  }

  private static func pairs(
    _ count: Int,
    of size: Int,
    _ arena: inout Arena
  ) -> [[UnsafeMutablePointer<Float>]] {
    (0..<count).map { _ in [arena.floats(size), arena.floats(size)] }
  }

  /// Lets an interval of the kernel read its variances here.
  func lend(to interval: inout ck_interval, number: Int) {
    let group = groups[number]
    interval.factor_variance = (UnsafePointer(total[group][0]), UnsafePointer(total[group][1]))
    interval.lead_variance = (UnsafePointer(lead[group][0]), UnsafePointer(lead[group][1]))
  }

  /// By row, per day.
  func total(interval: Int, regime: Int) -> UnsafeMutablePointer<Float> {
    total[groups[interval]][regime]
  }

  /// Takes the loadings of a draw of the parameters.
  func set(_ parameters: TileParameters) {
    for line in 0..<lineCount {
      for factor in 0..<factorCount {
        columns[factor * stride + line] = parameters.beta[line * factorCount + factor]
      }
    }
    for (place, exposure) in exposures.enumerated() {
      for (factor, loading) in parameters.loadings(of: exposure).enumerated() {
        columns[factor * stride + lineCount + place] = Float(loading)
      }
    }
    for (group, lower) in cholesky.enumerated() {
      for regime in 0...1 {
        ck_exposures(
          columns,
          Int32(factorCount),
          Int32(stride),
          lower[regime],
          rho,
          total[group][regime],
          lead[group][regime]
        )
      }
    }
  }
}
