internal import CGSL

/// A dense matrix of doubles, row-major.
package struct Matrix: Hashable, Sendable {
  package let rows: Int
  package let columns: Int
  /// The entries, row after row.
  package private(set) var elements: [Double]

  /// Gives a matrix of the shape filled with one value.
  package init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative shape")
    self.rows = rows
    self.columns = columns
    elements = Array(repeating: value, count: rows * columns)
  }

  /// Gives a matrix of row-major elements.
  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "elements do not fill the shape")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Gives a matrix of rows, which must be equally long.
  package init(_ rows: [[Double]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
    precondition(rows.allSatisfy { $0.count == columns }, "rows differ in length")
  }

  /// Gives the square matrix with these values on its diagonal and zeros elsewhere.
  package init(diagonal: [Double]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for (i, value) in diagonal.enumerated() { self[i, i] = value }
  }

  package static func identity(_ size: Int) -> Matrix {
    Matrix(diagonal: Array(repeating: 1, count: size))
  }

  package subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "outside the matrix")
      return elements[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "outside the matrix")
      elements[row * columns + column] = newValue
    }
  }

  package func row(_ index: Int) -> [Double] {
    precondition(index >= 0 && index < rows, "outside the matrix")
    return Array(elements[index * columns..<(index + 1) * columns])
  }

  package func column(_ index: Int) -> [Double] { (0..<rows).map { self[$0, index] } }

  package var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  package var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }

  /// The part of the matrix at these rows and columns, in the order given.
  package func part(rows: [Int], columns: [Int]) -> Matrix {
    Matrix(
      rows: rows.count,
      columns: columns.count,
      elements: rows.flatMap { i in columns.map { j in self[i, j] } }
    )
  }

  /// The mean of the matrix and its transpose.
  package var symmetrized: Matrix {
    precondition(rows == columns, "only a square matrix is symmetric")
    var result = self
    for i in 0..<rows { for j in 0..<columns { result[i, j] = (self[i, j] + self[j, i]) / 2 } }
    return result
  }

  /// The square root of the sum of squares of all entries.
  package var frobeniusNorm: Double {
    elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  package static func + (a: Matrix, b: Matrix) -> Matrix { a.merged(with: b, +) }
  package static func - (a: Matrix, b: Matrix) -> Matrix { a.merged(with: b, -) }

  package static func * (scale: Double, a: Matrix) -> Matrix {
    Matrix(rows: a.rows, columns: a.columns, elements: a.elements.map { scale * $0 })
  }

  package static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columns == b.rows, "shapes do not fit for a product")
    var result = Matrix(rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
      for k in 0..<a.columns {
        let factor = a[i, k]
        for j in 0..<b.columns { result[i, j] += factor * b[k, j] }
      }
    }
    return result
  }

  package static func * (a: Matrix, x: [Double]) -> [Double] {
    precondition(a.columns == x.count, "shapes do not fit for a product")
    return (0..<a.rows).map { i in
      (0..<a.columns).reduce(0) { $0 + a[i, $1] * x[$1] }
    }
  }

  private func merged(with other: Matrix, _ operation: (Double, Double) -> Double) -> Matrix {
    precondition(rows == other.rows && columns == other.columns, "shapes differ")
    return Matrix(
      rows: rows,
      columns: columns,
      elements: zip(elements, other.elements).map(operation)
    )
  }
}

/// What a matrix can lack.
package enum MatrixError: Error, Equatable, Sendable {
  case notPositiveDefinite
  case singular
  case notConverged(iterations: Int)
}

// MARK: - GSL's view of a matrix

extension Matrix {
  /// Lends the entries to GSL for reading; the matrix must not be empty.
  func withGSL<R>(_ body: (UnsafePointer<gsl_matrix>) -> R) -> R {
    precondition(!elements.isEmpty, "GSL has no empty matrices")
    return elements.withUnsafeBufferPointer { buffer in
      var view = gsl_matrix_const_view_array(buffer.baseAddress, rows, columns)
      return withUnsafePointer(to: &view.matrix, body)
    }
  }

  /// Lends the entries to GSL for writing; the matrix must not be empty.
  mutating func withMutableGSL<R>(_ body: (UnsafeMutablePointer<gsl_matrix>) -> R) -> R {
    precondition(!elements.isEmpty, "GSL has no empty matrices")
    let (rows, columns) = (rows, columns)
    return elements.withUnsafeMutableBufferPointer { buffer in
      var view = gsl_matrix_view_array(buffer.baseAddress, rows, columns)
      return withUnsafeMutablePointer(to: &view.matrix, body)
    }
  }
}

extension Array where Element == Double {
  /// Lends the values to GSL for reading; there must be some.
  func withGSL<R>(_ body: (UnsafePointer<gsl_vector>) -> R) -> R {
    precondition(!isEmpty, "GSL has no empty vectors")
    return withUnsafeBufferPointer { buffer in
      var view = gsl_vector_const_view_array(buffer.baseAddress, count)
      return withUnsafePointer(to: &view.vector, body)
    }
  }

  /// Lends the values to GSL for writing; there must be some.
  mutating func withMutableGSL<R>(_ body: (UnsafeMutablePointer<gsl_vector>) -> R) -> R {
    precondition(!isEmpty, "GSL has no empty vectors")
    let count = count
    return withUnsafeMutableBufferPointer { buffer in
      var view = gsl_vector_view_array(buffer.baseAddress, count)
      return withUnsafeMutablePointer(to: &view.vector, body)
    }
  }
}
