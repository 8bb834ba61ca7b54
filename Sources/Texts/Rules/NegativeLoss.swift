/// A loss compared with a negative number.
enum NegativeLoss: Rule {
  static let document = RuleDocument(
    "E222",
    "a loss compared with a negative number",
    checks: "`es95`, `var95` and `drawdown` are losses, and losses are positive.",
    matters: "`es95(x) < -15 %` is never true; `> 15 %` was meant.",
    wrong: "expect:\n  - es95(sp-500 at 1mo) > -15 %",
    right: "expect:\n  - es95(sp-500 at 1mo) < 15 %"
  )

  static func fault(
    _ cursor: LiteralCursor,
    _ start: Int,
    _ number: ExactNumber
  ) -> Diagnostic {
    let mirrored = ["<": ">", "<=": ">=", ">": "<", ">=": "<="]
    let sign = cursor.text(cursor.tokens[start])
    let symbol = ["≤": "<=", "≥": ">="][sign] ?? sign
    return fault(
      "a loss is compared with `\(number.text) %`; losses are positive",
      at: cursor.place(from: start),
      "a loss of 15 % is written `15 %`",
      help: "turn sign and comparison round",
      replacement: mirrored[symbol].flatMap { cursor.replacement("\($0) \((-number).text) %") }
    )
  }
}
