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

  /// The moves of every line for one unit of each weighted list of residuals given the other
  /// lists, and that the identity holds: lists × N; nil where the lists cannot move by themselves.
  ///
  /// E[r | A r = v] = C Aᵀ (A C Aᵀ)⁻¹ v, C the residual covariance under the identity.
  func conditionalMoves(
    regime: Int,
    lists: [[(line: Int, weight: Double)]]
  ) -> [[Double]]? {
    let scale = own[regime].map { _ in 1.0 }
    let imposed = imposed(regime: regime, scale: scale)
    func sum(_ list: [(line: Int, weight: Double)], _ values: [Double]) -> Double {
      list.reduce(0) { $0 + $1.weight * values[$1.line] }
    }
    let raw = lists.map { list in
      own[regime].indices.map { line in
        list.reduce(0.0) { $0 + $1.weight * covariance(line, $1.line, regime, scale) }
      }
    }
    let across = zip(lists, raw).map { list, raw in
      guard imposed.weightedVariance > 0 else { return raw }
      let along = sum(list, imposed.weighted) / imposed.weightedVariance
      return zip(raw, imposed.weighted).map { $0 - $1 * along }
    }
    let among = Matrix(lists.map { list in across.map { sum(list, $0) } }).symmetrized
    guard let factor = try? CholeskyFactor(among) else { return nil }
    for (number, pivot) in factor.lower.diagonal.enumerated()
    where pivot * pivot <= 1e-12 * sum(lists[number], raw[number]) {
      return nil
    }
    let moves = factor.inverse * Matrix(across)
    return lists.indices.map { moves.row($0) }
  }

  private func covariance(_ i: Int, _ j: Int, _ regime: Int, _ scale: [Double]) -> Double {
    var sum = i == j ? own[regime][i] * own[regime][i] : 0
    for (a, b) in zip(loadings[regime][i], loadings[regime][j]) { sum += a * b }
    return sum * (scale[i] * scale[j]).squareRoot()
  }
}
