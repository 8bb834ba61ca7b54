import Domain
import Numerics

/// Lowers events to draws and responses, one kind each.
struct EventLowering {
  let model: MarketModel
  let scenario: Scenario
  let residuals: ResidualCovariance
  let factorCovariance: [[[Double]]]
  let lineIndex: [String: Int]
  private(set) var plans: [EventPlan] = []
  private var classes: [EventPlan.Response: Int] = [:]

  init(
    model: MarketModel,
    scenario: Scenario,
    residuals: ResidualCovariance,
    factorCovariance: [[[Double]]]
  ) {
    self.model = model
    self.scenario = scenario
    self.residuals = residuals
    self.factorCovariance = factorCovariance
    lineIndex = Dictionary(
      model.lines.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { a, _ in a }
    )
  }

  /// The weight w of high inflation at the scenario's core inflation.
  var gate: Double {
    guard let cpi = model.events.cpi else { return 0 }
    let x = (scenario.state.coreInflation - cpi.gateCentre.value) / cpi.gateWidth.value
    return 1 / (1 + Elementary.exp(-x))
  }

  mutating func lower(_ event: Event) throws(SimulationError) {
    switch event.kind {
    case .fomc(let decision): try lower(decision, of: event)
    case .cpi(let releases): try lowerPrices(releases, of: event)
    case .jobs(let releases): try lowerJobs(releases, of: event)
    case .shock(let shock): try lower(shock, of: event)
    }
  }

  mutating func add(
    _ event: Event,
    drivers: [Driver],
    response: EventPlan.Response,
    ledger: LedgerPlan
  ) {
    let number = classes[response] ?? classes.count
    classes[response] = number
    let isCertain = event.probability.value >= 1
    plans.append(
      EventPlan(
        event: event,
        happensBelow: isCertain ? nil : Sampler.wordLimit(event.probability.value),
        happensStream: "event/\(event.stream)/happens",
        drivers: drivers,
        response: response,
        responseClass: number,
        ledger: ledger
      )
    )
  }

  func missing(_ part: String, _ event: Event) -> SimulationError {
    .scenario(
      keyPath: "events.\(event.id)",
      message: "the model \(model.name) has no law for \(part)"
    )
  }

  // MARK: Decisions

  private mutating func lower(
    _ decision: Decision,
    of event: Event
  ) throws(SimulationError) {
    guard let fomc = model.events.fomc else { throw missing("fomc decisions", event) }
    let deviation = fomc.targetDeviation.value
    var priced: Double?
    var branches: [(Double, Double)] = []
    var openDeviation = 0.0
    switch decision.priced {
    case .open: openDeviation = deviation
    case .nothing: priced = 0
    case .law(let law):
      let mean = law.mean.magnitude
      priced = mean
      branches = Self.points(of: law).map { ($0 - mean, $1) }
    }
    let target: Sampler =
      switch decision.delivery {
      case .market:
        branches.isEmpty
          ? Self.normal(0, openDeviation) : .branches(points: branches.map { ($0, $1) })
      case .outcome(let law): Sampler(law, lessPriced: priced ?? 0)
      case .surprise(let law): Sampler(law, lessPriced: 0)
      }
    let path =
      decision.path.map { Sampler($0, lessPriced: 0) }
      ?? Self.normal(0, fomc.pathDeviation.value)
    let stream = "event/\(event.stream)"
    add(
      event,
      drivers: [
        Driver(stream: stream + "/target", sampler: target),
        Driver(stream: stream + "/path", sampler: path),
        Driver(stream: stream + "/risk", sampler: Self.normal(0, fomc.riskDeviation.value)),
      ],
      response: .fomc(
        FOMCResponse(
          branches: branches.map { LawPoint(value: Float($0), probability: Float($1)) },
          targetDeviation: Float(openDeviation),
          pathDeviation: Float(fomc.pathDeviation.value),
          riskDeviation: Float(fomc.riskDeviation.value)
        )
      ),
      ledger: LedgerPlan(decision: decision, priced: priced)
    )
  }

  static func normal(_ mean: Double, _ deviation: Double) -> Sampler {
    deviation > 0
      ? .normal(mean: Float(mean), deviation: Float(deviation)) : .constant(Float(mean))
  }

  /// The points of a discrete law; none for a continuous one.
  static func points(of law: Law<BasisPoints>) -> [(Double, Double)] {
    switch law {
    case .known(let value): [(value.magnitude, 1)]
    case .branches(let branches): branches.map { ($0.value.magnitude, $0.probability.value) }
    default: []
    }
  }
}

extension LedgerPlan {
  init(decision: Decision, priced: Double?) {
    var outcomes: [Outcome] = []
    var view = 0.0
    func list(_ law: Law<BasisPoints>, offset: Double) {
      outcomes = EventLowering.points(of: law).map {
        Outcome(outcome: $0.0, odds: $0.1 * 100, surprise: $0.0 - offset)
      }
    }
    switch decision.delivery {
    case .market:
      if case .law(let law) = decision.priced { list(law, offset: priced ?? 0) }
    case .outcome(let law):
      list(law, offset: priced ?? 0)
      view = law.mean.magnitude - (priced ?? 0)
    case .surprise(let law): view = law.mean.magnitude
    }
    self.init(unit: "bp", priced: priced, view: view, outcomes: outcomes)
  }
}
