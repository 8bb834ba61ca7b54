package import Domain

/// One asset's response to 25 bp of repricing with one cause, as the engine applies it.
package struct ModelSensitivity: Hashable, Sendable {
  package enum Cause: String, CaseIterable, Hashable, Sendable {
    /// The surprise of the two-year yield on a decision, whatever part of it is the target's.
    case policy
    case policyTarget = "policy-target"
    case policyPath = "policy-path"
    case inflationLow = "inflation-low"
    case inflationHigh = "inflation-high"
    case labor
    /// Per 25 bp of the two-year, and of the ten-year.
    case growth
    case termPremium = "term-premium"

    /// The cause whose excess it takes; nil: what is β times the market's and no more.
    package var excess: SensitivityCause? {
      switch self {
      case .policy, .policyTarget, .policyPath: .policy
      case .inflationLow: .inflationLow
      case .inflationHigh: .inflationHigh
      case .labor: .labor
      case .growth, .termPremium: nil
      }
    }
  }

  package let asset: Asset
  package let cause: Cause
  /// Percent per 25 bp: β × the market's response and the shrunk excess.
  ///
  /// The error is that of the engine's draw, to first order: the identity of an index is imposed on
  /// each draw, so that a member's error holds those of the other members.
  package let estimate: Estimate
  /// The response of the asset's own regression, neither shrunk nor reconciled; nil where the model
  /// has none.
  package let raw: Estimate?
  /// Where the part that is the asset's own comes from.
  package let provenance: Provenance
  /// How it follows from other responses; nil where it is estimated itself.
  package let derivation: String?

  /// Every asset with every cause the model knows, in the model's order, at the model's date.
  package static func all(of model: MarketModel) -> [ModelSensitivity] {
    let exposures = AssetExposures(model.started)
    return Cause.allCases.flatMap { cause -> [ModelSensitivity] in
      guard let market = MarketResponse(to: cause, in: model) else { return [] }
      return model.assets.map { asset in
        let exposure = exposures.exposure(of: asset, to: cause.excess)
        return ModelSensitivity(
          asset: asset.asset,
          cause: cause,
          estimate: market.response(of: exposure),
          raw: market.raw(of: exposure),
          provenance: market.provenance(of: exposure),
          derivation: market.derivation
        )
      }
    }
  }
}

/// What an asset multiplies the market's response with, and what it adds.
struct AssetExposure: Hashable, Sendable {
  /// β and its variance under the draws.
  var beta = 1.0
  var betaVariance = 0.0
  /// The shrunk excess and its variance; percent per 25 bp.
  var excess = 0.0
  var excessVariance = 0.0
  /// The raw response: this times the index's own, and this of the line's.
  var rawShare = 1.0
  var raw: Estimate? = Estimate(0, standardError: 0)
  /// Of the part that is the asset's own; nil where it has none.
  var provenance: Provenance?
}

/// Betas and excess responses of the assets, the members of an index reconciled with it.
struct AssetExposures {
  private let lines: [String: Line]
  /// Correlations of the errors of excess responses, and each line's place in them.
  private let correlations: [[Double]]
  private let places: [String: Int]
  /// The members of the identity with their weights; empty where there is none.
  private let weights: [String: Double]

  init(_ model: MarketModel) {
    correlations = model.residuals.calmCorrelations
    places = Dictionary(
      model.lines.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { a, _ in a }
    )
    lines = Dictionary(model.lines.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    var weights: [String: Double] = [:]
    for asset in model.assets {
      guard case .index(let members) = asset.derivation else { continue }
      for member in members { weights[member.name] = member.value }
    }
    self.weights = weights
  }

  func exposure(of asset: ModelAsset, to cause: SensitivityCause?) -> AssetExposure {
    switch asset.derivation {
    case .index: AssetExposure(raw: cause == nil ? nil : Estimate(0, standardError: 0))
    case .line: exposure(asset.asset.name, cause, plus: 0, times: 1)
    case .part(_, let spread, let weight): exposure(spread, cause, plus: 1, times: weight - 1)
    case .rest(_, let spread, let weight): exposure(spread, cause, plus: 1, times: weight)
    }
  }

  /// `constant` of the index and `scale` of a line.
  private func exposure(
    _ name: String,
    _ cause: SensitivityCause?,
    plus constant: Double,
    times scale: Double
  ) -> AssetExposure {
    let excess = cause.flatMap { lines[name]?.excess[$0] }
    let beta = reconciled(name, sum: 1, correlation: { $0 == $1 ? 1 : 0 }) { $0.totalBeta }
    let own = reconciled(name, sum: 0, correlation: excessCorrelation) { line in
      cause.flatMap { line.excess[$0]?.shrunk }
    }
    return AssetExposure(
      beta: constant + scale * beta.value,
      betaVariance: scale * scale * beta.variance,
      excess: scale * own.value,
      excessVariance: scale * scale * own.variance,
      rawShare: constant,
      raw: excess?.raw.map {
        Estimate(scale * $0.value, standardError: abs(scale) * $0.standardError)
      },
      provenance: excess?.raw?.provenance ?? excess?.shrunk.provenance
    )
  }

  /// A line's parameter after the members' are moved alike so that their weighted sum is `sum`:
  /// θ_i + sum − Σ wθ, with the variance of that under the draws.
  private func reconciled(
    _ name: String,
    sum: Double,
    correlation: (String, String) -> Double,
    _ parameter: (Line) -> Parameter?
  ) -> (value: Double, variance: Double) {
    let own = lines[name].flatMap(parameter)
    let (value, error) = (own?.value ?? 0, own?.standardError ?? 0)
    guard weights[name] != nil else { return (value, error * error) }
    var total = 0.0
    // What the draw takes of each error: its own whole, and every member's by its weight.
    var shares: [(name: String, error: Double)] = [(name, error)]
    for (member, weight) in weights.sorted(by: { $0.key < $1.key }) {
      guard let other = lines[member].flatMap(parameter) else { continue }
      total += weight * other.value
      shares.append((member, -weight * other.standardError))
    }
    var variance = 0.0
    for a in shares {
      for b in shares { variance += a.error * b.error * correlation(a.name, b.name) }
    }
    return (value + sum - total, max(0, variance))
  }

  private func excessCorrelation(_ a: String, _ b: String) -> Double {
    guard let i = places[a], let j = places[b], correlations.indices.contains(max(i, j)) else {
      return a == b ? 1 : 0
    }
    return correlations[i][j]
  }
}
