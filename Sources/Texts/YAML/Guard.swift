/// What is refused before YAML sees a text: bytes that mislead a reader or a parser.
package enum Guard {
  package static let maximumBytes = 1 << 20
  package static let maximumDepth = 64
  package static let maximumEvents = 200_000

  /// Checks size, encoding, hidden characters and tabs; empty when the text may be parsed.
  package static func check(_ file: SourceFile) -> [Diagnostic] {
    if let diagnostic = sizeFault(file) ?? encodingFault(file) { return [diagnostic] }
    return hiddenFaults(file) + tabFaults(file)
  }

  private static func sizeFault(_ file: SourceFile) -> Diagnostic? {
    guard file.bytes.count > maximumBytes else { return nil }
    return Diagnostic(
      "E110",
      "the file has \(file.bytes.count) bytes; at most \(maximumBytes) are read",
      at: SourcePlace(path: file.path, range: SourceRange(0, 0)),
      help: "split the file, or move notes out of it"
    )
  }

  private static func encodingFault(_ file: SourceFile) -> Diagnostic? {
    guard String(validating: file.bytes, as: UTF8.self) == nil else { return nil }
    let offset = firstInvalidByte(file.bytes)
    let byte = String(file.bytes[offset], radix: 16, uppercase: true)
    return Diagnostic(
      "E111",
      "the file is not UTF-8: byte 0x\(byte) at offset \(offset)",
      at: SourcePlace(path: file.path, range: SourceRange(offset, offset + 1)),
      "not a character",
      help: "save the file in the encoding UTF-8"
    )
  }

  /// The offset of the first byte that belongs to no character; bytes must be invalid.
  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int {
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .valid(let encoded) = decoder.parseScalar(from: &iterator) {
      offset += encoded.count
    }
    return min(offset, bytes.count - 1)
  }

  private static func hiddenFaults(_ file: SourceFile) -> [Diagnostic] {
    let isPlain = file.bytes.allSatisfy {
      (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) && $0 != 0x0B && $0 != 0x0C
    }
    guard !isPlain else { return [] }
    var faults: [Diagnostic] = []
    var offset = 0
    for scalar in file.text.unicodeScalars {
      let width = UTF8.width(scalar)
      if isHidden(scalar, isFirst: offset == 0) {
        let number = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
        faults.append(
          Diagnostic(
            "E112",
            "the text contains the invisible character U+\(padded)",
            at: SourcePlace(path: file.path, range: SourceRange(offset, offset + width)),
            "it would make the text read otherwise than it looks",
            help: "delete the character",
            replacement: ""
          )
        )
        if faults.count == 20 { break }
      }
      offset += width
    }
    return faults
  }

  /// Control characters, line ends that editors do not count, and marks that reorder or hide.
  private static func isHidden(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2060...0x2069: true
    case 0xFEFF: !isFirst
    case 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  private static func tabFaults(_ file: SourceFile) -> [Diagnostic] {
    guard file.bytes.contains(0x09) else { return [] }
    var faults: [Diagnostic] = []
    for line in 1...file.lineCount where faults.count < 20 {
      let range = file.range(ofLine: line)
      let indent = file.bytes[range.lower..<range.upper].prefix { $0 == 0x20 || $0 == 0x09 }
      guard indent.contains(0x09), indent.endIndex < range.upper else { continue }
      let columns = indent.reduce(0) { $1 == 0x09 ? ($0 / 2 + 1) * 2 : $0 + 1 }
      faults.append(
        Diagnostic(
          "E102",
          "a tab in the indentation; YAML indents with spaces only",
          at: SourcePlace(path: file.path, range: SourceRange(range.lower, indent.endIndex)),
          "how wide a tab is, each editor decides",
          help: "indent with spaces",
          replacement: String(repeating: " ", count: columns)
        )
      )
    }
    return faults
  }
}
