import Domain
import Numerics

/// How a return moves with the week's total move of each source, to first order, at the estimates.
struct TailExposure: Sendable {
  struct Part: Sendable {
    /// A unit vector over factors, ranks and lines; zeros where the return does not move.
    let direction: [Float]
    /// Log return for one standard normal along it, and for one normal score of the multiplier.
    let scale, lead: Double
  }

  /// By week up to the horizon, then calm and stress.
  let weeks: [[Part]]

  /// The exposure of the sum of the plan's assets with these weights, up to a horizon.
  init(plan: SimulationPlan, weights: [Double], horizon: Int) {
    var lines = [Double](repeating: 0, count: plan.lineCount)
    for (asset, weight) in zip(plan.assets, weights) {
      for (line, share) in VarianceForecast.exposure(of: asset.derivation, plan).enumerated() {
        lines[line] += weight * share
      }
    }
    var parameters = TileParameters(plan: plan)
    parameters.set { _ in 0 }
    let loadings = parameters.loadings(of: lines)
    let last = plan.intervals.firstIndex { $0.horizons.contains(horizon) } ?? 0
    weeks = plan.weeks.filter { $0.intervals.lowerBound <= last }.map { week in
      let seen = plan.intervals[
        week.intervals.lowerBound...min(last, week.intervals.upperBound - 1)
      ]
      // The first node is the week's total.
      let share = seen.reduce(0.0) { $0 + Double($1.combination.first ?? 0) }
      return (0...1).map { regime in
        Self.part(
          plan,
          plan.intervals[week.intervals.lowerBound],
          regime,
          lines,
          loadings,
          share,
          led: Double(seen.last?.score.to ?? 0)
        )
      }
    }
  }

  private static func part(
    _ plan: SimulationPlan,
    _ interval: Interval,
    _ regime: Int,
    _ lines: [Double],
    _ loadings: [Double],
    _ share: Double,
    led: Double
  ) -> Part {
    let (k, r) = (plan.factorCount, plan.rankCount)
    let (diffusion, ranks) = (plan.diffusion, plan.diffusion.residual[regime])
    let scaled = interval.scaled(loadings, regime: regime)
    let moves = (0..<k).map { diffusion.move(of: scaled, regime: regime, along: $0) }
    // Of the market's week a part is led by its score, the rest is noise.
    let lead = diffusion.leverage * (moves.first ?? 0) * led
    var vector = moves.indices.map { $0 == 0 ? diffusion.noise * moves[$0] : moves[$0] }
    // Weights of residuals once the index's own is taken off each.
    var weights = lines
    let taken = lines.indices.reduce(0.0) {
      $0 + lines[$1] * Double(interval.projection[regime][$1])
    }
    for (member, weight) in zip(plan.members, plan.memberWeights) {
      weights[member] -= taken * Double(weight)
    }
    for line in weights.indices { weights[line] *= Double(interval.rootScale[line]) }
    vector += (0..<r).map { rank in
      weights.indices.reduce(0.0) { $0 + weights[$1] * Double(ranks[$1 * r + rank]) }
    }
    vector += weights.indices.map { weights[$0] * Double(plan.diffusion.own[regime][$0]) }
    let size = vector.reduce(0.0) { $0 + $1 * $1 }.squareRoot()
    let scale = size * share
    return Part(
      direction: vector.map { size > 0 ? Float($0 / size) : 0 },
      scale: scale.isFinite && scale > 0 ? scale : 0,
      lead: lead.isFinite ? lead : 0
    )
  }
}
