/// Diagnostics as a JSON array, one object each, with lines and columns from 1.
extension DiagnosticRenderer {
  func json(_ diagnostics: [Diagnostic]) -> String {
    guard !diagnostics.isEmpty else { return "[]\n" }
    return "[\n" + diagnostics.map { "  " + object($0) }.joined(separator: ",\n") + "\n]\n"
  }

  private func object(_ diagnostic: Diagnostic) -> String {
    let labels = diagnostic.labels.map(object).joined(separator: ", ")
    let notes = diagnostic.notes.map(JSONText.quoted).joined(separator: ", ")
    let fields = [
      "\"code\": \(JSONText.quoted(diagnostic.code))",
      "\"severity\": \(JSONText.quoted(diagnostic.severity.rawValue))",
      "\"message\": \(JSONText.quoted(diagnostic.message))",
      "\"labels\": [\(labels)]", "\"notes\": [\(notes)]",
      "\"help\": \(diagnostic.help.map(JSONText.quoted) ?? "null")",
      "\"replacement\": \(diagnostic.replacement.map(JSONText.quoted) ?? "null")",
    ]
    return "{" + fields.joined(separator: ", ") + "}"
  }

  private func object(_ label: Diagnostic.Label) -> String {
    let (start, end) = (position(label.place), endPosition(label.place))
    let fields = [
      "\"file\": \(JSONText.quoted(label.place.path))",
      "\"line\": \(start.line)", "\"column\": \(start.column)",
      "\"end_line\": \(end.line)", "\"end_column\": \(end.column)",
      "\"text\": \(JSONText.quoted(label.text))",
    ]
    return "{" + fields.joined(separator: ", ") + "}"
  }
}

/// The little JSON that this target writes.
enum JSONText {
  /// A string in quotes, with everything escaped that JSON or a terminal could misread.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
          || (0x2028...0x202E).contains(scalar.value)
        {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
