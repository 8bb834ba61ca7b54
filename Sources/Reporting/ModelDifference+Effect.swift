internal import Domain
internal import Results

/// What a change of model does to a scenario's headline numbers.
extension ModelDifference {
  func blocks(of effect: ModelEffect) -> [Report.Block] {
    guard let difference = effect.study.differences.first,
      let (old, new) = effect.arms,
      let horizon = difference.assets.map(\.horizon).uniqued.chosen(nil)
    else { return [] }
    let shown = difference.assets.filter { effect.selection.shows($0.asset) }
    let key = shown.filter { $0.asset.name == new.benchmark.name && $0.horizon != horizon }
    let longest = shown.filter { $0.horizon == horizon }.enumerated().sorted { a, b in
      let (x, y) = (abs(a.element.median.value), abs(b.element.median.value))
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
    let worlds = "paired: same \(NumberFormat.grouped(effect.study.record.paths)) worlds"
    let table = Table(
      title: Phrase("WHAT THAT DOES TO ", .strong)
        + Phrase(TextLayout.printable(new.scenarioName), .strong)
        + Phrase(", MEDIAN TOTAL RETURN, %", .strong),
      note: Phrase(worlds, .faint),
      columns: [
        Table.Column("", .name), Table.Column("", .text), Table.Column("old", .number),
        Table.Column("new", .number), Table.Column("difference", .number),
        Table.Column("", .uncertainty),
      ],
      rows: (key + longest).compactMap { row($0, old, new) }
    )
    return [.table(table), .passage(questions(old, new)), .passage(Self.closing)]
  }

  private func row(
    _ difference: AssetDifference,
    _ old: ArmResult,
    _ new: ArmResult
  ) -> Table.Row? {
    func median(_ arm: ArmResult) -> Estimate? {
      arm.assets.first {
        $0.asset.name == difference.asset.name && $0.horizon.date == difference.horizon.date
      }?.total.median
    }
    guard let a = median(old), let b = median(new) else { return nil }
    let style: Phrase.Style = difference.asset.name == new.benchmark.name ? .strong : .plain
    return Table.Row([
      .number(TextLayout.printable(difference.asset.title), style),
      .number(difference.horizon.label),
      .number(NumberFormat.estimate(a, isSigned: true)),
      .number(NumberFormat.estimate(b, isSigned: true)),
      .number(NumberFormat.estimate(difference.median, isSigned: true, fallback: 2)),
      .number(NumberFormat.uncertainty(difference.median), .faint),
    ])
  }

  private func questions(_ old: ArmResult, _ new: ArmResult) -> Passage {
    let pairs = zip(old.answers + old.expectations, new.answers + new.expectations)
    return Passage(
      "QUESTIONS",
      pairs.map { a, b in
        .init(
          Phrase(TextLayout.printable(a.question.text)),
          detail: Phrase("\(a.text)  →  \(b.text)")
        )
      }
    )
  }

  private static let closing = Passage(
    "",
    [
      .init(
        Phrase(
          "Both models are moved by the same draws, so that the difference of medians is surer than"
            + " either. A state that the scenario leaves open is each model's own · research, not"
            + " advice",
          .faint
        )
      )
    ]
  )
}

extension ModelEffect {
  /// The results under the old and the new model.
  var arms: (old: ArmResult, new: ArmResult)? {
    guard study.arms.count == 2 else { return nil }
    return (study.arms[0], study.arms[1])
  }
}
