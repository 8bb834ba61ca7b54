/// Sums of products as if in twice the precision of a double, rounded once at the end.
///
/// Source: Ogita, Rump and Oishi 2005, SIAM Journal on Scientific Computing 26, algorithm Dot2,
/// with Dekker's and Veltkamp's product. Not finite where a product exceeds about 1e300.
struct CompensatedDot {
  private var high = 0.0
  private var low = 0.0

  var value: Double { high + low }

  mutating func add(_ value: Double) {
    let sum = high + value
    let moved = sum - high
    low += (high - (sum - moved)) + (value - moved)
    high = sum
  }

  mutating func add(_ a: Double, times b: Double) {
    let product = a * b
    let (a1, a2) = Self.halves(a)
    let (b1, b2) = Self.halves(b)
    add(product)
    low += ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2
  }

  /// The upper 26 bits of a number and the rest, which add up to it exactly.
  private static func halves(_ a: Double) -> (Double, Double) {
    let wide = 134_217_729 * a
    let upper = wide - (wide - a)
    return (upper, a - upper)
  }
}
