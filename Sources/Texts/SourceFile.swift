/// A text as it was read, with the index of its lines.
package struct SourceFile: Hashable, Sendable {
  /// What messages call it: the path as the user wrote it, or `<stdin>`.
  package let path: String
  /// The raw bytes; they may be no UTF-8 until the guard has passed them.
  package let bytes: [UInt8]
  /// Offsets at which lines start; the first is 0.
  private let lineStarts: [Int]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    bytes.withUnsafeBufferPointer { buffer in
      for (offset, byte) in buffer.enumerated() where byte == 0x0A || byte == 0x0D {
        // A carriage return before a line feed is part of one line end.
        if byte == 0x0D && offset + 1 < buffer.count && buffer[offset + 1] == 0x0A { continue }
        starts.append(offset + 1)
      }
    }
    lineStarts = starts
  }

  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The whole text, with U+FFFD for bytes that are no UTF-8.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package var lineCount: Int { lineStarts.count }

  /// The text of a range of UTF-8 offsets, clamped to the file.
  package func text(in range: SourceRange) -> String {
    let lower = min(max(0, range.lower), bytes.count)
    let upper = min(max(lower, range.upper), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  /// Line and column of an offset, both from 1; columns count Unicode scalars.
  package func position(at offset: Int) -> SourcePosition {
    let offset = min(max(0, offset), bytes.count)
    let line = lineNumber(at: offset)
    let prefix = bytes[lineStarts[line - 1]..<offset]
    // Every byte that does not continue a scalar starts one.
    let scalars = prefix.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    return SourcePosition(line: line, column: scalars + 1)
  }

  /// The offsets of a line without its end; lines count from 1 and are clamped to the file.
  package func range(ofLine line: Int) -> SourceRange {
    let index = min(max(1, line), lineStarts.count) - 1
    let lower = lineStarts[index]
    var upper = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
    while upper > lower, bytes[upper - 1] == 0x0A || bytes[upper - 1] == 0x0D { upper -= 1 }
    return SourceRange(lower, upper)
  }

  /// The number of the line, from 1, in which an offset lies.
  package func lineNumber(at offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }
}

/// A half-open range of UTF-8 offsets in one source file.
package struct SourceRange: Hashable, Sendable {
  package let lower, upper: Int

  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  package var isEmpty: Bool { lower == upper }
}

/// A line and a column, both counted from 1.
package struct SourcePosition: Hashable, Sendable {
  package let line, column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A range in a file that is named by its path.
package struct SourcePlace: Hashable, Sendable {
  package let path: String
  package let range: SourceRange

  package init(path: String, range: SourceRange) {
    self.path = path
    self.range = range
  }

  /// The place from the start of this one to the end of another in the same file.
  package func through(_ other: SourcePlace) -> SourcePlace {
    SourcePlace(path: path, range: SourceRange(range.lower, other.range.upper))
  }

  /// The empty place right behind this one, where something is missing.
  package var end: SourcePlace {
    SourcePlace(path: path, range: SourceRange(range.upper, range.upper))
  }
}
