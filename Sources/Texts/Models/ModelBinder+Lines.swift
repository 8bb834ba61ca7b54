import Domain

extension ModelBinder {
  mutating func factors(_ tree: SourceTree?) -> [Factor] {
    guard let tree else { return [] }
    let entries = fields.entries(tree, named: "`factors`") ?? []
    let factors = entries.map { entry in factor(entry) }
    if tree.entries != nil, factors.first?.name != "market" {
      fields.report(
        "E602",
        "the first factor must be `market`",
        at: entries.first?.keyPlace ?? tree.place,
        "`market` is expected here",
        help: "put `market: percent` first"
      )
    }
    return factors
  }

  private mutating func factor(_ entry: SourceTree.Entry) -> Factor {
    fields.checkName(entry.key, at: entry.keyPlace)
    if ModelBinder.tableKeys.contains(entry.key) {
      fields.report(
        "E613",
        "`\(entry.key)` cannot be the name of a factor",
        at: entry.keyPlace,
        "a key of the tables of covariances"
      )
    }
    guard entry.value.entries != nil else {
      return Factor(name: entry.key, unit: unit(entry.value))
    }
    let part = fields.part(
      entry.value,
      named: "the factor \(entry.key)",
      keys: ["unit", "source", "reversion"],
      required: ["unit"],
      at: entry.keyPlace
    )
    let unit = part["unit"].map { self.unit($0) } ?? .percent
    guard let tree = part["reversion"] else { return Factor(name: entry.key, unit: unit) }
    return Factor(
      name: entry.key,
      unit: unit,
      reversion: reversion(tree, in: inherited(part))
    )
  }

  private mutating func unit(_ tree: SourceTree) -> Factor.Unit {
    let text = fields.text(tree, "unit")
    if let unit = Factor.Unit(rawValue: text) { return unit }
    if !text.isEmpty {
      fields.report(
        "E604",
        "`\(text)` is no unit of a factor",
        at: tree.place,
        "`percent` or `bp` is expected",
        help: "rates and spreads are in `bp`, all else in `percent`"
      )
    }
    return .percent
  }

  private mutating func reversion(
    _ tree: SourceTree,
    in source: Provenance?
  ) -> Factor.Reversion {
    let keys = ["speed", "calm", "stress"]
    let part = fields.part(tree, named: "`reversion`", keys: keys, required: keys)
    return Factor.Reversion(
      speed: parameter(part["speed"], "speed", in: source, .positive),
      level: RegimePair(
        calm: parameter(part["calm"], "calm", in: source),
        stress: parameter(part["stress"], "stress", in: source)
      )
    )
  }

  mutating func lines(_ tree: SourceTree?, factors: [String]) -> [Line] {
    guard let tree else { return [] }
    let entries = fields.entries(tree, named: "`lines`") ?? []
    if tree.entries?.isEmpty ?? tree.isEmpty {
      fields.report(
        "E602",
        "the model has no line",
        at: tree.place,
        "a line is missing",
        help: "add `NAME: {loadings: {market: 1}}`"
      )
    }
    return entries.map { line($0, factors: factors) }
  }

  private mutating func line(_ entry: SourceTree.Entry, factors: [String]) -> Line {
    fields.checkName(entry.key, at: entry.keyPlace)
    let part = fields.part(
      entry.value,
      named: "the line \(entry.key)",
      keys: [
        "source", "loadings", "total-beta", "excess", "raw", "residual-start", "beta-start",
        "drift",
      ],
      at: entry.keyPlace
    )
    let source = inherited(part)
    let loadings = byFactor(part["loadings"], "loadings", factors: factors, in: source)
    let totalBeta =
      part["total-beta"].map { parameter($0, "total-beta", in: source) }
      ?? loadings.first ?? ModelDefaults.off
    return Line(
      name: entry.key,
      loadings: loadings,
      totalBeta: totalBeta,
      excess: excess(part, in: source),
      residualStart: part["residual-start"].map {
        fields.number($0, "residual-start", .positive)
      } ?? 1,
      betaStart: part["beta-start"].map { parameter($0, "beta-start", in: source) },
      drift: part["drift"].map { parameter($0, "drift", in: source) }
    )
  }

  /// `{factor: number, …}`: one for each factor, off where none is given.
  mutating func byFactor(
    _ tree: SourceTree?,
    _ key: String,
    factors: [String],
    in source: Provenance?,
    bound: (String) -> NumberBound = { _ in .any }
  ) -> [Parameter] {
    var result = [Parameter](repeating: ModelDefaults.off, count: factors.count)
    guard let tree, let entries = fields.entries(tree, named: "`\(key)`") else {
      return result
    }
    for entry in entries {
      guard let index = factors.firstIndex(of: entry.key) else {
        fields.unknown(
          entry.key,
          "factor",
          of: "the model",
          at: entry.keyPlace,
          among: factors,
          code: "E609"
        )
        continue
      }
      result[index] = parameter(entry.value, entry.key, in: source, bound(entry.key))
    }
    return result
  }

  private mutating func excess(
    _ part: Part,
    in source: Provenance?
  ) -> [SensitivityCause: Line.Excess] {
    let shrunk = responses(part["excess"], "excess", in: source)
    let raw = responses(part["raw"], "raw", in: source)
    var result: [SensitivityCause: Line.Excess] = [:]
    for cause in SensitivityCause.allCases where shrunk[cause] != nil || raw[cause] != nil {
      result[cause] = Line.Excess(
        shrunk: shrunk[cause] ?? ModelDefaults.off,
        raw: raw[cause]
      )
    }
    return result
  }

  private mutating func responses(
    _ tree: SourceTree?,
    _ key: String,
    in source: Provenance?
  ) -> [SensitivityCause: Parameter] {
    guard let tree, let entries = fields.entries(tree, named: "`\(key)`") else { return [:] }
    var result: [SensitivityCause: Parameter] = [:]
    for entry in entries {
      guard let cause = SensitivityCause(rawValue: entry.key) else {
        fields.unknown(
          entry.key,
          "cause",
          of: "the model",
          at: entry.keyPlace,
          among: SensitivityCause.allCases.map(\.rawValue),
          code: "E609"
        )
        continue
      }
      result[cause] = parameter(entry.value, entry.key, in: source)
    }
    return result
  }
}
