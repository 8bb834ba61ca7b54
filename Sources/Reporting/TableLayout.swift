/// Lays a table out for a width: chooses its columns, then pads its cells.
struct TableLayout {
  private static let indent = 2
  private static let leastName = 10
  private static let leastRange = 17
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
    var columns = table.columns.enumerated().map { Self.natural($0, $1, rows: table.rows) }
    while Self.total(columns) > width,
      let worst = columns.filter({ $0.column.dropRank > 0 }).max(by: {
        ($0.column.dropRank, $0.index) < ($1.column.dropRank, $1.index)
      })
    {
      columns.removeAll { $0.index == worst.index }
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
    self.columns = columns
  }

  private static func natural(
    _ index: Int, _ column: Table.Column, rows: [Table.Row]
  ) -> FittedColumn {
    let heading = TextLayout.width(column.heading)
    let cells = rows.map { $0.cells[index].phrase }
    switch column.kind {
    case .name, .text, .uncertainty:
      let width = cells.reduce(heading) { max($0, $1.width) }
      return FittedColumn(index: index, column: column, width: width)
    case .number:
      let parts = cells.map { Self.split($0.plain) }
      let whole = parts.map(\.whole).max() ?? 0
      let fraction = parts.map(\.fraction).max() ?? 0
      let width = max(heading, whole + fraction)
      return FittedColumn(
        index: index, column: column, width: width, whole: width - fraction)
    case .range: return FittedColumn(index: index, column: column, width: leastRange)
    }
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
    let head = line { column in
      if case .range(let axis) = column.column.kind {
        return Phrase(axis.ticks(width: column.width), .faint)
      }
      let heading = column.column.heading
      let room = TextLayout.spaces(column.width - TextLayout.width(heading))
      return Phrase(column.column.kind == .number ? room + heading : heading + room, .faint)
    }
    let hasHead = columns.contains { !$0.column.heading.isEmpty || $0.column.isRange }
    return (hasHead ? [head] : [])
      + table.rows.map { row in line { padded(row.cells[$0.index], in: $0) } }
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
