import Domain

/// Moves the members' estimates so that their weighted sum is the index's, which is the market.
///
/// Each member moves by the same amount, so that differences between members stay as estimated.
/// The residual covariance is not moved here: the engine removes the index's residual on the draw.
struct Reconciliation: Sendable {
  /// The members' lines with their weights, which sum to 1.
  let members: [(line: Int, weight: Double)]
  /// The largest move of a loading or beta, and of a response, in its standard errors.
  private(set) var largestLoading = 0.0
  private(set) var largestResponse = 0.0
  /// What each kind of estimate was moved by.
  private(set) var moves: [IdentityMove] = []

  init(members: [(line: Int, weight: Double)]) { self.members = members }

  /// Moves loadings to 1 on the market and 0 on others, total betas to 1, excesses to 0.
  mutating func apply(
    to fit: inout FactorFit,
    factors: [String],
    _ excess: inout [[SensitivityCause: Line.Excess]]
  ) {
    guard !members.isEmpty else { return }
    for (k, name) in factors.enumerated() {
      let column = moved(fit.loadings.map { $0[k] }, to: k == 0 ? 1 : 0, name, \.largestLoading)
      for (i, value) in column.enumerated() { fit.loadings[i][k] = value }
    }
    fit.totalBetas = moved(fit.totalBetas, to: 1, IdentityMove.totalBeta, \.largestLoading)
    for cause in SensitivityCause.allCases {
      let estimates = excess.compactMap { $0[cause] }
      guard estimates.count == excess.count else { continue }
      let shrunk = moved(estimates.map(\.shrunk), to: 0, cause.rawValue, \.largestResponse)
      for i in excess.indices {
        excess[i][cause] = Line.Excess(shrunk: shrunk[i], raw: estimates[i].raw)
      }
    }
  }

  private mutating func moved(
    _ parameters: [Parameter],
    to target: Double,
    _ name: String,
    _ largest: WritableKeyPath<Self, Double>
  ) -> [Parameter] {
    let sum = members.reduce(0) { $0 + $1.weight * parameters[$1.line].value }
    moves.append(IdentityMove(name, target - sum))
    var result = parameters
    for (line, _) in members {
      let p = parameters[line]
      if p.standardError > 0 {
        self[keyPath: largest] = max(self[keyPath: largest], abs(target - sum) / p.standardError)
      }
      result[line] = Parameter(
        p.value + target - sum,
        standardError: p.standardError,
        provenance: p.provenance
      )
    }
    return result
  }
}
