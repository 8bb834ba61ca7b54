internal import CGSL

/// Solves least squares by Householder reflections and iterative refinement.
///
/// Columns are scaled by powers of two; what the reflections leave is computed in twice the
/// precision and solved for again (Björck 1967, BIT 7), so that coefficients and the inverse of
/// XᵀX come out nearly as exact as doubles can hold them, however large the residuals are.
struct RefinedSolve {
  /// Columns of the design whose part outside the others is below 1e-11 of their length.
  struct Collinear: Error {}

  /// The design with each column scaled to a length from 1 to 2.
  private let design: Matrix
  /// What each column was multiplied by, a power of two.
  private let scales: [Double]
  /// GSL's packed reflections.
  private let packed: Matrix
  private let reflections: [Double]
  /// The inverse of the upper triangle R.
  private let inverseRoot: Matrix

  /// Factors a design with more rows than columns, all finite.
  init(_ original: Matrix) throws(Collinear) {
    let k = original.columns
    let lengths = (0..<k).map { original.column($0).reduce(0) { $0 + $1 * $1 }.squareRoot() }
    guard lengths.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw Collinear() }
    let scales = lengths.map { Double(sign: .plus, exponent: -$0.exponent, significand: 1) }
    let scaled = Matrix(
      rows: original.rows,
      columns: k,
      elements: original.elements.indices.map { original.elements[$0] * scales[$0 % k] }
    )
    var packed = scaled
    var reflections = [Double](repeating: 0, count: k)
    do {
      try GSL.call("gsl_linalg_QR_decomp") {
        packed.withMutableGSL { qr in
          reflections.withMutableGSL { tau in gsl_linalg_QR_decomp(qr, tau) }
        }
      }
    } catch {
      throw Collinear()
    }
    design = scaled
    self.scales = scales
    inverseRoot = try Self.inverseOfUpper(packed, columnsOf: scaled)
    self.packed = packed
    self.reflections = reflections
  }

  /// The coefficients, and the response less the fit.
  func solution(_ response: [Double]) -> (coefficients: [Double], residuals: [Double]) {
    let zeros = [Double](repeating: 0, count: design.columns)
    let solved = refined(above: response, below: zeros)
    return (zip(solved.x, scales).map { $0 * $1 }, solved.r)
  }

  /// (XᵀX)⁻¹.
  var inverse: Matrix {
    let (n, k) = (design.rows, design.columns)
    let zeros = [Double](repeating: 0, count: n)
    var result = Matrix(rows: k, columns: k)
    for j in 0..<k {
      let unit = (0..<k).map { $0 == j ? -1.0 : 0 }
      let column = refined(above: zeros, below: unit).x
      for i in 0..<k { result[i, j] = column[i] * scales[i] * scales[j] }
    }
    return result.symmetrized
  }
}

// MARK: - Refinement

extension RefinedSolve {
  /// Solves r + A x = above, Aᵀ r = below, and solves again for what doubles left.
  private func refined(above: [Double], below: [Double]) -> (r: [Double], x: [Double]) {
    var (r, x) = solved(above: above, below: below)
    var last = Double.infinity
    for _ in 0..<4 {
      let (dr, dx) = solved(
        above: remainder(of: above, r, x),
        below: remainder(of: below, r)
      )
      let step = Self.largest(dx)
      // Without progress, as at the limit of doubles or of what is solvable, the last stands.
      guard step < last / 2 else { break }
      r = zip(r, dr).map { $0 + $1 }
      x = zip(x, dx).map { $0 + $1 }
      last = step
      if step <= 1e-16 * Self.largest(x) { break }
    }
    return (r, x)
  }

  private static func largest(_ values: [Double]) -> Double {
    values.reduce(0) { max($0, abs($1)) }
  }

  /// above − r − A x.
  private func remainder(of above: [Double], _ r: [Double], _ x: [Double]) -> [Double] {
    let k = design.columns
    return above.indices.map { i in
      var sum = CompensatedDot()
      sum.add(above[i])
      sum.add(-r[i])
      for j in 0..<k { sum.add(design.elements[i * k + j], times: -x[j]) }
      return sum.value
    }
  }

  /// below − Aᵀ r.
  private func remainder(of below: [Double], _ r: [Double]) -> [Double] {
    let k = design.columns
    return below.indices.map { j in
      var sum = CompensatedDot()
      sum.add(below[j])
      for i in r.indices { sum.add(design.elements[i * k + j], times: -r[i]) }
      return sum.value
    }
  }

  /// With A = Q R: h = R⁻ᵀ below, (d, rest) = Qᵀ above, x = R⁻¹ (d − h), r = Q (h, rest).
  private func solved(above: [Double], below: [Double]) -> (r: [Double], x: [Double]) {
    let k = design.columns
    let h = inverseRoot.transposed * below
    var rotated = rotated(above, gsl_linalg_QR_QTvec)
    let x = inverseRoot * zip(rotated.prefix(k), h).map { $0 - $1 }
    for j in 0..<k { rotated[j] = h[j] }
    return (self.rotated(rotated, gsl_linalg_QR_Qvec), x)
  }

  private typealias Rotation = (
    UnsafePointer<gsl_matrix>?, UnsafePointer<gsl_vector>?, UnsafeMutablePointer<gsl_vector>?
  ) -> Int32

  /// A vector times Q or its transpose; the shapes fit, so that GSL has nothing to refuse.
  private func rotated(_ vector: [Double], _ rotation: Rotation) -> [Double] {
    var result = vector
    _ = packed.withGSL { qr in
      reflections.withGSL { tau in
        result.withMutableGSL { v in rotation(qr, tau, v) }
      }
    }
    return result
  }

  private static func inverseOfUpper(
    _ qr: Matrix,
    columnsOf design: Matrix
  ) throws(Collinear) -> Matrix {
    let k = design.columns
    var inverse = Matrix(rows: k, columns: k)
    for j in 0..<k {
      let length = design.column(j).reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard abs(qr[j, j]) > 1e-11 * length else { throw Collinear() }
      inverse[j, j] = 1 / qr[j, j]
      for i in stride(from: j - 1, through: 0, by: -1) {
        var sum = 0.0
        for m in (i + 1)...j { sum += qr[i, m] * inverse[m, j] }
        inverse[i, j] = -sum / qr[i, i]
      }
    }
    return inverse
  }
}
