/// What a key takes, in the words of the reference.
extension KeyRow {
  /// For example "a rate in %" or "a duration or a date, or a list of them".
  package var takes: String {
    if kind == .group { return container }
    let one = kind.phrase
    return shape.contains(.list) ? "\(one), or a list of them" : one
  }

  private var container: String {
    if shape == .list { return "a list of mappings" }
    return shape == .mapping ? "a mapping" : "a mapping by series"
  }
}

extension KeyRow.Kind {
  fileprivate var phrase: String {
    switch self {
    case .version: "`1`"
    case .text: "text"
    case .name: "a name"
    case .path: "a path"
    case .date: "a date"
    case .flag: "`true` or `false`"
    case .words(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .duration: "a duration"
    case .durationOrDate: "a duration or a date"
    case .count: "a count"
    case .seed: "a whole number"
    case .rateLevel: "a rate in %"
    case .rateRange: "two rates in %, `a..b %`"
    case .number: "a number without a unit"
    case .level: "`level` and a number"
    case .relative: "a number in %"
    case .odds: "odds in %"
    case .difference: "a return in %, a difference in % or pp"
    case .move: "a move or target range, odds over them, or figures by series"
    case .rateLaw: "a change in bp or pp, or a law"
    case .print: "a figure, a law, or odds by figure"
    case .pointLaw: "a surprise, a law, or odds by surprise"
    case .impulse: "bp for rates, % for all others; or a law"
    case .expression: "a question"
    case .subject: "`asset - asset`"
    case .asset: "an asset"
    case .group: "a mapping"
    }
  }
}
