/// A name that does not have the shape of names.
enum NotAName: Rule {
  static let document = RuleDocument(
    "E215",
    "a name of the wrong shape",
    checks: "Names are lower-case words and digits joined by single hyphens.",
    matters: "One shape for every name keeps expressions unambiguous.",
    wrong: "events:\n  - {id: December_Cut, fomc: 2025-12-10}",
    right: "events:\n  - {id: december-cut, fomc: 2025-12-10}"
  )

  /// Whether a text is of the form `[a-z][a-z0-9]*(-[a-z0-9]+)*`.
  static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 64 else {
      return false
    }
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
  }

  static func fault(_ source: LiteralSource) -> Diagnostic {
    let words = source.text.lowercased().unicodeScalars
      .split { !("a"..."z").contains($0) && !("0"..."9").contains($0) }
      .map { String($0) }
    let mended = words.joined(separator: "-")
    return fault(
      "`\(source.text)` is not a name",
      at: source.place,
      "lower-case words and digits joined by single hyphens",
      replacement: isName(mended) ? mended : nil
    )
  }
}
