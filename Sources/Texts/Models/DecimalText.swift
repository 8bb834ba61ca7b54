/// Reads decimal numbers from bytes, correctly rounded and without a locale.
///
/// Up to 15 digits with a power of ten within ±22 need one exact multiplication or division of two
/// doubles that are themselves exact (Clinger 1990); everything longer goes to the library.
enum DecimalText {
  /// The number that all of the bytes spell, or nil: `-12`, `0.5`, `.5`, `4e-05`.
  ///
  /// Words such as `nan` and `inf`, hexadecimal digits and numbers beyond the doubles are refused.
  static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    var rest = bytes
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
    var scanned = Scanned()
    rest = scanned.digits(rest)
    if rest.first == 0x2E { rest = scanned.fraction(rest.dropFirst()) }
    guard scanned.count > 0 else { return nil }
    if let mark = rest.first, mark | 0x20 == 0x65 {
      guard let exponent = integer(rest.dropFirst()) else { return nil }
      scanned.exponent += exponent
      rest = rest[rest.endIndex...]
    }
    guard rest.isEmpty else { return nil }
    guard let magnitude = scanned.exact ?? library(bytes) else { return nil }
    return isNegative ? -abs(magnitude) : abs(magnitude)
  }

  static func number(_ text: String) -> Double? { number(ArraySlice(text.utf8)) }

  /// A signed whole number of at most four digits, as an exponent has.
  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
    guard (1...4).contains(rest.count) else { return nil }
    var value = 0
    for byte in rest {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return isNegative ? -value : value
  }

  private static func library(_ bytes: ArraySlice<UInt8>) -> Double? {
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }

  /// Digits read so far as an integer, with the power of ten that belongs to it.
  private struct Scanned {
    var mantissa: UInt64 = 0
    var count = 0
    var exponent = 0

    mutating func digits(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      var index = bytes.startIndex
      while index < bytes.endIndex, (0x30...0x39).contains(bytes[index]) {
        mantissa = mantissa &* 10 &+ UInt64(bytes[index] - 0x30)
        count += 1
        index += 1
      }
      return bytes[index...]
    }

    mutating func fraction(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let rest = digits(bytes)
      exponent -= bytes.count - rest.count
      return rest
    }

    /// The value where it takes one exact operation.
    var exact: Double? {
      guard count <= 15, abs(exponent) <= 22 else { return nil }
      let power = powersOfTen[abs(exponent)]
      return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    }
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
