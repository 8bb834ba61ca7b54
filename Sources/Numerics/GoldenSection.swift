/// Search by golden sections.
package enum GoldenSection {
  /// Where a function of one peak is largest between two bounds, to a tolerance.
  package static func maximum(
    between bounds: (Double, Double),
    tolerance: Double,
    of function: (Double) -> Double
  ) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = bounds
    var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
    var (fa, fb) = (function(a), function(b))
    while high - low > tolerance {
      if fa > fb {
        (high, b, fb) = (b, a, fa)
        a = high - ratio * (high - low)
        fa = function(a)
      } else {
        (low, a, fa) = (a, b, fb)
        b = low + ratio * (high - low)
        fb = function(b)
      }
    }
    return (low + high) / 2
  }
}
