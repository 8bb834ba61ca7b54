internal import Domain
package import Results

/// One place where the inputs of two scenarios differ.
package struct InputDifference: Hashable, Sendable {
  /// Key path: `events.december.outcome`.
  package let path: String
  /// As the scenario's author would write it; nil where the key is absent.
  package let old: String?
  package let new: String?

  package init(path: String, old: String?, new: String?) {
    self.path = path
    self.old = old
    self.new = new
  }
}

extension Report {
  /// The page of a paired comparison: the inputs that differ, then what differs for it.
  ///
  /// `inputs` has one list for each arm after the first.
  package static func comparison(
    _ study: StudyResult,
    inputs: [[InputDifference]],
    options: RunOptions = RunOptions()
  ) throws(ReportError) -> Report {
    precondition(inputs.count == study.differences.count)
    var blocks: [Block] = []
    for (difference, inputs) in zip(study.differences, inputs) {
      let page = try ComparePage(study, difference: difference, options: options)
      blocks += page.blocks(inputs: inputs)
    }
    return Report(blocks + doubtfulExpectations(study.arms) + closing(study))
  }

  private static func closing(_ study: StudyResult) -> [Block] {
    guard let arm = study.arms.last else { return [] }
    let worse =
      study.arms.count == 2 ? TextLayout.printable(arm.scenarioName) : "the scenario named first"
    let words =
      "Differences of the statistics, ± one standard error, in the same worlds; `worse in` is the "
      + "share of worlds in which \(worse) is worse by more than 0.1 points · model "
      + "\(TextLayout.printable(arm.modelName)), \(arm.modelDate) · research, not advice"
    return [.passage(Passage("", [.init(Phrase(words, .faint))]))]
  }
}

/// The blocks of one arm's comparison with the baseline.
private struct ComparePage {
  let study: StudyResult
  let baseline: ArmResult
  let arm: ArmResult
  let horizon: Horizon
  /// The largest difference of medians first.
  let different: [AssetDifference]
  let alike: [AssetDifference]
  private let answers: [AnswerDifference]

  init(_ study: StudyResult, difference: ArmDifference, options: RunOptions) throws(ReportError) {
    self.study = study
    baseline = study.arms[0]
    arm = study.arms[difference.arm]
    answers = difference.answers
    let known = difference.assets.map(\.horizon).uniqued
    guard !known.isEmpty else { throw .noCommonHorizon }
    guard let horizon = known.chosen(options.horizon) else {
      throw .unknownHorizon(options.horizon ?? "", known: known.map(\.label))
    }
    self.horizon = horizon
    let shown = difference.assets.filter {
      $0.horizon == horizon && options.selection.shows($0.asset)
    }
    different = Self.sortedBySize(shown.filter(\.isBeyondError))
    alike = shown.filter { !$0.isBeyondError }
  }

  private static func sortedBySize(_ assets: [AssetDifference]) -> [AssetDifference] {
    assets.enumerated().sorted { a, b in
      let (x, y) = (a.element.median.value.magnitude, b.element.median.value.magnitude)
      if x.isNaN || y.isNaN { return x.isNaN == y.isNaN ? a.offset < b.offset : y.isNaN }
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
  }

  func blocks(inputs: [InputDifference]) -> [Report.Block] {
    var blocks: [Report.Block] = [.passage(inputPassage(inputs))]
    if !different.isEmpty { blocks.append(.table(table)) }
    blocks.append(.passage(Passage("NOT DIFFERENT", [.init(Phrase(alikeWords))])))
    if !answers.isEmpty { blocks.append(.passage(asked)) }
    return blocks
  }

  private var asked: Passage {
    Passage(
      "ASKED",
      answers.map { answer in
        .init(
          Phrase(TextLayout.printable(answer.question.text)),
          detail: Phrase(answer.text)
        )
      }
    )
  }

  private func inputPassage(_ inputs: [InputDifference]) -> Passage {
    let items = inputs.map { input -> Passage.Item in
      let (mark, value): (String, String) =
        switch (input.old, input.new) {
        case (let old?, let new?): ("~", "\(old)  →  \(new)")
        case (nil, let new?): ("+", new)
        case (let old?, nil): ("−", old)
        case (nil, nil): ("~", "")
        }
      return .init(
        Phrase("\(mark)\u{A0}" + TextLayout.printable(input.path), .strong),
        detail: Phrase(TextLayout.printable(value))
      )
    }
    let none = Passage.Item(Phrase("none: the scenarios ask the same question"))
    return Passage("INPUTS THAT DIFFER", items.isEmpty ? [none] : items)
  }

  private var table: Table {
    let names = [arm, baseline].map { TextLayout.printable($0.scenarioName) }
    let benchmark = arm.benchmark.heading
    let worlds = "same \(study.record.pathsText) worlds"
    return Table(
      title: Phrase(horizon.title(of: "TOTAL RETURN") + ", PERCENTAGE POINTS", .strong)
        + Phrase(", \(names[0]) minus \(names[1])"),
      note: Phrase(worlds, .faint),
      columns: [
        Table.Column("", .name),
        Table.Column("median", .number), Table.Column("", .uncertainty, dropRank: 2),
        Table.Column("mean", .number, dropRank: 9), Table.Column("", .uncertainty, dropRank: 9),
        Table.Column("5 % tail", .number, dropRank: 3),
        Table.Column("", .uncertainty, dropRank: 4),
        Table.Column("ES 95 loss", .number, dropRank: 7),
        Table.Column("", .uncertainty, dropRank: 7),
        Table.Column("vs \(benchmark)", .number, dropRank: 8),
        Table.Column("", .uncertainty, dropRank: 8),
        Table.Column("worse in", .number, dropRank: 1),
      ],
      rows: different.map(row)
    )
  }

  private func row(_ difference: AssetDifference) -> Table.Row {
    let title = TextLayout.printable(difference.asset.title)
    let style: Phrase.Style = difference.asset == arm.benchmark ? .strong : .plain
    let estimates = [
      difference.median, difference.mean, difference.q05, difference.expectedShortfall95,
      difference.excessMean,
    ]
    let numbers = estimates.flatMap { estimate -> [Table.Cell] in
      guard let estimate else { return [.number("·"), .number("")] }
      return [
        .number(NumberFormat.estimate(estimate, isSigned: true, fallback: 2)),
        .number(NumberFormat.uncertainty(estimate), .faint),
      ]
    }
    let worse = TableStatistic.lossProbability.text(difference.worse)
    return Table.Row([.number(title, style)] + numbers + [.number(worse)])
  }

  /// The assets whose differences may be chance, with the difference of the median.
  private var alikeWords: String {
    guard !alike.isEmpty else { return "no asset: every difference is beyond its error" }
    if different.isEmpty && alike.allSatisfy(\.isExactlyZero) {
      return "the two are the same in every world: all differences are exactly 0"
    }
    let words = alike.map { difference in
      let number = NumberFormat.estimate(difference.median, isSigned: true, fallback: 0)
      let error = NumberFormat.uncertainty(difference.median)
      let value = error.isEmpty ? number : "\(number) \(error)"
      return "\(TextLayout.printable(difference.asset.title)) \(value)".bound
    }
    return words.joined(separator: ", ") + " (medians; within two standard errors)"
  }
}

extension AnswerDifference {
  /// `49.2 → 52.1 %, +2.9 ± 0.1 pp`.
  fileprivate var text: String {
    func number(_ estimate: Estimate) -> String {
      NumberFormat.estimate(estimate, isSigned: question.isSigned)
    }
    func with(_ unit: String, _ text: String) -> String {
      unit.isEmpty ? text : "\(text) \(unit)"
    }
    guard difference.value != 0 else { return with(question.unit, number(arm)) + ", the same" }
    let move = with(question.unit, "\(number(baseline)) → \(number(arm))")
    guard difference.value.isFinite else { return move + " (too few paths to tell)" }
    let value = NumberFormat.estimate(difference, isSigned: true, fallback: 2)
    let error = NumberFormat.uncertainty(difference.standardError).map { " ± \($0)" } ?? ""
    return "\(move), " + with(question.isOfRank ? "" : "pp", value + error)
  }
}

extension AssetDifference {
  /// Whether the mean, the median or a tail differs by more than two standard errors.
  package var isBeyondError: Bool {
    [median, mean, q05, expectedShortfall95].contains {
      $0.value != 0 && $0.value.isFinite && !($0.value.magnitude <= 2 * $0.standardError)
    }
  }

  fileprivate var isExactlyZero: Bool {
    [median, mean, q05, expectedShortfall95].allSatisfy { $0.value == 0 }
  }
}

extension [Horizon] {
  /// The horizon of a label or date; without one, the longest.
  func chosen(_ label: String?) -> Horizon? {
    guard let label else { return self.max { $0.date < $1.date } }
    return first { $0.label == label } ?? first { $0.date.description == label }
  }

  /// Each once, in order.
  var uniqued: [Horizon] {
    reduce(into: []) { kept, horizon in
      if !kept.contains(horizon) { kept.append(horizon) }
    }
  }
}
