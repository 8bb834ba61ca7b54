/// Text with the weight of each part; colour only repeats what the words and marks say.
package struct Phrase: Hashable, Sendable {
  package enum Style: Hashable, Sendable { case plain, strong, faint, good, bad }

  package struct Run: Hashable, Sendable {
    package let text: String
    package let style: Style
  }

  package private(set) var runs: [Run]

  package init(_ text: String, _ style: Style = .plain) {
    runs = text.isEmpty ? [] : [Run(text: text, style: style)]
  }

  /// The words alone.
  package var plain: String { runs.map(\.text).joined() }

  package var isEmpty: Bool { runs.isEmpty }

  /// Columns on a terminal.
  var width: Int { runs.reduce(0) { $0 + TextLayout.width($1.text) } }

  package static func + (a: Phrase, b: Phrase) -> Phrase {
    var sum = a
    for run in b.runs { sum.append(run.text, run.style) }
    return sum
  }

  private mutating func append(_ text: String, _ style: Style) {
    if let last = runs.last, last.style == style {
      runs[runs.count - 1] = Run(text: last.text + text, style: style)
    } else {
      runs.append(Run(text: text, style: style))
    }
  }

  /// Phrases with a separator between them.
  package static func joined(_ phrases: [Phrase], by separator: String) -> Phrase {
    var sum = Phrase("")
    for (index, phrase) in phrases.enumerated() {
      if index > 0 { sum = sum + Phrase(separator) }
      sum = sum + phrase
    }
    return sum
  }

  /// The phrase itself if it fits, else its beginning and `…`.
  func truncated(to limit: Int) -> Phrase {
    guard width > limit else { return self }
    var cut = Phrase("")
    for run in runs {
      let room = limit - cut.width
      guard TextLayout.width(run.text) < room else {
        return cut + Phrase(TextLayout.truncated(run.text + " ", to: room), run.style)
      }
      cut = cut + Phrase(run.text, run.style)
    }
    return cut
  }
}

extension Phrase: ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) { self.init(text) }
}

extension Phrase {
  /// Lines of at most `width` columns, broken at spaces; a longer word is cut.
  ///
  /// A no-break space binds two words where both fit on a line; the renderer prints a space.
  func wrapped(to width: Int) -> [Phrase] {
    var lines: [Phrase] = []
    var line = Phrase("")
    var gap = Phrase("")
    for word in words(separatedBy: " ") {
      for piece in word.fitted(to: max(1, width)) {
        if line.isEmpty {
          line = piece
        } else if line.width + gap.width + piece.width <= width {
          line = line + gap + piece
        } else {
          lines.append(line)
          line = piece
        }
        gap = Phrase(" ")
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Itself if it fits, else its bound words together as far as they fit.
  private func fitted(to width: Int) -> [Phrase] {
    guard self.width > width else { return [self] }
    var pieces: [Phrase] = []
    for word in words(separatedBy: "\u{A0}").flatMap({ $0.pieces(of: width) }) {
      if let last = pieces.last, last.width + 1 + word.width <= width {
        pieces[pieces.count - 1] = last + Phrase("\u{A0}") + word
      } else {
        pieces.append(word)
      }
    }
    return pieces
  }

  /// With plain spaces for those that bind.
  var unbound: Phrase {
    runs.reduce(Phrase("")) {
      $0 + Phrase(String($1.text.map { $0 == "\u{A0}" ? " " : $0 }), $1.style)
    }
  }

  /// The parts between separators.
  private func words(separatedBy separator: Character) -> [Phrase] {
    var words: [Phrase] = []
    var word = Phrase("")
    for run in runs {
      let parts = run.text.split(separator: separator, omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 && !word.isEmpty {
          words.append(word)
          word = Phrase("")
        }
        word = word + Phrase(String(part), run.style)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private func pieces(of width: Int) -> [Phrase] {
    guard self.width > width else { return [self] }
    var pieces: [Phrase] = []
    var piece = Phrase("")
    for run in runs {
      for character in run.text {
        if !piece.isEmpty && piece.width + TextLayout.width(character) > width {
          pieces.append(piece)
          piece = Phrase("")
        }
        piece.append(String(character), run.style)
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
