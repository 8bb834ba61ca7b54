import Domain

extension ModelCard {
  var heading: Report.Block {
    .heading(
      Phrase(TextLayout.printable(model.name), .strong)
        + Phrase("  version \(TextLayout.printable(model.version)), estimated to \(model.date)"),
      note: Phrase("\(model.assets.count) assets, \(model.factors.count) factors", .faint)
    )
  }

  /// What it is for and what not, its data, its weaknesses, and how it was tested.
  var words: [Passage] {
    func passage(_ label: String, _ items: [String]) -> Passage {
      Passage(label, items.map { .init(Phrase(TextLayout.printable($0))) })
    }
    let notes = (model.notes?.split(separator: "\n") ?? []).map(String.init)
    return [
      passage("PURPOSE", Self.use + notes), passage("NOT FOR", misuse),
      passage("DATA", data + ["Numbers with a source of their own: \(sources.census)."]),
      passage("WEAKNESSES", weaknesses), passage("IMPLIED", implications),
      passage("VALIDATION", validationWords),
    ].filter { !$0.items.isEmpty }
  }

  /// What is computed, in the order of a path; only parts the model has.
  var equations: Passage {
    let startsElsewhere = model.regimes?.startVariance != nil
    let h = startsElsewhere ? "H" : ""
    var items: [Passage.Item] = [
      .init("Δf = √(Vτ) \(h)L z", detail: "factors over τ days, L from the regime's covariance"),
      .init(
        "Δp = μτ + B Δf + √(Vτg) ε − ½V(bᵀ\(h)Σ\(h)b + gω)τ",
        detail: "log prices; E[return] = exp(μT) − 1"
      ),
      .init("μ = rate + β · premium", detail: "or the line's own drift"),
    ]
    if hasBetaStarts {
      items.append(
        .init(
          "β → β + δ, and the loading on the market with it",
          detail: "near the model's date; δ: what the last weeks' residuals say of a line's beta"
        )
      )
    }
    if model.freedom != nil {
      items.append(.init("V = (ν − 2)/χ²(ν)", detail: "one a week, shared by all"))
    }
    if model.leverageEffect != nil {
      items.append(
        .init(
          "first √V z of a week → √(V(1 − ρ²)) z + ρu",
          detail: "the market's; u = Φ⁻¹(F(V)), so that losses come with variance"
        )
      )
    }
    if model.regimes != nil {
      items.append(
        .init(
          "P(stress) = 1/(1 + exp(a − b ln(VIX/20)))",
          detail: "at the start; then a weekly chain"
        )
      )
    }
    if startsElsewhere {
      items.append(
        .init(
          "H = diag(√h), h = exp(ηx e^(−kt))",
          detail: "by factor; x = ln(VIX/level of the regime), k as the VIX reverts"
        )
      )
    }
    if model.events.fomc != nil {
      items.append(
        .init(
          "decision: β(S_T z_T + S_P z_P)/25 + x(z_T + z_P)/25 + β z_R",
          detail: "surprises of target, path, risk"
        )
      )
    }
    if model.events.cpi != nil {
      items.append(
        .init(
          "prices: [(1 − w) S_low + w S_high] Δq/25",
          detail: "w rises with core inflation"
        )
      )
    }
    if model.events.jobs != nil {
      items.append(.init("jobs: S_labor Δq/25", detail: "Δq: the two-year's repricing, bp"))
    }
    if model.events.growth != nil || model.events.termPremium != nil {
      items.append(
        .init(
          "shock to a yield: S_cause Δq/25",
          detail: "Δq: growth's two-year, the term premium's ten-year"
        )
      )
    }
    items.append(.init("S of an asset = β · market + excess", detail: "excess shrunk to zero"))
    items.append(.init("docs/model.md", detail: "has them in full, with their sources"))
    return Passage("EQUATIONS", items)
  }

  var factors: Report.Block {
    .table(
      Table(
        title: Phrase("FACTORS", .strong),
        note: note(
          "standard deviation a week; events, % of calm variance",
          model.provenance.covariance
        ),
        columns: [
          Table.Column("", .name), Table.Column("unit", .text), Table.Column("calm", .number),
          Table.Column("stress", .number), Table.Column("events", .number),
        ],
        rows: model.factors.indices.map { k in
          let factor = model.factors[k]
          let (calm, stress) = (model.covariance.calm[k][k], model.covariance.stress[k][k])
          let share = 100 * model.eventCovariance[k][k] / calm
          return Table.Row([
            .number(factor.name), .number(factor.unit.rawValue),
            .number(NumberFormat.fixed(calm.squareRoot(), decimals: 2)),
            .number(NumberFormat.fixed(stress.squareRoot(), decimals: 2)),
            .number(NumberFormat.fixed(share, decimals: 1)),
          ])
        }
      )
    )
  }

  /// Where the reported levels return to, for factors that do.
  var reversion: [Report.Block] {
    let reverting = model.factors.compactMap { factor in
      factor.reversion.map { (factor.name, $0) }
    }
    guard let first = reverting.first else { return [] }
    return [
      .table(
        Table(
          title: Phrase("LEVELS THAT REVERT", .strong),
          note: note("speed a trading day", first.1.speed.provenance),
          columns: [
            Table.Column("", .name), Table.Column("speed", .number), Table.Column("", .uncertainty),
            Table.Column("to, calm", .number), Table.Column("", .uncertainty),
            Table.Column("to, stress", .number), Table.Column("", .uncertainty),
          ],
          rows: reverting.map { name, reversion in
            Table.Row(
              [.number(name)] + cells(reversion.speed) + cells(reversion.level.calm)
                + cells(reversion.level.stress)
            )
          }
        )
      )
    ]
  }

  var correlations: [Report.Block] {
    guard model.factors.count > 1 else { return [] }
    let pair = model.covariance
    let tables =
      pair.calm == pair.stress
      ? [("", pair.calm)] : [(", CALM", pair.calm), (", STRESS", pair.stress)]
    return tables.map { title, table in
      .table(
        Table(
          title: Phrase("CORRELATIONS OF FACTORS\(title)", .strong),
          note: "",
          columns: [Table.Column("", .name)]
            + model.factors.map { Table.Column($0.name, .number) },
          rows: table.indices.map { i in
            let cells = table.indices.map { j -> Table.Cell in
              guard j <= i else { return .number("") }
              let scale = (table[i][i] * table[j][j]).squareRoot()
              return .number(NumberFormat.fixed(table[i][j] / scale, decimals: 2))
            }
            return Table.Row([.number(model.factors[i].name)] + cells)
          }
        )
      )
    }
  }

  // MARK: Lines

  /// Betas in as many tables as the width needs.
  func betas(width: Int) -> [Report.Block] {
    let starts = [("start", { (line: Line) in line.betaStart ?? Self.noStart })]
    let columns =
      [("total β", { (line: Line) in line.totalBeta })] + (hasBetaStarts ? starts : [])
      + model.factors.indices.map { k in (model.factors[k].name, { $0.loadings[k] }) }
    let room = max(1, (width - 38) / 16)
    let units = "% per %, or per 25 bp of a rate factor"
    let starting = "; start: added to total β and market near its date"
    return stride(from: 0, to: columns.count, by: room).map { start in
      let shown = columns[start..<min(start + room, columns.count)]
      return .table(
        Table(
          title: Phrase(start == 0 ? "BETAS" : "BETAS, CONTINUED", .strong),
          note: Phrase(shown.contains { $0.0 == "start" } ? units + starting : units, .faint),
          columns: [Table.Column("", .name)]
            + shown.flatMap { [Table.Column($0.0, .number), Table.Column("", .uncertainty)] }
            + Self.sampleColumns,
          rows: model.lines.map { line in
            let parameters = shown.map { $0.1(line) }
            let last = parameters.last?.provenance ?? line.totalBeta.provenance
            return Table.Row(
              [.number(line.name)] + parameters.flatMap { cells($0) } + sample(last)
            )
          }
        )
      )
    }
  }

  private static let noStart = Parameter(0, provenance: .assumption(reason: "none"))

  private var hasBetaStarts: Bool { model.lines.contains { $0.betaStart != nil } }

  private static let sampleColumns = [
    Table.Column("n", .number), Table.Column("source", .text),
  ]

  /// Number of observations and number of the source.
  private func sample(_ provenance: Provenance) -> [Table.Cell] {
    var count = ""
    if case .estimated(_, _, let n) = provenance { count = String(n) }
    return [.number(count), .number(sources.number(of: provenance))]
  }

  /// Value and ± to two digits of the error, one more than results show.
  ///
  /// A card is compared with publications, and a value such as 3.5 ± 2 would read as 4.
  func cells(_ parameter: Parameter) -> [Table.Cell] { cells(parameter.estimate) }

  func cells(_ estimate: Estimate) -> [Table.Cell] {
    let error = estimate.standardError
    guard let decimals = NumberFormat.decimals(forError: error) else {
      return [.number(NumberFormat.trimmed(estimate.value, decimals: 4)), .number("")]
    }
    return [
      .number(NumberFormat.fixed(estimate.value, decimals: decimals + 1)),
      .number("±" + NumberFormat.fixed(error, decimals: decimals + 1), .faint),
    ]
  }

  // MARK: Sensitivities

  var sensitivities: [Report.Block] {
    let all = ModelSensitivity.all(of: model)
    let titles: [(ModelSensitivity.Cause, String)] = [
      (.policy, "RESPONSE TO A DECISION'S TWO-YEAR SURPRISE ALONE"),
      (.policyTarget, "RESPONSE TO A TARGET SURPRISE"),
      (.policyPath, "RESPONSE TO A PATH SURPRISE"),
      (.inflationLow, "RESPONSE TO INFLATION NEWS WHEN INFLATION IS LOW"),
      (.inflationHigh, "RESPONSE TO INFLATION NEWS WHEN INFLATION IS HIGH"),
      (.labor, "RESPONSE TO LABOR NEWS"),
      (.growth, "RESPONSE TO YIELDS THAT MOVE BECAUSE OF GROWTH"),
      (.termPremium, "RESPONSE TO YIELDS THAT MOVE BECAUSE OF THE TERM PREMIUM"),
    ]
    return titles.compactMap { cause, title in
      let rows = all.filter { $0.cause == cause }
      guard !rows.isEmpty else { return nil }
      return .table(
        Table(
          title: Phrase(title, .strong),
          note: Phrase("% per 25 bp" + (rows[0].derivation.map { ", \($0)" } ?? ""), .faint),
          columns: [
            Table.Column("", .name), Table.Column("used", .number), Table.Column("", .uncertainty),
            Table.Column("raw", .number), Table.Column("", .uncertainty),
          ] + Self.sampleColumns,
          rows: rows.map { row in
            let raw = row.raw.map { cells($0) } ?? [.number(""), .number("")]
            return Table.Row(
              [.number(row.asset.title)] + cells(row.estimate) + raw + sample(row.provenance)
            )
          }
        )
      )
    }
  }

  /// The responses of some assets alone, by cause, also per 100 bp as publications give them.
  package func responses(of names: [String]) -> Report {
    let all = ModelSensitivity.all(of: model)
    let tables = names.compactMap { name -> Report.Block? in
      let rows = all.filter { $0.asset.name == name }
      guard let asset = rows.first?.asset else { return nil }
      return .table(
        Table(
          title: Phrase("\(asset.title.uppercased()): RESPONSE BY CAUSE", .strong),
          note: Phrase("% per 25 bp, and per 100 bp", .faint),
          columns: [
            Table.Column("", .name), Table.Column("used", .number), Table.Column("", .uncertainty),
            Table.Column("per 100 bp", .number), Table.Column("", .uncertainty),
            Table.Column("raw", .number), Table.Column("", .uncertainty),
            Table.Column("n", .number), Table.Column("sample", .text, dropRank: 1),
          ],
          rows: rows.map(responseRow)
        )
      )
    }
    let implied = Passage("IMPLIED", implications.map { .init(Phrase($0)) })
    return Report([heading] + tables + (implied.items.isEmpty ? [] : [.passage(implied)]))
  }

  private func responseRow(_ row: ModelSensitivity) -> Table.Row {
    let whole = Estimate(
      4 * row.estimate.value,
      standardError: 4 * row.estimate.standardError
    )
    // Without a sample, what the number is instead.
    var (count, sample) = ("", row.provenance.word)
    if case .estimated(_, let span, let n) = row.provenance {
      (count, sample) = (String(n), TextLayout.printable(span))
    }
    let raw = row.raw.map { cells($0) } ?? [.number(""), .number("")]
    return Table.Row(
      [.number(row.cause.rawValue)] + cells(row.estimate) + cells(whole) + raw
        + [.number(count), .number(sample)]
    )
  }

  var residuals: Report.Block {
    let model = model.residuals
    func deviation(_ shared: [Double], _ own: Double) -> String {
      let variance = shared.reduce(own * own) { $0 + $1 * $1 }
      return NumberFormat.fixed(variance.squareRoot(), decimals: 2)
    }
    return .table(
      Table(
        title: Phrase("RESIDUALS", .strong),
        note: note("% a week; start ×: variance now over its regime's", model.provenance),
        columns: [
          Table.Column("", .name), Table.Column("calm", .number), Table.Column("own part", .number),
          Table.Column("stress", .number), Table.Column("own part", .number),
          Table.Column("start ×", .number),
        ],
        rows: self.model.lines.enumerated().map { i, line in
          Table.Row([
            .number(line.name), .number(deviation(model.loadings.calm[i], model.own.calm[i])),
            .number(NumberFormat.fixed(model.own.calm[i], decimals: 2)),
            .number(deviation(model.loadings.stress[i], model.own.stress[i])),
            .number(NumberFormat.fixed(model.own.stress[i], decimals: 2)),
            .number(NumberFormat.fixed(line.residualStart, decimals: 2)),
          ])
        }
      )
    )
  }

  // MARK: Single numbers

  var numbers: [Report.Block] {
    Self.groups(of: model).map { group in
      .table(
        Table(
          title: Phrase(group.title, .strong),
          note: "",
          columns: [
            Table.Column("", .name), Table.Column("", .number), Table.Column("", .uncertainty),
            Table.Column("", .wrapped), Table.Column("", .text),
          ],
          rows: group.rows.map { row in
            Table.Row(
              [.number(row.key)] + cells(row.parameter)
                + [.number(row.unit), .number(sources.number(of: row.parameter.provenance))]
            )
          }
        )
      )
    } + dividends
  }

  private var dividends: [Report.Block] {
    let paying = model.assets.filter { $0.dividendYield != nil }
    guard !paying.isEmpty else { return [] }
    return [
      .table(
        Table(
          title: Phrase("DIVIDEND YIELDS", .strong),
          note: Phrase("% a year, by which a price level lags", .faint),
          columns: [
            Table.Column("", .name), Table.Column("", .number), Table.Column("", .uncertainty),
            Table.Column("", .text),
          ],
          rows: paying.map { asset in
            let yield = asset.dividendYield
            return Table.Row(
              [.number(asset.asset.title)] + (yield.map { cells($0) } ?? [])
                + [.number(yield.map { sources.number(of: $0.provenance) } ?? "")]
            )
          }
        )
      )
    ]
  }

  var identities: [Report.Block] {
    model.assets.compactMap { asset in
      guard case .index(let weights) = asset.derivation else { return nil }
      return .table(
        Table(
          title: Phrase("\(asset.asset.title.uppercased()) IS THE WEIGHTED SUM OF", .strong),
          note: note("%", model.provenance.weights),
          columns: [Table.Column("", .name), Table.Column("", .number)],
          rows: weights.map { weight in
            Table.Row([
              .number(weight.name), .number(NumberFormat.fixed(weight.value * 100, decimals: 2)),
            ])
          }
        )
      )
    }
  }

  /// What the identity moved its members by, in their standard errors.
  var adjustments: [Report.Block] {
    let moves = identityAdjustments
    guard !moves.isEmpty else { return [] }
    return [
      .table(
        Table(
          title: Phrase("MOVED BY THE IDENTITY", .strong),
          note: Phrase("each member's estimate alike, in the unit of the estimate", .faint),
          columns: [
            Table.Column("", .name), Table.Column("move", .number),
            Table.Column("in s.e., from", .number), Table.Column("to", .number),
            Table.Column("most for", .text),
          ],
          rows: moves.map { move in
            Table.Row([
              .number(move.name),
              .number(NumberFormat.fixed(move.value, decimals: 3, isSigned: true)),
              .number(NumberFormat.fixed(move.least, decimals: 2)),
              .number(NumberFormat.fixed(move.most, decimals: 2)), .number(move.member),
            ])
          }
        )
      )
    ]
  }

  var state: Passage {
    let s = model.state
    func text(_ value: Double, _ unit: String = " %") -> String {
      NumberFormat.trimmed(value, decimals: 3) + unit
    }
    var items: [(String, String)] = [
      ("fed-funds", "\(text(s.fedFundsLow, ""))..\(text(s.fedFundsHigh))"),
      ("core-inflation", text(s.coreInflation)), ("unemployment", text(s.unemployment)),
      ("two-year", text(s.twoYear)), ("ten-year", text(s.tenYear)), ("vix", text(s.vix, "")),
    ]
    if let value = s.trailingVolatility { items.append(("trailing-volatility", text(value))) }
    if let value = s.credit { items.append(("credit", text(value))) }
    if let value = s.oil { items.append(("oil", text(value, ""))) }
    if let value = s.dollar { items.append(("dollar", text(value, ""))) }
    for (name, level) in s.levels.sorted(by: { $0.key < $1.key }) {
      items.append((name, "level \(text(level, ""))"))
    }
    let source = sources.number(of: model.provenance.state)
    return Passage(
      "STATE \(source)",
      items.map { Passage.Item(Phrase($0.0), detail: Phrase($0.1)) }
    )
  }

  private func note(_ words: String, _ provenance: Provenance) -> Phrase {
    let number = sources.number(of: provenance)
    return Phrase(number.isEmpty ? words : "\(words) \(number)", .faint)
  }
}
