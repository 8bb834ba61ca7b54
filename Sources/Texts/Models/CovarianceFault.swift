import Numerics

/// Why a table is no covariance, and the nearest one that is.
struct CovarianceFault {
  private let deviations: [Double]
  private let correlations: Matrix
  private let nearest: Matrix?

  /// Finds the fault of a table with a positive diagonal; nil where there is none.
  init?(_ table: [[Double]]) {
    guard !table.isEmpty, !Self.isPositiveDefinite(table) else { return nil }
    let deviations = table.indices.map { table[$0][$0].squareRoot() }
    correlations = Matrix(
      table.indices.map { i in
        table.indices.map { j in i == j ? 1 : table[i][j] / (deviations[i] * deviations[j]) }
      }
    )
    self.deviations = deviations
    // The floor leaves room for the rounding of the table that is proposed.
    nearest = try? NearestCorrelation(to: correlations, floor: 1e-3).matrix
  }

  static func isPositiveDefinite(_ table: [[Double]]) -> Bool {
    guard !table.isEmpty else { return true }
    return (try? CholeskyFactor(Matrix(table))) != nil
  }

  /// Says which correlations are at fault and what they would be in the nearest table.
  func notes(_ names: [String]) -> [String] {
    guard let nearest else { return [] }
    var changes: [(size: Double, text: String)] = []
    for i in names.indices {
      for j in 0..<i {
        let (old, new) = (correlations[i, j], nearest[i, j])
        guard abs(old - new) > 5e-4 else { continue }
        let text =
          "correlation of `\(names[i])` with `\(names[j])`: "
          + "\(Self.short(old)), nearest \(Self.short(new))"
        changes.append((abs(old - new), text))
      }
    }
    return changes.sorted { $0.size > $1.size }.prefix(3).map(\.text)
  }

  /// The rows of the nearest table, to be put in place of those at fault.
  func rows(_ names: [String], at place: SourcePlace, in file: SourceFile) -> String? {
    guard let nearest else { return nil }
    let column = file.position(at: place.range.lower).column - 1
    let rows = names.indices.map { i in
      let values = (0...i).map { j in
        ModelRounding.rounded(nearest[i, j] * deviations[i] * deviations[j], digits: 6)
      }
      return "\(names[i]): \(ModelBody.row(values))"
    }
    return rows.joined(separator: "\n" + String(repeating: " ", count: column))
  }

  private static func short(_ value: Double) -> String {
    YAMLText.number(ModelRounding.decimals(value, 3))
  }
}
