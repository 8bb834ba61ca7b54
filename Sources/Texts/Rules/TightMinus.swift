/// A minus sign between names without a space on both sides.
enum TightMinus: Rule {
  static let document = RuleDocument(
    "E221",
    "a minus without spaces",
    checks: "A minus between two names has a space on both sides; a hyphen binds.",
    matters: "`russell-2000` is a name, `a - b` a difference, and `a -b` could be either.",
    wrong: "ask:\n  - median(russell-2000 -sp-500 at 1mo)",
    right: "ask:\n  - median(russell-2000 - sp-500 at 1mo)"
  )

  static func fault(_ cursor: LiteralCursor, _ minus: Token) -> Diagnostic {
    let before = cursor.previous.map { $0.upper } ?? minus.lower
    let after = cursor.peek(1)?.lower ?? minus.upper
    return fault(
      "a minus has a space on both sides",
      at: cursor.source.place(before, after),
      "a space is missing",
      help: "put a space on both sides of `-`",
      replacement: cursor.replacement(" - ")
    )
  }
}
