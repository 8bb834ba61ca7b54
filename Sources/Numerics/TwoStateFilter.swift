/// One step of Hamilton's filter for two states: predict by the chain, then weigh by densities.
package struct TwoStateFilter: Hashable, Sendable {
  /// The probability of the second state before the observation, and after it.
  package let predicted, posterior: Double
  /// The logarithm of the observation's density.
  package let logLikelihood: Double

  /// - Parameters:
  ///   - prior: the probability of the second state one step before.
  ///   - stay: the probabilities of staying in the first and in the second state.
  ///   - logDensities: of the observation, given the first and the second state.
  ///
  /// Source: Hamilton 1989, Econometrica 57, section 4.
  package init(prior: Double, stay: (Double, Double), logDensities: (Double, Double)) {
    predicted = prior * stay.1 + (1 - prior) * (1 - stay.0)
    let largest = max(logDensities.0, logDensities.1)
    let first = (1 - predicted) * Elementary.exp(logDensities.0 - largest)
    let second = predicted * Elementary.exp(logDensities.1 - largest)
    posterior = second / (first + second)
    logLikelihood = largest + Elementary.log(first + second)
  }
}
