/// Bytes of numbers and texts in a fixed order, the same on every machine.
///
/// Whole numbers that are mostly small take seven bits a byte, the lowest first; others have a
/// fixed width, the lowest byte first.
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func append(raw: [UInt8]) { bytes += raw }

  /// A number that is not negative, in one byte up to 127 and in ten at most.
  package mutating func append(count: Int) {
    var rest = UInt64(clamping: count)
    while rest > 127 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A number in all bytes of its width.
  package mutating func append(fixed number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A number of bytes, and the bytes.
  package mutating func append(data: [UInt8]) {
    append(count: data.count)
    append(raw: data)
  }

  package mutating func append(text: String) { append(data: Array(text.utf8)) }
}

/// What can be written to bytes and read back.
package protocol Storable {
  func store(in writer: inout ByteWriter)
}
