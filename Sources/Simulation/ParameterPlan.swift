/// The uncertain parameters in a row, each with its standard error and the name of its stream.
///
/// Order: loadings N × K, total betas N, excess responses 4 × N, then the scalars.
package struct ParameterPlan: Sendable {
  package enum Scalar: Int, CaseIterable, Sendable {
    /// Percent a year.
    case premium
    /// Market responses in percent per 25 bp.
    case target, path, inflationLow, inflationHigh, labor
    /// Yield responses in bp per 25 bp.
    case twoYearTarget, twoYearPath, tenYearTarget, tenYearPath
    /// Two-year response in bp per 0.1 point, per 100 thousand, per 0.1 point.
    case passThroughLow, passThroughHigh, payrolls, unemployment

    package var name: String { "\(self)" }
  }

  package let lineCount, factorCount: Int
  package private(set) var values: [Float]
  package let errors: [Float]
  package let names: [String]
  /// Correlation of the target and path responses.
  package let correlation: Float
  /// Fixed arithmetic drift of a line in fractions a year, replacing rate plus premium; NaN: none.
  package let fixedDrift: [Float]
  /// Whether a line is a spread, which has no drift.
  package let isSpread: [Bool]
  /// Continuously compounded risk-free rate, fraction a year.
  package let riskFree: Float

  package func loading(_ line: Int, _ factor: Int) -> Int { line * factorCount + factor }
  package func totalBeta(_ line: Int) -> Int { lineCount * factorCount + line }
  package func excess(_ cause: Int, _ line: Int) -> Int {
    lineCount * (factorCount + 1 + cause) + line
  }
  package func scalar(_ scalar: Scalar) -> Int { lineCount * (factorCount + 5) + scalar.rawValue }
  package static func count(lines: Int, factors: Int) -> Int {
    lines * (factors + 5) + Scalar.allCases.count
  }
}

extension ParameterPlan {
  /// Standard normals as deviations from the estimates, in standard errors; 0 where there is none.
  ///
  /// They are independent but for the responses to target and path.
  func deviations(normals: (Int) -> Double) -> [Double] {
    var deviations = errors.indices.map { errors[$0] > 0 ? normals($0) : 0 }
    correlate(&deviations)
    return deviations
  }

  /// Sets all parameters to their estimates and so many of their errors.
  func draw(normals: (Int) -> Double, into theta: inout [Double]) {
    for index in theta.indices { theta[index] = errors[index] > 0 ? normals(index) : 0 }
    correlate(&theta)
    for index in theta.indices {
      theta[index] = Double(values[index]) + Double(errors[index]) * theta[index]
    }
  }

  private func correlate(_ deviations: inout [Double]) {
    let (target, path) = (scalar(.target), scalar(.path))
    let rho = Double(correlation)
    guard rho != 0, errors[path] > 0, errors[target] > 0 else { return }
    let own = max(0, 1 - rho * rho).squareRoot()
    deviations[path] = rho * deviations[target] + own * deviations[path]
  }

  /// Moves one parameter by a number of its standard errors.
  mutating func move(_ index: Int, by deviations: Double) {
    values[index] = Float(Double(values[index]) + Double(errors[index]) * deviations)
  }
}
