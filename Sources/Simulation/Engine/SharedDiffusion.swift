import Domain

/// What an arm's tile moved by between events, kept for arms that differ in their events alone.
///
/// It belongs to the arena of the walker that fills it; rows of 64 paths.
struct SharedDiffusion {
  /// By week: whether a path is in stress, and its multiplier.
  let stress, variance: UnsafeMutablePointer<Float>
  /// By interval: N rows of prices' moves, and K of factors'.
  let prices, factors: UnsafeMutablePointer<Float>
  private let lines, factorCount: Int

  init(plan: SimulationPlan, arena: inout Arena) {
    (lines, factorCount) = (plan.lineCount, plan.factorCount)
    stress = arena.floats(plan.weeks.count * CK.lanes)
    variance = arena.floats(plan.weeks.count * CK.lanes)
    prices = arena.floats(plan.intervals.count * lines * CK.lanes)
    factors = arena.floats(plan.intervals.count * factorCount * CK.lanes)
  }

  func prices(of interval: Int) -> UnsafeMutablePointer<Float> {
    prices + interval * lines * CK.lanes
  }

  func factors(of interval: Int) -> UnsafeMutablePointer<Float> {
    factors + interval * factorCount * CK.lanes
  }
}

extension SimulationPlan {
  /// Whether the same draws move both plans alike but for what happens on their dates.
  func diffusesLike(_ other: SimulationPlan) -> Bool {
    seed == other.seed && paths == other.paths && sampling == other.sampling
      && parameterTreatment == other.parameterTreatment && lineNames == other.lineNames
      && factorNames == other.factorNames && rankCount == other.rankCount
      && diffusion == other.diffusion && regime == other.regime && freedom == other.freedom
      && weeks == other.weeks && members == other.members
      && memberWeights == other.memberWeights && parameters.isSame(as: other.parameters)
      && factorIsRelative == other.factorIsRelative
      && intervals.count == other.intervals.count
      && zip(intervals, other.intervals).allSatisfy { $0.diffusesLike($1) }
  }
}

extension ParameterPlan {
  /// Equality to the bit, as missing numbers are not equal to themselves.
  fileprivate func isSame(as other: ParameterPlan) -> Bool {
    names == other.names && values == other.values && errors == other.errors
      && correlation == other.correlation && riskFree == other.riskFree
      && isSpread == other.isSpread
      && fixedDrift.map(\.bitPattern) == other.fixedDrift.map(\.bitPattern)
  }
}

extension Interval {
  fileprivate func diffusesLike(_ other: Interval) -> Bool {
    end == other.end && days == other.days && combination == other.combination
      && factorScale == other.factorScale
      && rootScale == other.rootScale && residualVariance == other.residualVariance
      && projection == other.projection && decay == other.decay
      && innovationScale == other.innovationScale && longRun == other.longRun
  }
}
