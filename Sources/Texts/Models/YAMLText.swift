/// Writes scalars as YAML that reads back as the same text.
enum YAMLText {
  /// The shortest text that reads back as exactly this number: `0.1`, `3`, `5e-05`.
  static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The text itself where it cannot be mistaken, otherwise in double quotes.
  static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

  /// A long text as the lines of a literal block, or nil where only quotes keep it exact.
  static func block(_ text: String) -> [Substring]? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1 || text.utf8.count > 80 else { return nil }
    guard let first = lines.first, let last = lines.last, !last.isEmpty, !first.isEmpty,
      first.utf8.first != 0x20, lines.allSatisfy({ $0.utf8.last != 0x20 }),
      text.unicodeScalars.allSatisfy({ $0 == "\n" || !needsEscape($0) })
    else { return nil }
    return lines
  }

  /// Whether the text is safe without quotes in block and flow context alike.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    guard isWordByte(first), last != 0x20, last != 0x3A else { return false }
    var previous: UInt8 = 0
    for byte in text.utf8 {
      guard isWordByte(byte) || safePunctuation.contains(byte) else { return false }
      if byte == 0x20 && previous == 0x3A || byte == 0x23 && previous == 0x20 { return false }
      previous = byte
    }
    return true
  }

  private static let safePunctuation = Set(" .:/&+-_()%'=;<>^*~#$".utf8)

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if needsEscape(scalar) {
          result += escape(scalar)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Control characters, line separators, marks of direction and what YAML reads otherwise.
  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF,
      0x200E, 0x200F, 0x061C:
      true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
