package import Domain

/// Reads the literals of the language: numbers with units, dates, durations, odds and laws.
///
/// Each function reads a whole literal and throws the one finding that explains it.
package enum Literals {
  /// A number of a form, in the form's own unit.
  package static func quantity(
    _ source: LiteralSource,
    _ form: QuantityForm
  ) throws(Diagnostic) -> Double {
    var cursor = LiteralCursor(source)
    let number = try cursor.quantity(form)
    try cursor.end(form.noun)
    return number.value
  }

  /// Odds in percent, exactly.
  package static func odds(_ source: LiteralSource) throws(Diagnostic) -> ExactNumber {
    var cursor = LiteralCursor(source)
    let number = try cursor.quantity(.odds)
    try cursor.end("odds")
    return number
  }

  /// A number, or a normal, uniform or Student law of a form.
  package static func law<Value: Quantity>(
    _ source: LiteralSource,
    _ form: QuantityForm,
    as value: Value.Type
  ) throws(Diagnostic) -> Law<Value> {
    var cursor = LiteralCursor(source)
    let law = try cursor.law(form, as: value)
    try cursor.end(form.noun)
    return law
  }

  /// Two levels of a rate with `..` between them, the lower first; in percent.
  package static func rateRange(
    _ source: LiteralSource
  ) throws(Diagnostic) -> (low: ExactNumber, high: ExactNumber) {
    var cursor = LiteralCursor(source)
    let range = try cursor.rateRange()
    try cursor.end("a target range")
    return range
  }

  /// A day of the calendar.
  package static func date(_ source: LiteralSource) throws(Diagnostic) -> TradingDate {
    var cursor = LiteralCursor(source)
    guard case .date(let text) = cursor.current?.kind else {
      throw UnknownDate.fault(
        "`\(source.text)` is not a date",
        at: source.place,
        "a date is year, month and day",
        help: "write a date as `2025-12-10`"
      )
    }
    guard let date = TradingDate(text) else {
      throw UnknownDate.noSuchDay(text, at: source.place)
    }
    cursor.index += 1
    try cursor.end("a date")
    return date
  }

  /// A span of time such as `10bd`, `2w`, `3mo` or `1y`.
  package static func duration(_ source: LiteralSource) throws(Diagnostic) -> Duration {
    var cursor = LiteralCursor(source)
    let duration = try cursor.duration()
    try cursor.end("a duration")
    return duration
  }

  /// A whole number without a unit, or thousands with `k`.
  package static func count(
    _ source: LiteralSource,
    _ noun: String,
    _ bounds: ClosedRange<UInt64>
  ) throws(Diagnostic) -> UInt64 {
    var cursor = LiteralCursor(source)
    try cursor.refuseComma()
    guard case .number(let number) = cursor.current?.kind else {
      // Seeds may have more digits than an exact decimal.
      if let whole = UInt64(source.text), bounds.contains(whole), !source.text.hasPrefix("0") {
        return whole
      }
      throw NotACount.fault(source, noun, bounds)
    }
    cursor.index += 1
    let inThousands = cursor.take(word: "k")
    let scaled = number.shifted(by: inThousands ? 3 : 0)
    guard cursor.isAtEnd, scaled.scale == 0, let whole = UInt64(exactly: scaled.digits),
      bounds.contains(whole)
    else { throw NotACount.fault(source, noun, bounds) }
    return whole
  }

  /// `true` or `false`.
  package static func flag(_ source: LiteralSource) throws(Diagnostic) -> Bool {
    switch source.text {
    case "true": true
    case "false": false
    default: throw UnknownWord.fault(source, "a flag", ["true", "false"])
    }
  }
}

/// A span of calendar or trading time.
package enum Duration: Hashable, Sendable {
  case tradingDays(Int)
  case days(Int)
  case months(Int)

  /// The day it leads to, rolled to the trading day on or before.
  package func end(from date: TradingDate, _ calendar: TradingCalendar) -> TradingDate {
    switch self {
    case .tradingDays(let count): calendar.adding(tradingDays: count, to: date)
    case .days(let count): calendar.tradingDay(onOrBefore: date.adding(days: count))
    case .months(let count): calendar.tradingDay(onOrBefore: date.adding(months: count))
    }
  }
}
