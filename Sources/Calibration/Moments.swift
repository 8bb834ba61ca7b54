import Numerics

/// Sample means and covariances of columns.
enum Moments {
  static func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

  /// Covariance about the means, with n − 1; NaN below two observations.
  static func covariance(_ x: [Double], _ y: [Double]) -> Double {
    let (mx, my) = (mean(x), mean(y))
    var sum = 0.0
    for (a, b) in zip(x, y) { sum += (a - mx) * (b - my) }
    return x.count > 1 ? sum / Double(x.count - 1) : .nan
  }

  /// Covariance about the weighted means; weights are probabilities that an observation belongs.
  ///
  /// The sum of the weights less their mean takes the place of n − 1, which it is for equal ones.
  /// NaN where at most one observation belongs.
  static func covariance(_ x: [Double], _ y: [Double], weights: [Double]) -> Double {
    var (total, squares, mx, my) = (0.0, 0.0, 0.0, 0.0)
    for (i, w) in weights.enumerated() {
      total += w
      squares += w * w
      mx += w * x[i]
      my += w * y[i]
    }
    let freedom = total - squares / total
    guard total > 1, freedom > 0 else { return .nan }
    var sum = 0.0
    for (i, w) in weights.enumerated() { sum += w * (x[i] - mx / total) * (y[i] - my / total) }
    return sum / freedom
  }

  static func deviation(_ x: [Double]) -> Double { covariance(x, x).squareRoot() }

  /// Covariance matrix of columns that are equally long, by the weights of their rows.
  static func covariance(of columns: [[Double]], weights: [Double]) -> Matrix {
    var result = Matrix(rows: columns.count, columns: columns.count)
    for i in columns.indices {
      for j in 0...i {
        result[i, j] = covariance(columns[i], columns[j], weights: weights)
        result[j, i] = result[i, j]
      }
    }
    return result
  }
}

extension Matrix {
  /// The entries as rows.
  var nested: [[Double]] { (0..<rows).map(row) }

  /// The matrix D A D with D the diagonal of the scales.
  func scaled(by scales: [Double]) -> Matrix {
    var result = self
    for i in 0..<rows { for j in 0..<columns { result[i, j] *= scales[i] * scales[j] } }
    return result
  }

  /// A plus weight times the outer product of a vector with itself.
  func adding(_ weight: Double, outer v: [Double]) -> Matrix {
    var result = self
    for i in 0..<rows { for j in 0..<columns { result[i, j] += weight * v[i] * v[j] } }
    return result
  }
}
