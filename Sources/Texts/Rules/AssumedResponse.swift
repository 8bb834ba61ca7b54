import Domain

/// A cause whose response is the model's assumption.
enum AssumedResponse: Rule {
  static let document = RuleDocument(
    "W305",
    "a response that is an assumption",
    checks: "The market's response to why yields move is estimated.",
    matters: """
      No calendar has days of such news. The built-in model takes the middle of all responses that \
      weekly moves allow; the width of what they allow is drawn with the coefficients.
      """,
    wrong: """
      events:
        - {id: yields, shock: 2025-12-15, impulse: {ten-year: +30bp}, because: term-premium}
      """,
    right: """
      events:
        - {id: yields, shock: 2025-12-15, impulse: {ten-year: +30bp}, because: inflation}
      """
  )

  static func check(
    _ cause: Cause?,
    _ model: MarketModel?,
    at place: SourcePlace?
  ) -> Diagnostic? {
    guard let cause, let place, let model, model.events.assumesResponse(to: cause) else {
      return nil
    }
    return fault(
      "the market's response to `\(cause.rawValue)` is an assumption of the model",
      at: place,
      "not an estimate",
      help: "`dovetail models show` prints the response with its error"
    )
  }
}
