/// Two events with one id.
enum DuplicateID: Rule {
  static let document = RuleDocument(
    "E405",
    "an id used twice",
    checks: "The id of an event is unique.",
    matters: "It names the event's random stream and its place in reports.",
    wrong: """
      events:
        - {id: data, jobs: 2025-12-16}
        - {id: data, cpi: 2025-12-18}
      """,
    right: """
      events:
        - {id: jobs-data, jobs: 2025-12-16}
        - {id: price-data, cpi: 2025-12-18}
      """
  )

  static func fault(_ source: LiteralSource, earlier: SourcePlace) -> Diagnostic {
    fault(
      "the id `\(source.text)` is used twice",
      at: source.place,
      "the second",
      also: [.init(earlier, "the first")],
      help: "give the second another name",
      replacement: source.text + "-2"
    )
  }
}
