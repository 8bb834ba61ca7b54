import Domain

/// The level of an index and the price of its fund mistaken for each other.
enum IndexLevel: Rule {
  static let document = RuleDocument(
    "E320",
    "an index level that is the price of a fund",
    checks: "Levels are those of the index, not prices of the fund that tracks it.",
    matters: "They differ by a factor of about ten and pay dividends differently.",
    wrong: "state: {russell-2000: level 257.3}",
    right: "state: {russell-2000: level 2520}"
  )

  /// Levels of late 2025, for models that have none: only the order of magnitude matters.
  private static let lateLevels = ["sp-500": 6864.0, "russell-2000": 2590.61]

  static func check(
    _ name: String,
    _ level: Double,
    _ state: EconomicState?,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard let known = state?.levels[name] ?? lateLevels[name] else { return nil }
    let ratio = level / known
    guard ratio < 0.2 || ratio > 5 else { return nil }
    return fault(
      "\(text(level)) is not a level of `\(name)`, which was about \(text(known))",
      at: place,
      ratio < 0.2 ? "the price of a fund, not the level of the index?" : "too high",
      help: "write the level of the index"
    )
  }

  private static func text(_ level: Double) -> String {
    level.rounded() == level ? String(Int(level)) : String(level)
  }

  /// A level asked of a fund's ticker.
  static func alias(_ alias: String, _ name: String, at place: SourcePlace) -> Diagnostic {
    fault(
      "`\(alias)` is a fund; levels are those of the index `\(name)`",
      at: place,
      "a fund's price is not the index level",
      help: "name the index, and give its level",
      replacement: name
    )
  }
}
