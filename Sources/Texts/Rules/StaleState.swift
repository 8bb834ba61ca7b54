import Domain

/// A scenario far from its model's date that does not say where things stand.
enum StaleState: Rule {
  static let document = RuleDocument(
    "E313",
    "a stale state",
    checks: "More than 5 trading days from the model's date, `state` gives every series.",
    matters: "Yesterday's VIX and yields are not those of another month.",
    wrong: "asof: 2026-01-05\nhorizons: [1w]",
    right: """
      asof: 2026-01-05
      horizons: [1w]
      state:
        fed-funds: 3.75..4.00 %
        core-inflation: 3.0 %
        unemployment: 4.4 %
        two-year: 3.6 %
        ten-year: 4.1 %
        vix: 17.2
      """,
    head: RuleDocument.bareHead
  )

  static func fault(
    _ missing: [String],
    _ known: EconomicState,
    _ model: MarketModel?,
    _ asof: TradingDate,
    _ root: SourceTree
  ) -> Diagnostic {
    let date = model?.date.description ?? "another day"
    let lines = missing.map { "  \($0): \(text($0, known))" }.joined(separator: "\n")
    let tree = root["state"]
    let place = tree?.place.end ?? root.place.end
    let block = "\n" + (tree == nil ? "state:\n" : "") + lines
    return fault(
      "`state` at \(asof) lacks \(missing.joined(separator: ", "))",
      at: place,
      "the model's values are of \(date)",
      also: [root["asof"].map { .init($0.place, "more than 5 trading days apart") }]
        .compactMap { $0 },
      help: "write what held at \(asof); the values of \(date) were",
      replacement: tree?.isFlow == true ? nil : block
    )
  }

  private static func text(_ key: String, _ state: EconomicState) -> String {
    func fixed(_ value: Double, _ digits: Int) -> String {
      let power = (0..<digits).reduce(1.0) { power, _ in power * 10 }
      let whole = Int64((value * power).rounded())
      let text = ExactNumber(digits: whole, scale: digits).text
      guard digits > 0 else { return text }
      let point = text.contains(".") ? text : text + "."
      let behind = point.split(separator: ".", omittingEmptySubsequences: false).last?.count ?? 0
      return point + String(repeating: "0", count: max(0, digits - behind))
    }
    return switch key {
    case "fed-funds": "\(fixed(state.fedFundsLow, 2))..\(fixed(state.fedFundsHigh, 2)) %"
    case "core-inflation": "\(fixed(state.coreInflation, 1)) %"
    case "unemployment": "\(fixed(state.unemployment, 1)) %"
    case "two-year": "\(fixed(state.twoYear, 2)) %"
    case "ten-year": "\(fixed(state.tenYear, 2)) %"
    default: fixed(state.vix, 1)
    }
  }
}
