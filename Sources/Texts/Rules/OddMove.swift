/// A decision that is no multiple of a quarter point.
enum OddMove: Rule {
  static let document = RuleDocument(
    "W303",
    "a move that is no multiple of 25 bp",
    checks: "The Fed has moved in steps of 25 basis points since 1990.",
    matters: "Another step is more often a slip than a forecast.",
    wrong: "events:\n  - {id: december, fomc: 2025-12-10, priced: {-20bp: 92 %, 0bp: rest}}",
    right: "events:\n  - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}}"
  )

  static func check(_ move: ExactNumber, at place: SourcePlace) -> Diagnostic? {
    guard move.value.truncatingRemainder(dividingBy: 25) != 0 else { return nil }
    return fault(
      "a move of \(move.text) bp is no multiple of 25 bp",
      at: place,
      "an unusual step"
    )
  }
}
