/// An outcome and a surprise of one event.
enum TwoDeliveries: Rule {
  static let document = RuleDocument(
    "E308",
    "both `outcome` and `surprise`",
    checks: "An event delivers an outcome, or a surprise, or neither.",
    matters: "One follows from the other; two could contradict each other.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}, outcome: -25bp,
           surprise: -2bp}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}, outcome: -25bp}
      """
  )

  static func fault(_ outcome: SourceTree.Entry, _ surprise: SourceTree.Entry) -> Diagnostic {
    fault(
      "both `outcome` and `surprise`; a surprise is outcome less expectation",
      at: surprise.keyPlace,
      "one of them too much",
      also: [.init(outcome.keyPlace, "the outcome")],
      help: "keep one of them"
    )
  }
}
