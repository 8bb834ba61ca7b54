/// More realised returns than are shown.
enum TooMany: Rule {
  static let document = RuleDocument(
    "E327",
    "too many realised returns",
    checks: "A replay has at most 40 realised returns.",
    matters: "Among many percentiles some are extreme by chance.",
    wrong: "realised:\n"
      + (1...41).map { day in
        "  - {asset: sp-500, horizon: \(day)bd, return: 1 %, source: invented}"
      }.joined(separator: "\n"),
    right: "realised:\n  - {asset: sp-500, horizon: 1w, return: 1 %, source: invented}"
  )

  static func fault(_ count: Int, at place: SourcePlace) -> Diagnostic {
    fault(
      "\(count) realised returns; at most 40 are compared",
      at: place,
      "the forty-first"
    )
  }
}
