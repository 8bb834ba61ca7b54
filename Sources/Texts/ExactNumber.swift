/// A decimal number exactly as it was written: digits × 10^−scale.
///
/// Odds add up in it without rounding, and a unit's power of ten is applied before the one
/// rounding to `Double`.
package struct ExactNumber: Hashable, Sendable {
  /// At most 15 digits, so that the nearest `Double` is one correctly rounded division away.
  package let digits: Int64
  package let scale: Int

  package static let maximumDigits = 15

  package init(digits: Int64, scale: Int) {
    var (digits, scale) = (digits, scale)
    while scale > 0, digits % 10 == 0 {
      digits /= 10
      scale -= 1
    }
    self.digits = digits
    self.scale = scale
  }

  package init(_ integer: Int) { self.init(digits: Int64(integer), scale: 0) }

  /// Reads ASCII digits with at most one point between them; nil for any other text.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) })
    else { return nil }
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    let digits = (String(parts[0]) + String(fraction)).drop { $0 == "0" }
    guard digits.count <= Self.maximumDigits, fraction.count <= Self.maximumDigits else {
      return nil
    }
    self.init(digits: Int64(digits) ?? 0, scale: fraction.count)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  package var value: Double {
    scale >= 0
      ? Double(digits) / Self.powersOfTen[min(scale, 30)]
      : Double(digits) * Self.powersOfTen[min(-scale, 30)]
  }

  /// The number times a power of ten, exactly.
  package func shifted(by power: Int) -> ExactNumber {
    var (digits, scale) = (digits, scale - power)
    while scale < 0, digits.magnitude < 100_000_000_000_000_000 {
      digits *= 10
      scale += 1
    }
    return ExactNumber(digits: digits, scale: scale)
  }

  package static prefix func - (number: ExactNumber) -> ExactNumber {
    ExactNumber(digits: -number.digits, scale: number.scale)
  }

  /// The exact sum; nil where it has more digits than can be kept.
  package static func sum(_ a: ExactNumber, _ b: ExactNumber) -> ExactNumber? {
    let scale = max(a.scale, b.scale)
    guard let x = a.digits(atScale: scale), let y = b.digits(atScale: scale) else { return nil }
    let (sum, overflow) = x.addingReportingOverflow(y)
    return overflow ? nil : ExactNumber(digits: sum, scale: scale)
  }

  private func digits(atScale target: Int) -> Int64? {
    var digits = digits
    for _ in 0..<(target - scale) {
      let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      digits = product
    }
    return digits
  }

  /// Without trailing zeros: `3.75`, `-25`, `0.1`.
  package var text: String {
    guard scale > 0 else { return String(digits) + String(repeating: "0", count: -scale) }
    let padded = String(digits.magnitude)
    let zeros = String(repeating: "0", count: max(0, scale + 1 - padded.count))
    let all = zeros + padded
    let cut = all.index(all.endIndex, offsetBy: -scale)
    return (digits < 0 ? "-" : "") + all[..<cut] + "." + all[cut...]
  }

  private static let powersOfTen: [Double] = (0...30).map { power in
    (0..<power).reduce(1) { value, _ in value * 10 }
  }
}

extension ExactNumber: Comparable {
  package static func < (a: ExactNumber, b: ExactNumber) -> Bool {
    guard let difference = sum(a, -b) else { return a.value < b.value }
    return difference.digits < 0
  }
}
