internal import CGSL

/// The law of a sum of squares of independent standard normals.
package enum ChiSquaredLaw {
  /// The probability of more than x, for a positive number of degrees of freedom.
  package static func probability(above x: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    GSL.prepare()
    return x > 0 ? gsl_cdf_chisq_Q(x, degreesOfFreedom) : 1
  }

  /// The number that is not exceeded with a probability, which lies strictly in 0...1.
  package static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile is of a probability inside 0...1")
    precondition(degreesOfFreedom > 0, "degrees of freedom are positive")
    GSL.prepare()
    return gsl_cdf_chisq_Pinv(probability, degreesOfFreedom)
  }
}
