import Domain

extension ModelBinder {
  /// Keys of tables beside their rows.
  static let tableKeys = [
    "source", "period", "all", "calm", "stress", "volatilities", "correlations",
  ]

  mutating func tables(
    _ top: Part,
    factors: [Factor]
  ) -> (covariance: RegimePair<[[Double]]>, events: [[Double]]) {
    let names = factors.map(\.name)
    let zero = [[Double]](
      repeating: [Double](repeating: 0, count: names.count),
      count: names.count
    )
    let before = fields.errorCount
    let events = eventTable(top, names) ?? zero
    let deducted = fields.errorCount == before ? events : zero
    var covariance = RegimePair(calm: zero, stress: zero)
    if let tree = top["covariance"] {
      let part = fields.part(
        tree,
        named: "`covariance`",
        keys: ["source", "period", "all", "calm", "stress"],
        at: top.place(of: "covariance")
      )
      let scale = self.scale(part)
      covariance = regimePair(part, standIn: zero) { binder, tree in
        binder.covariance(tree, names, scale: scale, less: deducted)
      }
    }
    if top["event-covariance"] != nil, fields.errorCount == before {
      checkDeduction(covariance, events, at: top.place(of: "event-covariance"))
    }
    return (covariance, events)
  }

  private mutating func eventTable(_ top: Part, _ names: [String]) -> [[Double]]? {
    guard let tree = top["event-covariance"] else { return nil }
    let part = fields.part(
      tree,
      named: "`event-covariance`",
      keys: ["source", "period"] + names,
      at: top.place(of: "event-covariance")
    )
    return triangle(
      part.entries.filter { names.contains($0.key) },
      names,
      named: "`event-covariance`",
      at: part.place,
      scale: scale(part),
      diagonal: .nonNegative
    )
  }

  /// Variances per week for one in the unit of `period:`, a year or, by default, a week.
  private mutating func scale(_ part: Part) -> Double {
    guard let tree = part["period"] else { return 1 }
    let text = fields.text(tree, "period")
    if text == "year" { return ModelDefaults.daysPerWeek / ModelDefaults.daysPerYear }
    if text != "week", !text.isEmpty {
      fields.report(
        "E604",
        "`\(text)` is no period of covariances",
        at: tree.place,
        "`week` or `year` is expected"
      )
    }
    return 1
  }

  /// Reads `all`, or `calm` and `stress`.
  private mutating func regimePair<Value: Hashable & Sendable>(
    _ part: Part,
    standIn: Value,
    _ read: (inout ModelBinder, SourceTree) -> Value
  ) -> RegimePair<Value> {
    if let tree = part["all"] {
      for key in ["calm", "stress"] where part[key] != nil {
        fields.report(
          "E601",
          "\(part.name) has `all` and `\(key)`",
          at: part.place(of: key),
          "`all` holds for both regimes"
        )
      }
      let value = read(&self, tree)
      return RegimePair(calm: value, stress: value)
    }
    for key in ["calm", "stress"] where part[key] == nil {
      fields.report(
        "E602",
        "\(part.name) has no `\(key)`",
        at: part.place,
        "`\(key)` is missing",
        help: "give `calm` and `stress`, or `all` where there is one regime"
      )
    }
    return RegimePair(
      calm: part["calm"].map { read(&self, $0) } ?? standIn,
      stress: part["stress"].map { read(&self, $0) } ?? standIn
    )
  }

  /// Reads one regime: rows of a lower triangle, or volatilities and correlations.
  private mutating func covariance(
    _ tree: SourceTree,
    _ factors: [String],
    scale: Double,
    less events: [[Double]]
  ) -> [[Double]] {
    let name = "the table of covariances"
    guard let entries = fields.entries(tree, named: name) else { return [] }
    let before = fields.errorCount
    let isSplit = tree["volatilities"] != nil
    let table =
      isSplit
      ? split(tree, factors, scale: scale)
      : triangle(entries, factors, named: name, at: tree.place, scale: scale, diagonal: .positive)
    guard fields.errorCount == before, let fault = CovarianceFault(table, less: events)
    else { return table }
    fields.report(
      "E607",
      "the covariance is not positive definite",
      at: tree.place,
      "no set of returns can have these covariances",
      notes: fault.notes(factors),
      help: "take the nearest table that is one",
      replacement: isSplit || scale != 1 ? nil : fault.rows(factors, for: tree, in: fields.file)
    )
    return table
  }

  private mutating func split(
    _ tree: SourceTree,
    _ factors: [String],
    scale: Double
  ) -> [[Double]] {
    let part = fields.part(tree, named: "the table", keys: ["volatilities", "correlations"])
    let volatilities =
      part["volatilities"].map { row($0, "volatilities", count: factors.count, .positive) } ?? []
    var table = factors.indices.map { i in factors.indices.map { $0 == i ? 1.0 : 0.0 } }
    let rows = part["correlations"].flatMap { fields.entries($0, named: "`correlations`") } ?? []
    for entry in rows {
      guard let i = factors.firstIndex(of: entry.key), i > 0 else {
        fields.unknown(
          entry.key,
          "row",
          of: "`correlations`",
          at: entry.keyPlace,
          among: Array(factors.dropFirst()),
          code: "E609"
        )
        continue
      }
      for (j, value) in row(entry.value, entry.key, count: i, .correlation).enumerated() {
        table[i][j] = value
        table[j][i] = value
      }
    }
    guard volatilities.count == factors.count else { return table }
    return factors.indices.map { i in
      factors.indices.map { table[i][$0] * volatilities[i] * volatilities[$0] * scale }
    }
  }

  /// Reads the rows of a lower triangle, one for each factor and up to its diagonal.
  private mutating func triangle(
    _ entries: [SourceTree.Entry],
    _ factors: [String],
    named name: String,
    at place: SourcePlace,
    scale: Double,
    diagonal: NumberBound
  ) -> [[Double]] {
    let rows = Dictionary(
      entries.map { ($0.key, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for entry in entries where !factors.contains(entry.key) {
      fields.unknown(
        entry.key,
        "row",
        of: name,
        at: entry.keyPlace,
        among: factors,
        code: "E609"
      )
    }
    var table = [[Double]](
      repeating: [Double](repeating: 0, count: factors.count),
      count: factors.count
    )
    for (i, factor) in factors.enumerated() {
      guard let entry = rows[factor] else {
        fields.report(
          "E602",
          "\(name) has no row `\(factor)`",
          at: place,
          "`\(factor)` is missing",
          help: "give each factor a row: its covariances with those above it, and its variance"
        )
        continue
      }
      let before = fields.errorCount
      let values = row(entry.value, factor, count: i + 1, .any)
      guard fields.errorCount == before,
        fields.check(values[i], "variance of \(factor)", diagonal, at: entry.value.place)
      else { continue }
      for (j, value) in values.enumerated() {
        table[i][j] = value * scale
        table[j][i] = value * scale
      }
    }
    return table
  }

  /// Reads numbers between spaces, of which there must be as many as said.
  private mutating func row(
    _ tree: SourceTree,
    _ name: String,
    count: Int?,
    _ bound: NumberBound
  ) -> [Double] {
    let standIn = [Double](repeating: bound.standIn, count: count ?? 0)
    let text = fields.text(tree, name)
    guard !text.isEmpty else { return standIn }
    var values: [Double] = []
    for word in text.utf8.split(separator: 0x20) {
      guard let value = DecimalText.number(ArraySlice(word)) else {
        fields.report(
          "E604",
          "`\(String(decoding: word, as: UTF8.self))` in the row `\(name)` is no number",
          at: tree.place,
          "numbers between spaces are expected"
        )
        return standIn
      }
      guard fields.check(value, name, bound, at: tree.place) else { return standIn }
      values.append(value)
    }
    guard let count, values.count != count else { return values }
    fields.report(
      "E606",
      "the row `\(name)` has \(values.count) numbers, not \(count)",
      at: tree.place,
      "\(count) expected",
      help: "a row holds the covariances with the factors above it, then its variance"
    )
    return standIn
  }

  /// What events cause is deducted, and what remains must be a covariance too.
  private mutating func checkDeduction(
    _ covariance: RegimePair<[[Double]]>,
    _ events: [[Double]],
    at place: SourcePlace
  ) {
    for (regime, table) in [("calm", covariance.calm), ("stress", covariance.stress)] {
      let rest = zip(table, events).map { zip($0, $1).map { $0 - $1 } }
      guard !CovarianceFault.isPositiveDefinite(rest) else { continue }
      fields.report(
        "E607",
        "`covariance` in \(regime) less `event-covariance` is not positive definite",
        at: place,
        "more than the market moves at all",
        help: "the part that events cause must be smaller than the whole"
      )
      return
    }
  }

  // MARK: Residuals

  mutating func residuals(_ top: Part, lines: [Line]) -> ResidualModel {
    var model = ModelDefaults.residuals(lineCount: lines.count)
    guard let tree = top["residuals"] else { return model }
    let part = fields.part(
      tree,
      named: "`residuals`",
      keys: ["source", "period", "half-life", "start-source", "all", "calm", "stress"],
      at: top.place(of: "residuals")
    )
    model.provenance = tableSource(
      part["source"],
      isNeeded: true,
      at: part.place,
      what: "the residuals"
    )
    if let tree = part["half-life"] {
      model.halfLife = parameter(tree, "half-life", in: model.provenance, .positive)
    } else if lines.contains(where: { $0.residualStart != 1 }) {
      fields.report(
        "E602",
        "`residuals` has no `half-life`",
        at: part.place,
        "`half-life` is missing",
        help: "lines with a `residual-start` need the trading days in which it decays by half"
      )
    }
    let scale = self.scale(part).squareRoot()
    let standIn = lines.map { _ in ResidualRow(own: 0, shared: []) }
    let rows = regimePair(part, standIn: standIn) { binder, tree in
      binder.residualRows(tree, lines: lines.map(\.name), scale: scale)
    }
    model.own = RegimePair(calm: rows.calm.map(\.own), stress: rows.stress.map(\.own))
    model.loadings = RegimePair(
      calm: rows.calm.map(\.shared),
      stress: rows.stress.map(\.shared)
    )
    checkRanks(model.loadings, at: part.place)
    return model
  }

  private mutating func checkRanks(_ pair: RegimePair<[[Double]]>, at place: SourcePlace) {
    guard pair.calm.first?.count != pair.stress.first?.count else { return }
    fields.report(
      "E606",
      "`shared` has another number of columns in calm than in stress",
      at: place,
      "both must have the same"
    )
  }

  private mutating func residualRows(
    _ tree: SourceTree,
    lines: [String],
    scale: Double
  ) -> [ResidualRow] {
    guard let entries = fields.entries(tree, named: "`residuals`") else {
      return lines.map { _ in ResidualRow(own: 0, shared: []) }
    }
    for entry in entries where !lines.contains(entry.key) {
      fields.unknown(
        entry.key,
        "line",
        of: "the model",
        at: entry.keyPlace,
        among: lines,
        code: "E609"
      )
    }
    let rows = Dictionary(
      entries.map { ($0.key, $0.value) },
      uniquingKeysWith: { first, _ in first }
    )
    var count: Int?
    return lines.map { line in
      guard let value = rows[line] else {
        fields.report(
          "E602",
          "`residuals` has no row `\(line)`",
          at: tree.place,
          "`\(line)` is missing",
          help: "give each line its own deviation: `\(line): 0` for none"
        )
        return ResidualRow(own: 0, shared: [])
      }
      let row = residualRow(value, line, count: count, scale: scale)
      if count == nil { count = row.shared.count }
      return row
    }
  }

  private mutating func residualRow(
    _ tree: SourceTree,
    _ line: String,
    count: Int?,
    scale: Double
  ) -> ResidualRow {
    let isRow = tree.entries != nil
    let part =
      isRow
      ? fields.part(tree, named: "the row \(line)", keys: ["own", "shared"], required: ["own"])
      : nil
    let own = isRow ? part?["own"] : tree
    let deviation = own.map { fields.number($0, "own", .nonNegative) } ?? 0
    let shared = part?["shared"].map { row($0, "shared", count: count, .any) } ?? []
    if let count, part?["shared"] == nil, count != 0 {
      fields.report(
        "E606",
        "the row `\(line)` shares nothing, others have \(count) numbers under `shared`",
        at: tree.place,
        "\(count) numbers expected"
      )
    }
    return ResidualRow(own: deviation * scale, shared: shared.map { $0 * scale })
  }
}

/// One line's residual in one regime, percent per square-root week.
struct ResidualRow: Hashable, Sendable {
  let own: Double
  let shared: [Double]
}
