/// Prints diagnostics: rustc's form, one line each, for a code host's checks, or as JSON.
package struct DiagnosticRenderer: Sendable {
  package enum Format: String, CaseIterable, Sendable { case full, concise, github, json }

  package let format: Format
  package let usesColor: Bool
  private let files: [String: SourceFile]

  /// Prints places in the given files; the order of the diagnostics is kept.
  package init(format: Format = .full, usesColor: Bool = false, files: [SourceFile]) {
    self.format = format
    self.usesColor = usesColor
    self.files = Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The text of all diagnostics, ending in a line feed unless it is empty.
  ///
  /// At most `limit` errors are shown; a last line counts the others.
  package func render(_ diagnostics: [Diagnostic], limit: Int = 20) -> String {
    let shown = limited(diagnostics, limit)
    switch format {
    case .json: return json(diagnostics)
    case .concise, .github:
      return shown.map { (format == .github ? github($0) : concise($0)) + "\n" }.joined()
    case .full:
      let hidden = diagnostics.count - shown.count
      let more = hidden > 0 ? "\n… and \(hidden) more\n" : ""
      return shown.map(full).joined(separator: "\n") + more
    }
  }

  private func limited(_ diagnostics: [Diagnostic], _ limit: Int) -> [Diagnostic] {
    var errors = 0
    return diagnostics.filter { diagnostic in
      guard diagnostic.isError else { return true }
      errors += 1
      return errors <= limit
    }
  }

  // MARK: One line each

  func file(_ path: String) -> SourceFile? { files[path] }

  func position(_ place: SourcePlace) -> SourcePosition {
    files[place.path]?.position(at: place.range.lower) ?? SourcePosition(line: 1, column: 1)
  }

  func endPosition(_ place: SourcePlace) -> SourcePosition {
    files[place.path]?.position(at: place.range.upper) ?? SourcePosition(line: 1, column: 1)
  }

  private func address(_ place: SourcePlace) -> String {
    let position = position(place)
    return "\(place.path.printable):\(position.line):\(position.column)"
  }

  private func concise(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.labels.first.map { address($0.place) + ": " } ?? ""
    return place + "\(diagnostic.severity.rawValue)[\(diagnostic.code)]: "
      + diagnostic.message.printable
  }

  private func github(_ diagnostic: Diagnostic) -> String {
    func escaped(_ text: String, property: Bool) -> String {
      var result = ""
      for character in text.printable {
        switch character {
        case "%": result += "%25"
        case ":" where property: result += "%3A"
        case "," where property: result += "%2C"
        default: result.append(character)
        }
      }
      return result
    }
    var properties: [String] = []
    if let place = diagnostic.labels.first?.place {
      let (start, end) = (position(place), endPosition(place))
      properties.append("file=\(escaped(place.path, property: true))")
      properties.append("line=\(start.line)")
      properties.append("endLine=\(end.line)")
      // A column is understood only where both ends are in one line.
      if start.line == end.line {
        properties.append("col=\(start.column)")
        properties.append("endColumn=\(max(start.column, end.column - 1))")
      }
    }
    properties.append("title=\(diagnostic.code)")
    let word = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
    let lines =
      [diagnostic.message] + diagnostic.notes + (diagnostic.help.map { ["help: \($0)"] } ?? [])
    let text = lines.map { escaped($0, property: false) }.joined(separator: "%0A")
    return "::\(word) \(properties.joined(separator: ","))::\(text)"
  }
}
