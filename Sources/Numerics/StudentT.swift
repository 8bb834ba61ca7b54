internal import CGSL

/// Student's t with ν degrees of freedom, as it stands or scaled to unit variance.
package struct StudentT: Hashable, Sendable {
  package let degreesOfFreedom: Double
  private let scale: Double

  /// Gives the law; unit variance needs ν above 2.
  package init(degreesOfFreedom nu: Double, unitVariance: Bool = false) {
    precondition(nu > (unitVariance ? 2 : 0), "the law or its variance does not exist")
    degreesOfFreedom = nu
    scale = unitVariance ? ((nu - 2) / nu).squareRoot() : 1
  }

  package func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile is of a probability inside 0...1")
    return scale * gsl_cdf_tdist_Pinv(probability, degreesOfFreedom)
  }

  /// Minus the quantile at a tail probability.
  package func valueAtRisk(tail: Double) -> Double { -quantile(tail) }

  /// Minus the mean below the quantile at a tail probability; ν above 1.
  ///
  /// Source: f(q)/p · (ν + q²)/(ν − 1) for the standard t.
  package func expectedShortfall(tail: Double) -> Double {
    precondition(degreesOfFreedom > 1, "the mean of the tail exists only above one degree")
    let q = quantile(tail) / scale
    let density = gsl_ran_tdist_pdf(q, degreesOfFreedom)
    return scale * density / tail * (degreesOfFreedom + q * q) / (degreesOfFreedom - 1)
  }
}
