import Domain
package import Results

/// The page of a validation: a table for each kind of forecast, and the verdict.
package struct ValidationReport {
  let result: ValidationResult
  /// Whether every asset has a row of its own beside the groups'.
  let listsAssets: Bool

  package init(_ result: ValidationResult, listsAssets: Bool = false) {
    self.result = result
    self.listsAssets = listsAssets
  }

  package var report: Report {
    Report(
      [heading] + ValidationKind.allCases.compactMap(table) + [.passage(verdict), .passage(key)]
    )
  }

  package func text(width: Int, isColored: Bool) -> String {
    TerminalRenderer(width: width, isColored: isColored).render(report)
  }

  package var markdown: String { MarkdownRenderer.render(report) }

  private var heading: Report.Block {
    let dates = result.modelDates.map(\.description)
    let frozen =
      dates.count > 1
      ? "re-estimated \(dates.count) times, \(dates.first ?? "") to \(dates.last ?? "")"
      : "estimated to \(dates.first ?? "")"
    return .heading(
      Phrase(TextLayout.printable(result.modelName), .strong)
        + Phrase("  \(frozen), tested to \(result.through)"),
      note: Phrase(
        "\(NumberFormat.grouped(result.paths)) paths a forecast · seed \(result.seed)",
        .faint
      )
    )
  }

  private func table(_ kind: ValidationKind) -> Report.Block? {
    let rows = result.rows.filter { $0.kind == kind }
    guard let all = rows.first else { return nil }
    let details = listsAssets ? result.assets.filter { $0.kind == kind } : []
    return .table(
      Table(
        title: Phrase(kind.title, .strong),
        note: Phrase("\(all.dates) dates, \(all.first)..\(all.last)", .faint),
        columns: columns(all),
        rows: (rows + details).map(row)
      )
    )
  }

  private func columns(_ row: ValidationRow) -> [Table.Column] {
    [
      .init("", .name), .init("n", .number, dropRank: 2),
      .init("in 50 %", .number), .init("", .uncertainty, dropRank: 3),
      .init("in 80 %", .number), .init("", .uncertainty, dropRank: 3),
      .init("in 95 %", .number), .init("", .uncertainty, dropRank: 3),
      .init("score", .number, dropRank: 5),
    ]
      + row.ratios.flatMap { ratio in
        [
          Table.Column(
            "vs \(ratio.reference)",
            .number,
            dropRank: ratio == row.ratios.first ? 0 : 4
          ),
          Table.Column("", .uncertainty, dropRank: ratio == row.ratios.first ? 3 : 4),
        ]
      }
      + [
        .init("uniform", .text), .init("coverage", .text), .init("independent", .text),
      ]
  }

  private func row(_ row: ValidationRow) -> Table.Row {
    let isAll = row.subject == .all
    var cells: [Table.Cell] = [
      .text(Phrase(row.subject.title, isAll ? .strong : .plain)),
      .number(NumberFormat.grouped(row.count)),
    ]
    for share in row.coverage {
      let percent = Estimate(100 * share.value, standardError: 100 * share.standardError)
      cells.append(.number(NumberFormat.fixed(percent.value, decimals: 0)))
      cells.append(.number(error(percent.standardError, decimals: 0), .faint))
    }
    cells.append(.number(NumberFormat.fixed(row.score, decimals: 2)))
    for ratio in row.ratios {
      let isWorse = ratio == row.ratios.first && isRejected(row.test(.score))
      cells.append(
        .number(
          NumberFormat.fixed(ratio.ratio.value, decimals: 2) + (isWorse ? " !" : ""),
          isWorse ? .bad : .plain
        )
      )
      cells.append(.number(error(ratio.ratio.standardError, decimals: 2), .faint))
    }
    return Table.Row(
      cells + [.uniform, .coverage, .independence].map { .text(words(row.test($0))) }
    )
  }

  private func error(_ value: Double, decimals: Int) -> String {
    value.isFinite ? "±" + NumberFormat.fixed(value, decimals: decimals) : ""
  }

  /// The p-value, the power in brackets; a rejection within the family is marked.
  private func words(_ test: ValidationTest?) -> Phrase {
    guard let test, test.pValue.isFinite else { return Phrase(NumberFormat.absent, .faint) }
    let isRejected = isRejected(test)
    let p = Self.probability(test.pValue)
    let mark = Phrase(p + (isRejected ? " !" : ""), isRejected ? .bad : .plain)
    guard let power = test.power else { return mark }
    return mark + Phrase(" (\(NumberFormat.fixed(100 * power, decimals: 0)) %)", .faint)
  }

  private func isRejected(_ test: ValidationTest?) -> Bool {
    test.map { $0.adjusted < result.level } ?? false
  }

  private static func probability(_ value: Double) -> String {
    value < 0.001 ? "<0.001" : NumberFormat.fixed(value, decimals: value < 0.1 ? 3 : 2)
  }

  private var verdict: Passage {
    let count = result.rows.reduce(0) { $0 + $1.tests.count { $0.pValue.isFinite } }
    let level = NumberFormat.trimmed(100 * result.level, decimals: 2)
    let rejections = result.rejections
    guard !rejections.isEmpty else {
      return Passage(
        "VERDICT",
        [
          .init(
            Phrase("not rejected", .good)
              + Phrase(": none of \(count) tests at a family level of \(level) % (Holm)")
          )
        ]
      )
    }
    let lead = Passage.Item(
      Phrase("rejected", .bad)
        + Phrase(": \(rejections.count) of \(count) tests at a family level of \(level) % (Holm)")
    )
    return Passage(
      "VERDICT",
      [lead]
        + rejections.map { row, test in
          Passage.Item(
            Phrase("\(row.kind.title), \(row.subject.title): \(test.kind.claim)"),
            detail: Phrase(
              "p \(Self.probability(test.pValue)), in the family \(Self.probability(test.adjusted))"
            ),
            indent: 2
          )
        }
    )
  }

  private var key: Passage {
    Passage(
      "HOW TO READ",
      [
        .init("in 50 %", detail: "share of outcomes in that central interval of the forecasts"),
        .init("vs …", detail: "ranked score over that of a simple forecast: below 1 is better"),
        .init("uniform", detail: "p-value: outcomes fall evenly over the forecasts' tenths"),
        .init("coverage", detail: "Kupiec's: 5 % miss the 95 % interval (power if 10 % did)"),
        .init("independent", detail: "Christoffersen's: misses stand alone (power if 20 % do not)"),
        .init("!", detail: "rejected at the level of the family"),
        .init("±", detail: "standard errors respect shared dates and overlapping periods"),
      ]
    )
  }
}

extension ValidationKind {
  /// What screens call it.
  package var title: String {
    switch self {
    case .fomc: "DECISION DAYS, given target and path surprise"
    case .cpi: "CONSUMER-PRICE DAYS, given the two-year's move"
    case .jobs: "JOBS DAYS, given the two-year's move"
    case .factors: "WEEKS, given the factors"
    case .week: "ONE WEEK ahead"
    case .month: "ONE MONTH ahead"
    case .quarter: "THREE MONTHS ahead"
    }
  }

  /// The name of its entries in JSON.
  package var key: String {
    switch self {
    case .factors: "week-given-factors"
    case .week: "1w"
    case .month: "1mo"
    case .quarter: "3mo"
    default: rawValue
    }
  }
}

extension ValidationRow.Subject {
  var title: String {
    switch self {
    case .all: "all"
    case .group(let group): group.plural
    case .asset(let asset): TextLayout.printable(asset.title)
    }
  }
}

extension AssetGroup {
  fileprivate var plural: String {
    switch self {
    case .sector: "sectors"
    case .industry: "industries"
    case .segment: "cap segments"
    case .style: "styles"
    case .index: "indices"
    }
  }
}

extension ValidationTest.Kind {
  /// What a rejection says.
  var claim: String {
    switch self {
    case .uniform: "outcomes do not fall evenly over the forecasts"
    case .coverage: "the 95 % interval is missed too often or too seldom"
    case .independence: "misses come together"
    case .score: "the score is worse than the reference's"
    }
  }
}
