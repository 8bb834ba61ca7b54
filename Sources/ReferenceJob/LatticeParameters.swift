internal import Glibc
package import Numerics

/// The numbers of a lattice of paths: factors, assets, outcomes and regimes, step by step.
package struct LatticeParameters: Sendable {
  /// What one asset does in a step, in log return.
  package struct Asset: Sendable {
    package var drift, cut, hike: Double
    /// Standard deviation of the residual, which follows Student's t.
    package var residual: Double
    /// Loading on each factor, per standard deviation of it.
    package var loadings: [Double]
  }

  package var assets: [Asset]
  /// Correlations of the factors.
  package var correlation: Matrix
  /// Probability of a cut and of a hike, in each step.
  package var cut, hike: [Double]
  /// Size of the factors in the calm and in the turbulent regime.
  package var volatility: [Double]
  /// Probability that the next step is turbulent, from either regime; the first comes from calm.
  package var turbulent: [Double]
  package var degreesOfFreedom: Double

  package var stepCount: Int { cut.count }
  package var factorCount: Int { correlation.rows }

  /// Job J: 12 steps, 10 factors, 30 assets.
  package static let jobJ: LatticeParameters = {
    let (steps, factors) = (12, 10)
    var correlation = Matrix(rows: factors, columns: factors)
    for i in 0..<factors {
      for j in 0..<factors {
        correlation[i, j] = Double(sign: .plus, exponent: -abs(i - j), significand: 1)
      }
    }
    let assets = (0..<30).map { a in
      let a = Double(a)
      return Asset(
        drift: 0.002 + 0.0001 * a,
        cut: 0.004 * cos(a),
        hike: -0.006 * sin(a) - 0.002,
        residual: 0.01 + 0.0005 * a,
        loadings: (0..<factors).map { k in
          let k = Double(k)
          return k == 0
            ? 0.02 + 0.0005 * a : 0.01 / (1 + k) * cos(0.7 * (a + 1) * (k + 1))
        }
      )
    }
    return LatticeParameters(
      assets: assets,
      correlation: correlation,
      cut: (0..<steps).map { 0.30 + 0.02 * Double($0) },
      hike: Array(repeating: 0.10, count: steps),
      volatility: [0.8, 1.6],
      turbulent: [0.1, 0.7],
      degreesOfFreedom: 5
    )
  }()
}

extension LatticeParameters {
  /// The loadings on independent normals, B·L: F rows of A.
  package func foldedLoadings() throws(MatrixError) -> Matrix {
    let lower = try CholeskyFactor(correlation).lower
    var folded = Matrix(rows: factorCount, columns: assets.count)
    for (a, asset) in assets.enumerated() {
      for k in 0..<factorCount {
        var sum = 0.0
        for j in k..<factorCount { sum += asset.loadings[j] * lower[j, k] }
        folded[k, a] = sum
      }
    }
    return folded
  }

  /// The probability of the turbulent regime in each step.
  package var turbulence: [Double] {
    var share = 0.0
    return (0..<stepCount).map { _ in
      share = share * turbulent[1] + (1 - share) * turbulent[0]
      return share
    }
  }

  /// The exact mean of an asset's final log return.
  package func mean(of asset: Int) -> Double {
    let asset = assets[asset]
    return zip(cut, hike).reduce(0) { $0 + asset.drift + $1.0 * asset.cut + $1.1 * asset.hike }
  }

  /// The exact variance of the difference of two assets, or of one.
  ///
  /// Steps are uncorrelated, since the factors have mean zero in either regime.
  package func variance(of asset: Int, less other: Int? = nil) throws(MatrixError) -> Double {
    let folded = try foldedLoadings()
    let (a, b) = (assets[asset], other.map { assets[$0] })
    var factors = 0.0
    for k in 0..<factorCount {
      let loading = folded[k, asset] - (other.map { folded[k, $0] } ?? 0)
      factors += loading * loading
    }
    let own = a.residual * a.residual + (b.map { $0.residual * $0.residual } ?? 0)
    let (up, down) = (a.cut - (b?.cut ?? 0), a.hike - (b?.hike ?? 0))
    var variance = 0.0
    for (step, share) in turbulence.enumerated() {
      let size =
        (1 - share) * volatility[0] * volatility[0] + share * volatility[1] * volatility[1]
      let mean = cut[step] * up + hike[step] * down
      variance += size * factors + own
      variance += cut[step] * up * up + hike[step] * down * down - mean * mean
    }
    return variance
  }
}
