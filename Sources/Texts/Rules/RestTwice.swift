/// `rest` more than once in one list of odds.
enum RestTwice: Rule {
  static let document = RuleDocument(
    "E209",
    "`rest` more than once",
    checks: "At most one outcome takes what the others leave.",
    matters: "Two of them could share it in any way.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: rest, 0bp: rest}}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}}
      """
  )
}
