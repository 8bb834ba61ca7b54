/// Lays a table out for a width: chooses its columns, then pads its cells.
struct TableLayout {
  private static let indent = 2
  private static let leastName = 10
  private static let leastWrapped = 12
  private static let leastRange = 15
  private static let mostRange = 45

  private let table: Table
  private let columns: [FittedColumn]

  private struct FittedColumn {
    let index: Int
    let column: Table.Column
    var width: Int
    /// Columns before the decimal point, of numbers.
    var whole = 0

    /// Columns left free before it.
    var gap: Int { column.kind == .uncertainty ? 1 : 2 }
  }

  init(_ table: Table, width: Int) {
    self.table = table
    let natural = table.columns.enumerated().map { Self.natural($0, $1, rows: table.rows) }
    var columns = Self.widenedForHeadings(natural)
    while let worst = Self.worst(of: columns),
      Self.total(columns) - (worst.column.dropRank == 1 ? Self.slack(columns) : 0) > width
    {
      let kept = columns.filter { $0.index != worst.index }.map { natural[$0.index] }
      columns = Self.widenedForHeadings(kept)
    }
    for place in columns.indices {
      let excess = Self.total(columns) - width
      switch columns[place].column.kind {
      case .name where excess > 0:
        columns[place].width = max(Self.leastName, columns[place].width - excess)
      case .range:
        columns[place].width = min(Self.mostRange, columns[place].width - excess)
      default: break
      }
    }
    self.columns = Self.wrapping(columns, to: width)
  }

  /// Shares the room that is left among the columns that may be broken over lines.
  private static func wrapping(_ columns: [FittedColumn], to width: Int) -> [FittedColumn] {
    var columns = columns
    var excess = total(columns) - width
    while excess > 0,
      let widest = columns.indices.filter({ columns[$0].column.kind == .wrapped })
        .max(by: { columns[$0].width < columns[$1].width }),
      columns[widest].width > leastWrapped
    {
      columns[widest].width -= 1
      excess -= 1
    }
    return columns
  }

  /// The column that would be left out first.
  private static func worst(of columns: [FittedColumn]) -> FittedColumn? {
    columns.filter { $0.column.dropRank > 0 }.max {
      ($0.column.dropRank, $0.index) < ($1.column.dropRank, $1.index)
    }
  }

  /// Columns that cutting the names would free; names are cut before a last figure is left out.
  private static func slack(_ columns: [FittedColumn]) -> Int {
    columns.filter { $0.column.kind == .name }.reduce(0) { $0 + max(0, $1.width - leastName) }
  }

  private static func natural(
    _ index: Int,
    _ column: Table.Column,
    rows: [Table.Row]
  ) -> FittedColumn {
    let cells = rows.map { $0.cells[index].phrase }
    switch column.kind {
    case .name, .text, .wrapped, .uncertainty:
      let width = cells.reduce(TextLayout.width(column.heading)) { max($0, $1.width) }
      return FittedColumn(index: index, column: column, width: width)
    case .number:
      let parts = cells.map { Self.split($0.plain) }
      let whole = parts.map(\.whole).max() ?? 0
      let fraction = parts.map(\.fraction).max() ?? 0
      return FittedColumn(
        index: index,
        column: column,
        width: whole + fraction,
        whole: whole
      )
    case .range: return FittedColumn(index: index, column: column, width: leastRange)
    }
  }

  /// A heading may stand over the ± beside its numbers; where that is too little room, the
  /// column grows to the left.
  private static func widenedForHeadings(_ columns: [FittedColumn]) -> [FittedColumn] {
    var columns = columns
    for place in columns.indices where columns[place].column.kind == .number {
      let room = columns[place].width + uncertaintyWidth(after: place, in: columns)
      let missing = max(0, TextLayout.width(columns[place].column.heading) - room)
      columns[place].width += missing
      columns[place].whole += missing
    }
    return columns
  }

  /// Columns that the ± of a number takes, its gap included.
  private static func uncertaintyWidth(after place: Int, in columns: [FittedColumn]) -> Int {
    guard place + 1 < columns.count, columns[place + 1].column.kind == .uncertainty else {
      return 0
    }
    return columns[place + 1].width + columns[place + 1].gap
  }

  private static func total(_ columns: [FittedColumn]) -> Int {
    columns.enumerated().reduce(indent) {
      $0 + $1.element.width + ($1.offset == 0 ? 0 : $1.element.gap)
    }
  }

  /// Columns up to the last digit before the point, and those from the point on.
  private static func split(_ text: String) -> (whole: Int, fraction: Int) {
    let end =
      text.firstIndex(of: ".") ?? text.lastIndex { $0.isWholeNumber }.map(text.index(after:))
      ?? text.endIndex
    return (TextLayout.width(String(text[..<end])), TextLayout.width(String(text[end...])))
  }

  /// The head, where a column has one, and a line for each row.
  func lines() -> [Phrase] {
    let hasHead = columns.contains { !$0.column.heading.isEmpty || $0.column.isRange }
    return (hasHead ? [head] : []) + table.rows.flatMap(lines(of:))
  }

  private var head: Phrase {
    var text = ""
    for (place, column) in columns.enumerated() where column.column.kind != .uncertainty {
      text += TextLayout.spaces(place == 0 ? Self.indent : column.gap)
      let heading = column.column.heading
      let before = column.column.kind == .number ? column.width - TextLayout.width(heading) : 0
      let room = column.width + Self.uncertaintyWidth(after: place, in: columns)
      var words = TextLayout.spaces(before) + heading
      if case .range(let axis) = column.column.kind { words = axis.ticks(width: column.width) }
      text += words + TextLayout.spaces(room - TextLayout.width(words))
    }
    return Phrase(text, .faint)
  }

  /// One line, or several where a cell is broken.
  private func lines(of row: Table.Row) -> [Phrase] {
    let broken = columns.map { column in
      let cell = row.cells[column.index]
      return column.column.kind == .wrapped
        ? cell.phrase.wrapped(to: column.width).map { Table.Cell.text($0) } : [cell]
    }
    let height = broken.map(\.count).max() ?? 1
    return (0..<max(1, height)).map { place in
      var cells = broken.makeIterator()
      return line { column in
        let parts = cells.next() ?? []
        return padded(parts.indices.contains(place) ? parts[place] : .text(""), in: column)
      }
    }
  }

  private func line(_ cell: (FittedColumn) -> Phrase) -> Phrase {
    columns.enumerated().reduce(Phrase("")) { line, each in
      let gap = each.offset == 0 ? Self.indent : each.element.gap
      return line + Phrase(TextLayout.spaces(gap)) + cell(each.element)
    }
  }

  private func padded(_ cell: Table.Cell, in column: FittedColumn) -> Phrase {
    switch (cell, column.column.kind) {
    case (.range(let bar), .range(let axis)):
      let drawn = bar.drawn(on: axis, width: column.width)
      return drawn + Phrase(TextLayout.spaces(column.width - drawn.width))
    case (_, .number):
      let before = column.whole - Self.split(cell.phrase.plain).whole
      let after = column.width - before - cell.phrase.width
      return Phrase(TextLayout.spaces(before)) + cell.phrase + Phrase(TextLayout.spaces(after))
    default:
      let text = cell.phrase.truncated(to: column.width)
      return text + Phrase(TextLayout.spaces(column.width - text.width))
    }
  }
}

extension Table.Column {
  fileprivate var isRange: Bool {
    if case .range = kind { true } else { false }
  }
}
