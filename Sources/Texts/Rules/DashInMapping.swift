/// A list where odds are expected: the dash of a list has eaten a minus sign.
enum DashInMapping: Rule {
  static let document = RuleDocument(
    "E113",
    "a list of dashes where a mapping is expected",
    checks: "Odds are a mapping of outcomes; `- 25bp` is an entry of a list, not a cut.",
    matters: "The dash of a list is no minus sign: the cut has become a hike.",
    wrong: """
      events:
        - id: december
          fomc: 2025-12-10
          priced:
            - 25bp: 92 %
            - 0bp: rest
      """,
    right: """
      events:
        - id: december
          fomc: 2025-12-10
          priced:
            -25bp: 92 %
            0bp: rest
      """
  )

  /// The finding where a list of single entries stands in a mapping's place.
  static func check(_ tree: SourceTree, _ row: KeyRow) -> Diagnostic? {
    guard row.shape.contains(.mapping), let items = tree.items, !items.isEmpty else { return nil }
    let entries = items.compactMap { $0.entries?.count == 1 ? $0.entries?.first : nil }
    guard entries.count == items.count, entries.allSatisfy({ $0.value.text != nil }) else {
      return nil
    }
    let parts = entries.map { "\(signed($0.key)): \($0.value.text ?? "")" }
    return fault(
      "`\(row.key)` is a mapping; a dash and a space begin an entry of a list",
      at: tree.place,
      "the dash is no minus sign",
      help: "write the minus without a space behind it",
      replacement: "{" + parts.joined(separator: ", ") + "}"
    )
  }

  private static func signed(_ key: String) -> String {
    let tokens = Lexer.tokens(of: key)
    guard case .number(let number)? = tokens.first?.kind, number.digits != 0,
      !tokens.contains(where: { $0.isSymbol("..") })
    else { return key }
    return "-" + key
  }
}
