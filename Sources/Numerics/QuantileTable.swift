internal import CGSL

/// A quantile function in pieces, from which the kernel draws by inversion.
///
/// Each half of the law has 32 octaves of the tail probability v = (m + 0.5) / 2^32, m = 0..<2^31,
/// and in each octave a polynomial of degree 5 in the centred mantissa. The coefficients come from
/// GSL's quantile functions in double and are rounded to `Float`, so that their bits do not depend
/// on the library's last digit; `digest` belongs in a plan's fingerprint all the same.
package struct QuantileTable: Hashable, Sendable {
  /// One half of a law.
  package enum Half: Sendable { case lower, upper }

  static let octaves = 32
  static let degree = 5

  /// The coefficients: by half (lower, then upper unless symmetric), power and octave.
  package let coefficients: [Float]
  /// Whether the upper half is the lower one with its sign changed.
  package let isSymmetric: Bool

  /// Tabulates a law symmetric about zero from its lower quantiles.
  package init(symmetric quantile: (_ tail: Double) -> Double) {
    isSymmetric = true
    coefficients = Self.coefficients(of: quantile)
  }

  /// Tabulates a law from its quantiles at a probability counted from either end.
  package init(_ quantile: (_ tail: Double, Half) -> Double) {
    isSymmetric = false
    coefficients =
      Self.coefficients { quantile($0, .lower) } + Self.coefficients { quantile($0, .upper) }
  }

  /// The standard normal law.
  package static let normal: QuantileTable = {
    GSL.prepare()
    return QuantileTable(symmetric: { gsl_cdf_ugaussian_Pinv($0) })
  }()

  /// The weekly variance multiplier (ν − 2)/χ²_ν, of mean 1; ν above 2.
  package static func varianceMultiplier(degreesOfFreedom nu: Double) -> QuantileTable {
    precondition(nu > 2, "the multiplier has a mean only above two degrees of freedom")
    GSL.prepare()
    return QuantileTable { tail, half in
      // A small χ² makes a large multiplier.
      let chi = half == .lower ? gsl_cdf_chisq_Qinv(tail, nu) : gsl_cdf_chisq_Pinv(tail, nu)
      return (nu - 2) / chi
    }
  }

  /// Student's t scaled to unit variance; ν above 2.
  package static func studentT(degreesOfFreedom nu: Double) -> QuantileTable {
    precondition(nu > 2, "the variance is finite only above two degrees of freedom")
    GSL.prepare()
    let scale = ((nu - 2) / nu).squareRoot()
    return QuantileTable(symmetric: { scale * gsl_cdf_tdist_Pinv($0, nu) })
  }

  /// The SHA-256 digest of the coefficients.
  package var digest: [UInt8] {
    var hash = SHA256()
    hash.update(coefficients)
    return hash.digest
  }

  private static func coefficients(of quantile: (Double) -> Double) -> [Float] {
    var table = [Float](repeating: 0, count: (degree + 1) * octaves)
    for octave in 0..<octaves {
      // Octave k holds m + 0.5 in 2^(k-1)..<2^k.
      let start = Double(sign: .plus, exponent: octave - 33, significand: 1)
      let polynomial = interpolated { mantissa in quantile(start * (1.5 + mantissa)) }
      for power in 0...degree { table[power * octaves + octave] = Float(polynomial[power]) }
    }
    return table
  }

  /// The polynomial through a function at the Chebyshev nodes of −0.5...0.5, lowest power first.
  private static func interpolated(_ function: (Double) -> Double) -> [Double] {
    let count = degree + 1
    let nodes = (0..<count).map { 0.5 * gsl_sf_cos(Double.pi * (Double($0) + 0.5) / Double(count)) }
    var divided = nodes.map(function)
    for order in 1..<count {
      for i in stride(from: count - 1, through: order, by: -1) {
        divided[i] = (divided[i] - divided[i - 1]) / (nodes[i] - nodes[i - order])
      }
    }
    // Newton's form opened from the inside; the nodes are small, so nothing is lost by it.
    var powers = [Double](repeating: 0, count: count)
    for k in stride(from: count - 1, through: 0, by: -1) {
      for power in stride(from: count - 1, through: 1, by: -1) {
        powers[power] = powers[power - 1] - nodes[k] * powers[power]
      }
      powers[0] = divided[k] - nodes[k] * powers[0]
    }
    return powers
  }
}
