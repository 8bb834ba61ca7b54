import Domain
import Numerics

extension Lowering {
  /// The uncertain parameters in the order of `ParameterPlan`.
  func parameterPlan() throws(SimulationError) -> ParameterPlan {
    var values: [Float] = []
    var errors: [Float] = []
    var names: [String] = []
    func add(_ name: String, _ parameter: Parameter?) {
      values.append(Float(parameter?.value ?? 0))
      errors.append(Float(parameter?.standardError ?? 0))
      names.append(name)
    }
    for line in model.lines {
      for (factor, loading) in zip(model.factors, line.loadings) {
        add("parameter/loading/\(line.name)/\(factor.name)", loading)
      }
    }
    for line in model.lines { add("parameter/total-beta/\(line.name)", line.totalBeta) }
    for cause in SensitivityCause.allCases {
      for line in model.lines {
        add("parameter/\(cause.rawValue)/\(line.name)", line.excess[cause]?.shrunk)
      }
    }
    for scalar in ParameterPlan.Scalar.allCases {
      add("parameter/\(scalar.name)", parameter(scalar))
    }
    let spreads = Set(
      model.assets.compactMap { asset -> String? in
        switch asset.derivation {
        case .part(_, let spread, _), .rest(_, let spread, _): spread
        default: nil
        }
      }
    )
    let rate = (scenario.state.fedFundsLow + scenario.state.fedFundsHigh) / 200
    return ParameterPlan(
      lineCount: model.lines.count,
      factorCount: model.factors.count,
      values: values,
      errors: errors,
      names: names,
      correlation: Float(model.events.fomc?.correlation ?? 0),
      excessCholesky: try excessCholesky(),
      fixedDrift: model.lines.map { $0.drift.map { Float($0.value / 100) } ?? .nan },
      isSpread: model.lines.map { spreads.contains($0.name) },
      riskFree: Float(Elementary.log(1 + rate))
    )
  }

  /// Lines × lines, the lower triangle of the correlations of excess responses' errors.
  private func excessCholesky() throws(SimulationError) -> [Float] {
    let correlations = model.residuals.calmCorrelations
    guard !correlations.isEmpty else { return [] }
    do {
      return try CholeskyFactor(Matrix(correlations)).lower.elements.map { Float($0) }
    } catch {
      throw .model(keyPath: "residuals", message: "its correlations are not positive definite")
    }
  }

  private func parameter(_ scalar: ParameterPlan.Scalar) -> Parameter? {
    let (fomc, cpi, jobs) = (model.events.fomc, model.events.cpi, model.events.jobs)
    return switch scalar {
    case .premium: model.equityPremium
    case .target: fomc?.target
    case .path: fomc?.path
    case .inflationLow: cpi?.low
    case .inflationHigh: cpi?.high
    case .labor: jobs?.labor
    case .twoYearTarget: fomc?.targetYields.twoYear
    case .twoYearPath: fomc?.pathYields.twoYear
    case .tenYearTarget: fomc?.targetYields.tenYear
    case .tenYearPath: fomc?.pathYields.tenYear
    case .passThroughLow: cpi?.passThroughLow
    case .passThroughHigh: cpi?.passThroughHigh
    case .payrolls: jobs?.payrollPassThrough
    case .unemployment: jobs?.unemploymentPassThrough
    case .growth: model.events.growth?.market
    case .termPremium: model.events.termPremium?.market
    }
  }
}
