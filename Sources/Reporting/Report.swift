/// What a page says, before it has a form: headings, tables and passages in order.
package struct Report: Hashable, Sendable {
  package let blocks: [Block]

  package init(_ blocks: [Block]) { self.blocks = blocks }

  package enum Block: Hashable, Sendable {
    /// A line of its own, with a note that stands to its right or below.
    case heading(Phrase, note: Phrase)
    case table(Table)
    case passage(Passage)
  }
}

/// A labelled paragraph or list: `ASKED`, `THE FED`.
package struct Passage: Hashable, Sendable {
  package let label: String
  package let items: [Item]

  package struct Item: Hashable, Sendable {
    package let lead: Phrase
    /// Stands in a second column, aligned over the items.
    package let detail: Phrase?
    /// Columns that the item stands to the right of the others.
    package let indent: Int

    package init(_ lead: Phrase, detail: Phrase? = nil, indent: Int = 0) {
      self.lead = lead
      self.detail = detail
      self.indent = indent
    }
  }

  package init(_ label: String, _ items: [Item]) {
    self.label = label
    self.items = items
  }
}

/// Rows under headed columns; a narrow page leaves out the columns that matter least.
package struct Table: Hashable, Sendable {
  package let title: Phrase
  package let note: Phrase
  package let columns: [Column]
  package let rows: [Row]

  package init(title: Phrase, note: Phrase, columns: [Column], rows: [Row]) {
    self.title = title
    self.note = note
    self.columns = columns
    self.rows = rows
  }

  package struct Column: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// Left-aligned; a narrow page cuts it.
      case name
      /// Left-aligned, never cut.
      case text
      /// Left-aligned; a narrow page breaks it over lines.
      case wrapped
      /// Aligned at the decimal point.
      case number
      /// The ± of the column before it.
      case uncertainty
      /// A picture that takes the room that is left.
      case range(RangeAxis)
    }

    package let heading: String
    package let kind: Kind
    /// 0 stays; of the others the largest is left out first.
    package let dropRank: Int

    package init(_ heading: String, _ kind: Kind, dropRank: Int = 0) {
      self.heading = heading
      self.kind = kind
      self.dropRank = dropRank
    }
  }

  package struct Row: Hashable, Sendable {
    /// One for each column.
    package let cells: [Cell]

    package init(_ cells: [Cell]) { self.cells = cells }
  }

  package enum Cell: Hashable, Sendable {
    case text(Phrase)
    case range(RangeBar)

    var phrase: Phrase {
      if case .text(let phrase) = self { phrase } else { Phrase("") }
    }
  }
}

extension Table.Cell {
  static func number(_ text: String, _ style: Phrase.Style = .plain) -> Table.Cell {
    .text(Phrase(text, style))
  }
}
