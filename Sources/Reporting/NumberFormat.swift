package import Domain

/// Numbers as reports print them: no locale, no negative zero, no NaN, digits by standard error.
package enum NumberFormat {
  /// What stands where a number cannot be told.
  package static let absent = "—"

  /// More decimals than these are never shown, however small the standard error.
  static let decimalLimit = 4

  /// A number with exactly so many decimals; negative decimals round to tens, hundreds, ….
  ///
  /// The minus is U+2212; a number that rounds to zero has no sign.
  package static func fixed(_ value: Double, decimals: Int, isSigned: Bool = false) -> String {
    guard let digits = DecimalDigits(value)?.rounded(decimals: decimals) else { return absent }
    let sign = digits.isZero ? "" : digits.isNegative ? "−" : isSigned ? "+" : ""
    return sign + digits.text(decimals: decimals)
  }

  /// A number with at most so many decimals and no trailing zeros.
  package static func trimmed(_ value: Double, decimals: Int, isSigned: Bool = false) -> String {
    guard let digits = DecimalDigits(value)?.rounded(decimals: decimals) else { return absent }
    let needed = max(0, digits.digits.count - digits.exponent)
    return fixed(value, decimals: digits.isZero ? 0 : min(decimals, needed), isSigned: isSigned)
  }

  /// Decimals that make the last digit shown the first digit of a standard error.
  ///
  /// The error is first rounded to one digit, so 0.096 counts as 0.1. Nil where the error is
  /// zero or cannot be told.
  package static func decimals(forError error: Double) -> Int? {
    guard error > 0, let digits = DecimalDigits(error) else { return nil }
    let leading = 1 - digits.exponent
    return min(decimalLimit, 1 - digits.rounded(decimals: leading).exponent)
  }

  /// An estimate with the digits that its standard error allows.
  ///
  /// An estimate without error has `fallback` decimals, which suits its column.
  package static func estimate(
    _ estimate: Estimate,
    isSigned: Bool = false,
    fallback: Int = 1
  ) -> String {
    let decimals = decimals(forError: estimate.standardError) ?? fallback
    return fixed(estimate.value, decimals: decimals, isSigned: isSigned)
  }

  /// `±0.02`, rounded to one digit; empty where the error is zero or cannot be told.
  package static func uncertainty(_ estimate: Estimate) -> String {
    uncertainty(estimate.standardError).map { "±" + $0 } ?? ""
  }

  /// A standard error rounded to one digit, `<0.0001` where it is smaller than any digit shown.
  package static func uncertainty(_ error: Double) -> String? {
    guard let decimals = decimals(forError: error) else { return nil }
    let text = fixed(error, decimals: decimals)
    return DecimalDigits(error)?.rounded(decimals: decimals).isZero == true
      ? "<0." + String(repeating: "0", count: decimalLimit - 1) + "1" : text
  }

  /// A whole number with commas between thousands: `200,000`.
  package static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// Percentages of shares that add to exactly 100 as printed, by largest remainders.
  package static func shares(_ shares: [Double], decimals: Int) -> [String] {
    guard shares.allSatisfy(\.isFinite) else { return shares.map { _ in absent } }
    let unit = decimals > 0 ? 1000.0 : 100.0
    let exact = shares.map { $0 * unit }
    var whole = exact.map { $0.rounded(.down) }
    let missing = Int((exact.reduce(0, +) - whole.reduce(0, +)).rounded())
    let order = exact.indices.sorted {
      (exact[$0] - whole[$0], -$0) > (exact[$1] - whole[$1], -$1)
    }
    for index in order.prefix(max(0, missing)) { whole[index] += 1 }
    return whole.map { fixed($0 * 100 / unit, decimals: decimals > 0 ? 1 : 0) }
  }
}
