/// Writes canonical scenarios as YAML that reads back to the same scenario.
package enum ScenarioWriter {
  /// The whole text; lists of events and mappings are blocks, what belongs to one key is a line.
  package static func text(_ tree: CanonicalTree) -> String {
    guard case .mapping(let entries) = tree else { return "" }
    return entries.map { block($0) }.joined()
  }

  private static func block(_ entry: CanonicalTree.Entry) -> String {
    switch entry.value {
    case .mapping(let children) where !children.isEmpty:
      "\(entry.key):\n" + children.map { "  " + line($0) }.joined()
    case .list(let items) where !items.isEmpty && isLong(items):
      "\(entry.key):\n" + items.map(item).joined()
    default: line(entry)
    }
  }

  /// Whether the items of a list have lines of their own.
  private static func isLong(_ items: [CanonicalTree]) -> Bool {
    items.contains { item in
      if case .text(let text) = item { return text.contains(" ") }
      return true
    }
  }

  private static func line(_ entry: CanonicalTree.Entry) -> String {
    let key = YAMLScalar.written(entry.key, inFlow: false)
    if case .text(let text) = entry.value {
      return "\(key): \(YAMLScalar.written(text, inFlow: false))\n"
    }
    return "\(key): \(entry.value.flowText)\n"
  }

  private static func item(_ tree: CanonicalTree) -> String {
    switch tree {
    case .mapping(let entries) where !entries.isEmpty:
      entries.enumerated().map { ($0 == 0 ? "  - " : "    ") + line($1) }.joined()
    case .text(let text): "  - \(YAMLScalar.written(text, inFlow: false))\n"
    default: "  - \(tree.flowText)\n"
    }
  }
}

/// Writes one scalar so that it reads back as the same text.
package enum YAMLScalar {
  package static func written(_ text: String, inFlow: Bool) -> String {
    isPlain(text, inFlow: inFlow) ? text : JSONText.quoted(text)
  }

  /// Whether a text needs no quotes: stricter than YAML, so that it is right without doubt.
  private static func isPlain(_ text: String, inFlow: Bool) -> Bool {
    guard let first = text.unicodeScalars.first, text.last != " ", text.last != ":",
      !text.contains(": "), !text.contains(" #")
    else { return false }
    let isNegative = first == "-" && text.count > 1 && !text.hasPrefix("- ")
    guard isNegative || isOrdinary(first) || first == "+" || first == "(" else { return false }
    let isMarker = text.hasPrefix("---") || text.hasPrefix("...")
    return !isMarker
      && text.unicodeScalars.allSatisfy { scalar in
        isOrdinary(scalar) || " .%+-()<>=±/:'?!&".unicodeScalars.contains(scalar)
          || (!inFlow && scalar == ",")
      }
  }

  private static func isOrdinary(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
  }
}
