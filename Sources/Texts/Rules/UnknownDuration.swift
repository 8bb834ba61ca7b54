/// A text that is no span of time.
enum UnknownDuration: Rule {
  static let document = RuleDocument(
    "E212",
    "not a duration",
    checks: "A duration is a whole number of bd (trading days), w, mo or y, ten years at most.",
    matters: "`3m` could be three months or three minutes.",
    wrong: "horizons: [3m]",
    right: "horizons: [3mo]",
    head: "dovetail: 1\nasof: 2025-12-05\n"
  )

  static func fault(_ source: LiteralSource) -> Diagnostic {
    let units = ["m": "mo", "mon": "mo", "d": "bd", "wk": "w", "yr": "y", "months": "mo"]
    var mended: String?
    let tokens = Lexer.tokens(of: source.text)
    if tokens.count == 2, case .number(let number) = tokens[0].kind,
      case .word(let word) = tokens[1].kind
    {
      let unit = units[word] ?? (["bd", "w", "mo", "y"].contains(word) ? word : nil)
      if number.scale == 0, number.digits > 0 { mended = unit.map { number.text + $0 } }
    }
    return fault(
      "`\(source.text)` is not a duration",
      at: source.place,
      "a whole number with bd, w, mo or y",
      help: mended == nil ? "for example `5bd`, `1w`, `3mo` or `1y`" : nil,
      replacement: mended
    )
  }

  static func tooLong(_ source: LiteralSource) -> Diagnostic {
    fault("`\(source.text)` is longer than ten years", at: source.place, "at most `10y`")
  }
}
