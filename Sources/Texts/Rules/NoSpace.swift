/// A colon that touches its value, so that both are one key.
enum NoSpace: Rule {
  static let document = RuleDocument(
    "E104",
    "no space behind a colon",
    checks: "A colon that ends a key is followed by a space.",
    matters: "`{-25bp:92 %}` is one key `-25bp:92 %` without a value, not a key and its odds.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp:92 %, 0bp: rest}}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}}
      """
  )

  static func check(_ entry: SourceTree.Entry) -> Diagnostic? {
    guard entry.value.isEmpty, entry.value.place.range.lower == entry.keyPlace.range.upper,
      let colon = entry.key.firstIndex(of: ":")
    else { return nil }
    let key = entry.key[..<colon]
    let value = entry.key[entry.key.index(after: colon)...]
    return fault(
      "`\(entry.key)` is one key without a value",
      at: entry.keyPlace,
      "no space behind the colon",
      help: "put a space behind the colon",
      replacement: "\(key): \(value)"
    )
  }
}
