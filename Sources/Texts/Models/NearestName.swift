/// Finds the name a user may have meant.
enum NearestName {
  /// The nearest of the names within a third of the word's length in edits, or nil.
  static func of(_ word: String, among names: [String]) -> String? {
    let limit = max(1, word.utf8.count / 3)
    let ranked = names.map { (distance(word, $0), $0) }.filter { $0.0 <= limit }
    return ranked.min { $0.0 < $1.0 }?.1
  }

  /// Edits that turn one word into the other: insertions, deletions, changes and swaps.
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.utf8.prefix(64)), Array(b.utf8.prefix(64)))
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
