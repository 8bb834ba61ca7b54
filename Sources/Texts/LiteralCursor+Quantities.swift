import Domain

/// Numbers with units, and laws of them.
extension LiteralCursor {
  /// Nothing may follow what was read.
  func end(_ noun: String) throws(Diagnostic) {
    guard let extra = current else { return }
    let rest = source.text(extra.lower, tokens[tokens.count - 1].upper)
    throw UnreadableValue.fault(
      "`\(source.text)` is not \(noun): `\(rest)` is too much",
      at: source.place(extra.lower, tokens[tokens.count - 1].upper),
      "not expected here",
      help: "delete `\(rest)`, or write one value only"
    )
  }

  func refuseComma() throws(Diagnostic) {
    guard
      let comma = tokens.indices.first(where: { tokens[$0].kind == .other(",") }), comma > 0,
      case .number = tokens[comma - 1].kind
    else { return }
    throw CommaInNumber.fault(source)
  }

  /// An optional sign, a number and its unit, in the form's own unit, within its bounds.
  mutating func quantity(_ form: QuantityForm) throws(Diagnostic) -> ExactNumber {
    try quantity(form, units: form.units, isSpread: false)
  }

  mutating func spread(_ form: QuantityForm) throws(Diagnostic) -> Double {
    let start = index
    let number = try quantity(form, units: form.spreadUnits, isSpread: true)
    guard number.digits >= 0 else {
      throw ImpossibleLaw.fault(
        "a spread of `\(text(from: start))` is below zero",
        at: place(from: start),
        "one standard deviation, so not negative"
      )
    }
    return number.value
  }

  private mutating func quantity(
    _ form: QuantityForm,
    units: [(unit: Unit, power: Int)],
    isSpread: Bool
  ) throws(Diagnostic) -> ExactNumber {
    try refuseComma()
    let start = index
    let number = try signedNumber(form)
    guard let unit = try unit(after: number, from: start, form, isSpread) else { return number }
    guard let power = units.first(where: { $0.unit == unit })?.power else {
      throw WrongUnit.fault(self, start, number, unit, form, isSpread: isSpread)
    }
    let kept = number.shifted(by: power)
    if !isSpread { try check(kept, form, start) }
    return kept
  }

  func check(_ number: ExactNumber, _ form: QuantityForm, _ start: Int) throws(Diagnostic) {
    guard !form.bounds.contains(number.value) else { return }
    throw form.noun == "odds"
      ? OddsOutOfRange.fault(text(from: start), at: place(from: start))
      : OutOfRange.fault(self, start, form)
  }

  mutating func signedNumber(_ form: QuantityForm) throws(Diagnostic) -> ExactNumber {
    var isNegative = false
    if take(symbol: "-") { isNegative = true } else { _ = take(symbol: "+") }
    guard let token = current else { throw UnreadableValue.fault(source, form) }
    switch token.kind {
    case .number(let number):
      index += 1
      return isNegative ? -number : number
    case .malformed(let text):
      throw UnreadableValue.fault(
        "`\(text)` is not a number",
        at: place(token),
        "at most \(ExactNumber.maximumDigits) digits, no leading zero, a digit behind the point",
        help: "for example `\(form.example)`"
      )
    default: throw UnreadableValue.fault(source, form)
    }
  }

  /// The unit behind a number; nil where the form has none.
  private mutating func unit(
    after number: ExactNumber,
    from start: Int,
    _ form: QuantityForm,
    _ isSpread: Bool
  ) throws(Diagnostic) -> Unit? {
    if take(symbol: "%") { return try admitted(.percent, form, start) }
    if case .word(let word) = current?.kind,
      current?.follows == false || Unit(rawValue: word) != nil
    {
      guard let unit = Unit(rawValue: word) else {
        throw UnknownUnit.fault(self, start, word, form, isSpread: isSpread)
      }
      index += 1
      return try admitted(unit, form, start)
    }
    guard !form.isBare else {
      try check(number, form, start)
      return nil
    }
    throw MissingUnit.fault(self, start, number, form, isSpread: isSpread)
  }

  private func admitted(
    _ unit: Unit,
    _ form: QuantityForm,
    _ start: Int
  ) throws(Diagnostic) -> Unit {
    guard form.isBare else { return unit }
    throw WrongUnit.needless(self, start, unit, form)
  }

  /// A number, `mean ± spread`, `uniform a .. b` or `tν mean ± spread`.
  mutating func law<Value: Quantity>(
    _ form: QuantityForm,
    as value: Value.Type
  ) throws(Diagnostic) -> Law<Value> {
    if take(word: "uniform") { return try uniform(form) }
    let freedom = try studentFreedom()
    let start = index
    let mean = try quantity(form)
    guard take(symbol: "±") else {
      if freedom != nil {
        throw ImpossibleLaw.fault(
          "a t law needs a spread",
          at: place(from: start),
          "only a mean",
          help: "write `± ` and one standard deviation behind it"
        )
      }
      return .known(Value(mean.value))
    }
    let deviation = try spread(form)
    if let freedom {
      return .studentT(freedom: freedom, mean: Value(mean.value), deviation: Value(deviation))
    }
    return deviation == 0
      ? .known(Value(mean.value))
      : .normal(mean: Value(mean.value), deviation: Value(deviation))
  }

  /// `t4` before a law.
  private mutating func studentFreedom() throws(Diagnostic) -> Double? {
    guard let token = current, case .word(let word) = token.kind, word.first == "t",
      let freedom = Int(word.dropFirst()), word.count <= 4
    else { return nil }
    guard freedom > 2 else {
      throw ImpossibleLaw.fault(
        "`\(word)` has no standard deviation",
        at: place(token),
        "more than 2 degrees of freedom are needed",
        help: "for example `t4`",
        replacement: replacement("t4")
      )
    }
    index += 1
    return Double(freedom)
  }

  private mutating func uniform<Value: Quantity>(
    _ form: QuantityForm
  ) throws(Diagnostic) -> Law<Value> {
    let start = index
    let (low, high) = try span(form)
    guard low < high else {
      throw ReversedRange.fault(
        "`\(text(from: start))` runs from the higher to the lower",
        at: place(from: start),
        "the lower end comes first"
      )
    }
    return .uniform(low: Value(low.value), high: Value(high.value))
  }

  /// Two numbers with `..` between them; the first may leave its unit to the second.
  mutating func span(
    _ form: QuantityForm
  ) throws(Diagnostic) -> (low: ExactNumber, high: ExactNumber) {
    let start = index
    var low = try signedNumber(form)
    if current?.isSymbol("..") == true {
      index += 1
      let mark = index
      let high = try quantity(form)
      // The first number takes the unit of the second, so its power of ten too.
      if let unit = writtenUnit(since: mark) {
        low = low.shifted(by: form.units.first { $0.unit == unit }?.power ?? 0)
      }
      try check(low, form, start)
      return (low, high)
    }
    index = start
    low = try quantity(form)
    guard take(symbol: "..") else {
      throw UnreadableValue.fault(
        "`\(source.text)` is one number where two are needed",
        at: place(from: start),
        "`..` and the upper end are missing"
      )
    }
    return (low, try quantity(form))
  }

  private func writtenUnit(since start: Int) -> Unit? {
    for token in tokens[start..<index] {
      if token.isSymbol("%") { return .percent }
      if case .word(let word) = token.kind, let unit = Unit(rawValue: word) { return unit }
    }
    return nil
  }

  mutating func rateRange() throws(Diagnostic) -> (low: ExactNumber, high: ExactNumber) {
    let form = QuantityForm.rateLevel("a target range", -1...25)
    let start = index
    if tokens.count == start + 2 || tokens.count == start + 1,
      case .number(let level) = current?.kind
    {
      throw UnreadableValue.levelForRange(self, level)
    }
    let (low, high) = try span(form)
    guard low < high else {
      throw ReversedRange.fault(
        "the range `\(text(from: start))` does not rise",
        at: place(from: start),
        "the lower end comes first",
        help: "write the lower end first",
        replacement: low == high ? nil : replacement("\(high.padded)..\(low.padded) %")
      )
    }
    return (low, high)
  }

  mutating func duration() throws(Diagnostic) -> Duration {
    guard case .number(let number) = current?.kind, number.scale == 0, number.digits > 0,
      case .word(let word) = peek(1)?.kind, peek(1)?.follows == false,
      let unit = Self.durations[word]
    else { throw UnknownDuration.fault(source) }
    guard number.digits <= unit.limit else {
      throw UnknownDuration.tooLong(source)
    }
    index += 2
    return unit.make(Int(number.digits))
  }

  /// Ten years at most: no horizon is longer.
  private static let durations: [String: (limit: Int64, make: @Sendable (Int) -> Duration)] = [
    "bd": (2_520, { .tradingDays($0) }),
    "w": (521, { .days(7 * $0) }),
    "mo": (120, { .months($0) }),
    "y": (10, { .months(12 * $0) }),
  ]
}
