/// Collects diagnostics and keeps out the consequences of earlier ones.
struct Findings {
  private(set) var diagnostics: [Diagnostic] = []
  /// Places of errors, by file.
  private var errorRanges: [String: [SourceRange]] = [:]

  /// Adds a finding unless it points into a place that already has an error.
  mutating func add(_ diagnostic: Diagnostic) {
    guard let place = diagnostic.labels.first?.place else {
      diagnostics.append(diagnostic)
      return
    }
    guard !overlaps(place) else { return }
    diagnostics.append(diagnostic)
    if diagnostic.isError { errorRanges[place.path, default: []].append(place.range) }
  }

  mutating func add(_ more: [Diagnostic]) {
    for diagnostic in more { add(diagnostic) }
  }

  /// Whether an error points into a place.
  func hasError(within place: SourcePlace) -> Bool {
    errorRanges[place.path, default: []].contains {
      $0.lower >= place.range.lower && $0.upper <= place.range.upper
    }
  }

  private func overlaps(_ place: SourcePlace) -> Bool {
    errorRanges[place.path, default: []].contains { range in
      range.lower < place.range.upper && place.range.lower < range.upper
    }
  }
}
