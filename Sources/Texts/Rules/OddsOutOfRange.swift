/// A probability below 0 % or above 100 %.
enum OddsOutOfRange: Rule {
  static let document = RuleDocument(
    "E202",
    "odds outside 0…100 %",
    checks: "Odds lie between 0 % and 100 %; the probability of an event is above 0 %.",
    matters: "Nothing happens with other odds.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 120 %, 0bp: rest}}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}}
      """
  )

  static func fault(_ text: String, at place: SourcePlace) -> Diagnostic {
    fault(
      "odds of `\(text)` are outside 0…100 %",
      at: place,
      "not a probability",
      help: "write odds in percent, for example `70 %`"
    )
  }

  static func never(at place: SourcePlace) -> Diagnostic {
    fault(
      "an event with a probability of 0 % never happens",
      at: place,
      "above 0 %, at most 100 %",
      help: "leave the event out, or write its odds, for example `35 %`"
    )
  }
}
