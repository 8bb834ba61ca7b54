internal import Domain
package import Results

/// Where the spread of one scenario comes from, and what moves its headline numbers most.
package struct Explanation: Sendable {
  package let arm: ArmResult
  package let record: RunRecord
  package let headlines: [HeadlineCoefficients]
  /// Coefficients with a standard error, which were screened.
  package let screened: Int
  /// Paths by which an answer at an end differs from the answer with all coefficients held.
  package let pathsOfEnds: Int

  package init(
    arm: ArmResult,
    record: RunRecord,
    headlines: [HeadlineCoefficients],
    screened: Int,
    pathsOfEnds: Int
  ) {
    self.arm = arm
    self.record = record
    self.headlines = headlines
    self.screened = screened
    self.pathsOfEnds = pathsOfEnds
  }
}

extension Report {
  /// The page of an explanation: the variance split at every horizon, then a table for each headline.
  package static func explanation(_ explanation: Explanation) throws(ReportError) -> Report {
    let arm = explanation.arm
    let page = try RunPage(arm, record: explanation.record, options: RunOptions())
    let tables = explanation.headlines.map { headline in
      headline.leading.isEmpty
        ? Block.passage(unmoved(headline)) : Block.table(table(of: headline))
    }
    let closing = Passage("", [.init(Phrase(closingWords(explanation), .faint))])
    return Report([page.heading, .table(page.spreadTable)] + tables + [.passage(closing)])
  }

  private static func title(of headline: HeadlineCoefficients) -> Phrase {
    let answer = Answer(question: headline.question, value: headline.held, verdict: nil)
    return Phrase(TextLayout.printable(headline.question.text), .strong)
      + Phrase("   \(answer.text)".bound)
  }

  private static func unmoved(_ headline: HeadlineCoefficients) -> Passage {
    let words = "no coefficient moves it within its 90 % interval"
    return Passage("", [.init(title(of: headline) + Phrase(": \(words)"))])
  }

  private static func table(of headline: HeadlineCoefficients) -> Table {
    let question = headline.question
    func ends(_ low: String, _ high: String) -> Table.Cell { .number("\(low) … \(high)".bound) }
    return Table(
      title: title(of: headline),
      note: Phrase("at the ends of 90 % intervals", .faint),
      columns: [
        Table.Column("", .name), Table.Column("from … to", .text), Table.Column("", .text),
        Table.Column("answer from … to", .text),
        Table.Column("estimate", .number, dropRank: 3),
        Table.Column("", .uncertainty, dropRank: 3),
        Table.Column("in the model file", .text, dropRank: 4),
      ],
      rows: headline.leading.map { effect in
        let parameter = effect.coefficient.parameter
        let decimals = NumberFormat.decimals(forError: parameter.standardError).map { $0 + 1 } ?? 2
        func fixed(_ value: Double) -> String { NumberFormat.fixed(value, decimals: decimals) }
        func answer(_ estimate: Estimate) -> String {
          NumberFormat.estimate(estimate, isSigned: question.isSigned)
        }
        let (low, high) = effect.coefficient.ends
        return Table.Row([
          .number(TextLayout.printable(effect.coefficient.title)), ends(fixed(low), fixed(high)),
          .number(effect.coefficient.unit), ends(answer(effect.low), answer(effect.high)),
          .number(fixed(parameter.value)), .number("±" + fixed(parameter.standardError), .faint),
          .number(TextLayout.printable(effect.coefficient.path), .faint),
        ])
      }
    )
  }

  private static func closingWords(_ explanation: Explanation) -> String {
    "Of \(explanation.screened) coefficients with a standard error, those that move the number most:"
      + " each 1.645 standard errors below and above its estimate, all others held at theirs, in the"
      + " same \(NumberFormat.grouped(explanation.pathsOfEnds)) worlds. `run` draws them all, so that"
      + " its own answer may differ a little from the one beside the question · model "
      + "\(TextLayout.printable(explanation.arm.modelName)), \(explanation.arm.modelDate)"
      + " · research, not advice"
  }
}

extension RunPage {
  /// The variance split of what the scenario asks about, at every horizon.
  fileprivate var spreadTable: Table {
    let rows: [Table.Row] = keyAssets.flatMap { asset in
      arm.assets.filter { $0.asset == asset }.enumerated().compactMap { index, result in
        guard let split = result.variance else { return nil }
        let shares = NumberFormat.shares(
          [split.events, split.open, split.market, split.parameters],
          decimals: 1
        )
        let name = index == 0 ? TextLayout.printable(asset.title) : ""
        return Table.Row(
          [.number(name), .number(result.horizon.label)] + shares.map { .number("\($0) %") }
        )
      }
    }
    return Table(
      title: Phrase("WHERE THE SPREAD COMES FROM", .strong),
      note: Phrase("shares of the variance of the log return", .faint),
      columns: [Table.Column("", .name), Table.Column("", .text)]
        + ["your events", "open releases", "ordinary market", "coefficients"].map {
          Table.Column($0, .number)
        },
      rows: rows
    )
  }
}
