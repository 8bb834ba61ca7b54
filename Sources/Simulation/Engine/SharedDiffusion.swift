import Domain

/// What an arm's tile moved by between events and by open events, and the draw of its parameters,
/// kept for arms that differ in their events alone.
///
/// It belongs to the arena of the walker that fills it; rows of 64 paths.
struct SharedDiffusion {
  /// By week: whether a path is in stress, and its multiplier.
  let stress, variance: UnsafeMutablePointer<Float>
  /// By interval: N rows of prices' moves, and K of factors'.
  let prices, factors: UnsafeMutablePointer<Float>
  /// The same of the open events of an interval.
  private let openPrices, openFactors: UnsafeMutablePointer<Float>
  let parameters: SharedParameters
  private let lines, factorCount: Int
  /// Whether the arm that follows has the same open events.
  var sharesOpen = false

  init(plan: SimulationPlan, parameters: SharedParameters, arena: inout Arena) {
    (lines, factorCount) = (plan.lineCount, plan.factorCount)
    stress = arena.floats(plan.weeks.count * CK.lanes)
    variance = arena.floats(plan.weeks.count * CK.lanes)
    prices = arena.floats(plan.intervals.count * lines * CK.lanes)
    factors = arena.floats(plan.intervals.count * factorCount * CK.lanes)
    openPrices = arena.floats(plan.intervals.count * lines * CK.lanes)
    openFactors = arena.floats(plan.intervals.count * factorCount * CK.lanes)
    self.parameters = parameters
  }

  func prices(of interval: Int) -> UnsafeMutablePointer<Float> {
    prices + interval * lines * CK.lanes
  }

  func factors(of interval: Int) -> UnsafeMutablePointer<Float> {
    factors + interval * factorCount * CK.lanes
  }

  func openMoves(of interval: Int) -> UnsafeMutablePointer<Float> {
    openPrices + interval * lines * CK.lanes
  }

  func openLevels(of interval: Int) -> UnsafeMutablePointer<Float> {
    openFactors + interval * factorCount * CK.lanes
  }

  /// The same for an arm with this plan.
  func followed(by plan: SimulationPlan, of base: SimulationPlan) -> SharedDiffusion {
    var shared = self
    shared.sharesOpen = plan.hasOpenEvents(of: base)
    return shared
  }
}

/// A draw of the parameters, in the arena of the walker that made it; all but theta are what that
/// walker's kernel reads.
struct SharedParameters {
  let theta: UnsafeMutablePointer<Double>
  let beta, drift: UnsafeMutablePointer<Float>

  func keep(theta values: [Double]) {
    for (index, value) in values.enumerated() { theta[index] = value }
  }

  /// Copies what was kept; the arrays have the sizes of the same plan.
  func give(
    theta out: inout [Double],
    beta outBeta: inout [Float],
    drift outDrift: inout [Float]
  ) {
    for index in out.indices { out[index] = theta[index] }
    for index in outBeta.indices { outBeta[index] = beta[index] }
    for index in outDrift.indices { outDrift[index] = drift[index] }
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

extension SimulationPlan {
  /// Whether open events are those of another plan, with the same draws and the same effects.
  func hasOpenEvents(of other: SimulationPlan) -> Bool {
    let (mine, theirs) = (openEvents, other.openEvents)
    return yieldRatios == other.yieldRatios && mine.count == theirs.count
      && zip(mine, theirs).allSatisfy { a, b in
        a.count == b.count
          && zip(a, b).allSatisfy { pair in
            pair.0.share == pair.1.share && pair.0.retained == pair.1.retained
              && pair.0.event.happensLike(pair.1.event)
          }
      }
  }

  /// By interval.
  private var openEvents: [[(event: EventPlan, share: Float, retained: [Float])]] {
    intervals.map { interval in
      interval.happenings.compactMap {
        events[$0.event].event.isListed ? nil : (events[$0.event], $0.share, $0.retained)
      }
    }
  }
}

extension EventPlan {
  fileprivate func happensLike(_ other: EventPlan) -> Bool {
    happensBelow == other.happensBelow && happensStream == other.happensStream
      && drivers == other.drivers && response == other.response
  }
}

extension ParameterPlan {
  /// Equality to the bit, as missing numbers are not equal to themselves.
  fileprivate func isSame(as other: ParameterPlan) -> Bool {
    names == other.names && values == other.values && errors == other.errors
      && correlation == other.correlation && riskFree == other.riskFree
      && isSpread == other.isSpread && excessCholesky == other.excessCholesky
      && fixedDrift.map(\.bitPattern) == other.fixedDrift.map(\.bitPattern)
  }
}

extension Interval {
  fileprivate func diffusesLike(_ other: Interval) -> Bool {
    end == other.end && days == other.days && score == other.score
      && combination == other.combination
      && factorScale == other.factorScale
      && rootScale == other.rootScale && residualVariance == other.residualVariance
      && projection == other.projection && decay == other.decay
      && innovationScale == other.innovationScale && longRun == other.longRun
  }
}
