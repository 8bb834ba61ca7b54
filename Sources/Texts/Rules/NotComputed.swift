import Domain

/// A question about something that is not computed.
enum NotComputed: Rule {
  static let document = RuleDocument(
    "E324",
    "a question about something not computed",
    checks: "Drawdown and rank are those of one asset; levels need one in `state`.",
    matters: "The figure does not exist, so no answer can be given.",
    wrong: "ask:\n  - drawdown(russell-2000 - sp-500 at 1mo)",
    right: "ask:\n  - drawdown(russell-2000 at 1mo)"
  )

  static func check(
    _ statistic: Statistic,
    _ subject: Subject,
    at place: SourcePlace
  ) throws(Diagnostic) {
    guard case .spread(let long, _) = subject else { return }
    let word: String
    switch statistic {
    case .drawdown: word = "drawdown"
    case .rank: word = "rank"
    default: return
    }
    throw fault(
      "the \(word) of a difference is not computed",
      at: place,
      "\(word) is that of one asset",
      help: "for example `\(word)(\(long) at 1mo)`"
    )
  }

  static func level(_ subject: Subject, at place: SourcePlace) -> Diagnostic {
    fault(
      "`\(subject.text)` has no level",
      at: place,
      "only an index with a known dividend yield has one",
      help: "ask for its return instead"
    )
  }

  static func noLevel(_ asset: String, at place: SourcePlace) -> Diagnostic {
    fault(
      "the level of `\(asset)` at `asof` is not known",
      at: place,
      "a future level needs the present one",
      help: "add `\(asset): level …` to `state`"
    )
  }
}
