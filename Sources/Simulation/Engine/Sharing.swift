import Domain

/// How much of what moves an arm is what moves the one that it follows.
enum Sharing: Hashable, Sendable {
  case nothing
  /// Multipliers and normals of those weeks that have the same nodes.
  case draws
  /// Regimes, and what all these move lines and levels by, as well; and what open events do.
  case moves(open: Bool)
}

extension SimulationPlan {
  /// How much of what moves another plan's paths moves those of this one.
  func sharing(with other: SimulationPlan) -> Sharing {
    guard drawsLike(other) else { return .nothing }
    guard movesLike(other) else { return .draws }
    return .moves(open: parameters.isSame(as: other.parameters) && hasOpenEvents(of: other))
  }

  /// Whether weeks with the same nodes have the same draws.
  private func drawsLike(_ other: SimulationPlan) -> Bool {
    seed == other.seed && paths == other.paths && sampling == other.sampling
      && lineNames == other.lineNames && factorNames == other.factorNames
      && rankCount == other.rankCount && diffusion.leverage == other.diffusion.leverage
      && freedom == other.freedom
  }

  /// Whether the same draws move both plans alike but for what happens on their dates.
  private func movesLike(_ other: SimulationPlan) -> Bool {
    diffusion == other.diffusion && regime == other.regime && weeks == other.weeks
      && members == other.members && memberWeights == other.memberWeights && hasDiffusion(of: other)
      && factorIsRelative == other.factorIsRelative
      && intervals.count == other.intervals.count
      && zip(intervals, other.intervals).allSatisfy { $0.diffusesLike($1) }
  }

  /// Whether loadings and drifts are those of another plan on every tile.
  private func hasDiffusion(of other: SimulationPlan) -> Bool {
    guard parameterTreatment == other.parameterTreatment else { return false }
    return parameters.isSame(as: other.parameters)
      || parameterTreatment == .fixed && parameters.diffusesLike(other.parameters)
  }
}

extension WeekPlan {
  /// Whether its multiplier and normals are drawn at the addresses of another's.
  func drawsLike(_ other: WeekPlan) -> Bool { number == other.number && nodes == other.nodes }
}

extension SimulationPlan {
  /// Whether open events are those of another plan, with the same draws and the same effects.
  private func hasOpenEvents(of other: SimulationPlan) -> Bool {
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

  /// Whether the estimates give both the same loadings and drifts.
  fileprivate func diffusesLike(_ other: ParameterPlan) -> Bool {
    names == other.names && riskFree == other.riskFree && isSpread == other.isSpread
      && fixedDrift.map(\.bitPattern) == other.fixedDrift.map(\.bitPattern)
      && values.prefix(excess(0, 0)) == other.values.prefix(excess(0, 0))
      && values[scalar(.premium)] == other.values[scalar(.premium)]
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
