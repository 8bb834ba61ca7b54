import CGSL

/// The first 64 points of Sobol's sequence in up to 40 dimensions: in each, one in every 64th.
///
/// Source: Sobol' 1967, USSR Comp. Math. 7; Bratley and Fox 1988, ACM TOMS 14 (the numbers GSL has).
package struct SobolNet: Hashable, Sendable {
  /// GSL has direction numbers for no more.
  package static let dimensionLimit = 40
  package static let size = 64

  /// Dimensions × 64, the coordinates in 64ths.
  package let coordinates: [UInt8]

  package init(dimensions: Int) throws(GSLError) {
    precondition((1...Self.dimensionLimit).contains(dimensions), "no such net")
    let handle = try GSL.allocate("gsl_qrng_alloc") {
      gsl_qrng_alloc(cgsl_sobol(), UInt32(dimensions))
    }
    defer { gsl_qrng_free(handle) }
    var coordinates = [UInt8](repeating: 0, count: dimensions * Self.size)
    var point = [Double](repeating: 0, count: dimensions)
    // GSL leaves out the first point, which is zero.
    for number in 1..<Self.size {
      let status = gsl_qrng_get(handle, &point)
      guard status == Int32(GSL_SUCCESS) else {
        throw GSLError(status: status, routine: "gsl_qrng_get")
      }
      for (dimension, coordinate) in point.enumerated() {
        coordinates[dimension * Self.size + number] = UInt8(coordinate * Double(Self.size))
      }
    }
    self.coordinates = coordinates
  }
}
