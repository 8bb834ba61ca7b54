package import Domain

/// The tail of one return as importance sampling found it; in percent, spreads in points.
package struct TailResult: Sendable {
  /// An estimate, and what it is worth.
  package struct Finding: Hashable, Sendable {
    package let estimate: Estimate
    /// Variance of as many independent plain paths over the variance found; NaN: not known.
    package let gain: Double

    package init(_ estimate: Estimate, gain: Double) {
      self.estimate = estimate
      self.gain = gain
    }
  }

  package let question: TailQuestion
  /// Paths that were weighted: half of them plain, half of them tilted.
  package let paths: Int
  /// Independent paths in the tail that would know its probability as well: (P/s.e.)².
  package let effectivePaths: Double
  package let quantile: Finding
  /// Mean loss beyond the quantile, positive; for the upper tail the mean return beyond it.
  package let shortfall: Finding
  /// Probability of the limit, in percent; nil: none was named.
  package let probability: Finding?
  /// Mean of all weights, which is one in expectation, and the largest, which is at most two.
  package let meanWeight: Estimate
  package let largestWeight: Double

  package init(
    question: TailQuestion,
    paths: Int,
    effectivePaths: Double,
    quantile: Finding,
    shortfall: Finding,
    probability: Finding?,
    meanWeight: Estimate,
    largestWeight: Double
  ) {
    self.question = question
    self.paths = paths
    self.effectivePaths = effectivePaths
    self.quantile = quantile
    self.shortfall = shortfall
    self.probability = probability
    self.meanWeight = meanWeight
    self.largestWeight = largestWeight
  }
}
