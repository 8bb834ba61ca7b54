/// Finds the known name that a mistyped one most likely means.
package enum Suggestion {
  /// The nearest candidate within a third of its length, or nil; ties go to the first.
  package static func nearest(to text: String, in candidates: [String]) -> String? {
    guard text.unicodeScalars.count <= 64 else { return nil }
    let typed = Array(text.lowercased().replacing("_", with: "-").unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != text {
      let distance = distance(typed, Array(candidate.lowercased().unicodeScalars))
      let limit = max(1, min(typed.count, candidate.unicodeScalars.count) / 3)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
