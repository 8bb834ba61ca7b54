package import Domain

/// A series that a recipe reads, with the entries of the recipe that name it.
package struct RecipeSeries: Hashable, Sendable {
  package let series: SeriesReference
  /// Paths of keys, such as `factors.two-year` or `assets.real-estate.before`.
  package let readers: [String]

  /// Every series of a recipe's text, file by file, each file's in order of first mention.
  ///
  /// They are found by their form and by the names under `files`, so that a key that comes to
  /// name a series is covered without being listed here.
  package static func all(in file: SourceFile) -> [RecipeSeries] {
    guard let tree = Reader.read(file).tree else { return [] }
    let files = (tree["files"]?.entries ?? []).map(\.key)
    var found: [(series: SeriesReference, reader: String)] = []
    for entry in tree.entries ?? [] where !notRead.contains(entry.key) {
      collect(entry.value, at: entry.key, files: Set(files), into: &found)
    }
    var result: [RecipeSeries] = []
    for file in files {
      var readers: [String: [String]] = [:]
      var order: [SeriesReference] = []
      for use in found where use.series.file == file {
        if readers[use.series.column] == nil { order.append(use.series) }
        readers[use.series.column, default: []].append(use.reader)
      }
      result += order.map { RecipeSeries(series: $0, readers: readers[$0.column] ?? []) }
    }
    return result
  }

  /// Parts whose texts are words for people or paths.
  private static let notRead: Set = ["files", "sources", "notes", "name", "version", "source"]

  private static func collect(
    _ tree: SourceTree,
    at path: String,
    files: Set<String>,
    into found: inout [(series: SeriesReference, reader: String)]
  ) {
    switch tree.content {
    case .scalar(let scalar):
      guard let series = SeriesReference(scalar.text), files.contains(series.file) else { return }
      // `factors.market.series` is what the factor is: its name says it.
      let reader = path.hasSuffix(".series") ? String(path.dropLast(".series".count)) : path
      found.append((series, reader))
    case .sequence(let items):
      for item in items { collect(item, at: path, files: files, into: &found) }
    case .mapping(let entries):
      for entry in entries {
        collect(entry.value, at: "\(path).\(entry.key)", files: files, into: &found)
      }
    }
  }
}
