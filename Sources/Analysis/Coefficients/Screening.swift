/// Finds the coefficients whose deviations explain best what answers move by.
///
/// Orthogonal matching pursuit (Pati, Rezaiifar and Krishnaprasad 1993): the column most correlated
/// with what is left is taken, what all columns taken so far explain is removed, and so on. Columns
/// are drawn independently, so that it takes the largest effects first without a regression on all.
enum Screening {
  /// The columns taken, in order; `rows` are tiles × coefficients in standard errors, `active` the
  /// columns that may be taken.
  static func leading(
    _ count: Int,
    of response: [Double],
    rows: [[Double]],
    active: [Int]
  ) -> [Int] {
    guard rows.count > 2, response.count == rows.count else { return [] }
    var left = centred(response)
    let whole = dot(left, left)
    var taken: [Int] = []
    var basis: [[Double]] = []
    while taken.count < count, dot(left, left) > 1e-20 * whole {
      guard let best = largest(active, of: rows, along: left, without: taken) else { break }
      var direction = centred(rows.map { $0[best] })
      for other in basis { remove(other, from: &direction) }
      let size = dot(direction, direction).squareRoot()
      guard size > 1e-9 else { break }
      direction = direction.map { $0 / size }
      remove(direction, from: &left)
      basis.append(direction)
      taken.append(best)
    }
    return taken
  }

  /// The column with the largest covariance with the response.
  private static func largest(
    _ active: [Int],
    of rows: [[Double]],
    along response: [Double],
    without taken: [Int]
  ) -> Int? {
    var scores = [Double](repeating: 0, count: rows.first?.count ?? 0)
    for (row, value) in zip(rows, response) {
      for column in active { scores[column] += row[column] * value }
    }
    let best = active.filter { !taken.contains($0) }.max { abs(scores[$0]) < abs(scores[$1]) }
    return best.flatMap { abs(scores[$0]) > 0 ? $0 : nil }
  }

  private static func centred(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func remove(_ direction: [Double], from values: inout [Double]) {
    let along = dot(direction, values)
    for index in values.indices { values[index] -= along * direction[index] }
  }
}
