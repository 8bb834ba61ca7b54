/// A JSON value whose keys keep their order.
package enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case unsigned(UInt64)
  /// Written as the shortest decimal that reads back as the same number; `null` if not finite.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value as text that ends with a line break.
  ///
  /// What fits on a line of `width` characters stands on one line; the rest is indented by two
  /// spaces a level. Equal values give equal bytes.
  package func text(width: Int = 100) -> String {
    var text = ""
    write(to: &text, indent: 0, used: 0, width: width)
    text.append("\n")
    return text
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(members.map { Member($0.0, $0.1) })
  }

  package init(arrayLiteral values: JSONValue...) { self = .array(values) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(nilLiteral: ()) { self = .null }
}

extension JSONValue {
  private func write(to text: inout String, indent: Int, used: Int, width: Int) {
    var line = ""
    guard !appendFlat(to: &line, limit: max(0, width - used)) else {
      text.append(line)
      return
    }
    switch self {
    case .array(let values):
      Self.appendList(values, open: "[", close: "]", indent: indent, to: &text) { value, text in
        value.write(to: &text, indent: indent + 2, used: indent + 3, width: width)
      }
    case .object(let members):
      Self.appendList(members, open: "{", close: "}", indent: indent, to: &text) { member, text in
        let before = text.utf8.count
        Self.appendString(member.key, to: &text)
        text.append(": ")
        let used = indent + 3 + text.utf8.count - before
        member.value.write(to: &text, indent: indent + 2, used: used, width: width)
      }
    default: appendScalar(to: &text)
    }
  }

  private static func appendList<Item>(
    _ items: [Item],
    open: String,
    close: String,
    indent: Int,
    to text: inout String,
    item: (Item, inout String) -> Void
  ) {
    let lead = String(repeating: " ", count: indent)
    text.append(open)
    for (index, each) in items.enumerated() {
      text.append(index == 0 ? "\n" : ",\n")
      text.append(lead)
      text.append("  ")
      item(each, &text)
    }
    text.append("\n")
    text.append(lead)
    text.append(close)
  }

  /// Appends the value on one line; false, with text left over, where it passes the limit.
  private func appendFlat(to text: inout String, limit: Int) -> Bool {
    switch self {
    case .array(let values):
      text.append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(", ") }
        guard value.appendFlat(to: &text, limit: limit) else { return false }
      }
      text.append("]")
    case .object(let members):
      text.append("{")
      for (index, member) in members.enumerated() {
        if index > 0 { text.append(", ") }
        Self.appendString(member.key, to: &text)
        text.append(": ")
        guard member.value.appendFlat(to: &text, limit: limit) else { return false }
      }
      text.append("}")
    default: appendScalar(to: &text)
    }
    return text.utf8.count <= limit
  }

  private func appendScalar(to text: inout String) {
    switch self {
    case .boolean(let value): text.append(value ? "true" : "false")
    case .integer(let value): text.append(String(value))
    case .unsigned(let value): text.append(String(value))
    case .number(let value) where value.isFinite:
      text.append(value == 0 ? "0.0" : value.description)
    case .string(let value): Self.appendString(value, to: &text)
    default: text.append("null")
    }
  }

  /// Controls and what breaks lines or turns their direction are written as escapes, so that a
  /// result can be read in a terminal as it is.
  private static func appendString(_ value: String, to text: inout String) {
    text.append("\"")
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text.append("\\\"")
      case "\\": text.append("\\\\")
      case "\n": text.append("\\n")
      case "\t": text.append("\\t")
      default:
        if TextLayout.isUnprintable(scalar) {
          text.append(escape(scalar))
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text.append("\"")
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    UTF16.encode(scalar).map { units in
      units.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    } ?? ""
  }
}
