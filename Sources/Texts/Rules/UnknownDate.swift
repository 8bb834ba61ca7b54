/// A text that is no day of the calendar.
enum UnknownDate: Rule {
  static let document = RuleDocument(
    "E211",
    "not a date",
    checks: "A date is written as year, month and day, and exists.",
    matters: "2025-02-30 is a slip that could mean two different days.",
    wrong: "asof: 2025-12-55\nhorizons: [1w]",
    right: "asof: 2025-12-05\nhorizons: [1w]",
    head: RuleDocument.bareHead
  )

  static func noSuchDay(_ text: String, at place: SourcePlace) -> Diagnostic {
    fault(
      "there is no day `\(text)`",
      at: place,
      "not in the calendar",
      help: "write a date as `2025-12-10`"
    )
  }
}
