import Domain

/// A question as it was read, with its horizon still in the author's words.
struct ParsedQuestion {
  let measure: Measure
  let horizon: LiteralSource
  let limit: Limit?
}

/// A tail as it was read, with its horizon still in the author's words.
struct ParsedTail {
  let subject: Subject
  let horizon: LiteralSource
  let limit: Limit?
}

/// Reads questions such as `P(russell-2000 > sp-500 at 3mo)` and `es95(x at 1mo) < 15 %`.
///
/// The grammar has no recursion, so no text can nest deeper than it.
struct ExpressionParser {
  private var cursor: LiteralCursor
  private let vocabulary: Vocabulary

  init(_ source: LiteralSource, _ vocabulary: Vocabulary) {
    cursor = LiteralCursor(source)
    self.vocabulary = vocabulary
  }

  private var source: LiteralSource { cursor.source }

  /// An asset or a difference of two, and nothing else.
  mutating func wholeSubject() throws(Diagnostic) -> Subject {
    let subject = try subject()
    try finish("a spread")
    return subject
  }

  mutating func question() throws(Diagnostic) -> ParsedQuestion {
    guard case .word(let name) = cursor.current?.kind else {
      throw unexpected("a question begins with `P` or the name of a statistic")
    }
    let head = cursor.index
    cursor.index += 1
    try expect("(", "`(` is expected behind `\(name)`")
    if name == "P" {
      let (measure, horizon) = try condition()
      try expect(")", "`)` is expected at the end of `P(…)`")
      let limit = try limit(.odds, isLoss: false)
      return ParsedQuestion(measure: measure, horizon: horizon, limit: limit)
    }
    guard let statistic = Self.statistic(name) else {
      throw UnknownStatistic.fault(name, at: cursor.place(cursor.tokens[head]))
    }
    let subject = try subject()
    try NotComputed.check(statistic, subject, at: source.place)
    let horizon = try horizon()
    try expect(")", "`)` is expected at the end of `\(name)(…)`")
    let limit = try limit(Self.form(statistic, subject), isLoss: Self.isLoss(statistic))
    return ParsedQuestion(
      measure: .statistic(statistic, subject),
      horizon: horizon,
      limit: limit
    )
  }

  /// What `--tail` takes: `a at 6mo`, or `a < -20 % at 6mo` with a limit whose side is the tail's.
  mutating func tail() throws(Diagnostic) -> ParsedTail {
    let subject = try subject()
    var limit: Limit?
    if case .symbol = cursor.current?.kind {
      let comparison = try comparison()
      limit = comparison.limit(try cursor.quantity(Self.form(.median, subject)).value)
    }
    let horizon = try horizon()
    try finish("a tail")
    return ParsedTail(subject: subject, horizon: horizon, limit: limit)
  }

  // MARK: Inside P(…)

  private mutating func condition() throws(Diagnostic) -> (Measure, LiteralSource) {
    let start = cursor.index
    let subject = try subject()
    if cursor.take(word: "level") { return try level(of: subject, start) }
    let form = Self.form(.median, subject)
    if cursor.take(word: "within") {
      let limit = try within(form)
      return (.probabilityOfReturn(subject, limit), try horizon())
    }
    let comparison = try comparison()
    if case .word = cursor.current?.kind {
      return (try order(subject, comparison, start), try horizon())
    }
    let limit = comparison.limit(try cursor.quantity(form).value)
    return (.probabilityOfReturn(subject, limit), try horizon())
  }

  private mutating func order(
    _ first: Subject,
    _ comparison: Comparison,
    _ start: Int
  ) throws(Diagnostic) -> Measure {
    let second = try subject()
    guard case .asset(let a) = first, case .asset(let b) = second else {
      throw BadExpression.fault(
        "`\(cursor.text(from: start))` compares a difference with another name",
        at: cursor.place(from: start),
        "compare two assets, or a difference with a number",
        help: "for example `P(a - b > 0 % at 3mo)`"
      )
    }
    guard a != b else {
      throw BadExpression.fault(
        "`\(a)` is compared with itself",
        at: cursor.place(from: start),
        "two different assets are needed"
      )
    }
    return comparison.isAbove
      ? .probabilityOfOrder(higher: a, lower: b) : .probabilityOfOrder(higher: b, lower: a)
  }

  private mutating func level(
    of subject: Subject,
    _ start: Int
  ) throws(Diagnostic) -> (Measure, LiteralSource) {
    guard case .asset(let name) = subject, vocabulary.hasLevel(name) else {
      throw NotComputed.level(subject, at: cursor.place(from: start))
    }
    let token = cursor.tokens[start]
    if vocabulary.isAlias(cursor.text(token)) {
      throw IndexLevel.alias(cursor.text(token), name, at: cursor.place(token))
    }
    let form = QuantityForm.bare("a level of an index", example: "8100", 0.01...10_000_000)
    if cursor.take(word: "within") {
      return (.probabilityOfLevel(asset: name, try within(form)), try horizon())
    }
    let comparison = try comparison()
    let limit = comparison.limit(try cursor.quantity(form).value)
    return (.probabilityOfLevel(asset: name, limit), try horizon())
  }

  // MARK: Parts

  private mutating func subject() throws(Diagnostic) -> Subject {
    let long = try asset()
    guard let minus = cursor.current, minus.isSymbol("-") else { return .asset(long) }
    let next = cursor.peek(1)
    guard minus.follows, next == nil || next?.follows == true else {
      throw TightMinus.fault(cursor, minus)
    }
    cursor.index += 1
    let start = cursor.index
    let short = try asset()
    guard long != short else {
      throw BadExpression.fault(
        "`\(long)` less itself is nothing",
        at: cursor.place(from: start),
        "two different assets are needed"
      )
    }
    return .spread(long: long, short: short)
  }

  private mutating func asset() throws(Diagnostic) -> String {
    guard let token = cursor.current, case .word(let name) = token.kind else {
      throw unexpected("the name of an asset is expected")
    }
    let asset = try vocabulary.asset(name, at: cursor.place(token))
    cursor.index += 1
    return asset
  }

  /// What stands behind `at` or `on`: a duration or a date.
  private mutating func horizon() throws(Diagnostic) -> LiteralSource {
    guard cursor.take(word: "at") || cursor.take(word: "on") else {
      throw unexpected("`at` and a horizon are expected, such as `at 3mo`")
    }
    guard let first = cursor.current, !first.isSymbol(")") else {
      throw unexpected("a horizon is expected, such as `3mo` or `2026-12-31`")
    }
    cursor.index += 1
    var last = first
    if case .number = first.kind, let unit = cursor.current, case .word = unit.kind {
      last = unit
      cursor.index += 1
    }
    return LiteralSource(
      text: source.text(first.lower, last.upper),
      place: source.place(first.lower, last.upper)
    )
  }

  private mutating func within(_ form: QuantityForm) throws(Diagnostic) -> Limit {
    let start = cursor.index
    let (low, high) = try cursor.span(form)
    guard low < high else {
      throw ReversedRange.fault(
        "`\(cursor.text(from: start))` runs from the higher to the lower",
        at: cursor.place(from: start),
        "the lower end comes first"
      )
    }
    return .within(low.value, high.value)
  }

  /// The comparison behind a measure, to the end of the text; nil where there is none.
  private mutating func limit(_ form: QuantityForm, isLoss: Bool) throws(Diagnostic) -> Limit? {
    guard !cursor.isAtEnd else { return nil }
    let start = cursor.index
    let limit: Limit
    if cursor.take(word: "within") {
      limit = try within(form)
    } else {
      let comparison = try comparison()
      let number = try cursor.quantity(form)
      if isLoss, number.digits < 0 { throw NegativeLoss.fault(cursor, start, number) }
      limit = comparison.limit(number.value)
    }
    try finish("a question")
    return limit
  }

  private mutating func comparison() throws(Diagnostic) -> Comparison {
    guard case .symbol(let symbol) = cursor.current?.kind,
      let comparison = Comparison(rawValue: symbol)
    else { throw unexpected("a comparison is expected: <, <=, >, >= or `within`") }
    cursor.index += 1
    return comparison
  }

  private mutating func expect(_ symbol: String, _ label: String) throws(Diagnostic) {
    guard cursor.take(symbol: symbol) else { throw unexpected(label) }
  }

  private func finish(_ noun: String) throws(Diagnostic) { try cursor.end(noun) }

  private func unexpected(_ label: String) -> Diagnostic {
    let place: SourcePlace
    let found: String
    if let token = cursor.current {
      place = cursor.place(token)
      found = "`\(cursor.text(token))` is not expected here"
    } else {
      place = source.isVerbatim ? source.place.end : source.place
      found = "the text ends too early"
    }
    return BadExpression.fault(
      found,
      at: place,
      label,
      help: "for example `P(russell-2000 > sp-500 at 3mo)` or `median(sp-500 at 1w)`"
    )
  }

  // MARK: Statistics

  private enum Comparison: String {
    case below = "<"
    case atMost = "<="
    case above = ">"
    case atLeast = ">="

    var isAbove: Bool { self == .above || self == .atLeast }

    func limit(_ value: Double) -> Limit {
      isAbove
        ? .above(value, orEqual: self == .atLeast) : .below(value, orEqual: self == .atMost)
    }
  }

  /// `mean`, `q05`, `es95` and their like.
  static func statistic(_ name: String) -> Statistic? {
    switch name {
    case "mean": return .mean
    case "sd": return .sd
    case "median": return .median
    case "drawdown": return .drawdown
    case "rank": return .rank
    default: break
    }
    let letters = name.prefix { $0.isLetter }
    guard let hundredths = hundredths(name.dropFirst(letters.count)) else { return nil }
    let share = Double(hundredths) / 10_000
    switch letters {
    case "q": return .quantile(share)
    case "var" where hundredths >= 5_000: return .valueAtRisk(share)
    case "es" where hundredths >= 5_000: return .expectedShortfall(share)
    default: return nil
    }
  }

  /// Hundredths of a percent from `95`, `99.9` or `00.05`: two digits and up to two more.
  private static func hundredths(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first, whole.utf8.count == 2, parts.count <= 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    var digits = String(whole)
    if parts.count == 2 {
      guard (1...2).contains(parts[1].utf8.count) else { return nil }
      digits += parts[1]
    }
    while digits.utf8.count < 4 { digits += "0" }
    return Int(digits).flatMap { $0 > 0 ? $0 : nil }
  }

  private static func isLoss(_ statistic: Statistic) -> Bool {
    switch statistic {
    case .valueAtRisk, .expectedShortfall, .drawdown: true
    default: false
    }
  }

  private static func form(_ statistic: Statistic, _ subject: Subject) -> QuantityForm {
    if case .rank = statistic { return .bare("a rank", example: "3", 1...1_000) }
    if case .spread = subject { return .returnDifference("a difference of returns") }
    return .relative("a return", -1_000...1_000)
  }
}
