/// Two events that draw the same numbers.
enum SameStream: Rule {
  static let document = RuleDocument(
    "E410",
    "a random stream used twice",
    checks: "Each event draws from a stream of its own.",
    matters: "Two events on one stream would move together exactly.",
    wrong: """
      events:
        - {id: november-jobs, jobs: 2025-12-16}
        - {id: november-prices, cpi: 2025-12-18, stream: november-jobs}
      """,
    right: """
      events:
        - {id: november-jobs, jobs: 2025-12-16}
        - {id: november-prices, cpi: 2025-12-18}
      """
  )

  static func fault(_ stream: String, _ twin: String, at place: SourcePlace) -> Diagnostic {
    fault(
      "the stream `\(stream)` is that of `\(twin)`",
      at: place,
      "both would draw the same numbers",
      help: "leave `stream` out, or give it another name"
    )
  }
}
