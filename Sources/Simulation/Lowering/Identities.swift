import Domain
import Numerics

/// Residual covariances per day by regime, and what the identity of the index does to them.
struct ResidualCovariance {
  let loadings: [[[Double]]]
  let own: [[Double]]
  let members: [Int]
  let weights: [Double]

  /// Variances after the identity is imposed, and the projection that imposes it.
  struct Imposed {
    let variance: [Double]
    let projection: [Double]
    /// Covariance times the weights, and the variance of the weighted sum; empty without identity.
    let weighted: [Double]
    let weightedVariance: Double
  }

  /// Variances and projection when each line's residual variance has a start scale.
  func imposed(regime: Int, scale: [Double]) -> Imposed {
    let variance = own[regime].indices.map { covariance($0, $0, regime, scale) }
    guard !members.isEmpty else {
      return Imposed(
        variance: variance,
        projection: variance.map { _ in 0 },
        weighted: [],
        weightedVariance: 0
      )
    }
    let weighted = own[regime].indices.map { line in
      zip(members, weights).reduce(0.0) { $0 + $1.1 * covariance(line, $1.0, regime, scale) }
    }
    let total = zip(members, weights).reduce(0.0) { $0 + $1.1 * weighted[$1.0] }
    guard total > 0 else {
      return Imposed(
        variance: variance,
        projection: variance.map { _ in 0 },
        weighted: weighted,
        weightedVariance: 0
      )
    }
    return Imposed(
      variance: zip(variance, weighted).map { max(0, $0 - $1 * $1 / total) },
      projection: weighted.map { $0 / total },
      weighted: weighted,
      weightedVariance: total
    )
  }

  /// The move of every line given that a weighted list of residuals moves by one, and the identity
  /// holds; nil where the list cannot move by itself.
  func conditionalMove(regime: Int, list: [(line: Int, weight: Double)]) -> [Double]? {
    let scale = own[regime].map { _ in 1.0 }
    let imposed = imposed(regime: regime, scale: scale)
    let raw = own[regime].indices.map { line in
      list.reduce(0.0) { $0 + $1.weight * covariance(line, $1.line, regime, scale) }
    }
    let listed = list.reduce(0.0) { $0 + $1.weight * raw[$1.line] }
    let along =
      imposed.weighted.isEmpty
      ? 0
      : list.reduce(0.0) { $0 + $1.weight * imposed.weighted[$1.line] }
    let total = imposed.weightedVariance > 0 ? imposed.weightedVariance : 1
    let variance = listed - along * along / total
    guard variance > 1e-12 * max(listed, 1e-300) else { return nil }
    return own[regime].indices.map { line in
      let identity = imposed.weighted.isEmpty ? 0 : imposed.weighted[line] * along / total
      return (raw[line] - identity) / variance
    }
  }

  private func covariance(_ i: Int, _ j: Int, _ regime: Int, _ scale: [Double]) -> Double {
    var sum = i == j ? own[regime][i] * own[regime][i] : 0
    for (a, b) in zip(loadings[regime][i], loadings[regime][j]) { sum += a * b }
    return sum * (scale[i] * scale[j]).squareRoot()
  }
}
