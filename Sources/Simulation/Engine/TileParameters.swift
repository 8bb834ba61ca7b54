import Domain

/// How lines and factors respond to the drivers of one class of events, for one draw of the
/// parameters; linear, with what was priced in compensated.
struct ResponseCoefficients {
  /// Number of drivers; a shock has one set for each regime.
  var drivers: Int
  /// N × drivers, log return for one unit.
  var lines: [Float]
  /// K × drivers, factor units for one unit.
  var factors: [Float]
  /// N: −ln E[exp(jump)] under the priced law.
  var compensation: [Float]
}

/// One draw of the uncertain parameters, reconciled, and everything that follows from it.
struct TileParameters {
  let plan: SimulationPlan
  /// Members' sums must be one for the market and total beta and zero elsewhere.
  let marketFactor: Int?
  private let twoYear: Int?
  private let slope: Int?

  /// The draw itself, in the order of `ParameterPlan`.
  private(set) var theta: [Double]
  /// N × K, log return per factor unit.
  private(set) var beta: [Float]
  /// N, per trading day.
  private(set) var drift: [Float]
  /// One for each response class.
  private(set) var responses: [ResponseCoefficients]
  /// The response of each class whose coefficients are needed; nil: they are not.
  private let laws: [EventPlan.Response?]

  /// With `listedOnly` the coefficients of classes without a listed event stay zero.
  init(plan: SimulationPlan, listedOnly: Bool = false) {
    self.plan = plan
    marketFactor = plan.factorNames.firstIndex(of: "market")
    twoYear = plan.factorNames.firstIndex(of: "two-year")
    slope = plan.factorNames.firstIndex(of: "slope")
    let (n, k) = (plan.lineCount, plan.factorCount)
    theta = plan.parameters.values.map { Double($0) }
    beta = [Float](repeating: 0, count: n * k)
    drift = [Float](repeating: 0, count: n)
    var firsts: [Int: Int] = [:]
    for (index, event) in plan.events.enumerated() where firsts[event.responseClass] == nil {
      firsts[event.responseClass] = index
    }
    laws = (0..<firsts.count).map { number in
      !listedOnly
        || plan.events.contains { $0.responseClass == number && $0.event.isListed }
        ? firsts[number].map { plan.events[$0].response } : nil
    }
    responses = laws.map { ResponseCoefficients(plan, drivers: $0?.driverCount ?? 0) }
  }

  /// Takes each parameter's deviation in standard errors, and computes what follows from the draw.
  mutating func set(deviations: (Int) -> Double) {
    plan.parameters.draw(deviations: deviations, into: &theta)
    reconcile()
    setLoadings()
    setDrift()
    setResponses()
  }

  /// Takes the draw of another arm, and computes what its own events make of it.
  mutating func follow(_ shared: SharedParameters) {
    shared.give(theta: &theta, beta: &beta, drift: &drift)
    setResponses()
  }

  private mutating func setResponses() {
    // They are taken out while they are set, so that each is in one place and set there.
    var all: [ResponseCoefficients] = []
    swap(&all, &responses)
    for number in all.indices {
      if let law = laws[number] { set(&all[number], to: law) }
    }
    swap(&all, &responses)
  }

  /// Shifts the members' parameters equally so that the index responds as the market does.
  private mutating func reconcile() {
    guard !plan.members.isEmpty else { return }
    let p = plan.parameters
    if marketFactor != nil {
      for factor in 0..<plan.factorCount {
        shift(to: factor == marketFactor ? 1 : 0) { p.loading($0, factor) }
      }
    }
    shift(to: 1) { p.totalBeta($0) }
    for cause in SensitivityCause.allCases.indices { shift(to: 0) { p.excess(cause, $0) } }
  }

  private mutating func shift(to goal: Double, _ index: (Int) -> Int) {
    var sum = 0.0
    for (member, weight) in zip(plan.members, plan.memberWeights) {
      sum += Double(weight) * theta[index(member)]
    }
    for member in plan.members { theta[index(member)] += goal - sum }
  }

  private mutating func setLoadings() {
    let (n, k) = (plan.lineCount, plan.factorCount)
    let scales = plan.factorIsRelative.map { $0 ? 0.01 : 1.0 / 2_500 }
    let first = plan.parameters.loading(0, 0)
    for line in 0..<n {
      for factor in 0..<k {
        beta[line * k + factor] = Float(theta[first + line * k + factor] * scales[factor])
      }
    }
  }

  private mutating func setDrift() {
    let premium = scalar(.premium) / 100
    let (isSpread, fixed) = (plan.parameters.isSpread, plan.parameters.fixedDrift)
    let (riskFree, first) = (Double(plan.parameters.riskFree), plan.parameters.totalBeta(0))
    for line in drift.indices {
      let annual =
        isSpread[line]
        ? 0
        : !fixed[line].isNaN ? Double(fixed[line]) : riskFree + theta[first + line] * premium
      drift[line] = Float(annual / 252)
    }
  }

  /// Responses of all lines to a cause in log return per bp: (β · market response + excess)/2,500.
  ///
  /// Without a cause they have no excess.
  func sensitivities(
    _ market: ParameterPlan.Scalar,
    _ cause: SensitivityCause? = nil
  ) -> [Double] {
    let excesses = cause.flatMap { SensitivityCause.allCases.firstIndex(of: $0) }
      .map { plan.parameters.excess($0, 0) }
    let (betas, response) = (plan.parameters.totalBeta(0), scalar(market))
    return theta.withUnsafeBufferPointer { theta in
      (0..<drift.count).map { line in
        let excess = excesses.map { theta[$0 + line] } ?? 0
        return (theta[betas + line] * response + excess) / 2_500
      }
    }
  }

  /// The responses to inflation at gate w.
  func inflationSensitivities(gate w: Double) -> [Double] {
    zip(
      sensitivities(.inflationLow, .inflationLow),
      sensitivities(.inflationHigh, .inflationHigh)
    )
    .map { (1 - w) * $0 + w * $1 }
  }

  /// Loadings of a weighted sum of lines, log return per factor unit.
  func loadings(of exposure: [Double]) -> [Double] {
    let k = plan.factorCount
    var loadings = [Double](repeating: 0, count: k)
    for line in exposure.indices where exposure[line] != 0 {
      for factor in 0..<k { loadings[factor] += exposure[line] * Double(beta[line * k + factor]) }
    }
    return loadings
  }

  func scalar(_ scalar: ParameterPlan.Scalar) -> Double { theta[plan.parameters.scalar(scalar)] }

  var yieldFactors: (twoYear: Int?, slope: Int?) { (twoYear, slope) }
}
