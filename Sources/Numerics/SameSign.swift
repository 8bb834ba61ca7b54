import Glibc

/// How often two jointly normal variables of mean zero have the same sign.
///
/// The orthant probability of a bivariate normal law (Sheppard 1899): 1/4 + asin(ρ)/2π for each of
/// the two quadrants.
package enum SameSign {
  /// The share for a correlation in −1…1; NaN beyond.
  package static func share(correlation: Double) -> Double {
    0.5 + asin(correlation) / .pi
  }

  /// The R² that a share implies: cos²(π share).
  package static func explainedVariance(ofShare share: Double) -> Double {
    let root = cos(.pi * share)
    return root * root
  }
}
