import Domain

/// Two events of one kind on one day.
enum SameEventTwice: Rule {
  static let document = RuleDocument(
    "E316",
    "one release as two events",
    checks: "A decision or release of one day is one event.",
    matters: "It would happen twice.",
    wrong: """
      events:
        - {id: december, fomc: 2025-12-10}
        - {id: december-again, fomc: 2025-12-10}
      """,
    right: """
      events:
        - {id: december, fomc: 2025-12-10}
      """
  )

  static func fault(_ event: Event, _ twin: String, at place: SourcePlace) -> Diagnostic {
    fault(
      "`\(event.id)` and `\(twin)` are the same `\(event.kindName)` of \(event.date)",
      at: place,
      "the second event of its kind on this day",
      help: "make them one event; views go into `outcome` with odds"
    )
  }
}
