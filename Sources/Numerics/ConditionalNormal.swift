internal import CGSL

/// What is left of a normal law of several variables when some of them are given.
///
/// Source: E[x | s] = μ_x + Σ_xs Σ_ss⁻¹ (s − μ_s), covariance Σ_xx − Σ_xs Σ_ss⁻¹ Σ_sx.
package struct ConditionalNormal: Sendable {
  /// The variables that are not given, in ascending order.
  package let free: [Int]
  /// Response of each free variable to each given one, free × given.
  package let response: Matrix
  package let mean: [Double]
  package let covariance: Matrix
  /// (s − μ)ᵀ Σ_ss⁻¹ (s − μ), the squared distance of what is given from its mean.
  package let squaredDistance: Double
  /// The number of variables given.
  package let givenCount: Int

  /// Conditions on the variables at `given` having these values.
  ///
  /// Throws `MatrixError.notPositiveDefinite` when what is given is not a proper law by itself.
  package init(
    mean prior: [Double],
    covariance sigma: Matrix,
    given: [Int],
    values: [Double]
  ) throws(MatrixError) {
    precondition(given.count == values.count && prior.count == sigma.rows, "shapes do not fit")
    let others = prior.indices.filter { !given.contains($0) }
    let factor = try CholeskyFactor(sigma.part(rows: given, columns: given))
    let cross = sigma.part(rows: given, columns: others)
    let gap = zip(given, values).map { $1 - prior[$0] }
    let scaled = factor.whitened(gap)
    response = factor.solve(cross).transposed
    mean = zip(others, response * gap).map { prior[$0] + $1 }
    covariance = (sigma.part(rows: others, columns: others) - response * cross).symmetrized
    squaredDistance = scaled.reduce(0) { $0 + $1 * $1 }
    free = others
    givenCount = given.count
  }

  /// The probability of a normal draw at least as far from its mean.
  package var tailProbability: Double {
    GSL.prepare()
    return gsl_cdf_chisq_Q(squaredDistance, Double(givenCount))
  }

  /// The factor on the covariance (then a scale matrix) when the law is a multivariate t.
  ///
  /// (ν + d²)/(ν + p); the conditional law has ν + p degrees of freedom.
  package func scaleFactor(degreesOfFreedom nu: Double) -> Double {
    (nu + squaredDistance) / (nu + Double(givenCount))
  }
}
