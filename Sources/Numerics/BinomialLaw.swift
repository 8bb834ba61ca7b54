internal import CGSL

/// The number of hits among independent trials that hit with the same probability.
package struct BinomialLaw: Hashable, Sendable {
  package let trials: Int
  package let probability: Double

  package init(trials: Int, probability: Double) {
    precondition(trials >= 0 && trials < 1 << 31, "a number of trials")
    precondition((0...1).contains(probability), "a probability")
    self.trials = trials
    self.probability = probability
  }

  /// The probability of exactly k hits.
  package func mass(_ k: Int) -> Double {
    guard (0...trials).contains(k) else { return 0 }
    GSL.prepare()
    return gsl_ran_binomial_pdf(UInt32(k), probability, UInt32(trials))
  }

  /// The natural logarithm of the number of ways to choose k of n; minus infinity where none.
  package static func logWays(_ n: Int, choose k: Int) -> Double {
    guard n >= 0, (0...n).contains(k) else { return -.infinity }
    GSL.prepare()
    return gsl_sf_lnchoose(UInt32(n), UInt32(k))
  }
}
