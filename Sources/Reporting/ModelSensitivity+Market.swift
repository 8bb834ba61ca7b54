import Domain

/// The market's response to one cause, and how an asset's follows from it.
///
/// For the two-year's surprise Q alone a decision has an unknown part of target z_T and path z_P.
/// Under the law of open decisions both are independent with deviations σ_T and σ_P, and
/// Q = (t z_T + p z_P)/25, so that the regression of a jump (a z_T + b z_P)/25 on Q is
///
///     A a + B b,   A = 25 t σ_T²/D,   B = 25 p σ_P²/D,   D = t² σ_T² + p² σ_P²
///
/// with a = β S_T + x and b = β S_P + x. Where a model has the market's own response to Q, that
/// stands for A S_T + B S_P.
struct MarketResponse {
  /// Percent per 25 bp.
  private var market: Parameter
  /// What an excess response, which is to z_T + z_P, is multiplied with; 1 but for Q alone.
  private var excessScale = 1.0
  /// What moves the response besides β, excess and market: the derivatives of A and B times the
  /// standard error of their arguments, one pair for each argument; empty but for Q alone.
  private var stages: [(target: Double, path: Double)] = []
  /// S_T and S_P where the market's response follows from them, else zero.
  private var parts = (target: 0.0, path: 0.0)
  private var way = Way.none

  /// What of the response follows from those to target and path.
  private enum Way { case none, ofExcess, ofAll }

  init?(to cause: ModelSensitivity.Cause, in model: MarketModel) {
    let events = model.events
    let found: Parameter? =
      switch cause {
      case .policy: events.fomc?.target
      case .policyTarget: events.fomc?.target
      case .policyPath: events.fomc?.path
      case .inflationLow: events.cpi?.low
      case .inflationHigh: events.cpi?.high
      case .labor: events.jobs?.labor
      case .growth: events.growth?.market
      case .termPremium: events.termPremium?.market
      }
    guard let found else { return nil }
    market = found
    guard cause == .policy else { return }
    guard let fomc = events.fomc, takeTwoYearAlone(fomc) else { return nil }
  }

  /// Takes the market's response to Q alone; false where decisions do not move the two-year.
  private mutating func takeTwoYearAlone(_ fomc: FOMCModel) -> Bool {
    let law = OpenDecision(fomc)
    guard let (a, b) = law.weights else { return false }
    (excessScale, stages) = (a + b, law.stages)
    if let alone = fomc.twoYearAlone {
      (market, way) = (alone, .ofExcess)
      return true
    }
    let (target, path) = (fomc.target, fomc.path)
    let (s, r) = (a * target.standardError, b * path.standardError)
    let variance = s * s + r * r + 2 * fomc.correlation * s * r
    market = Parameter(
      a * target.value + b * path.value,
      standardError: max(0, variance).squareRoot(),
      provenance: target.provenance
    )
    (parts, way) = ((target.value, path.value), .ofAll)
    return true
  }

  func response(of exposure: AssetExposure) -> Estimate {
    let value = exposure.beta * market.value + excessScale * exposure.excess
    var variance =
      squared(exposure.beta * market.standardError)
      + squared(market.value) * exposure.betaVariance
      + squared(excessScale) * exposure.excessVariance
    for stage in stages {
      variance += squared(
        stage.target * (exposure.beta * parts.target + exposure.excess)
          + stage.path * (exposure.beta * parts.path + exposure.excess)
      )
    }
    return Estimate(value, standardError: variance.squareRoot())
  }

  func raw(of exposure: AssetExposure) -> Estimate? {
    guard let own = exposure.raw else { return nil }
    let value = exposure.rawShare * market.value + excessScale * own.value
    var variance =
      squared(exposure.rawShare * market.standardError) + squared(excessScale * own.standardError)
    for stage in stages {
      variance += squared(
        stage.target * (exposure.rawShare * parts.target + own.value)
          + stage.path * (exposure.rawShare * parts.path + own.value)
      )
    }
    return Estimate(value, standardError: variance.squareRoot())
  }

  /// The source of the asset's own part, else the market's.
  func provenance(of exposure: AssetExposure) -> Provenance {
    exposure.provenance ?? market.provenance
  }

  /// How the response follows from those to target and path, where it does.
  var derivation: String? {
    let law = "under the law of open decisions"
    return switch way {
    case .none: nil
    case .ofExcess:
      "β times the market's own response; what goes beyond β, which is to z_T + z_P, times"
        + " 25 (t σ_T² + p σ_P²)/(t² σ_T² + p² σ_P²) \(law)"
    case .ofAll: "25 (a t σ_T² + b p σ_P²)/(t² σ_T² + p² σ_P²) \(law), from target and path"
    }
  }

  private func squared(_ x: Double) -> Double { x * x }
}

/// Target and path of an open decision given the two-year's surprise.
private struct OpenDecision {
  /// bp of the two-year per 25 bp, and bp.
  private let t, p, targetDeviation, pathDeviation: Parameter

  init(_ fomc: FOMCModel) {
    (t, p) = (fomc.targetYields.twoYear, fomc.pathYields.twoYear)
    (targetDeviation, pathDeviation) = (fomc.targetDeviation, fomc.pathDeviation)
  }

  private func squared(_ x: Double) -> Double { x * x }

  private var denominator: Double {
    squared(t.value * targetDeviation.value) + squared(p.value * pathDeviation.value)
  }

  /// A and B; nil where decisions do not move the two-year.
  var weights: (target: Double, path: Double)? {
    let d = denominator
    guard d > 0, d.isFinite else { return nil }
    return (
      25 * t.value * squared(targetDeviation.value) / d,
      25 * p.value * squared(pathDeviation.value) / d
    )
  }

  /// Derivatives of A and B by t, p, σ_T and σ_P, each times its standard error.
  var stages: [(target: Double, path: Double)] {
    guard let (a, b) = weights else { return [] }
    let d = denominator
    let (u, v) = (squared(targetDeviation.value), squared(pathDeviation.value))
    func stage(_ parameter: Parameter, a da: Double, b db: Double, d dd: Double) -> (Double, Double)
    {
      let e = parameter.standardError
      return (e * (25 * da - a * dd) / d, e * (25 * db - b * dd) / d)
    }
    return [
      stage(t, a: u, b: 0, d: 2 * t.value * u),
      stage(p, a: 0, b: v, d: 2 * p.value * v),
      stage(
        targetDeviation,
        a: 2 * t.value * targetDeviation.value,
        b: 0,
        d: 2 * squared(t.value) * targetDeviation.value
      ),
      stage(
        pathDeviation,
        a: 0,
        b: 2 * p.value * pathDeviation.value,
        d: 2 * squared(p.value) * pathDeviation.value
      ),
    ]
  }
}
