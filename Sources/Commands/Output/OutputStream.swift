import Glibc

/// A file descriptor that text goes to; every write is checked.
struct OutputStream: Sendable {
  let descriptor: Int32
  /// What messages call it: `standard output`, or a path.
  let name: String

  /// Writes all of a text.
  ///
  /// Throws `closedPipe` where the reader went away and exit code 74 where the write failed, a
  /// full disk among them.
  func write(_ text: String) throws(CommandFailure) {
    var text = text
    try check(text.withUTF8 { bytes in writeAll(UnsafeRawBufferPointer(bytes)) })
  }

  /// Writes all bytes; throws as for a text.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    try check(bytes.withUnsafeBytes { writeAll($0) })
  }

  private func check(_ failure: Int32) throws(CommandFailure) {
    guard failure != 0 else { return }
    guard failure != EPIPE else { throw .closedPipe }
    throw .message(.inputOutput, "cannot write to \(name): \(systemMessage(failure))")
  }

  /// Gives the error number of the first write that fails, 0 for none.
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(
        descriptor,
        UnsafeRawBufferPointer(rebasing: rest).baseAddress,
        rest.count
      )
      if count < 0 {
        guard errno == EINTR else { return errno }
      } else {
        rest = rest.dropFirst(count)
      }
    }
    return 0
  }
}

/// The system's words for an error number: `No space left on device`.
func systemMessage(_ number: Int32) -> String {
  guard let text = strerror(number) else { return "error \(number)" }
  return String(cString: text)
}
