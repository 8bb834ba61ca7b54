/// A unit that the place does not take.
enum WrongUnit: Rule {
  static let document = RuleDocument(
    "E204",
    "a unit that does not belong here",
    checks: "A level of a rate is in %, a change in bp or pp, a return in %, persons in k.",
    matters: "The same figure in another unit is another statement.",
    wrong: "state: {two-year: 356bp}",
    right: "state: {two-year: 3.56 %}"
  )

  static func fault(
    _ cursor: LiteralCursor,
    _ start: Int,
    _ number: ExactNumber,
    _ unit: Unit,
    _ form: QuantityForm,
    isSpread: Bool
  ) -> Diagnostic {
    let units = isSpread ? form.spreadUnits : form.units
    if unit == .percent, units.contains(where: { $0.unit == .basisPoints }) {
      return RelativeRateChange.fault(cursor, start, number, units, isSpread: isSpread)
    }
    let text = cursor.text(from: start)
    let best = units.first.map { wanted in
      // Basis points and points are converted; persons and percent are not.
      guard let from = unit.power, let to = wanted.unit.power else {
        return text.dropUnit(unit) + wanted.unit.suffix
      }
      return number.shifted(by: from - to).text + wanted.unit.suffix
    }
    return fault(
      "`\(text)` is not \(isSpread ? "a spread of \(form.noun)" : form.noun)",
      at: cursor.place(from: start),
      "`\(unit.rawValue)` does not belong here",
      help: best == nil ? "for example `\(form.example)`" : nil,
      replacement: best.flatMap(cursor.replacement)
    )
  }

  /// A unit behind a number that has none.
  static func needless(
    _ cursor: LiteralCursor,
    _ start: Int,
    _ unit: Unit,
    _ form: QuantityForm
  ) -> Diagnostic {
    let text = cursor.text(from: start)
    return fault(
      "`\(text)` has a unit; \(form.noun) has none",
      at: cursor.place(from: start),
      "`\(unit.rawValue)` does not belong here",
      replacement: cursor.replacement(text.dropUnit(unit))
    )
  }
}

extension Unit {
  /// The power of ten that leads to percentage points.
  fileprivate var power: Int? {
    switch self {
    case .percent, .points: 0
    case .basisPoints: -2
    case .thousands: nil
    }
  }
}

extension String {
  fileprivate func dropUnit(_ unit: Unit) -> String {
    var text = hasSuffix(unit.rawValue) ? String(dropLast(unit.rawValue.count)) : self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
