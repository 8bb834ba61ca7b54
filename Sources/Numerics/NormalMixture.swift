/// A law that is one of several normal laws, each with its probability.
package struct NormalMixture: Hashable, Sendable {
  package let weights: [Double]
  package let means: [Double]
  package let deviations: [Double]

  /// Gives the mixture; weights sum to 1 and deviations are positive.
  package init(weights: [Double], means: [Double], deviations: [Double]) {
    precondition(
      !weights.isEmpty && means.count == weights.count && deviations.count == weights.count,
      "shapes do not fit"
    )
    precondition(
      weights.allSatisfy { $0 >= 0 } && abs(weights.reduce(0, +) - 1) < 1e-9,
      "weights are a law"
    )
    precondition(deviations.allSatisfy { $0 > 0 }, "a deviation is positive")
    self.weights = weights
    self.means = means
    self.deviations = deviations
  }

  package var mean: Double { expectation { mean, _ in mean } }

  /// The variance within the laws, on average.
  package var varianceWithin: Double { expectation { _, deviation in deviation * deviation } }

  /// The variance of the laws' means.
  package var varianceBetween: Double {
    let centre = mean
    return expectation { mean, _ in (mean - centre) * (mean - centre) }
  }

  package var variance: Double { varianceWithin + varianceBetween }
  package var deviation: Double { variance.squareRoot() }

  package var skewness: Double {
    let centre = mean
    let third = expectation { mean, deviation in
      let d = mean - centre
      return d * (d * d + 3 * deviation * deviation)
    }
    return third / (variance * deviation)
  }

  package var excessKurtosis: Double {
    let centre = mean
    let fourth = expectation { mean, deviation in
      let (d, v) = ((mean - centre) * (mean - centre), deviation * deviation)
      return d * d + 6 * d * v + 3 * v * v
    }
    return fourth / (variance * variance) - 3
  }

  /// The probability of at most x.
  package func probability(below x: Double) -> Double {
    expectation { mean, deviation in NormalLaw.probability(below: (x - mean) / deviation) }
  }

  /// The number that is not exceeded with a probability, which lies strictly in 0...1.
  package func quantile(_ probability: Double) throws(GSLError) -> Double {
    let z = NormalLaw.quantile(probability)
    // It lies between the smallest and the largest of the laws' own quantiles.
    let own = zip(means, deviations).map { $0 + $1 * z }
    guard let low = own.min(), let high = own.max(), low < high else { return own[0] }
    let margin = 1e-9 * (high - low)
    return try RootFinder.root(between: low - margin, and: high + margin) {
      self.probability(below: $0) - probability
    }
  }

  package func valueAtRisk(tail: Double) throws(GSLError) -> Double { -(try quantile(tail)) }

  /// Minus the mean below the quantile at a tail probability.
  package func expectedShortfall(tail: Double) throws(GSLError) -> Double {
    let q = try quantile(tail)
    let sum = expectation { mean, deviation in
      let z = (q - mean) / deviation
      return mean * NormalLaw.probability(below: z) - deviation * NormalLaw.density(z)
    }
    return -sum / tail
  }

  private func expectation(_ value: (_ mean: Double, _ deviation: Double) -> Double) -> Double {
    weights.indices.reduce(0) { $0 + weights[$1] * value(means[$1], deviations[$1]) }
  }
}
