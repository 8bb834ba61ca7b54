/// A finite number as the shortest decimal that reads back as the same number.
///
/// Rounding starts from this decimal, half away from zero: 0.15 becomes 0.2, as a reader of the
/// JSON would round it, and not 0.1 because the nearest binary number lies a little below.
struct DecimalDigits {
  let isNegative: Bool
  /// Decimal digits without leading zeros, none for zero; the number is 0.d₁d₂… · 10^exponent.
  private(set) var digits: [UInt8]
  private(set) var exponent: Int

  /// The decimal of a number; nil where it is not finite.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    digits = []
    exponent = 0
    var seenPoint = false
    var power: [UInt8]?
    for byte in value.magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): seenPoint = true
      case UInt8(ascii: "e"): power = []
      case _ where power != nil: power?.append(byte)
      default:
        digits.append(byte - UInt8(ascii: "0"))
        if !seenPoint { exponent += 1 }
      }
    }
    if let power { exponent += Int(String(decoding: power, as: UTF8.self)) ?? 0 }
    trim()
  }

  private mutating func trim() {
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    exponent -= leading
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  /// Whether nothing is left but zero.
  var isZero: Bool { digits.isEmpty }

  /// The number rounded to some decimals after the point; negative counts tens, hundreds, ….
  func rounded(decimals: Int) -> DecimalDigits {
    let kept = exponent + decimals
    guard kept < digits.count else { return self }
    var result = self
    guard kept >= 0 else {
      result.digits = []
      result.exponent = 0
      return result
    }
    let roundsUp = digits[kept] >= 5
    result.digits = Array(digits.prefix(kept))
    if roundsUp { result.addUnitInLastPlace() }
    result.trim()
    return result
  }

  private mutating func addUnitInLastPlace() {
    var place = digits.count - 1
    while place >= 0 && digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    if place >= 0 {
      digits[place] += 1
    } else {
      digits.insert(1, at: 0)
      exponent += 1
    }
  }

  /// The digits without a sign and with exactly so many after the point.
  func text(decimals: Int) -> String {
    var text = ""
    for place in 0..<max(1, exponent) { text.append(digit(exponent < 1 ? -1 : place)) }
    guard decimals > 0 else { return text }
    text.append(".")
    for place in 0..<decimals { text.append(digit(exponent + place)) }
    return text
  }

  private func digit(_ place: Int) -> Character {
    guard digits.indices.contains(place) else { return "0" }
    return Character(Unicode.Scalar(digits[place] + UInt8(ascii: "0")))
  }
}
