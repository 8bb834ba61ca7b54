/// Sums that do not depend on the order of their terms: whole multiples of 2⁻⁴⁰.
package struct FixedSum: Hashable, Sendable {
  package private(set) var raw: Int128 = 0

  package init() {}

  /// Adds a term, rounded to a multiple of 2⁻⁴⁰ and held within ±2²²; NaN counts as nothing.
  @inline(__always)
  package mutating func add(_ value: Double) {
    let scaled = value * 0x1p40
    guard abs(scaled) < 0x1p62 else {
      raw += scaled > 0 ? 1 << 62 : scaled < 0 ? -(1 << 62) : 0
      return
    }
    // Below 2⁵⁰ adding and taking off 1.5·2⁵² rounds to a whole number, without a call.
    let whole = abs(scaled) < 0x1p50 ? (scaled + 0x1.8p52) - 0x1.8p52 : scaled.rounded()
    raw += Int128(Int64(whole))
  }

  package mutating func merge(_ other: FixedSum) { raw += other.raw }

  /// Adds what a batch came to.
  mutating func add(_ batch: FixedBatch) { raw += Int128(batch.raw) }

  package var value: Double {
    Double(Int64(truncatingIfNeeded: raw >> 64)) * 0x1p24
      + Double(UInt64(truncatingIfNeeded: raw)) * 0x1p-40
  }
}

/// The sum of at most 4,096 small terms, rounded as `FixedSum` rounds them, in half the instructions.
struct FixedBatch {
  fileprivate var raw: Int64 = 0
  /// Whether every term was below 2¹⁰; otherwise the sum is not that of `FixedSum`.
  private(set) var isExact = true

  @inline(__always)
  mutating func add(_ value: Double) {
    let scaled = value * 0x1p40
    isExact = isExact && abs(scaled) < 0x1p50
    // The last bits of a number about 1.5·2⁵² are its whole number.
    let shifted = scaled + 0x1.8p52
    raw &+= Int64(bitPattern: shifted.bitPattern &- (0x1.8p52).bitPattern)
  }
}

extension FixedSum: Storable {
  package func store(in writer: inout ByteWriter) { writer.append(fixed: raw) }

  /// The sum of at most `terms` terms.
  package init(from reader: inout ByteReader, terms: Int) throws(StorageFault) {
    raw = try reader.fixed(Int128.self)
    let limit = Int128(max(terms, 0)) << 62
    guard (-limit...limit).contains(raw) else { throw StorageFault("a sum is out of range") }
  }
}
