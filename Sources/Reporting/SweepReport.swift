internal import Domain
package import Results

extension Report {
  /// The page of a sweep: for each question its answer at every point, and what that differs by from
  /// the scenario as it is written.
  package static func sweep(_ sweep: SweepResult) -> Report {
    let arm = sweep.baseline
    let heading = Block.heading(
      Phrase(TextLayout.printable(arm.scenarioName), .strong),
      note: Phrase(
        "asof \(arm.asof) · model \(TextLayout.printable(arm.modelName)), \(arm.modelDate)",
        .faint
      )
    )
    let varied = Passage(
      "VARIED",
      sweep.keys.map { key in
        let written = key.written.map { "as written \(TextLayout.printable($0))" }
        return .init(
          Phrase(TextLayout.printable(key.path), .strong),
          detail: Phrase(written ?? "not written")
        )
      }
    )
    let tables = arm.answers.indices.map { number in
      let page = SweepTable(sweep: sweep, question: number)
      return Block.table(page.isCrossed ? page.crossed : page.listed)
    }
    let words =
      "Answers and what they differ by from the scenario as it is written, ± one standard error, in"
      + " the same worlds · model \(TextLayout.printable(arm.modelName)), \(arm.modelDate)"
      + " · research, not advice"
    let closing = Passage("", [.init(Phrase(words, .faint))])
    return Report([heading, .passage(varied)] + tables + [.passage(closing)])
  }
}

/// The table of one question.
private struct SweepTable {
  let sweep: SweepResult
  let question: Int

  private var asked: Answer { sweep.baseline.answers[question] }

  private var title: Phrase {
    Phrase(TextLayout.printable(asked.question.text), .strong)
      + Phrase("   as written \(asked.text)".bound)
  }

  /// Whether two keys make a table of rows and columns that a page holds.
  var isCrossed: Bool {
    sweep.keys.count == 2 && columns.count <= 6 && columns.allSatisfy { $0.count <= 14 }
  }

  /// The last word of each key, or all of it where two end alike.
  private var names: [String] {
    let last = sweep.keys.map { $0.path.split(separator: ".").last.map(String.init) ?? $0.path }
    return zip(sweep.keys, last).map { key, name in
      TextLayout.printable(last.count { $0 == name } == 1 ? name : key.path)
    }
  }

  /// The values of a key, in order.
  private func values(_ key: Int) -> [String] {
    var values: [String] = []
    for point in sweep.points where !values.contains(point.values[key]) {
      values.append(point.values[key])
    }
    return values
  }

  private var columns: [String] { values(1) }

  /// A row for each point.
  var listed: Table {
    let unit = asked.question.isOfRank ? "difference" : "difference, pp"
    return Table(
      title: title,
      note: Phrase("same \(sweep.record.pathsText) worlds", .faint),
      columns: names.map { Table.Column($0, .wrapped) } + [
        Table.Column(asked.unit.isEmpty ? "answer" : "answer, \(asked.unit)", .number),
        Table.Column("", .uncertainty, dropRank: 1), Table.Column(unit, .number),
        Table.Column("", .uncertainty),
      ],
      rows: sweep.points.map { point in
        let answer = point.answers[question]
        return Table.Row(
          point.values.map { .number(TextLayout.printable($0)) } + [
            .number(NumberFormat.estimate(answer.arm, isSigned: asked.question.isSigned)),
            .number(NumberFormat.uncertainty(answer.arm), .faint),
            .number(difference(answer)),
            .number(NumberFormat.uncertainty(answer.difference), .faint),
          ]
        )
      }
    )
  }

  private func difference(_ answer: AnswerDifference) -> String {
    answer.difference.value == 0
      ? "·" : NumberFormat.estimate(answer.difference, isSigned: true, fallback: 2)
  }

  /// The first key's values down, the second's across, with what the answers differ by.
  var crossed: Table {
    let count = columns.count
    let unit = asked.question.isOfRank ? "" : ", pp"
    return Table(
      title: title,
      note: Phrase(
        "difference\(unit), in the same \(sweep.record.pathsText) worlds",
        .faint
      ),
      columns: [
        Table.Column("\(names[0]) ↓  \(names[1]) →", .name)
      ]
        + columns.flatMap {
          [Table.Column(TextLayout.printable($0), .number), Table.Column("", .uncertainty)]
        },
      rows: stride(from: 0, to: sweep.points.count, by: count).map { first in
        let row = sweep.points[first..<first + count]
        return Table.Row(
          [.number(TextLayout.printable(row.first?.values[0] ?? ""))]
            + row.flatMap { point -> [Table.Cell] in
              let answer = point.answers[question]
              return [
                .number(difference(answer)),
                .number(NumberFormat.uncertainty(answer.difference), .faint),
              ]
            }
        )
      }
    )
  }
}
