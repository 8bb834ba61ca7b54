import Domain
package import Numerics
package import Simulation

/// The law of assets' log returns within one calendar week given what factors did: a closed form.
///
/// Given the regime and the week's multiplier V everything that moves in a week is normal, so that
/// conditioning is exact; what was observed also tells the regime and V, by Bayes' rule. A leverage
/// effect shifts the factors with the score of V. Without it and without events this is the
/// multivariate t of correlated stress, its scale times (ν + d²)/(ν + p). Laws of prints on a grid
/// count as normal laws of the same width. Uncertain parameters add the variance they give the
/// mean; what was observed does not change their law.
package struct ConditionalLaw {
  /// What was observed of a factor over the plan's days, in the factor's unit.
  package struct Observation: Hashable, Sendable {
    package let factor: Int
    package let move: Double

    package init(factor: Int, move: Double) {
      self.factor = factor
      self.move = move
    }
  }

  private let plan: SimulationPlan
  private let moments: PlanMoments
  private let days: Double
  private let components: [Component]
  /// Numbers of the events within the days, and their drivers in a row.
  private let events: [Int]
  private let shocks: [Shock]
  private let observed: [Int]
  /// The same moments under other draws of the parameters.
  private let drawn: [PlanMoments]

  /// A driver of an event: its moments and what a unit of it moves.
  private struct Shock {
    let mean, variance: Double
    let factors: [Double]
  }

  /// What an observation says of diffusion and drivers: the expected excess of each over its mean.
  private struct Known {
    let factors: [Double]
    let shocks: [Double]
  }

  /// How one asset responds under one draw of the parameters.
  private struct Response {
    /// Per trading day.
    let drift: Double
    /// By factor, and by driver.
    let loading, jumps: [Double]
    /// Of all events: at the drivers' means, and compensated.
    let jumpMean: Double

    init(of exposure: [Double], under moments: PlanMoments, events: [Int]) {
      let lines = exposure.indices.filter { exposure[$0] != 0 }
      func sum(_ values: (Int) -> Double) -> Double {
        lines.reduce(0.0) { $0 + exposure[$1] * values($1) }
      }
      drift = sum { moments.drift[$0] }
      loading = (moments.loadings.first ?? []).indices.map { k in
        sum { moments.loadings[$0][k] }
      }
      var (jumps, mean): ([Double], Double) = ([], 0)
      for event in events.compactMap({ moments.events[$0] }) {
        for (driver, row) in zip(event.drivers, event.lines) {
          let jump = sum { row[$0] }
          jumps.append(jump)
          mean += jump * driver.mean
        }
        mean += sum { event.compensation[$0] }
      }
      self.jumps = jumps
      jumpMean = mean
    }

    func along(_ known: Known) -> Double {
      zip(loading, known.factors).reduce(0) { $0 + $1.0 * $1.1 }
        + zip(jumps, known.shocks).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// One regime with one value of V, given the observations.
  private struct Component {
    let regime: Int
    let multiplier: MultiplierPoint
    var weight: Double
    /// Observed less expected moves, and their covariance's factor.
    let gap: [Double]
    var factor: CholeskyFactor?
    /// Factors × factors: variance of the diffusion over the days, given the multiplier.
    let diffusion: Matrix
    /// By factor: what the multiplier's score shifts it by, for a score of one.
    let lean: [Double]

    func known(_ observed: [Int], _ shocks: [Shock]) -> Known {
      let shift = lean.map { multiplier.score * $0 }
      guard let factor else { return Known(factors: shift, shocks: shocks.map { _ in 0 }) }
      let pull = factor.solve(gap)
      return Known(
        factors: (0..<diffusion.rows).map { k in
          zip(observed, pull).reduce(shift[k]) { $0 + diffusion[k, $1.0] * $1.1 }
        },
        shocks: shocks.map { shock in
          shock.variance * zip(observed, pull).reduce(0) { $0 + shock.factors[$1.0] * $1.1 }
        }
      )
    }
  }

  /// Conditions a plan whose only horizon lies within the first calendar week after `asof`.
  ///
  /// Nil where the plan is longer, has a shock, or what was observed is not a number.
  package init?(_ plan: SimulationPlan, given observations: [Observation]) {
    let moments = PlanMoments(plan)
    guard plan.weeks.count == 1,
      let last = plan.intervals.lastIndex(where: { !$0.horizons.isEmpty }),
      moments.events.allSatisfy({ $0 != nil }),
      observations.allSatisfy({ $0.move.isFinite && plan.factorNames.indices.contains($0.factor) })
    else { return nil }
    self.plan = plan
    self.moments = moments
    let intervals = Array(plan.intervals[...last])
    days = intervals.reduce(0) { $0 + Double($1.days) }
    let events = intervals.flatMap(\.happenings).compactMap { moments.events[$0.event] }
    let conditioning = Conditioning(
      plan: plan,
      moments: moments,
      intervals: intervals,
      events: events,
      observations: observations
    )
    guard let components = conditioning.components(days: days) else { return nil }
    self.components = components
    let happening = intervals.flatMap(\.happenings).map(\.event)
    self.events = happening
    shocks = events.flatMap { event in
      zip(event.drivers, event.factors).map {
        Shock(mean: $0.mean, variance: $0.deviation * $0.deviation, factors: $1)
      }
    }
    observed = observations.map(\.factor)
    drawn = PlanMoments.drawn(plan)
  }

  /// The law of an asset's log return, in percent; nil where nothing of it is left open.
  package func law(ofAsset asset: Int) -> NormalMixture? {
    let own = ownResiduals(of: asset)
    let exposure = moments.exposures[asset]
    let response = Response(of: exposure, under: moments, events: events)
    let drawn = self.drawn.map { Response(of: exposure, under: $0, events: events) }
    var (weights, means, deviations): ([Double], [Double], [Double]) = ([], [], [])
    for component in components {
      let residual = plan.intervals[0].residualVariance[component.regime]
      let common = component.diffusion * response.loading
      var variance =
        component.multiplier.value * days
        * own.reduce(0.0) { $0 + exposure[$1] * exposure[$1] * Double(residual[$1]) }
      variance += zip(response.loading, common).reduce(0) { $0 + $1.0 * $1.1 }
      let lean = zip(response.loading, component.lean).reduce(0) { $0 + $1.0 * $1.1 }
      let drift = response.drift * days - (variance + lean * lean) / 2
      var cross = observed.map { common[$0] }
      for (jump, shock) in zip(response.jumps, shocks) {
        variance += shock.variance * jump * jump
        for (place, factor) in observed.enumerated() {
          cross[place] += shock.variance * jump * shock.factors[factor]
        }
      }
      if let factor = component.factor {
        let solved = factor.solve(cross)
        variance -= zip(solved, cross).reduce(0) { $0 + $1.0 * $1.1 }
      }
      // Rounding leaves nothing where the factors tell all of an asset.
      guard variance > 1e-10 else { return nil }
      let known = component.known(observed, shocks)
      let mean = drift + response.jumpMean + response.along(known)
      variance += spread(of: drawn, about: response, known)
      weights.append(component.weight)
      means.append(100 * mean)
      deviations.append(100 * variance.squareRoot())
    }
    return NormalMixture(weights: weights, means: means, deviations: deviations)
  }

  /// The variance of the mean that uncertain parameters cause.
  private func spread(of drawn: [Response], about response: Response, _ known: Known) -> Double {
    guard !drawn.isEmpty else { return 0 }
    let centre = response.drift * days + response.jumpMean + response.along(known)
    return drawn.reduce(0.0) {
      let off = $1.drift * days + $1.jumpMean + $1.along(known) - centre
      return $0 + off * off
    } / Double(drawn.count)
  }

  /// The lines whose residuals an asset keeps: those of an index cancel in it.
  private func ownResiduals(of asset: Int) -> [Int] {
    switch plan.assets[asset].derivation {
    case .line(let line): [line]
    case .index: []
    case .part(let spread, _), .rest(let spread, _): [spread]
    }
  }

  /// The probability of stress given what was observed.
  package var stress: Double {
    components.reduce(0) { $0 + ($1.regime == 1 ? $1.weight : 0) }
  }
}

extension ConditionalLaw {
  /// Bayes' rule over regimes and multipliers.
  private struct Conditioning {
    let plan: SimulationPlan
    let moments: PlanMoments
    let intervals: [Interval]
    let events: [PlanMoments.Event]
    let observations: [Observation]

    func components(days: Double) -> [Component]? {
      let odds = [1 - plan.regime.startStress, plan.regime.startStress]
      let observed = observations.map(\.factor)
      var found: [(component: Component, log: Double)] = []
      for regime in 0...1 where odds[regime] > 0 {
        let (covariance, lean) = diffusion(in: regime, days: days)
        for multiplier in multipliers {
          let diffusion = multiplier.value * covariance
          var log = Elementary.log(odds[regime]) + Elementary.log(multiplier.weight)
          var component = Component(
            regime: regime,
            multiplier: multiplier,
            weight: 1,
            gap: gaps(regime: regime, multiplier, diffusion, lean, days: days),
            factor: nil,
            diffusion: diffusion,
            lean: lean
          )
          if !observed.isEmpty {
            var total = diffusion.part(rows: observed, columns: observed)
            for event in events { add(event, to: &total, observed) }
            guard let cholesky = try? CholeskyFactor(total) else { return nil }
            let white = cholesky.whitened(component.gap)
            log -= (white.reduce(0) { $0 + $1 * $1 } + cholesky.logDeterminant) / 2
            component.factor = cholesky
          }
          found.append((component, log))
        }
      }
      guard let top = found.map(\.log).max(), top.isFinite else { return nil }
      let weights = found.map { Elementary.exp(max(-700, $0.log - top)) }
      // What has no weight left costs time and changes nothing.
      let kept = weights.indices.filter { weights[$0] > 1e-9 }
      let sum = kept.reduce(0.0) { $0 + weights[$1] }
      return kept.map { place in
        var component = found[place].component
        component.weight = weights[place] / sum
        return component
      }
    }

    /// Values of V with their probabilities; the finer, the more a score tells of the move.
    private var multipliers: [MultiplierPoint] {
      guard let nu = plan.freedom else { return [.one] }
      return MultiplierPoint.all(freedom: nu, step: plan.diffusion.leverage == 0 ? 0.5 : 0.25)
    }

    /// The covariance over the days of a multiplier of one, and what a score of one shifts factors by.
    ///
    /// The shift is of the market's own normal, the first; its square is what the covariance lacks.
    private func diffusion(in regime: Int, days: Double) -> (covariance: Matrix, lean: [Double]) {
      let k = plan.factorCount
      let scale = intervals[0].factorScale[regime]
      let lower = Matrix(
        rows: k,
        columns: k,
        elements: plan.diffusion.cholesky(of: regime, scale: scale).map { Double($0) }
      )
      let span = intervals.reduce(0.0) { $0 + Double($1.score.to) - Double($1.score.from) }
      let lean = (0..<k).map { plan.diffusion.leverage * span * lower[$0, 0] }
      let led = Matrix(lean.map { row in lean.map { row * $0 } })
      return (days * (lower * lower.transposed) - led, lean)
    }

    private func add(_ event: PlanMoments.Event, to total: inout Matrix, _ observed: [Int]) {
      for (driver, row) in zip(event.drivers, event.factors) {
        let spread = driver.deviation * driver.deviation
        for (i, a) in observed.enumerated() {
          for (j, b) in observed.enumerated() { total[i, j] += spread * row[a] * row[b] }
        }
      }
    }

    /// Observed less expected moves: events' means, the market's return, and what reverts.
    private func gaps(
      regime: Int,
      _ multiplier: MultiplierPoint,
      _ diffusion: Matrix,
      _ lean: [Double],
      days: Double
    ) -> [Double] {
      observations.map { observation in
        let k = observation.factor
        var move = observation.move
        let (decay, scale) = reversion(of: k)
        if decay < 1 {
          let home = Double(intervals[0].longRun[regime][k])
          move = (move - (home - Double(plan.startLevels[k])) * (1 - decay)) / scale
        }
        for event in events {
          for (driver, row) in zip(event.drivers, event.factors) { move -= driver.mean * row[k] }
        }
        move -= multiplier.score * lean[k]
        if plan.factorNames[k] == "market" {
          // In percent: log return of the market, whose factor has mean zero.
          let variance = diffusion[k, k] + lean[k] * lean[k]
          move -= 100 * (moments.marketDrift * days) - variance / 200
        }
        return move
      }
    }

    /// What is left of a level's distance from home over the days, and the innovation's scale.
    private func reversion(of factor: Int) -> (decay: Double, scale: Double) {
      var (decay, variance, days) = (1.0, 0.0, 0.0)
      for interval in intervals {
        let kept = Double(interval.decay[factor])
        let (scale, length) = (Double(interval.innovationScale[factor]), Double(interval.days))
        variance = variance * kept * kept + scale * scale * length
        decay *= kept
        days += length
      }
      return (decay, (variance / days).squareRoot())
    }
  }
}
