/// A word of a literal or an expression, with its UTF-8 offsets in the text.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case number(ExactNumber)
    /// Letters, digits and single hyphens that start with a letter; a point between digits.
    case word(String)
    /// Four, two and two digits with hyphens; it may be no day of the calendar.
    case date(String)
    /// `%`, `..`, `±`, `+`, `-`, `<`, `<=`, `>`, `>=`, `(`, `)`.
    case symbol(String)
    /// A number that means nothing by itself: `010`, `1.`.
    case malformed(String)
    /// A character the language has no use for.
    case other(String)
  }

  let kind: Kind
  let lower, upper: Int
  /// Whether white space stands before it.
  let follows: Bool

  func isSymbol(_ text: String) -> Bool { kind == .symbol(text) }
  func isWord(_ text: String) -> Bool { kind == .word(text) }
}

/// Splits literals and expressions into words; minus signs and spaces of our own screens are read
/// as their plain forms.
struct Lexer {
  private let scalars: [Unicode.Scalar]
  /// The UTF-8 offset of each scalar, and of the end.
  private let offsets: [Int]
  private var index = 0
  private var tokens: [Token] = []

  static func tokens(of text: String) -> [Token] {
    var lexer = Lexer(text)
    lexer.run()
    return lexer.tokens
  }

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var offset = 0
    var offsets = [0]
    for scalar in scalars {
      offset += UTF8.width(scalar)
      offsets.append(offset)
    }
    self.offsets = offsets
  }

  private mutating func run() {
    while index < scalars.count {
      var follows = false
      while index < scalars.count, Self.isSpace(scalars[index]) {
        index += 1
        follows = true
      }
      guard index < scalars.count else { return }
      let start = index
      let kind = next()
      tokens.append(
        Token(kind: kind, lower: offsets[start], upper: offsets[index], follows: follows)
      )
    }
  }

  private mutating func next() -> Token.Kind {
    if Self.isDigit(scalars[index]) { return date() ?? number() }
    if Self.isLetter(scalars[index]) { return .word(word()) }
    return symbol()
  }

  private func scalar(_ ahead: Int) -> Unicode.Scalar? {
    index + ahead < scalars.count ? scalars[index + ahead] : nil
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private mutating func date() -> Token.Kind? {
    let pattern: [Character] = Array("dddd-dd-dd")
    for (ahead, expected) in pattern.enumerated() {
      guard let scalar = scalar(ahead) else { return nil }
      let fits = expected == "d" ? Self.isDigit(scalar) : scalar == "-"
      guard fits else { return nil }
    }
    if let after = scalar(10), Self.isDigit(after) { return nil }
    index += 10
    return .date(text(index - 10..<index))
  }

  private mutating func number() -> Token.Kind {
    let start = index
    digits()
    if scalar(0) == ".", scalar(1) != "." {
      index += 1
      digits()
    }
    let text = text(start..<index)
    let hasLeadingZero = text.count > 1 && text.hasPrefix("0") && !text.hasPrefix("0.")
    guard !hasLeadingZero, let number = ExactNumber(text) else { return .malformed(text) }
    return .number(number)
  }

  private mutating func digits() {
    while let scalar = scalar(0), Self.isDigit(scalar) { index += 1 }
  }

  private mutating func word() -> String {
    let start = index
    while let scalar = scalar(0) {
      if Self.isLetter(scalar) || Self.isDigit(scalar) {
        index += 1
      } else if scalar == "-", let after = self.scalar(1),
        Self.isLetter(after) || Self.isDigit(after)
      {
        index += 2
      } else if scalar == ".", index > start, Self.isDigit(scalars[index - 1]),
        let after = self.scalar(1), Self.isDigit(after)
      {
        // The confidence of a statistic: `es99.9`.
        index += 2
      } else {
        break
      }
    }
    return text(start..<index)
  }

  private mutating func symbol() -> Token.Kind {
    let first = scalars[index]
    for (written, symbol) in Self.symbols where starts(with: written) {
      index += written.count
      return .symbol(symbol)
    }
    index += 1
    // An en dash is a minus only before a digit; elsewhere it is punctuation.
    if first == "\u{2013}", let after = scalar(0), Self.isDigit(after) { return .symbol("-") }
    return .other(String(first))
  }

  private func starts(with written: [Unicode.Scalar]) -> Bool {
    written.indices.allSatisfy { scalar($0) == written[$0] }
  }

  /// Longer ones first.
  private static let symbols: [([Unicode.Scalar], String)] = [
    ("+/-", "±"), ("+-", "±"), ("±", "±"), ("..", ".."), ("…", ".."), ("<=", "<="),
    (">=", ">="), ("≤", "<="), ("≥", ">="), ("<", "<"), (">", ">"), ("(", "("), (")", ")"),
    ("%", "%"), ("+", "+"), ("-", "-"), ("\u{2212}", "-"),
  ].map { (Array($0.0.unicodeScalars), $0.1) }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\n", "\r", "\u{A0}", "\u{2007}", "\u{2009}", "\u{200A}", "\u{202F}": true
    default: false
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
