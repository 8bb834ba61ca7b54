/// Cuts the bytes of a CSV file into rows and cells.
///
/// The dialect is RFC 4180 without line ends inside quotes: commas, a row a line, quotes doubled
/// within quotes.
struct CSVScanner {
  /// A cell's bytes, without the quotes around them.
  struct Cell {
    let lower, upper: Int
    let isQuoted: Bool

    var range: SourceRange { SourceRange(lower, upper) }
  }

  private let bytes: [UInt8]
  private var position: Int
  /// Where a quote was not closed or text followed one; the rest of the row is lost.
  private(set) var fault: Int?

  /// Begins at an offset, which is the start of a line.
  init(_ bytes: [UInt8], at offset: Int = 0) {
    self.bytes = bytes
    position = offset == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : offset
  }

  /// Reads the next row into `cells`; false at the end of the file.
  mutating func next(_ cells: inout [Cell]) -> Bool {
    cells.removeAll(keepingCapacity: true)
    fault = nil
    guard position < bytes.count else { return false }
    while true {
      cells.append(bytes[safe: position] == 0x22 ? quoted() : plain())
      guard fault == nil, bytes[safe: position] == 0x2C else { break }
      position += 1
    }
    endRow()
    return true
  }

  func text(_ cell: Cell) -> String {
    let text = String(decoding: bytes[cell.lower..<cell.upper], as: UTF8.self)
    return cell.isQuoted ? text.replacing("\"\"", with: "\"") : text
  }

  func slice(_ cell: Cell) -> ArraySlice<UInt8> { bytes[cell.lower..<cell.upper] }

  private mutating func plain() -> Cell {
    let start = position
    bytes.withUnsafeBufferPointer { buffer in
      while position < buffer.count {
        let byte = buffer[position]
        if byte == 0x2C || byte == 0x0A || byte == 0x0D { break }
        position += 1
      }
    }
    return Cell(lower: start, upper: position, isQuoted: false)
  }

  private mutating func quoted() -> Cell {
    let start = position + 1
    position = start
    while let byte = bytes[safe: position], byte != 0x0A {
      position += 1
      guard byte == 0x22 else { continue }
      guard bytes[safe: position] == 0x22 else { return closed(start) }
      position += 1
    }
    fault = start - 1
    return Cell(lower: start, upper: position, isQuoted: true)
  }

  private mutating func closed(_ start: Int) -> Cell {
    let cell = Cell(lower: start, upper: position - 1, isQuoted: true)
    let next = bytes[safe: position]
    if next != nil, next != 0x2C, next != 0x0A, next != 0x0D { fault = start - 1 }
    return cell
  }

  private mutating func endRow() {
    while let byte = bytes[safe: position] {
      position += 1
      if byte == 0x0A { return }
      // A lone carriage return ends a row as well.
      if byte == 0x0D, bytes[safe: position] != 0x0A { return }
    }
  }
}

extension [UInt8] {
  /// The byte at an offset, or nil behind the end.
  fileprivate subscript(safe offset: Int) -> UInt8? {
    offset < count ? self[offset] : nil
  }
}
