/// Why bytes are not what they should be.
package struct StorageFault: Error, Hashable, Sendable {
  package let reason: String
  package init(_ reason: String) { self.reason = reason }
}

/// Reads what a `ByteWriter` wrote, and trusts none of it.
///
/// No length is believed before the bytes for it are seen to be there, and no number is given
/// beyond the limit the caller states.
package struct ByteReader: Sendable {
  private let bytes: [UInt8]
  private let end: Int
  package private(set) var position: Int

  /// Reads the bytes of a range of places; those outside it are never looked at.
  package init(_ bytes: [UInt8], range: Range<Int>? = nil) {
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  package var isAtEnd: Bool { position == end }

  package mutating func raw(_ count: Int) throws(StorageFault) -> [UInt8] {
    guard count >= 0, count <= end - position else { throw StorageFault("it ends early") }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  package mutating func byte() throws(StorageFault) -> UInt8 {
    guard position < end else { throw StorageFault("it ends early") }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number in 0…`limit`.
  package mutating func count(
    upTo limit: Int,
    _ name: StaticString
  ) throws(StorageFault) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      let part = UInt64(byte & 127)
      guard shift < 63 || (shift == 63 && part <= 1) else {
        throw StorageFault("\(name) is out of range")
      }
      value |= part << shift
      if byte < 128 { break }
      shift += 7
    }
    guard let number = Int(exactly: value), number <= limit else {
      throw StorageFault("\(name) is out of range")
    }
    return number
  }

  package mutating func fixed<T: FixedWidthInteger>(_ type: T.Type) throws(StorageFault) -> T {
    let width = T.bitWidth / 8
    guard width <= end - position else { throw StorageFault("it ends early") }
    defer { position += width }
    // The highest byte first, so that each shift makes room for the next.
    return bytes[position..<position + width].reversed().reduce(T(0)) {
      $0 << 8 | T(truncatingIfNeeded: $1)
    }
  }

  package mutating func data(upTo limit: Int, _ name: StaticString) throws(StorageFault) -> [UInt8]
  {
    try raw(try count(upTo: limit, name))
  }

  package mutating func text(upTo limit: Int, _ name: StaticString) throws(StorageFault) -> String {
    guard let text = String(validating: try data(upTo: limit, name), as: UTF8.self) else {
      throw StorageFault("\(name) is not UTF-8")
    }
    return text
  }
}
