/// How wide text stands on a terminal, and how it is cut, padded and made safe to print.
package enum TextLayout {
  /// Columns a terminal gives to a text: wide characters two, combining marks none.
  package static func width(_ text: String) -> Int {
    text.reduce(0) { $0 + width($1) }
  }

  /// Columns a terminal gives to one character.
  ///
  /// Source: Unicode Standard Annex 11 (East Asian width) and 51 (emoji presentation).
  package static func width(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return (32...126).contains(ascii) ? 1 : 0 }
    var widest = 0
    for scalar in character.unicodeScalars {
      if scalar.value == 0xFE0F { return 2 }
      widest = max(widest, width(scalar))
    }
    return widest
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return isUnprintable(scalar) ? 0 : 1 }
    // Vowels and finals of a decomposed Hangul syllable stand on its first consonant.
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]

  /// Whether a character of a user's text could move the cursor, end a line or turn it around.
  package static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<32, 127..<160: true
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    case 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }

  /// A user's text on one line, with everything unprintable shown as an escape.
  package static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": safe.append("\\n")
      case "\t": safe.append("\\t")
      default:
        if isUnprintable(scalar) {
          safe.append("\\u{\(String(scalar.value, radix: 16))}")
        } else {
          safe.unicodeScalars.append(scalar)
        }
      }
    }
    return safe
  }

  /// The text itself if it fits, else its beginning and `…`.
  package static func truncated(_ text: String, to limit: Int) -> String {
    guard width(text) > limit else { return text }
    guard limit > 0 else { return "" }
    var cut = ""
    var used = 1
    for character in text {
      used += width(character)
      if used > limit { break }
      cut.append(character)
    }
    return cut + "…"
  }

  package static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }
}
