/// rustc's form: message, place, source line, carets, notes and help.
extension DiagnosticRenderer {
  private enum Paint: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case frame = "1;34"
    case strong = "1"
  }

  /// How wide a source line may be before it is cut around its label.
  private static let windowWidth = 110

  func full(_ diagnostic: Diagnostic) -> String {
    let tint = tint(diagnostic.severity)
    let head = paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", tint)
    var lines = [head + paint(": \(diagnostic.message.printable)", .strong)]
    let numbers = diagnostic.labels.map { position($0.place).line }
    let gutter = String(numbers.max() ?? 0).count
    for (index, group) in groups(diagnostic.labels).enumerated() {
      lines += excerpt(group, isFirst: index == 0, gutter: gutter, tint: tint)
    }
    for note in diagnostic.notes { lines += remark("note", note, gutter) }
    if let help = helpText(diagnostic) { lines += remark("help", help, gutter) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func tint(_ severity: Diagnostic.Severity) -> Paint {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  private func paint(_ text: String, _ paint: Paint) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func helpText(_ diagnostic: Diagnostic) -> String? {
    guard let text = diagnostic.replacement, !text.isEmpty else { return diagnostic.help }
    // A replacement of several lines is shown as it would stand in the file.
    if text.contains("\n") {
      let block = trimmed(String(text.drop { $0 == "\n" }))
      return (diagnostic.help.map { $0 + ":" } ?? "write:") + "\n" + block
    }
    let shown = "`\(text)`"
    guard let help = diagnostic.help else { return shown }
    if help == "did you mean" { return "did you mean \(shown)?" }
    return help.contains(shown) ? help : "\(help): \(shown)"
  }

  private func remark(_ word: String, _ text: String, _ gutter: Int) -> [String] {
    let indent = String(repeating: " ", count: gutter + 1)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(\.printable)
    let head = "\(indent)\(paint("=", .frame)) \(paint(word, .strong)): \(lines[0])"
    return [head] + lines.dropFirst().map { "\(indent)    \($0)" }
  }

  /// Labels joined where they stand in the same line of the same file; the first label's comes
  /// first, the others in the order given.
  private func groups(_ labels: [Diagnostic.Label]) -> [[(label: Diagnostic.Label, isMain: Bool)]] {
    var groups: [[(label: Diagnostic.Label, isMain: Bool)]] = []
    for (index, label) in labels.enumerated() {
      let line = position(label.place).line
      let same = groups.firstIndex { group in
        group.contains {
          $0.label.place.path == label.place.path && position($0.label.place).line == line
        }
      }
      if let same {
        groups[same].append((label, index == 0))
      } else {
        groups.append([(label, index == 0)])
      }
    }
    return groups
  }

  private func excerpt(
    _ group: [(label: Diagnostic.Label, isMain: Bool)],
    isFirst: Bool,
    gutter: Int,
    tint: Paint
  ) -> [String] {
    guard let main = group.first?.label else { return [] }
    let position = position(main.place)
    let indent = String(repeating: " ", count: gutter)
    let arrow = paint(isFirst ? "-->" : ":::", .frame)
    let place = "\(main.place.path.printable):\(position.line):\(position.column)"
    var lines = ["\(indent)\(arrow) \(place)"]
    guard let file = file(main.place.path) else { return lines }
    let bar = paint("|", .frame)
    let number = String(position.line)
    let padded = String(repeating: " ", count: gutter - number.count) + number
    let layout = LineLayout(
      file: file,
      line: position.line,
      focus: main.place.range,
      width: Self.windowWidth
    )
    lines.append("\(indent) \(bar)")
    lines.append(trimmed("\(paint(padded, .frame)) \(bar) \(layout.text)"))
    for (label, isMain) in group {
      let span = layout.span(of: label.place.range)
      let mark = String(repeating: isMain ? "^" : "-", count: span.width)
      let text = label.text.isEmpty ? "" : " " + label.text.printable
      let blank = String(repeating: " ", count: span.start)
      lines.append("\(indent) \(bar) \(blank)\(paint(mark + text, isMain ? tint : .frame))")
    }
    return lines
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " || text.last == "\n" { text.removeLast() }
    return text
  }
}

/// A source line as it is shown: tabs widened, long lines cut around what is pointed at.
struct LineLayout {
  let text: String
  private let range: SourceRange
  /// The column at which each byte of the line is shown, and the end of the line.
  private var columns: [Int]
  private let shift: Int
  private let shownWidth: Int

  init(file: SourceFile, line: Int, focus: SourceRange, width: Int) {
    range = file.range(ofLine: line)
    var cells: [(text: String, start: Int, width: Int)] = []
    columns = []
    var column = 0
    for scalar in file.text(in: range).unicodeScalars {
      let cell = Self.cell(scalar, at: column)
      columns += Array(repeating: column, count: UTF8.width(scalar))
      cells.append((cell.text, column, cell.width))
      column += cell.width
    }
    columns.append(column)
    let first = columns[min(max(0, focus.lower - range.lower), columns.count - 1)]
    guard column > width else {
      (text, shift, shownWidth) = (cells.map(\.text).joined(), 0, column)
      return
    }
    let lower = max(0, min(first - width / 3, column - width))
    let shown = cells.filter { $0.start >= lower && $0.start + $0.width <= lower + width }
    let start = shown.first?.start ?? lower
    let prefix = start > 0 ? "…" : ""
    let suffix = lower + width < column ? "…" : ""
    text = prefix + shown.map(\.text).joined() + suffix
    shift = start - prefix.count
    shownWidth = (shown.last.map { $0.start + $0.width } ?? lower) - shift
  }

  private static func cell(_ scalar: Unicode.Scalar, at column: Int) -> (text: String, width: Int) {
    if scalar == "\t" {
      let width = 4 - column % 4
      return (String(repeating: " ", count: width), width)
    }
    let text = String(scalar).printable
    return (text, text == String(scalar) ? DisplayWidth.of(scalar) : 1)
  }

  /// Where a range is underlined; at least one column, at most to the end of the line.
  func span(of place: SourceRange) -> (start: Int, width: Int) {
    func column(_ offset: Int) -> Int {
      let shown = columns[min(max(0, offset - range.lower), columns.count - 1)] - shift
      return min(max(0, shown), shownWidth)
    }
    let start = column(place.lower)
    return (start, max(1, column(place.upper) - start))
  }
}
