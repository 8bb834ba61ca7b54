/// A report as lines for a terminal of a given width.
package struct TerminalRenderer: Sendable {
  /// Below this width lines are laid out for it and may run over.
  package static let leastWidth = 40
  package static let defaultWidth = 100

  package let width: Int
  package let isColored: Bool

  package init(width: Int = defaultWidth, isColored: Bool = false) {
    self.width = max(Self.leastWidth, width)
    self.isColored = isColored
  }

  /// The whole report; every line ends with a line break and none with a space.
  package func render(_ report: Report) -> String {
    var text = ""
    for (index, block) in report.blocks.enumerated() {
      if index > 0 && needsGap(before: block, after: report.blocks[index - 1]) {
        text.append("\n")
      }
      for line in lines(of: block) {
        text.append(painted(line))
        text.append("\n")
      }
    }
    return text
  }

  private func needsGap(before block: Report.Block, after previous: Report.Block) -> Bool {
    switch (previous, block) {
    case (.passage, .passage), (.heading, .heading): false
    default: true
    }
  }

  private func lines(of block: Report.Block) -> [Phrase] {
    switch block {
    case .heading(let text, let note): heading(text, note: note)
    case .table(let table):
      heading(table.title, note: table.note) + TableLayout(table, width: width).lines()
    case .passage(let passage): lines(of: passage)
    }
  }

  /// A title with its note at the right edge, or on the next line where both do not fit.
  private func heading(_ title: Phrase, note: Phrase) -> [Phrase] {
    let gap = width - title.width - note.width
    if note.isEmpty { return title.wrapped(to: width) }
    if gap >= 3 { return [title + Phrase(TextLayout.spaces(gap)) + note] }
    return title.wrapped(to: width) + indented(note.wrapped(to: width - 2), by: 2)
  }

  private func lines(of passage: Passage) -> [Phrase] {
    let length = TextLayout.width(passage.label)
    let gutter = length <= 12 ? 14 : length + 3
    let label = Phrase(passage.label, .strong)
    if label.isEmpty { return itemLines(passage.items, width: width) }
    guard gutter * 3 <= width else {
      return [label] + indented(itemLines(passage.items, width: width - 2), by: 2)
    }
    let lines = itemLines(passage.items, width: width - gutter)
    return lines.enumerated().map { place, line in
      let lead = place == 0 ? label : Phrase("")
      return lead + Phrase(TextLayout.spaces(gutter - lead.width)) + line
    }
  }

  private func itemLines(_ items: [Passage.Item], width: Int) -> [Phrase] {
    let leads = items.filter { $0.detail != nil }.map(\.lead.width).max() ?? 0
    let details = items.compactMap { $0.detail?.width }.max() ?? 0
    let isTwoColumns = leads + 3 + details <= width
    return items.flatMap { item -> [Phrase] in
      guard let detail = item.detail else {
        return indented(hanging(item.lead, width: width - item.indent), by: item.indent)
      }
      if isTwoColumns {
        let gap = Phrase(TextLayout.spaces(leads - item.lead.width + 3))
        return [item.lead + gap + detail]
      }
      return hanging(item.lead, width: width) + indented(detail.wrapped(to: width - 4), by: 4)
    }
  }

  /// Wrapped, with every line after the first indented.
  private func hanging(_ phrase: Phrase, width: Int) -> [Phrase] {
    let lines = phrase.wrapped(to: width)
    guard lines.count > 1 else { return lines }
    let narrow = phrase.wrapped(to: width - 2)
    return [narrow[0]] + indented(Array(narrow.dropFirst()), by: 2)
  }

  private func indented(_ lines: [Phrase], by count: Int) -> [Phrase] {
    lines.map { Phrase(TextLayout.spaces(count)) + $0 }
  }

  /// The line with its colours, or without any.
  private func painted(_ line: Phrase) -> String {
    let trimmed = line.unbound.withoutTrailingSpaces
    guard isColored else { return trimmed.plain }
    return trimmed.runs.map { run in
      let code: String? =
        switch run.style {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .bad: "31"
        }
      return code.map { "\u{1B}[\($0)m\(run.text)\u{1B}[0m" } ?? run.text
    }.joined()
  }
}

extension Phrase {
  fileprivate var withoutTrailingSpaces: Phrase {
    var kept = runs
    while let last = kept.last {
      let text = String(last.text.reversed().drop { $0 == " " }.reversed())
      kept.removeLast()
      if !text.isEmpty {
        kept.append(Run(text: text, style: last.style))
        break
      }
    }
    return kept.reduce(Phrase("")) { $0 + Phrase($1.text, $1.style) }
  }
}
