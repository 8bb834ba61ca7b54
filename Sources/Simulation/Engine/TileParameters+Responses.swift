import CKernel
import Domain

extension TileParameters {
  /// The coefficients of one event's class under this draw.
  func response(of event: EventPlan) -> ResponseCoefficients {
    switch event.response {
    case .fomc(let law): fomcResponse(law)
    case .cpi(let gate, let surprise, let noise):
      cpiResponse(gate: Double(gate), surprise: surprise, noise: Double(noise))
    case .jobs(let payrolls, let unemployment, let noise):
      jobsResponse(Double(payrolls), unemployment, noise: Double(noise))
    case .shock(let shock): shockResponse(shock)
    }
  }

  /// Drivers: target in bp, path in bp, the market's own move in percent.
  private func fomcResponse(_ law: FOMCResponse) -> ResponseCoefficients {
    let (target, path, risk) = (
      Double(law.targetDeviation), Double(law.pathDeviation), Double(law.riskDeviation)
    )
    let toTarget = (0..<plan.lineCount).map { sensitivity($0, .target, .policy) }
    let means = logMeans(law.branches, times: toTarget)
    var lines: [Float] = []
    var compensation: [Float] = []
    for (line, a) in toTarget.enumerated() {
      let b = sensitivity(line, .path, .policy)
      let c = theta[plan.parameters.totalBeta(line)] / 100
      lines += [Float(a), Float(b), Float(c)]
      let variance =
        a * a * target * target + b * b * path * path + c * c * risk * risk
      compensation.append(Float(-means[line] - variance / 2))
    }
    return ResponseCoefficients(
      drivers: 3,
      lines: lines,
      factors: yields(
        twoYear: [scalar(.twoYearTarget) / 25, scalar(.twoYearPath) / 25, 0],
        tenYear: [scalar(.tenYearTarget) / 25, scalar(.tenYearPath) / 25, 0],
        market: [
          scalar(.target) / 25, scalar(.path) / 25, 1,
        ]
      ),
      compensation: compensation
    )
  }

  /// Drivers: core surprise in percentage points, noise in bp.
  private func cpiResponse(
    gate w: Double,
    surprise: [LawPoint],
    noise: Double
  ) -> ResponseCoefficients {
    let passThrough = (1 - w) * scalar(.passThroughLow) + w * scalar(.passThroughHigh)
    let responses = (0..<plan.lineCount).map { inflationSensitivity($0, gate: w) }
    let means = logMeans(surprise, times: responses.map { $0 * passThrough })
    var lines: [Float] = []
    var compensation: [Float] = []
    for (line, s) in responses.enumerated() {
      lines += [Float(s * passThrough * 10), Float(s)]
      compensation.append(Float(-means[line] - s * s * noise * noise / 2))
    }
    let market = ((1 - w) * scalar(.inflationLow) + w * scalar(.inflationHigh)) / 25
    return ResponseCoefficients(
      drivers: 2,
      lines: lines,
      factors: repriced([passThrough * 10, 1], ratio: plan.yieldRatios.inflation, market: market),
      compensation: compensation
    )
  }

  /// Drivers: payrolls in thousands, unemployment in percentage points, noise in bp.
  private func jobsResponse(
    _ payrolls: Double,
    _ unemployment: [LawPoint],
    noise: Double
  ) -> ResponseCoefficients {
    let (pay, rate) = (scalar(.payrolls), scalar(.unemployment))
    let responses = (0..<plan.lineCount).map { sensitivity($0, .labor, .labor) }
    let means = logMeans(unemployment, times: responses.map { $0 * rate })
    var lines: [Float] = []
    var compensation: [Float] = []
    for (line, s) in responses.enumerated() {
      lines += [Float(s * pay / 100), Float(s * rate * 10), Float(s)]
      let variance = s * s * (pay * pay * payrolls * payrolls + noise * noise)
      compensation.append(Float(-means[line] - variance / 2))
    }
    return ResponseCoefficients(
      drivers: 3,
      lines: lines,
      factors: repriced(
        [pay / 100, rate * 10, 1],
        ratio: plan.yieldRatios.labor,
        market: scalar(.labor) / 25
      ),
      compensation: compensation
    )
  }

  /// Drivers: each impulse in calm, then each impulse in stress.
  ///
  /// A shock is all surprise, so nothing is compensated.
  private func shockResponse(_ shock: ShockResponse) -> ResponseCoefficients {
    let (n, k, m) = (plan.lineCount, plan.factorCount, shock.parts.count)
    var lines = [Float](repeating: 0, count: n * 2 * m)
    var factors = [Float](repeating: 0, count: k * 2 * m)
    for (number, part) in shock.parts.enumerated() {
      for regime in 0...1 {
        let column = regime * m + number
        for factor in part.factors.isEmpty ? 0..<0 : 0..<k {
          factors[factor * 2 * m + column] = part.factors[regime][factor]
        }
        for line in 0..<n {
          lines[line * 2 * m + column] = Float(lineMove(line, part, regime: regime))
        }
      }
    }
    return ResponseCoefficients(
      drivers: 2 * m,
      lines: lines,
      factors: factors,
      compensation: [Float](repeating: 0, count: n)
    )
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
    if let repricing = part.repricing, let cause = part.cause {
      let sensitivity =
        switch cause {
        case .policy: sensitivity(line, .path, .policy)
        case .inflation: inflationSensitivity(line, gate: Double(part.gate))
        case .labor: sensitivity(line, .labor, .labor)
        }
      move += sensitivity * Double(repricing)
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

  /// Moves of all factors from those of yields and market: K × drivers.
  private func yields(twoYear: [Double], tenYear: [Double], market: [Double]) -> [Float] {
    (0..<plan.factorCount).flatMap { factor -> [Float] in
      if factor == yieldFactors.twoYear { return twoYear.map { Float($0) } }
      if factor == yieldFactors.slope { return zip(tenYear, twoYear).map { Float($0 - $1) } }
      if factor == marketFactor { return market.map { Float($0) } }
      return twoYear.map { _ in 0 }
    }
  }

  private func repriced(_ twoYear: [Double], ratio: Float, market: Double) -> [Float] {
    yields(
      twoYear: twoYear,
      tenYear: twoYear.map { $0 * Double(ratio) },
      market: twoYear.map { $0 * market }
    )
  }
}
