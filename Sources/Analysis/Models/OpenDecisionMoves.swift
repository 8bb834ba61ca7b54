package import Domain
import Numerics

/// How market and two-year move together at a decision that nobody has a view on.
package struct OpenDecisionMoves: Hashable, Sendable {
  /// In −1…1.
  package let correlation: Double
  /// Share of decisions at which both move the same way, in 0…1.
  package let sameSign: Double

  /// Jumps of market and two-year under the law of open decisions, both normal: the market's
  /// S_T z_T + S_P z_P and its own move z_R, the two-year's t z_T + p z_P.
  ///
  /// nil where the model has no decisions, or one of the two does not move.
  package init?(_ model: MarketModel) {
    guard let fomc = model.events.fomc else { return nil }
    func square(_ x: Double) -> Double { x * x }
    let (u, v) = (square(fomc.targetDeviation.value), square(fomc.pathDeviation.value))
    let (s, r) = (fomc.target.value, fomc.path.value)
    let (t, p) = (fomc.targetYields.twoYear.value, fomc.pathYields.twoYear.value)
    // Responses are per 25 bp, the market's own move is not.
    let market = s * s * u + r * r * v + square(25 * fomc.riskDeviation.value)
    let twoYear = t * t * u + p * p * v
    guard market > 0, twoYear > 0 else { return nil }
    correlation = (s * t * u + r * p * v) / (market * twoYear).squareRoot()
    sameSign = SameSign.share(correlation: max(-1, min(1, correlation)))
  }
}
