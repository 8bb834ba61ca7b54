internal import Domain
package import Results

extension Report {
  /// One statistic of several scenarios side by side, at a horizon that all of them list.
  ///
  /// `perTable` scenarios stand in one table; more follow in further tables.
  package static func sideBySide(
    _ arms: [(arm: ArmResult, record: RunRecord)],
    statistic name: String? = nil,
    options: RunOptions = RunOptions(),
    perTable: Int = 4
  ) throws(ReportError) -> Report {
    let statistic = try TableStatistic(named: name ?? TableStatistic.median.rawValue)
    let label = try commonHorizon(arms.map(\.arm), label: options.horizon)
    var blocks: [Block] = []
    for start in stride(from: 0, to: arms.count, by: max(1, perTable)) {
      let slice = start..<min(arms.count, start + max(1, perTable))
      let page = SideBySidePage(
        arms: arms,
        slice: slice,
        statistic: statistic,
        label: label,
        options: options
      )
      blocks.append(.table(page.table))
    }
    return Report(blocks + SideBySidePage.closing(arms))
  }

  /// The label of the longest horizon that all scenarios list, or the one asked for.
  private static func commonHorizon(
    _ arms: [ArmResult],
    label: String?
  ) throws(ReportError) -> String {
    let common = (arms.first?.horizons ?? []).filter { horizon in
      arms.allSatisfy { $0.horizons.contains { $0.label == horizon.label } }
    }
    guard !common.isEmpty else { throw .noCommonHorizon }
    guard let chosen = common.chosen(label) else {
      throw .unknownHorizon(label ?? "", known: common.map(\.label))
    }
    return chosen.label
  }
}

/// One table of a page that sets scenarios side by side.
private struct SideBySidePage {
  let arms: [(arm: ArmResult, record: RunRecord)]
  let slice: Range<Int>
  let statistic: TableStatistic
  let label: String
  let options: RunOptions

  var table: Table {
    let horizon = arms[0].arm.horizons.first { $0.label == label }
    let unit = statistic.unit == "pp" ? "POINTS" : "%"
    let subject = "TOTAL RETURN, \(statistic.heading.uppercased())"
    let rows = sortedByMedian(
      arms[0].arm.assets.filter {
        $0.horizon.label == label && options.selection.shows($0.asset)
      }
    )
    let names = slice.map {
      "\($0 + 1)  ".bound + TextLayout.printable(arms[$0].arm.scenarioName)
    }
    return Table(
      title: Phrase((horizon?.title(of: subject) ?? subject) + ", \(unit)", .strong),
      note: Phrase(names.joined(separator: " · "), .faint),
      columns: [Table.Column("", .name)]
        + slice.flatMap {
          [Table.Column("\($0 + 1)", .number), Table.Column("", .uncertainty, dropRank: 1)]
        },
      rows: rows.map(row)
    )
  }

  private func row(_ first: AssetResult) -> Table.Row {
    let title = TextLayout.printable(first.asset.title)
    let style: Phrase.Style = first.asset == arms[0].arm.benchmark ? .strong : .plain
    let cells = slice.flatMap { index -> [Table.Cell] in
      let result = arms[index].arm.assets.first {
        $0.asset.name == first.asset.name && $0.horizon.label == label
      }
      guard let result, let estimate = statistic.estimate(in: result) else {
        return [.number("·"), .number("")]
      }
      return [
        .number(statistic.text(estimate)), .number(NumberFormat.uncertainty(estimate), .faint),
      ]
    }
    return Table.Row([.number(title, style)] + cells)
  }

  /// Expectations that do not hold, and what the numbers rest on.
  static func closing(_ arms: [(arm: ArmResult, record: RunRecord)]) -> [Report.Block] {
    let records = arms.map(\.record).sorted { $0.paths < $1.paths }
    let paths = records.map(\.pathsText).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let models = arms.map { "\(TextLayout.printable($0.arm.modelName)), \($0.arm.modelDate)" }
    let unique = models.enumerated().filter { models.firstIndex(of: $0.element) == $0.offset }
    let words =
      "\(paths.joined(separator: " and ")) paths · sorted by the median of 1 · ± is Monte Carlo "
      + "error, one standard error, not model error; `dovetail compare` pairs the worlds and sees "
      + "smaller differences · model \(unique.map(\.element).joined(separator: "; ")) · research, "
      + "not advice"
    let end = Passage("", [.init(Phrase(words, .faint))])
    return doubtfulExpectations(arms.map(\.arm)) + [.passage(end)]
  }
}

/// Expectations that fail or are open, each with the number of its scenario; nothing if none is.
func doubtfulExpectations(_ arms: [ArmResult]) -> [Report.Block] {
  let doubts = arms.enumerated().flatMap { index, arm in
    arm.expectations.filter { $0.verdict != .pass }.map { answer -> Passage.Item in
      let text = Phrase("\(index + 1)  ".bound + TextLayout.printable(answer.question.text))
      return answer.verdict == .fail
        ? .init(Phrase("✗ ", .bad) + text, detail: Phrase(answer.text + " · does not hold"))
        : .init(Phrase("? ", .strong) + text, detail: Phrase(answer.text + " · open"))
    }
  }
  return doubts.isEmpty ? [] : [.passage(Passage("EXPECTED", doubts))]
}
