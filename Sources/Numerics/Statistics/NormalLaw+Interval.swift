internal import CGSL

extension NormalLaw {
  /// The probability of an interval, exact to rounding in both tails.
  package static func probability(from low: Double, to high: Double) -> Double {
    GSL.prepare()
    guard low < high else { return 0 }
    return low > 0
      ? gsl_cdf_ugaussian_Q(low) - gsl_cdf_ugaussian_Q(high)
      : gsl_cdf_ugaussian_P(high) - gsl_cdf_ugaussian_P(low)
  }
}
