import Domain
import Numerics
import Results

/// What a second pass walks for one tail, and what it expects of it.
struct TailPass: Sendable {
  let question: TailQuestion
  /// The plan with no reading but the return, up to its horizon.
  let plan: SimulationPlan
  let exposure: TailExposure
  let range: TailRange
  /// How far the tail lies from the median, in log return with the tail's sign.
  private let distance: Double
  private let deviation: Double
  private let horizon: Int

  init(
    _ question: TailQuestion,
    plan whole: SimulationPlan,
    arm: StudyArm,
    tally: Tally
  ) throws(SimulationError) {
    self.question = question
    let channel: Int
    let weights: [Double]
    (plan, weights, horizon, channel) = try Self.place(of: question, whole, arm)
    exposure = TailExposure(plan: plan, weights: weights, horizon: horizon)
    let sample = tally.sample(of: channel)
    let sign = question.isUpper ? -1.0 : 1.0
    func quantile(_ p: Double) -> Double {
      sign * sample.quantile(question.isUpper ? 1 - p : p)
    }
    let outer = min(max(10 * question.level, 0.1), 0.5)
    let (edge, high, median) = (quantile(question.level), quantile(outer), quantile(0.5))
    range = TailRange(quantile: edge, high: max(high, edge + 1e-5))
    var far = edge
    if case .below(let limit, _) = question.limit { far = min(far, limit / 100) }
    if case .above(let limit, _) = question.limit { far = min(far, -limit / 100) }
    let isSpread = weights.count > 1
    func log(_ simple: Double) -> Double {
      isSpread ? simple : sign * Elementary.log(max(1 + sign * simple, 1e-3))
    }
    let moments = tally.moments[channel]
    let spread = moments.deviation / (isSpread ? 1 : max(1 + moments.mean, 1e-3))
    deviation = spread > 0 ? spread : 1
    distance = sign * max(log(far) - log(median), -6 * deviation)
  }

  /// The plan that reads the return alone with the weights of its assets, and where the ordinary
  /// run reads it.
  ///
  /// Throws where that does not, where it is no return, and where no return is beyond the limit.
  static func place(
    of question: TailQuestion,
    _ whole: SimulationPlan,
    _ arm: StudyArm
  ) throws(SimulationError) -> (
    plan: SimulationPlan, weights: [Double], horizon: Int, channel: Int
  ) {
    let (source, channel) = try Self.channel(of: question, whole, arm)
    guard let only = source.returned else {
      throw .scenario(keyPath: "--tail", message: "only returns have tails")
    }
    if only.assets.count == 1, let answer = question.limit?.certainty {
      throw .scenario(
        keyPath: "--tail",
        message: "\(answer) return of `\(question.subject.text)` lies there: none is below -100 %"
      )
    }
    let (plan, weights) = whole.reading(only: only.assets, horizon: only.horizon)
    return (plan, weights, only.horizon, channel)
  }

  /// Where the ordinary run reads the return.
  private static func channel(
    of question: TailQuestion,
    _ plan: SimulationPlan,
    _ arm: StudyArm
  ) throws(SimulationError) -> (Channel.Source, Int) {
    let lowering = ReadingLowering(scenario: arm.scenario, model: arm.model, plan: plan)
    let source = try lowering.source(question.subject, question.horizon, at: "--tail")
    guard let channel = plan.readings.channel(source) else {
      throw .scenario(
        keyPath: "--tail",
        message: "the run does not read `\(question.subject.text)` at \(question.horizon.label): "
          + "add it to `report: {spreads: [...]}`"
      )
    }
    return (source, channel)
  }

  /// A share of the way to the tail; what the diffusion does not vary by is left where it is.
  func tilt(tables: DrawTables, share: Double) -> TailTilt {
    TailTilt(
      plan: plan,
      tables: tables,
      exposure: exposure,
      distance: share * distance,
      otherVariance: max(
        deviation * deviation - exposure.expectedVariance(plan) - exposure.expectedLead(plan),
        0
      )
    )
  }

  var bounds: ShareChannel.Bounds? { question.limit?.bounds { $0 / 100 } }

  func emptySums() -> TailSums {
    TailSums(range: range, sign: question.isUpper ? -1 : 1, bounds: bounds)
  }

  func result(of summary: TailSummary) -> Result<TailResult, Study.TailRefusal> {
    guard let found = summary.tail(), found.levelError > 0 else {
      return .failure(.init(effectivePaths: 0, neededPaths: Study.leastTailPaths / question.level))
    }
    let relative = question.level / found.levelError
    let effective = relative * relative
    guard effective >= Study.leastTailPaths else {
      let needed = Double(plan.paths) * Study.leastTailPaths / max(effective, 1)
      return .failure(.init(effectivePaths: effective, neededPaths: needed))
    }
    let probability = summary.probability()
    return .success(
      TailResult(
        question: question,
        paths: Int(summary.paths),
        effectivePaths: effective,
        quantile: .init(
          Estimate(100 * found.quantile, standardError: 100 * found.quantileError),
          gain: found.quantileGain
        ),
        shortfall: .init(
          Estimate(100 * found.shortfall, standardError: 100 * found.shortfallError),
          gain: found.shortfallGain
        ),
        probability: question.limit.map { _ in
          .init(
            Estimate(
              probability.error > 0 ? 100 * probability.value : .nan,
              standardError: probability.error > 0 ? 100 * probability.error : .nan
            ),
            gain: probability.gain
          )
        },
        meanWeight: summary.meanWeight(),
        largestWeight: summary.sums.largestWeight
      )
    )
  }
}

extension TailExposure {
  /// Variance of the diffusion's noise to first order, over the regimes that are expected.
  func expectedVariance(_ plan: SimulationPlan) -> Double {
    expected(plan) { $0.scale * $0.scale }
  }

  /// Variance of what the multipliers' scores lead, likewise.
  func expectedLead(_ plan: SimulationPlan) -> Double { expected(plan) { $0.lead * $0.lead } }

  /// The sum over weeks of a number of each, as it is expected over regimes.
  func expected(_ plan: SimulationPlan, _ number: (Part) -> Double) -> Double {
    var (stress, sum) = (plan.regime.startStress, 0.0)
    for (week, parts) in zip(plan.weeks, weeks) {
      if !week.holdsRegime {
        stress = plan.regime.stress(after: stress)
      }
      sum += (1 - stress) * number(parts[0]) + stress * number(parts[1])
    }
    return sum
  }
}

extension SimulationPlan {
  /// The plan up to a return's horizon that reads that return alone, with the weights of its assets:
  /// of one, or of one less another.
  func reading(only named: [Int], horizon: Int) -> (SimulationPlan, weights: [Double]) {
    var plan = reading(
      ReadingPlan(
        horizons: readings.horizons,
        isListed: readings.isListed,
        benchmark: 0,
        channels: [
          Channel(
            named.count == 1
              ? .total(asset: 0, horizon: horizon)
              : .spread(long: 0, short: 1, horizon: horizon)
          )
        ],
        shares: [],
        splits: [],
        ranks: [],
        scope: readings.scope
      )
    )
    plan.assets = named.map { assets[$0] }
    plan.drawdown = .weekly
    plan.controlsMeans = false
    let last = intervals.firstIndex { $0.horizons.contains(horizon) } ?? 0
    plan.weeks = weeks.filter { $0.intervals.lowerBound <= last }
    return (plan, named.count == 1 ? [1] : [1, -1])
  }
}

extension Limit {
  /// How many returns of an asset lie within the limit, where no simulation is needed to say; what
  /// is owned can lose all of itself and no more.
  fileprivate var certainty: String? {
    switch self {
    case .below(let limit, _): limit <= -100 ? "no" : nil
    case .above(let limit, _): limit <= -100 ? "every" : nil
    case .within: nil
    }
  }
}
