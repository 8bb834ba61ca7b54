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
  /// By group of intervals, calm and then stress.
  private let groups: [Group]
  /// The group of each interval.
  private let places: [Int]
  private let rho: Float
  private let lineCount: Int
  /// Weights over the lines of each further row.
  private let exposures: [[Double]]

  /// L, and stride variances per day, of which the week's score leads a part.
  private struct Group {
    let cholesky: UnsafePointer<Float>?
    let total, lead: UnsafeMutablePointer<Float>
  }

  init(plan: SimulationPlan, intervals: [ck_interval], arena: inout Arena) {
    let derived = plan.drawdown == .continuous ? plan.derivedAssets : []
    exposures = derived.map { VarianceForecast.exposure(of: plan.assets[$0].derivation, plan) }
    (lineCount, factorCount) = (plan.lineCount, plan.factorCount)
    stride = (lineCount + derived.count + 15) / 16 * 16
    rho = Float(plan.diffusion.leverage)
    columns = arena.floats(factorCount * stride)
    var (places, firsts): ([Int], [Int]) = ([], [])
    for (number, interval) in plan.intervals.enumerated() {
      if let last = firsts.last, plan.intervals[last].factorScale == interval.factorScale {
        places.append(firsts.count - 1)
      } else {
        places.append(firsts.count)
        firsts.append(number)
      }
    }
    self.places = places
    var groups: [Group] = []
    for first in firsts {
      for lower in [intervals[first].cholesky.0, intervals[first].cholesky.1] {
        groups.append(
          Group(cholesky: lower, total: arena.floats(stride), lead: arena.floats(stride))
        )
      }
    }
    self.groups = groups
  }

  /// Lets an interval of the kernel read its variances here.
  func lend(to interval: inout ck_interval, number: Int) {
    let (calm, stress) = (groups[2 * places[number]], groups[2 * places[number] + 1])
    interval.factor_variance = (UnsafePointer(calm.total), UnsafePointer(stress.total))
    interval.lead_variance = (UnsafePointer(calm.lead), UnsafePointer(stress.lead))
  }

  /// By row, per day.
  func total(interval: Int, regime: Int) -> UnsafeMutablePointer<Float> {
    groups[2 * places[interval] + regime].total
  }

  /// Takes the loadings of a draw of the parameters, N × K.
  func set(loadings beta: UnsafePointer<Float>) {
    for line in 0..<lineCount {
      for factor in 0..<factorCount {
        columns[factor * stride + line] = beta[line * factorCount + factor]
      }
    }
    for (place, exposure) in exposures.enumerated() {
      for factor in 0..<factorCount {
        var loading = 0.0
        for line in exposure.indices where exposure[line] != 0 {
          loading += exposure[line] * Double(beta[line * factorCount + factor])
        }
        columns[factor * stride + lineCount + place] = Float(loading)
      }
    }
    for group in groups {
      ck_exposures(
        columns,
        Int32(factorCount),
        Int32(stride),
        group.cholesky,
        rho,
        group.total,
        group.lead
      )
    }
  }
}
