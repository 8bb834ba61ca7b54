/// What is wrong in a text, where, and what to write instead.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable { case error, warning, note }

  /// A place with the reason why it is pointed at.
  package struct Label: Hashable, Sendable {
    package let place: SourcePlace
    package let text: String

    package init(_ place: SourcePlace, _ text: String = "") {
      self.place = place
      self.text = text
    }
  }

  /// Stable for ever: E1xx syntax, E2xx values, E3xx meaning and dates, E4xx names, E5xx
  /// composition, E6xx models and data; W with the same hundreds for warnings.
  package let code: String
  package let severity: Severity
  /// What is wrong, in one line, with the value found and the values allowed.
  package let message: String
  /// Where; the first is the place to change.
  package let labels: [Label]
  /// Facts that explain the message.
  package let notes: [String]
  /// What to do, in a sentence.
  package let help: String?
  /// The text which, put in place of the first label's range, mends the file.
  package let replacement: String?

  package init(
    code: String,
    severity: Severity = .error,
    message: String,
    labels: [Label],
    notes: [String] = [],
    help: String? = nil,
    replacement: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.labels = labels
    self.notes = notes
    self.help = help
    self.replacement = replacement
  }

  package init(
    _ code: String,
    _ message: String,
    at place: SourcePlace,
    _ label: String = "",
    also: [Label] = [],
    notes: [String] = [],
    help: String? = nil,
    replacement: String? = nil
  ) {
    self.init(
      code: code,
      severity: code.hasPrefix("W") ? .warning : .error,
      message: message,
      labels: [Label(place, label)] + also,
      notes: notes,
      help: help,
      replacement: replacement
    )
  }

  package var isError: Bool { severity == .error }
}

extension [Diagnostic] {
  package var hasErrors: Bool { contains(where: \.isError) }

  /// In order of file, place and code, without repetition; files stand in the order given.
  package func sortedByPlace(files: [SourceFile]) -> [Diagnostic] {
    var rank: [String: Int] = [:]
    for (index, file) in files.enumerated() where rank[file.path] == nil {
      rank[file.path] = index
    }
    var seen: Set<Diagnostic> = []
    let keyed = filter { seen.insert($0).inserted }.enumerated().map { index, diagnostic in
      let place = diagnostic.labels.first?.place
      let file = place.flatMap { rank[$0.path] } ?? files.count
      return (file, place?.range.lower ?? 0, index, diagnostic)
    }
    return keyed.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.3)
  }
}
