import CKernel
import Domain

extension TileParameters {
  /// Sets the coefficients of one class under this draw.
  func set(_ out: inout ResponseCoefficients, to response: EventPlan.Response) {
    switch response {
    case .fomc(let law): setFOMC(&out, law)
    case .cpi(let gate, let surprise, let noise):
      setCPI(&out, gate: Double(gate), surprise: surprise, noise: Double(noise))
    case .jobs(let payrolls, let unemployment, let noise):
      setJobs(&out, Double(payrolls), unemployment, noise: Double(noise))
    case .shock(let shock): setShock(&out, shock)
    }
  }

  /// Drivers: target in bp, path in bp, the market's own move in percent.
  private func setFOMC(_ out: inout ResponseCoefficients, _ law: FOMCResponse) {
    let (target, path, risk) = (
      Double(law.targetDeviation), Double(law.pathDeviation), Double(law.riskDeviation)
    )
    let toTarget = sensitivities(.target, .policy)
    let toPath = sensitivities(.path, .policy)
    let means = logMeans(law.branches, times: toTarget)
    let betas = plan.parameters.totalBeta(0)
    for line in toTarget.indices {
      let (a, b, c) = (toTarget[line], toPath[line], theta[betas + line] / 100)
      out.lines[3 * line] = Float(a)
      out.lines[3 * line + 1] = Float(b)
      out.lines[3 * line + 2] = Float(c)
      let variance =
        a * a * target * target + b * b * path * path + c * c * risk * risk
      out.compensation[line] = Float(-means[line] - variance / 2)
    }
    setYields(
      &out,
      twoYear: [scalar(.twoYearTarget) / 25, scalar(.twoYearPath) / 25, 0],
      tenYear: [scalar(.tenYearTarget) / 25, scalar(.tenYearPath) / 25, 0],
      market: [scalar(.target) / 25, scalar(.path) / 25, 1]
    )
  }

  /// Drivers: core surprise in percentage points, noise in bp.
  private func setCPI(
    _ out: inout ResponseCoefficients,
    gate w: Double,
    surprise: [LawPoint],
    noise: Double
  ) {
    let passThrough = (1 - w) * scalar(.passThroughLow) + w * scalar(.passThroughHigh)
    let responses = inflationSensitivities(gate: w)
    let means = logMeans(surprise, times: responses.map { $0 * passThrough })
    for line in responses.indices {
      let s = responses[line]
      out.lines[2 * line] = Float(s * passThrough * 10)
      out.lines[2 * line + 1] = Float(s)
      out.compensation[line] = Float(-means[line] - s * s * noise * noise / 2)
    }
    let market = ((1 - w) * scalar(.inflationLow) + w * scalar(.inflationHigh)) / 25
    setYields(&out, repriced: [passThrough * 10, 1], plan.yieldRatios.inflation, market)
  }

  /// Drivers: payrolls in thousands, unemployment in percentage points, noise in bp.
  private func setJobs(
    _ out: inout ResponseCoefficients,
    _ payrolls: Double,
    _ unemployment: [LawPoint],
    noise: Double
  ) {
    let (pay, rate) = (scalar(.payrolls), scalar(.unemployment))
    let responses = sensitivities(.labor, .labor)
    let means = logMeans(unemployment, times: responses.map { $0 * rate })
    for line in responses.indices {
      let s = responses[line]
      out.lines[3 * line] = Float(s * pay / 100)
      out.lines[3 * line + 1] = Float(s * rate * 10)
      out.lines[3 * line + 2] = Float(s)
      let variance = s * s * (pay * pay * payrolls * payrolls + noise * noise)
      out.compensation[line] = Float(-means[line] - variance / 2)
    }
    setYields(
      &out,
      repriced: [pay / 100, rate * 10, 1],
      plan.yieldRatios.labor,
      scalar(.labor) / 25
    )
  }

  /// Drivers: each impulse in calm, then each impulse in stress.
  ///
  /// A shock is all surprise, so nothing is compensated.
  private func setShock(_ out: inout ResponseCoefficients, _ shock: ShockResponse) {
    let (n, k, m) = (plan.lineCount, plan.factorCount, shock.parts.count)
    for (number, part) in shock.parts.enumerated() {
      let repriced = repricing(of: part)
      for regime in 0...1 {
        let column = regime * m + number
        for factor in part.factors.isEmpty ? 0..<0 : 0..<k {
          out.factors[factor * 2 * m + column] = part.factors[regime][factor]
        }
        for line in 0..<n {
          let move = lineMove(line, part, regime: regime) + (repriced?[line] ?? 0)
          out.lines[line * 2 * m + column] = Float(move)
        }
      }
    }
  }

  /// What lines move by where a part reprices a yield with a cause, for one unit; nil: it does not.
  private func repricing(of part: ShockResponse.Part) -> [Double]? {
    guard let repricing = part.repricing, let cause = part.cause else { return nil }
    let responses =
      switch cause {
      case .policy: sensitivities(.path, .policy)
      case .inflation: inflationSensitivities(gate: Double(part.gate))
      case .labor: sensitivities(.labor, .labor)
      case .growth: sensitivities(.growth)
      case .termPremium: sensitivities(.termPremium)
      }
    return responses.map { $0 * Double(repricing) }
  }

  private func lineMove(_ line: Int, _ part: ShockResponse.Part, regime: Int) -> Double {
    var move = part.lines.isEmpty ? 0 : Double(part.lines[regime][line])
    if part.usesLoadings {
      for factor in 0..<plan.factorCount {
        move +=
          Double(beta[line * plan.factorCount + factor])
          * Double(part.factors[regime][factor])
      }
    }
    return move
  }

  /// ln E[exp(a·z)] over the points of a law, for each a; 0 without points.
  private func logMeans(_ points: [LawPoint], times a: [Double]) -> [Double] {
    var means = [Double](repeating: 0, count: a.count)
    points.withUnsafeBytes { bytes in
      guard let pairs = bytes.bindMemory(to: Float.self).baseAddress, !points.isEmpty else {
        return
      }
      ck_log_mean_exp(a, Int32(a.count), pairs, Int32(points.count), &means)
    }
    return means
  }

  /// Moves of the factors from those of yields and market, one for each driver.
  private func setYields(
    _ out: inout ResponseCoefficients,
    twoYear: [Double],
    tenYear: [Double],
    market: [Double]
  ) {
    for driver in 0..<out.drivers {
      if let row = yieldFactors.twoYear {
        out.factors[row * out.drivers + driver] = Float(twoYear[driver])
      }
      if let row = yieldFactors.slope {
        out.factors[row * out.drivers + driver] = Float(tenYear[driver] - twoYear[driver])
      }
      if let row = marketFactor {
        out.factors[row * out.drivers + driver] = Float(market[driver])
      }
    }
  }

  private func setYields(
    _ out: inout ResponseCoefficients,
    repriced twoYear: [Double],
    _ ratio: Float,
    _ market: Double
  ) {
    setYields(
      &out,
      twoYear: twoYear,
      tenYear: twoYear.map { $0 * Double(ratio) },
      market: twoYear.map { $0 * market }
    )
  }
}

extension ResponseCoefficients {
  /// No response of any line or factor.
  init(_ plan: SimulationPlan, drivers: Int) {
    self.drivers = drivers
    lines = [Float](repeating: 0, count: plan.lineCount * drivers)
    factors = [Float](repeating: 0, count: plan.factorCount * drivers)
    compensation = [Float](repeating: 0, count: plan.lineCount)
  }
}

extension EventPlan.Response {
  /// The drivers that lines and factors respond to.
  var driverCount: Int {
    switch self {
    case .fomc, .jobs: 3
    case .cpi: 2
    case .shock(let shock): 2 * shock.parts.count
    }
  }
}
