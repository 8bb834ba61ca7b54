/// A literal as it stands in a file: its text, and the place of every part of it.
package struct LiteralSource: Sendable {
  package let text: String
  package let place: SourcePlace
  /// Whether offsets in the text are offsets in the file: not in quotes, not folded.
  let isVerbatim: Bool

  package init(text: String, place: SourcePlace) {
    self.text = text
    self.place = place
    isVerbatim = place.range.upper - place.range.lower == text.utf8.count
  }

  /// The literal of a scalar; nil for lists and mappings.
  package init?(_ tree: SourceTree) {
    guard let text = tree.text else { return nil }
    self.init(text: text, place: tree.place)
  }

  package init(key entry: SourceTree.Entry) {
    self.init(text: entry.key, place: entry.keyPlace)
  }

  /// The place of a range of offsets in the text; the whole literal's where it is not verbatim.
  func place(_ lower: Int, _ upper: Int) -> SourcePlace {
    guard isVerbatim else { return place }
    let start = place.range.lower
    return SourcePlace(path: place.path, range: SourceRange(start + lower, start + upper))
  }

  func text(_ lower: Int, _ upper: Int) -> String {
    String(decoding: Array(text.utf8)[lower..<upper], as: UTF8.self)
  }
}

/// Reads the tokens of a literal one after the other.
struct LiteralCursor {
  let source: LiteralSource
  let tokens: [Token]
  var index = 0

  init(_ source: LiteralSource) {
    self.source = source
    tokens = Lexer.tokens(of: source.text)
  }

  var current: Token? { index < tokens.count ? tokens[index] : nil }
  var previous: Token? { index > 0 ? tokens[index - 1] : nil }
  var isAtEnd: Bool { index >= tokens.count }

  func peek(_ ahead: Int) -> Token? {
    index + ahead < tokens.count ? tokens[index + ahead] : nil
  }

  /// Moves on if the current token is this symbol.
  mutating func take(symbol: String) -> Bool {
    guard current?.isSymbol(symbol) == true else { return false }
    index += 1
    return true
  }

  /// Moves on if the current token is this word.
  mutating func take(word: String) -> Bool {
    guard current?.isWord(word) == true else { return false }
    index += 1
    return true
  }

  func place(_ token: Token) -> SourcePlace { source.place(token.lower, token.upper) }

  /// From a token up to and including the one before the current.
  func place(from start: Int) -> SourcePlace {
    guard start < tokens.count else { return source.isVerbatim ? source.place.end : source.place }
    let last = max(start, index - 1)
    return source.place(tokens[start].lower, tokens[min(last, tokens.count - 1)].upper)
  }

  func text(from start: Int) -> String {
    guard start < tokens.count else { return "" }
    let last = min(max(start, index - 1), tokens.count - 1)
    return source.text(tokens[start].lower, tokens[last].upper)
  }

  /// A replacement for a part of the literal; nil where the part has no place of its own.
  func replacement(_ text: String) -> String? { source.isVerbatim ? text : nil }

  func text(_ token: Token) -> String { source.text(token.lower, token.upper) }
}
