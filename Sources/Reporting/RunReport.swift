package import Domain
package import Results

/// What a reader may choose of the page that `run` prints.
package struct RunOptions: Hashable, Sendable {
  /// The label of the horizon of the table; nil: the longest.
  package var horizon: String?
  /// What the scenario's author wants to see.
  package var selection: ReportSelection

  package init(horizon: String? = nil, selection: ReportSelection = ReportSelection()) {
    self.horizon = horizon
    self.selection = selection
  }
}

extension Report {
  /// The page of one scenario: returns at one horizon, how they come about, how sure they are.
  package static func run(
    _ arm: ArmResult,
    record: RunRecord,
    options: RunOptions = RunOptions()
  ) throws(ReportError) -> Report {
    let page = try RunPage(arm, record: record, options: options)
    return Report([page.heading, page.returns] + page.byHorizon + page.passages)
  }
}

extension RunOptions {
  /// Statistics that stand in the table besides those of every table: what the author wants, and
  /// drawdowns where they are observed at every moment.
  func extras(_ observed: DrawdownObservation) throws(ReportError) -> [TableStatistic] {
    let standard: [TableStatistic] = [
      .median, .q05, .q95, .lossProbability, .expectedShortfall95, .excessMedian,
    ]
    let drawdowns: [TableStatistic] = observed == .continuous ? [.drawdown, .drawdownQ95] : []
    var extras: [TableStatistic] = []
    for statistic in try TableStatistic.all(named: selection.statistics) + drawdowns {
      if !standard.contains(statistic) && !extras.contains(statistic) { extras.append(statistic) }
    }
    return extras
  }
}

/// The blocks of the page of one scenario.
struct RunPage {
  let arm: ArmResult
  let record: RunRecord
  let horizon: Horizon
  let titles: AssetTitles
  /// Rows of the table, the highest median first.
  let rows: [AssetResult]
  /// What the scenario asks about: the benchmark first, at most four.
  let keyAssets: [Asset]
  private let extras: [TableStatistic]

  init(_ arm: ArmResult, record: RunRecord, options: RunOptions) throws(ReportError) {
    self.arm = arm
    self.record = record
    horizon = try arm.horizon(labelled: options.horizon)
    titles = AssetTitles(arm)
    extras = try options.extras(record.drawdown)
    let horizon = horizon
    rows = sortedByMedian(
      arm.assets.filter { $0.horizon == horizon && options.selection.shows($0.asset) }
    )
    keyAssets = Self.keyAssets(of: arm)
  }

  private static func keyAssets(of arm: ArmResult) -> [Asset] {
    KeyAssets(
      benchmark: arm.benchmark.name,
      spreads: arm.spreads.map { .spread(long: $0.long.name, short: $0.short.name) },
      questions: (arm.answers + arm.expectations).map(\.question),
      realised: arm.realised.map(\.realised)
    )
    .chosen { name in arm.assets.first { $0.asset.name == name }?.asset }
  }

  var heading: Report.Block {
    .heading(
      Phrase(TextLayout.printable(arm.scenarioName), .strong),
      note: Phrase(
        pageNote(asof: arm.asof, horizons: arm.horizons, model: arm.modelName, date: arm.modelDate),
        .faint
      )
    )
  }

  private var sampling: String {
    switch record.sampling {
    case .independent: ""
    case .antithetic: " in antithetic pairs"
    case .sobol: " on Sobol points"
    }
  }

  /// The table of all assets at the chosen horizon.
  var returns: Report.Block {
    let bars = rows.map { RangeBar($0.total) }
    let benchmark = arm.benchmark.heading
    let note = "\(record.pathsText) paths\(sampling) · seed \(record.seed)"
    return .table(
      Table(
        title: Phrase(horizon.title(of: "TOTAL RETURN") + ", %", .strong),
        note: Phrase(note + " · sorted by median", .faint),
        columns: [Table.Column("", .name)] + Self.distributionColumns
          + extras.map { Table.Column($0.heading(record.drawdown), .number, dropRank: 3) }
          + [
            Table.Column("vs \(benchmark)", .number, dropRank: 8),
            Table.Column("", .range(RangeAxis(over: bars)), dropRank: 9),
          ],
        rows: zip(rows, bars).map { result, bar in
          Table.Row(
            [name(result.asset)] + distribution(result.total)
              + (extras + [.excessMedian]).map { .number($0.text(in: result)) } + [.range(bar)]
          )
        }
      )
    )
  }

  private func name(_ asset: Asset) -> Table.Cell {
    let title = TextLayout.printable(asset.title)
    return .text(Phrase(title, asset == arm.benchmark ? .strong : .plain))
  }

  static let distributionColumns = [
    Table.Column("median", .number, dropRank: 1), Table.Column("", .uncertainty, dropRank: 6),
    Table.Column("5 %", .number, dropRank: 4), Table.Column("95 %", .number, dropRank: 5),
    Table.Column("P(<0)", .number, dropRank: 7), Table.Column("ES 95 loss", .number),
    Table.Column("", .uncertainty, dropRank: 2),
  ]

  private func distribution(_ total: DistributionSummary) -> [Table.Cell] {
    distributionCells(
      median: total.median,
      q05: total.q05,
      q95: total.q95,
      loss: total.lossProbability
    )
      + [
        .number(NumberFormat.estimate(total.expectedShortfall95)),
        .number(NumberFormat.uncertainty(total.expectedShortfall95), .faint),
      ]
  }

  private func distributionCells(
    median: Estimate,
    q05: Estimate,
    q95: Estimate,
    loss: Estimate
  ) -> [Table.Cell] {
    [
      .number(NumberFormat.estimate(median, isSigned: true)),
      .number(NumberFormat.uncertainty(median), .faint),
      .number(NumberFormat.estimate(q05, isSigned: true)),
      .number(NumberFormat.estimate(q95, isSigned: true)),
      .number(TableStatistic.lossProbability.text(loss)),
    ]
  }

  /// What the scenario asks about at every horizon; nothing where the table above says it all.
  var byHorizon: [Report.Block] {
    let assets = arm.horizons.count > 1 ? keyAssets : []
    let rows = assets.flatMap(assetRows) + spreadRows
    guard !rows.isEmpty else { return [] }
    let columns = Self.distributionColumns
    let others = arm.horizons.filter { $0 != horizon }
    let note = others.last.map { "--horizon \($0.label) shows every asset at that horizon" } ?? ""
    let unit = arm.spreads.isEmpty ? "%" : "% (SPREADS IN POINTS)"
    return [
      .table(
        Table(
          title: Phrase("TOTAL RETURN AT EVERY HORIZON, \(unit)", .strong),
          note: Phrase(note, .faint),
          columns: [Table.Column("", .name), Table.Column("", .text)] + columns,
          rows: rows
        )
      )
    ]
  }

  private func assetRows(_ asset: Asset) -> [Table.Row] {
    arm.assets.filter { $0.asset == asset }.enumerated().map { index, result in
      Table.Row(
        [index == 0 ? name(asset) : .number(""), .number(result.horizon.label)]
          + distribution(result.total)
      )
    }
  }

  private var spreadRows: [Table.Row] {
    var previous = ""
    let pairs = arm.spreads.enumerated().sorted {
      ($0.element.pairKey, $0.element.horizon.date, $0.offset)
        < ($1.element.pairKey, $1.element.horizon.date, $1.offset)
    }
    return pairs.map { _, spread in
      let title = titles[.spread(long: spread.long.name, short: spread.short.name)]
      defer { previous = title }
      let loss = Estimate(
        100 - spread.positiveProbability.value,
        standardError: spread.positiveProbability.standardError
      )
      return Table.Row(
        [.number(title == previous ? "" : title), .number(spread.horizon.label)]
          + distributionCells(median: spread.median, q05: spread.q05, q95: spread.q95, loss: loss)
          + [.number("·"), .number("")]
      )
    }
  }
}

/// Results from the highest to the lowest median; without one last, ties in the model's order.
func sortedByMedian(_ results: [AssetResult]) -> [AssetResult] {
  results.enumerated().sorted { a, b in
    let (x, y) = (a.element.total.median.value, b.element.total.median.value)
    if x.isNaN || y.isNaN { return x.isNaN == y.isNaN ? a.offset < b.offset : y.isNaN }
    return x == y ? a.offset < b.offset : x > y
  }.map(\.element)
}

/// `asof 2025-12-05 · 1w 1mo · model us-equities, 2025-12-05`.
func pageNote(asof: TradingDate, horizons: [Horizon], model: String, date: TradingDate) -> String {
  "asof \(asof) · \(horizons.map(\.label).joined(separator: " ")) · "
    + "model \(TextLayout.printable(model)), \(date)"
}
