internal import CLibMD

/// A SHA-256 digest that grows with the bytes it is shown.
package struct SHA256: Sendable {
  private var context = SHA2_CTX()

  package init() { SHA256Init(&context) }

  /// Takes in more bytes.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      SHA256Update(&context, start, buffer.count)
    }
  }

  /// Takes in the bytes of each number, the lowest first.
  package mutating func update(_ numbers: [Float]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * numbers.count)
    for number in numbers {
      let bits = number.bitPattern
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    update(bytes)
  }

  /// The 32 bytes of the digest of all bytes shown so far.
  package var digest: [UInt8] {
    var copy = context
    var bytes = [UInt8](repeating: 0, count: 32)
    bytes.withUnsafeMutableBufferPointer { SHA256Final($0.baseAddress, &copy) }
    return bytes
  }

  /// The digest in 64 hexadecimal digits.
  package var hex: String { Self.hex(digest) }

  /// The digest of some bytes.
  package static func digest(of bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.digest
  }

  /// Two hexadecimal digits for each byte.
  package static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
