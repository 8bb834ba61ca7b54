package import Domain

/// One asset's response to 25 bp of repricing with one cause, as the engine applies it.
package struct ModelSensitivity: Hashable, Sendable {
  package enum Cause: String, CaseIterable, Hashable, Sendable {
    case policyTarget = "policy-target"
    case policyPath = "policy-path"
    case inflationLow = "inflation-low"
    case inflationHigh = "inflation-high"
    case labor

    /// The cause whose excess it takes.
    var excess: SensitivityCause {
      switch self {
      case .policyTarget, .policyPath: .policy
      case .inflationLow: .inflationLow
      case .inflationHigh: .inflationHigh
      case .labor: .labor
      }
    }

    /// The market's response in a model, percent per 25 bp.
    func market(in model: MarketModel) -> Parameter? {
      switch self {
      case .policyTarget: model.events.fomc?.target
      case .policyPath: model.events.fomc?.path
      case .inflationLow: model.events.cpi?.low
      case .inflationHigh: model.events.cpi?.high
      case .labor: model.events.jobs?.labor
      }
    }
  }

  package let asset: Asset
  package let cause: Cause
  /// Percent per 25 bp: β × the market's response and the shrunk excess.
  package let estimate: Estimate
  /// The raw response of the asset's own regression; nil where it has none.
  package let raw: Parameter?
  /// Where the part that is the asset's own comes from.
  package let provenance: Provenance

  /// Every asset with every cause the model knows, in the model's order.
  package static func all(of model: MarketModel) -> [ModelSensitivity] {
    let responses = LineResponses(model)
    return Cause.allCases.flatMap { cause -> [ModelSensitivity] in
      guard let market = cause.market(in: model) else { return [] }
      return model.assets.map { asset in
        responses.sensitivity(of: asset, to: cause, market: market)
      }
    }
  }
}

/// Betas and excess responses of the lines, reconciled with the indices they are members of.
private struct LineResponses {
  private let model: MarketModel
  private var lines: [String: Line] = [:]
  /// What the identity of an index adds to its members' betas and excess responses.
  private var betaShift: [String: Double] = [:]
  private var excessShift: [String: [SensitivityCause: Double]] = [:]

  init(_ model: MarketModel) {
    self.model = model
    for line in model.lines { lines[line.name] = line }
    for asset in model.assets {
      if case .index(let weights) = asset.derivation { reconcile(weights) }
    }
  }

  /// The weighted betas of an index sum to 1 and its weighted excess responses to 0.
  private mutating func reconcile(_ weights: [Weight]) {
    let beta = weights.reduce(0) { $0 + $1.value * (lines[$1.name]?.totalBeta.value ?? 0) }
    for weight in weights { betaShift[weight.name] = 1 - beta }
    for cause in SensitivityCause.allCases {
      let sum = weights.reduce(0) {
        $0 + $1.value * (lines[$1.name]?.excess[cause]?.shrunk.value ?? 0)
      }
      for weight in weights { excessShift[weight.name, default: [:]][cause] = -sum }
    }
  }

  /// A line's β × market and excess with factors: constant + scale × (β m + x).
  private func response(
    _ name: String,
    _ cause: ModelSensitivity.Cause,
    _ market: Parameter,
    plus constant: Double,
    times scale: Double
  ) -> Estimate {
    guard let line = lines[name] else { return Estimate(.nan, standardError: .nan) }
    let excess = line.excess[cause.excess]?.shrunk
    let beta = constant + scale * (line.totalBeta.value + (betaShift[name] ?? 0))
    let own = scale * ((excess?.value ?? 0) + (excessShift[name]?[cause.excess] ?? 0))
    let parts = [
      beta * market.standardError, scale * market.value * line.totalBeta.standardError,
      scale * (excess?.standardError ?? 0),
    ]
    return Estimate(
      beta * market.value + own,
      standardError: parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    )
  }

  func sensitivity(
    of asset: ModelAsset,
    to cause: ModelSensitivity.Cause,
    market: Parameter
  ) -> ModelSensitivity {
    func of(_ line: String, plus constant: Double, times scale: Double) -> ModelSensitivity {
      let excess = lines[line]?.excess[cause.excess]
      return ModelSensitivity(
        asset: asset.asset,
        cause: cause,
        estimate: response(line, cause, market, plus: constant, times: scale),
        raw: constant == 0 ? excess?.raw : nil,
        provenance: excess?.shrunk.provenance ?? market.provenance
      )
    }
    switch asset.derivation {
    case .line: return of(asset.asset.name, plus: 0, times: 1)
    case .index:
      return ModelSensitivity(
        asset: asset.asset,
        cause: cause,
        estimate: market.estimate,
        raw: nil,
        provenance: market.provenance
      )
    case .part(_, let spread, let weight): return of(spread, plus: 1, times: weight - 1)
    case .rest(_, let spread, let weight): return of(spread, plus: 1, times: weight)
    }
  }
}
