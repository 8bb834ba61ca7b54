/// A scenario's text without what does not matter: comments, order of keys, spelling of literals.
package indirect enum CanonicalTree: Hashable, Sendable {
  case text(String)
  case list([CanonicalTree])
  case mapping([Entry])

  package struct Entry: Hashable, Sendable {
    package let key: String
    package let value: CanonicalTree
  }

  /// The value of a key of a mapping.
  package subscript(key: String) -> CanonicalTree? {
    guard case .mapping(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// On one line: `{-25bp: 97 %, 0bp: 3 %}`.
  package var flowText: String {
    switch self {
    case .text(let text): YAMLScalar.written(text, inFlow: true)
    case .list(let items): "[" + items.map(\.flowText).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{"
        + entries.map { "\(YAMLScalar.written($0.key, inFlow: true)): \($0.value.flowText)" }
        .joined(separator: ", ") + "}"
    }
  }
}

/// Makes canonical trees of checked scenarios.
package enum Canonical {
  /// The canonical tree of a scenario's text after `extends`.
  package static func tree(of tree: SourceTree) -> CanonicalTree { node(tree, "") }

  private static func node(_ tree: SourceTree, _ path: String) -> CanonicalTree {
    switch tree.content {
    case .scalar(let scalar): scalarNode(scalar, path)
    case .sequence(let items): .list(items.map { node($0, path + "[]") })
    case .mapping(let entries): mapping(entries, path)
    }
  }

  private static func scalarNode(_ scalar: SourceTree.Scalar, _ path: String) -> CanonicalTree {
    guard let row = KeyTable.row(path) else { return .text(literal(scalar.text)) }
    if row.kind == .text || row.kind == .path { return .text(scalar.text) }
    let text = CanonicalTree.text(literal(scalar.text))
    // A single value where a list may stand is a list of one.
    return row.shape.contains(.list) ? .list([text]) : text
  }

  private static func mapping(_ entries: [SourceTree.Entry], _ path: String) -> CanonicalTree {
    let rows = KeyTable.children(of: path)
    let ranks = Dictionary(rows.enumerated().map { ($1.key, $0) }) { first, _ in first }
    let odds = resolvedOdds(entries)
    let isOpen = rows.isEmpty || ranks["*"] != nil
    let named = entries.filter { $0.key != "extends" && $0.key != "override" }.map { entry in
      let isKnown = ranks[entry.key] != nil
      let child = isKnown ? entry.key : "*"
      let key = isOpen && !isKnown ? literal(entry.key) : entry.key
      let value =
        odds[entry.key].map { CanonicalTree.text($0) }
        ?? node(entry.value, path.isEmpty ? child : "\(path).\(child)")
      return (
        rank: ranks[entry.key] ?? rows.count, entry: CanonicalTree.Entry(key: key, value: value)
      )
    }
    let sorted = named.sorted {
      ($0.rank, number($0.entry.key), $0.entry.key) < ($1.rank, number($1.entry.key), $1.entry.key)
    }
    return .mapping(sorted.map(\.entry))
  }

  /// Odds by key with `rest` as the number that it is; empty where there is no `rest`.
  private static func resolvedOdds(_ entries: [SourceTree.Entry]) -> [String: String] {
    guard let rest = entries.first(where: { $0.value.text == "rest" }) else { return [:] }
    let sum = entries.reduce(ExactNumber(0)) { sum, entry in
      let source = LiteralSource(text: entry.value.text ?? "", place: entry.value.place)
      guard let odds = try? Literals.odds(source) else { return sum }
      return ExactNumber.sum(sum, odds) ?? sum
    }
    let left = ExactNumber.sum(ExactNumber(100), -sum) ?? ExactNumber(0)
    return [rest.key: "\(left.text) %"]
  }

  /// The first number of a key, by which moves and ranges are put in order.
  private static func number(_ key: String) -> Double {
    let tokens = Lexer.tokens(of: key)
    for (index, token) in tokens.enumerated() {
      guard case .number(let number) = token.kind else { continue }
      return index > 0 && tokens[index - 1].isSymbol("-") ? -number.value : number.value
    }
    return 0
  }

  /// A literal or an expression in the one spelling: `-25bp`, `3.1 % ± 0.1pp`, `3.75..4 %`.
  package static func literal(_ text: String) -> String {
    if text == "hold" { return "0bp" }
    let tokens = Lexer.tokens(of: text)
    var result = ""
    var previous: Token?
    for (index, token) in tokens.enumerated() {
      guard let (word, isGlued) = written(token, after: previous, at: index, tokens) else {
        return text
      }
      if word.isEmpty { continue }
      if !result.isEmpty, !isGlued { result += " " }
      result += word
      previous = token
    }
    return result
  }

  /// How a token is written, and whether it touches the one before; nil for what is no literal.
  private static func written(
    _ token: Token,
    after previous: Token?,
    at index: Int,
    _ tokens: [Token]
  ) -> (String, isGlued: Bool)? {
    let touches = previous.map { isOpening($0, before: token, tokens) } ?? true
    switch token.kind {
    case .number(let number): return (number.text, touches)
    case .date(let date): return (date, touches)
    case .word(let word):
      if case .number = previous?.kind, !token.follows || Unit(rawValue: word) != nil {
        return (word, true)
      }
      return (word, touches)
    case .symbol("+") where isSign(index, tokens): return ("", true)
    case .symbol(let symbol): return (symbol, ["(", ")", ".."].contains(symbol) || touches)
    case .malformed, .other: return nil
    }
  }

  /// Whether nothing stands between a token and the one behind it.
  private static func isOpening(_ token: Token, before next: Token, _ tokens: [Token]) -> Bool {
    if token.isSymbol("(") || token.isSymbol("..") { return true }
    guard token.isSymbol("-"), case .number = next.kind,
      let index = tokens.firstIndex(of: token)
    else { return false }
    return isSign(index, tokens)
  }

  /// Whether a plus or minus is a sign and not a difference of names.
  private static func isSign(_ index: Int, _ tokens: [Token]) -> Bool {
    guard index + 1 < tokens.count, case .number = tokens[index + 1].kind else { return false }
    return true
  }
}
