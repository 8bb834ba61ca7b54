package import Numerics

/// What the NumPy programs print, from a tally.
package struct LatticeSummary: Sendable {
  /// Statistics of one asset's final log return; shortfalls and falls are positive losses.
  package struct Asset: Sendable {
    package let mean, deviation: Double
    /// At `LatticeSummary.probabilities`.
    package let quantiles: [Double]
    /// Minus the mean of the lowest hundredth and of the lowest twentieth.
    package let shortfall1, shortfall5: Double
    /// Mean of the largest fall, and the fall exceeded by one path in twenty.
    package let meanFall, fall95: Double
  }

  package static let probabilities = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]

  package let paths: Int
  package let assets: [Asset]
  private let wins: [Double]

  package init(_ tally: LatticeTally) {
    let n = Double(tally.paths)
    paths = tally.paths
    wins = tally.wins.map { Double($0) / n }
    assets = tally.range.priceLow.indices.map { asset in
      let sums = tally.sums[3 * asset..<3 * asset + 3].map { Double($0) * 0x1p-24 / n }
      let prices = tally.prices(of: asset)
      let falls = tally.falls(of: asset)
      return Asset(
        mean: sums[0],
        deviation: max(0, sums[1] - sums[0] * sums[0]).squareRoot(),
        quantiles: Self.probabilities.map { prices.quantile($0) },
        shortfall1: -prices.lowerTailMean(share: 0.01),
        shortfall5: -prices.lowerTailMean(share: 0.05),
        meanFall: sums[2],
        fall95: falls.quantile(0.95)
      )
    }
  }

  /// The share of paths on which one asset ends above another; ties count for neither.
  package func probability(of asset: Int, above other: Int) -> Double {
    precondition(asset > other, "pairs are counted with the later asset first")
    return wins[asset * (asset - 1) / 2 + other]
  }
}

extension LatticeTally {
  /// The sample of an asset's final prices, known by its bins.
  package func prices(of asset: Int) -> HistogramSample {
    let bins = Range.priceBins
    return HistogramSample(
      low: Double(range.priceLow[asset]),
      width: Double(range.priceWidth[asset]),
      counts: Array(prices[asset * bins..<(asset + 1) * bins])
    )
  }

  /// The sample of an asset's largest falls.
  package func falls(of asset: Int) -> HistogramSample {
    let bins = Range.fallBins
    return HistogramSample(
      low: 0,
      width: Double(range.fallWidth[asset]),
      counts: Array(falls[asset * bins..<(asset + 1) * bins])
    )
  }
}
