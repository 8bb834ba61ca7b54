/// A report as Markdown with tables.
package enum MarkdownRenderer {
  package static func render(_ report: Report) -> String {
    report.blocks.map(text).joined(separator: "\n")
  }

  private static func text(_ block: Report.Block) -> String {
    switch block {
    case .heading(let title, let note): "# \(escaped(title))\n" + paragraph(note)
    case .table(let table): "## \(escaped(table.title))\n" + paragraph(table.note) + rows(table)
    case .passage(let passage): text(passage)
    }
  }

  private static func paragraph(_ text: Phrase) -> String {
    text.isEmpty ? "" : "\n\(escaped(text))\n"
  }

  private static func text(_ passage: Passage) -> String {
    let items = passage.items.map { item in
      let detail = item.detail.map { " — \(escaped($0))" } ?? ""
      return "- \(escaped(item.lead))\(detail)\n"
    }
    return "## \(escaped(Phrase(passage.label)))\n\n" + items.joined()
  }

  /// The ± of a number stands in its cell.
  private static func rows(_ table: Table) -> String {
    let kept = table.columns.indices.filter { table.columns[$0].kind != .uncertainty }
    let head = kept.map { escaped(Phrase(table.columns[$0].heading)) }
    let rule = kept.map { table.columns[$0].kind == .number ? "---:" : "---" }
    let rows = table.rows.map { row in
      kept.map { place in
        let after = place + 1
        let hasError = after < table.columns.count && table.columns[after].kind == .uncertainty
        let error = hasError ? row.cells[after].phrase.plain : ""
        let value = escaped(row.cells[place].phrase)
        return error.isEmpty ? value : "\(value) \(error)"
      }
    }
    return "\n" + ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  /// The words with every character escaped that Markdown or HTML would read.
  private static func escaped(_ phrase: Phrase) -> String {
    var text = ""
    for character in phrase.plain {
      switch character {
      case "\u{A0}": text.append(" ")
      case "&": text.append("&amp;")
      case "<": text.append("&lt;")
      case ">": text.append("&gt;")
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~":
        text.append("\\")
        text.append(character)
      default: text.append(character)
      }
    }
    return text
  }
}
