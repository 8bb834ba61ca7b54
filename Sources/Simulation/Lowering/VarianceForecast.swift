import Domain
import Numerics

/// What returns are expected to vary by, from which the ranges of histograms follow.
///
/// Ranges only decide the resolution of a histogram, never a value that is drawn.
struct VarianceForecast {
  private let plan: SimulationPlan
  private let parameters: TileParameters
  /// Weights over the lines of each asset's log return, to first order.
  private let exposures: [[Double]]
  /// Expected days in calm and stress up to each interval's end.
  private let regimeDays: [[Double]]
  /// The same for each factor, each day as many as its variance is scaled by.
  private let factorDays: [[[Double]]]

  init(plan: SimulationPlan) {
    self.plan = plan
    var parameters = TileParameters(plan: plan)
    parameters.set { _ in 0 }
    self.parameters = parameters
    exposures = plan.assets.map { Self.exposure(of: $0.derivation, plan) }
    (regimeDays, factorDays) = Self.days(plan)
  }

  static func exposure(
    of derivation: AssetPlan.Derivation,
    _ plan: SimulationPlan
  ) -> [Double] {
    var exposure = [Double](repeating: 0, count: plan.lineCount)
    func addIndex() {
      for (member, weight) in zip(plan.members, plan.memberWeights) {
        exposure[member] += Double(weight)
      }
    }
    switch derivation {
    case .line(let line): exposure[line] = 1
    case .index: addIndex()
    case .part(let spread, let weight):
      addIndex()
      exposure[spread] -= Double(1 - weight)
    case .rest(let spread, let weight):
      addIndex()
      exposure[spread] += Double(weight)
    }
    return exposure
  }

  private static func days(
    _ plan: SimulationPlan
  ) -> (plain: [[Double]], scaled: [[[Double]]]) {
    var stress = plan.regime.startStress
    var days = [0.0, 0.0]
    var scaled = [0, 1].map { _ in [Double](repeating: 0, count: plan.factorCount) }
    var result: (plain: [[Double]], scaled: [[[Double]]]) = ([], [])
    for week in plan.weeks {
      if !week.holdsRegime {
        stress = plan.regime.stress(after: stress)
      }
      for interval in plan.intervals[week.intervals] {
        for (regime, odds) in [1 - stress, stress].enumerated() {
          let expected = odds * Double(interval.days)
          days[regime] += expected
          for (factor, scale) in interval.factorScale[regime].enumerated() {
            scaled[regime][factor] += expected * Double(scale)
          }
        }
        result.plain.append(days)
        result.scaled.append(scaled)
      }
    }
    return result
  }

  /// What a log return varies about, and by how much.
  struct Expectation {
    /// The lowest and the highest mean, over regimes and over events that may not happen.
    var low = 0.0, high = 0.0
    var variance = 0.0

    var deviation: Double { variance.squareRoot() }
  }

  /// Expectation of a combination of assets' log returns up to a horizon.
  func spread(_ weights: [(asset: Int, weight: Double)], horizon: Int) -> Expectation {
    var result = Expectation()
    guard let last = plan.intervals.firstIndex(where: { $0.horizons.contains(horizon) }) else {
      return result
    }
    var exposure = [Double](repeating: 0, count: plan.lineCount)
    for (asset, weight) in weights {
      for line in exposure.indices { exposure[line] += weight * exposures[asset][line] }
    }
    let days = regimeDays[last]
    for regime in 0...1 where days[regime] > 0 {
      let scale = factorDays[last][regime].map { $0 / days[regime] }
      result.variance += days[regime] * dailyVariance(exposure, regime: regime, scale: scale)
    }
    let drift = exposure.indices.reduce(0.0) {
      $0 + exposure[$1] * Double(parameters.drift[$1]) * (days[0] + days[1])
    }
    (result.low, result.high) = (drift, drift)
    for interval in plan.intervals[...last] {
      for happening in interval.happenings {
        let event = plan.events[happening.event]
        let effect = effect(of: event, exposure)
        let share = Double(happening.share)
        let mayFail = event.happensBelow != nil
        result.low += share * (mayFail ? min(0, effect.low) : effect.low)
        result.high += share * (mayFail ? max(0, effect.high) : effect.high)
        result.variance += share * effect.variance
      }
    }
    return result
  }

  private func dailyVariance(_ exposure: [Double], regime: Int, scale: [Double]) -> Double {
    let loadings = zip(parameters.loadings(of: exposure), scale).map { $0 * $1.squareRoot() }
    var variance = plan.diffusion.variance(of: loadings, regime: regime)
    let residual = plan.intervals.first?.residualVariance[regime] ?? []
    for line in exposure.indices where line < residual.count {
      variance += exposure[line] * exposure[line] * Double(residual[line]) * 2
    }
    return variance
  }

  /// Expectation of an event's effect on a combination of lines; a shock has one in each regime.
  private func effect(of event: EventPlan, _ exposure: [Double]) -> Expectation {
    let response = parameters.responses[event.responseClass]
    let count = max(event.drivers.count, 1)
    let regimes = stride(from: 0, to: response.drivers, by: count).map { first in
      var (mean, variance) = (0.0, 0.0)
      for place in event.drivers.indices {
        var coefficient = 0.0
        for line in exposure.indices where exposure[line] != 0 {
          coefficient +=
            exposure[line] * Double(response.lines[line * response.drivers + first + place])
        }
        let (m, d) = moments(of: event, place)
        mean += coefficient * m
        variance += coefficient * coefficient * d * d
      }
      return (mean: mean, variance: variance)
    }
    return Expectation(
      low: regimes.map(\.mean).min() ?? 0,
      high: regimes.map(\.mean).max() ?? 0,
      variance: regimes.map(\.variance).max() ?? 0
    )
  }

  /// A bound that an event's effect on a combination of lines hardly ever passes.
  ///
  /// Beside the first-order effect it counts a quarter of the lines' own moves, because weights
  /// drift and returns compound: a rotation inside an index moves it a little.
  func reach(of event: EventPlan, _ exposure: [Double]) -> Double {
    let response = parameters.responses[event.responseClass]
    var (first, gross) = (0.0, 0.0)
    for column in 0..<response.drivers {
      let (mean, deviation) = moments(of: event, column % event.drivers.count)
      let size = abs(mean) * 2 + 12 * deviation
      var net = 0.0
      for line in exposure.indices where exposure[line] != 0 {
        let move = exposure[line] * Double(response.lines[line * response.drivers + column])
        net += move
        gross += abs(move) * size
      }
      first += abs(net) * size
    }
    return first + gross / 4 + gross * gross
  }

  /// Mean and standard deviation of a driver as it enters: a simple change as 100·ln(1 + x/100).
  private func moments(of event: EventPlan, _ place: Int) -> (Double, Double) {
    let (mean, deviation) = event.drivers[place].sampler.moments
    guard case .shock(let shock) = event.response, shock.parts[place].isRelative else {
      return (mean, deviation)
    }
    let level = max(1 + mean / 100, 0.01)
    return (100 * Elementary.log(level), deviation / level)
  }

  func exposure(of asset: Int) -> [Double] { exposures[asset] }

  /// Standard deviation of a sum of factors' moves up to a horizon, in factor units.
  func levelDeviation(_ factors: [Int], horizon: Int) -> Double {
    guard let last = plan.intervals.firstIndex(where: { $0.horizons.contains(horizon) }) else {
      return 0
    }
    let k = plan.factorCount
    var variance = 0.0
    for regime in 0...1 {
      var loadings = [Double](repeating: 0, count: k)
      for factor in factors { loadings[factor] += factorDays[last][regime][factor].squareRoot() }
      variance += plan.diffusion.variance(of: loadings, regime: regime)
    }
    for interval in plan.intervals[...last] {
      for happening in interval.happenings {
        let event = plan.events[happening.event]
        let response = parameters.responses[event.responseClass]
        for column in 0..<response.drivers {
          let (m, d) = moments(of: event, column % event.drivers.count)
          let c = factors.reduce(0.0) {
            $0 + Double(response.factors[$1 * response.drivers + column])
          }
          variance += c * c * (d * d + m * m)
        }
      }
    }
    return variance.squareRoot()
  }
}

extension Sampler {
  /// Mean and standard deviation.
  var moments: (Double, Double) {
    switch self {
    case .constant(let value): return (Double(value), 0)
    case .branches(let values, let limits):
      var (mean, square, before) = (0.0, 0.0, 0.0)
      for (index, value) in values.enumerated() {
        let upper = index < limits.count ? Double(limits[index]) / 0x1p32 : 1
        mean += (upper - before) * Double(value)
        square += (upper - before) * Double(value) * Double(value)
        before = upper
      }
      return (mean, max(0, square - mean * mean).squareRoot())
    case .normal(let mean, let deviation), .studentT(_, let mean, let deviation):
      return (Double(mean), Double(deviation))
    case .rounded(let mean, let deviation, let grid, let offset):
      return (
        Double(mean - offset),
        (Double(deviation) * Double(deviation) + Double(grid) * Double(grid) / 12).squareRoot()
      )
    case .uniform(let low, let high):
      return (Double(low + high) / 2, Double(high - low) / 12.0.squareRoot())
    }
  }
}
