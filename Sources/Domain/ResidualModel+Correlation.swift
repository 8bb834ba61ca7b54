extension ResidualModel {
  /// Correlations of the lines' residuals in calm weeks, lines × lines, with ones on the diagonal.
  ///
  /// Errors of excess responses are drawn with them. They are positive definite: at least 10⁻⁶ of
  /// each variance counts as the line's own. A line without residuals is correlated with none.
  package var calmCorrelations: [[Double]] {
    let directions = zip(loadings.calm, own.calm).map { shared, own in
      let largest = shared.reduce(abs(own)) { max($0, abs($1)) }
      guard largest > 0 else { return [Double](repeating: 0, count: shared.count) }
      let scaled = shared.map { $0 / largest }
      let square = scaled.reduce((own / largest) * (own / largest)) { $0 + $1 * $1 }
      return scaled.map { $0 / square.squareRoot() }
    }
    return directions.indices.map { i in
      directions.indices.map { j in
        guard i != j else { return 1 }
        return (1 - 1e-6) * zip(directions[i], directions[j]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
  }
}
