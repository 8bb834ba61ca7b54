import Domain

/// A shock far outside what the model was estimated on.
enum BeyondSample: Rule {
  static let document = RuleDocument(
    "W302",
    "a shock beyond the sample",
    checks: "An impulse is at most 6 weekly standard deviations under stress.",
    matters: "Responses to larger moves are extrapolated, and may not be linear there.",
    wrong: "events:\n  - {id: crash, shock: 2025-12-15, impulse: {market: -60 %}}",
    right: "events:\n  - {id: correction, shock: 2025-12-15, impulse: {market: -10 %}}"
  )

  static let limit = 6.0

  static func check(
    _ impulse: Impulse,
    _ model: MarketModel,
    at place: SourcePlace
  ) -> Diagnostic? {
    let size: Double
    let deviation: Double?
    switch impulse {
    case .rate(let name, let law):
      size = law.mean.magnitude
      deviation = model.weeklyDeviation(of: name)
    case .relative(let name, let law), .assets(let name, let law):
      // Relative moves are simple; the model's deviations are of logarithms.
      size = 100 * logarithm(1 + law.mean.fraction)
      deviation = model.weeklyDeviation(of: name)
    }
    guard let deviation, deviation > 0 else { return nil }
    let multiple = (size / deviation).magnitude
    guard multiple > limit else { return nil }
    return fault(
      "the move of `\(impulse.name)` is \(Int(multiple.rounded())) times the model's weekly "
        + "standard deviation under stress",
      at: place,
      "beyond what the model was estimated on",
      help: "read the result as an extrapolation"
    )
  }

  /// ln x for x > 0 by the series of the inverse hyperbolic tangent; the domain has no libm.
  private static func logarithm(_ x: Double) -> Double {
    guard x > 0 else { return -Double.infinity }
    let exponent = Double(x.exponent)
    let y = (x.significand - 1) / (x.significand + 1)
    var (term, sum) = (y, 0.0)
    for k in 0..<40 {
      sum += term / Double(2 * k + 1)
      term *= y * y
    }
    return 2 * sum + exponent * 0.693147180559945309
  }
}

extension MarketModel {
  /// The weekly standard deviation under stress of a factor, of ten-year, or of lines; in bp or
  /// percent, nil where the name is none of them.
  func weeklyDeviation(of name: String) -> Double? {
    let index = Dictionary(factors.enumerated().map { ($1.name, $0) }) { first, _ in first }
    if let k = index[name] { return covariance.stress[k][k].squareRoot() }
    if name == "ten-year", let a = index["two-year"], let b = index["slope"] {
      let sum = covariance.stress
      return (sum[a][a] + 2 * sum[a][b] + sum[b][b]).squareRoot()
    }
    let weights = lists.first { $0.name == name }?.weights ?? [Weight(name, 1)]
    return deviation(of: weights)
  }

  private func deviation(of weights: [Weight]) -> Double? {
    var exposure = [Double](repeating: 0, count: factors.count)
    var common = [Double](repeating: 0, count: residuals.loadings.stress.first?.count ?? 0)
    var variance = 0.0
    for weight in weights {
      guard let i = lines.firstIndex(where: { $0.name == weight.name }) else { continue }
      for k in factors.indices {
        // Loadings on rates are per 25 bp.
        let unit = factors[k].unit == .basisPoints ? 25.0 : 1
        exposure[k] += weight.value * lines[i].loadings[k].value / unit
      }
      for r in common.indices { common[r] += weight.value * residuals.loadings.stress[i][r] }
      let own = weight.value * residuals.own.stress[i]
      variance += own * own
    }
    for j in factors.indices {
      for k in factors.indices { variance += exposure[j] * covariance.stress[j][k] * exposure[k] }
    }
    variance += common.reduce(0) { $0 + $1 * $1 }
    return variance > 0 ? variance.squareRoot() : nil
  }
}
