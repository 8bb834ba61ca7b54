/// A text that a comment sign has cut off.
enum TextCut: Rule {
  static let document = RuleDocument(
    "W101",
    "a text cut at ` #`",
    checks: "In a text without quotes, ` #` begins a comment, and the rest is lost.",
    matters: "The title of a report would end in the middle.",
    wrong: "question: Does the #1 stock fall?",
    right: "question: \"Does the #1 stock fall?\""
  )

  /// The finding where a comment touches what follows, or stands one space behind the text.
  static func check(_ tree: SourceTree, _ file: SourceFile) -> Diagnostic? {
    let end = tree.place.range.upper
    let line = file.range(ofLine: file.lineNumber(at: end))
    guard end < line.upper else { return nil }
    let rest = file.bytes[end..<line.upper]
    let spaces = rest.prefix { $0 == 0x20 }.count
    guard rest.dropFirst(spaces).first == 0x23 else { return nil }
    let touches = rest.dropFirst(spaces + 1).first.map { $0 != 0x20 && $0 != 0x23 } ?? false
    guard spaces == 1 || touches else { return nil }
    let lost = String(decoding: rest.dropFirst(spaces), as: UTF8.self)
    let whole = file.text(in: SourceRange(tree.place.range.lower, line.upper))
    let quoted = whole.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return fault(
      "the text ends before `\(lost)`",
      at: SourcePlace(
        path: file.path,
        range: SourceRange(tree.place.range.lower, line.upper)
      ),
      "` #` begins a comment",
      help: "quote the text if the rest belongs to it, or put two spaces before a comment",
      replacement: "\"\(quoted)\""
    )
  }
}
