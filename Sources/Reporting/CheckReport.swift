internal import Domain

extension Report {
  /// The page of `check`: the timeline with implied surprises.
  ///
  /// Open events beyond the fifth are counted and not listed, unless `all`. A page narrower than
  /// 90 columns puts what an event was priced at, delivers and surprises by below its name.
  package static func check(_ summary: CheckSummary, all: Bool = false, width: Int) -> Report {
    let page = CheckPage(summary: summary, isComplete: all, isNarrow: width < 90)
    return Report([page.heading] + page.timeline + [.passage(page.footer)])
  }
}

/// The blocks of the page of `check`.
private struct CheckPage {
  private static let openLimit = 5

  let summary: CheckSummary
  let isComplete: Bool
  let isNarrow: Bool

  var heading: Report.Block {
    let scenario = summary.scenario
    return .heading(
      Phrase(TextLayout.printable(scenario.name), .strong),
      note: Phrase(
        pageNote(
          asof: scenario.asof,
          horizons: scenario.horizons,
          model: summary.modelName,
          date: summary.modelDate
        ),
        .faint
      )
    )
  }

  private var shown: [CheckSummary.Line] {
    var open = 0
    return zip(summary.scenario.events, summary.lines).compactMap { event, line in
      if event.isListed { return line }
      open += 1
      return isComplete || open <= Self.openLimit ? line : nil
    }
  }

  var timeline: [Report.Block] {
    let lines = shown
    guard !lines.isEmpty else { return [] }
    return isNarrow ? [.passage(stacked(lines))] : [.table(table(lines))]
  }

  private func table(_ lines: [CheckSummary.Line]) -> Table {
    Table(
      title: "",
      note: "",
      columns: [
        Table.Column("WHEN", .text), Table.Column("EVENT", .text), Table.Column("", .text),
        Table.Column("PRICED", .wrapped), Table.Column("OUTCOME", .wrapped),
        Table.Column("SURPRISE", .wrapped),
      ],
      rows: lines.map { line in
        let style: Phrase.Style = line.name == "open" ? .faint : .plain
        return Table.Row(
          [line.when, line.name, line.kind, line.priced, line.outcome, line.surprise].map {
            .number($0.boundWithinParts, style)
          }
        )
      }
    )
  }

  private func stacked(_ lines: [CheckSummary.Line]) -> Passage {
    Passage(
      "",
      lines.flatMap { line -> [Passage.Item] in
        let head =
          Phrase("\(line.when)  ".bound) + Phrase(line.name, .strong)
          + Phrase("  \(line.kind)".bound)
        if line.priced == "open" && line.outcome.hasPrefix("estimated") {
          return [.init(head, indent: 2)]
        }
        return [
          .init(head, indent: 2),
          .init(Phrase("priced \(line.priced)"), indent: 4),
          .init(Phrase("outcome \(line.outcome)"), indent: 4),
          .init(Phrase("surprise \(line.surprise)"), indent: 4),
        ]
      }
    )
  }

  /// What is not listed, and the size of the plan.
  var footer: Passage {
    let events = summary.scenario.events
    let hidden = events.count - shown.count
    var parts: [String] = []
    if hidden > 0, let last = events.last(where: { !$0.isListed }) {
      parts.append(
        "… \(hidden) more open event\(hidden == 1 ? "" : "s") to \(last.date) (--all)"
      )
    }
    if events.isEmpty { parts.append("no events") }
    parts.append("\(summary.intervals) intervals")
    if let cost = summary.cost { parts.append(cost) }
    return Passage("", [.init(Phrase(parts.joined(separator: " · ")), indent: 2)])
  }
}
