/// Thousands separated by a comma.
enum CommaInNumber: Rule {
  static let document = RuleDocument(
    "E208",
    "a comma in a number",
    checks: "No literal contains a comma.",
    matters: "In brackets a comma ends the entry, and the rest of the number would be lost.",
    wrong: "run:\n  paths: 100,000",
    right: "run:\n  paths: 100000"
  )

  static func fault(_ source: LiteralSource) -> Diagnostic {
    let groups = source.text.split(separator: ",", omittingEmptySubsequences: false)
    let behind = groups.dropFirst().map { $0.prefix { $0.isNumber }.count }
    // One comma before other than three digits is a decimal comma.
    let isDecimal = groups.count == 2 && behind != [3]
    return fault(
      "`\(source.text)` has a comma; no number has one",
      at: source.place,
      isDecimal ? "a point begins the decimals" : "thousands stand without one",
      help: isDecimal ? "write a point" : "write the number without it",
      replacement: groups.joined(separator: isDecimal ? "." : "")
    )
  }
}
