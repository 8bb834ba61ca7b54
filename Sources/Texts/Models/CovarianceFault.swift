import Numerics

/// Why a table is no covariance, and the nearest one that is.
struct CovarianceFault {
  private let table: [[Double]]
  private let nearest: [[Double]]?

  /// Finds the fault of a table with a positive diagonal; nil where there is none.
  ///
  /// The nearest table keeps the variances, and stays one when `events` are deducted from it.
  init?(_ table: [[Double]], less events: [[Double]]) {
    guard !table.isEmpty, !Self.isPositiveDefinite(table) else { return nil }
    self.table = table
    nearest = Self.nearest(table, less: events)
  }

  private static func nearest(_ table: [[Double]], less events: [[Double]]) -> [[Double]]? {
    let rest = zip(table, events).map { zip($0, $1).map { $0 - $1 } }
    let size = rest.indices
    guard size.allSatisfy({ rest[$0][$0] > 0 }) else { return nil }
    let deviations = size.map { rest[$0][$0].squareRoot() }
    let correlations = Matrix(
      size.map { i in size.map { rest[i][$0] / (deviations[i] * deviations[$0]) } }
    )
    // The floor leaves room for the rounding of the table that is proposed.
    guard
      let matrix = try? NearestCorrelation(to: correlations, floor: 1e-3, tolerance: 1e-9).matrix
    else { return nil }
    return size.map { i in
      size.map { j in
        let value = matrix[i, j] * deviations[i] * deviations[j] + events[i][j]
        return i == j ? table[i][i] : ModelRounding.rounded(value, digits: 6)
      }
    }
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
        let scale = (table[i][i] * table[j][j]).squareRoot()
        let (old, new) = (table[i][j] / scale, nearest[i][j] / scale)
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
  func rows(_ names: [String], for tree: SourceTree, in file: SourceFile) -> String? {
    guard let nearest else { return nil }
    let rows = names.indices.map { "\(names[$0]): \(ModelBody.row(nearest[$0].prefix($0 + 1)))" }
    if tree.isFlow { return "{\(rows.joined(separator: ", "))}" }
    let column = file.position(at: tree.place.range.lower).column - 1
    return rows.joined(separator: "\n" + String(repeating: " ", count: column))
  }

  private static func short(_ value: Double) -> String {
    YAMLText.number(ModelRounding.decimals(value, 3))
  }
}
