import Domain

/// A model estimated from data later than `asof`.
enum ModelKnowsLater: Rule {
  static let document = RuleDocument(
    "W301",
    "a model that knows what came later",
    checks: "The model's data end by `asof`.",
    matters: "A replay with a model that has seen the outcome flatters itself.",
    wrong: """
      asof: 2025-12-02
      horizons: [1w]
      """,
    right: "asof: 2025-12-05\nhorizons: [1w]",
    head: RuleDocument.bareHead
  )

  static func fault(
    asof: TradingDate,
    model: MarketModel,
    calendar: TradingCalendar,
    at place: SourcePlace
  ) -> Diagnostic {
    let days = calendar.tradingDays(after: asof, through: model.date)
    return fault(
      "the model `\(model.name)` is estimated to \(model.date), \(days) trading days after "
        + "`asof`",
      at: place,
      "the model has seen what comes next",
      help: "say so in `notes`, or take a model that ends earlier"
    )
  }
}
