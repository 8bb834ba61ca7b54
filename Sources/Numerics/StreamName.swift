/// The purpose of a stream of draws, such as "asset/technology".
package struct StreamName: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// The number that addresses the stream: the 32-bit FNV-1a hash of the name's UTF-8 bytes.
  package var number: UInt32 {
    text.utf8.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}
