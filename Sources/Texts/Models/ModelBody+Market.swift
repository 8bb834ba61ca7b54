import Domain

extension ModelBody {
  mutating func factors(_ factors: [Factor]) {
    add(0, "factors:")
    for factor in factors {
      guard let reversion = factor.reversion else {
        add(1, "\(factor.name): \(factor.unit.rawValue)")
        continue
      }
      add(1, "\(factor.name):")
      add(2, "unit: \(factor.unit.rawValue)")
      let source = reversion.speed.provenance
      add(2, "source: \(names.name(of: source))")
      let values = flow(
        [
          ("speed", reversion.speed), ("calm", reversion.level.calm),
          ("stress", reversion.level.stress),
        ],
        in: source,
        keepAll: true
      )
      add(2, "reversion: \(values)")
    }
  }

  mutating func lines(_ model: MarketModel) {
    add(0, "lines:")
    for line in model.lines { self.line(line, of: model) }
  }

  private mutating func line(_ line: Line, of model: MarketModel) {
    let source = line.totalBeta.provenance
    add(1, "\(line.name):")
    add(2, "source: \(names.name(of: source))")
    let beta = number(line.totalBeta, in: source)
    add(2, "total-beta: \(beta)")
    let loadings = flow(Array(zip(model.factors.map(\.name), line.loadings)), in: source)
    if loadings != "{}" { add(2, "loadings: \(loadings)") }
    responses("excess", line.excess.mapValues(\.shrunk), in: source)
    responses("raw", line.excess.compactMapValues(\.raw), in: source)
    if line.residualStart != 1 {
      add(2, "residual-start: \(YAMLText.number(line.residualStart))")
    }
    if let start = line.betaStart {
      let value = number(start, in: source)
      add(2, "beta-start: \(value)")
    }
    if let drift = line.drift {
      let value = number(drift, in: source)
      add(2, "drift: \(value)")
    }
  }

  private mutating func responses(
    _ key: String,
    _ values: [SensitivityCause: Parameter],
    in source: Provenance
  ) {
    let ordered = SensitivityCause.allCases.compactMap { cause in
      values[cause].map { (cause.rawValue, $0) }
    }
    guard !ordered.isEmpty else { return }
    let value = flow(ordered, in: source, keepAll: true)
    add(2, "\(key): \(value)")
  }

  mutating func assets(_ model: MarketModel) {
    add(0, "assets:")
    for asset in model.assets {
      add(1, "\(asset.asset.name):")
      add(2, "group: \(asset.asset.group.rawValue)")
      add(2, "title: \(YAMLText.scalar(asset.asset.title))")
      if let alias = asset.asset.alias { add(2, "alias: \(YAMLText.scalar(alias))") }
      if !asset.source.isEmpty { add(2, "series: \(YAMLText.scalar(asset.source))") }
      derivation(asset.derivation)
      if let dividend = asset.dividendYield {
        let value = number(dividend, in: nil)
        add(2, "dividend-yield: \(value)")
      }
    }
    let hasWeights = model.assets.contains { $0.derivation != .line }
    if hasWeights || model.provenance.weights != ModelDefaults.unstated.weights {
      add(0, "weights-source: \(names.name(of: model.provenance.weights))")
    }
  }

  private mutating func derivation(_ derivation: ModelAsset.Derivation) {
    switch derivation {
    case .line: break
    case .index(let weights): add(2, "index: \(members(weights))")
    case .part(let of, let spread, let weight):
      add(2, "part: {of: \(of), spread: \(spread), weight: \(YAMLText.number(weight))}")
    case .rest(let of, let spread, let weight):
      add(2, "rest: {of: \(of), spread: \(spread), weight: \(YAMLText.number(weight))}")
    }
  }

  mutating func lists(_ lists: [AssetList]) {
    guard !lists.isEmpty else { return }
    add(0, "lists:")
    for list in lists {
      add(1, "\(list.name):")
      add(2, "source: \(names.name(of: list.provenance))")
      add(2, "of: \(members(list.weights))")
    }
  }

  mutating func identityMoves(_ moves: [IdentityMove]) {
    guard !moves.isEmpty else { return }
    let entries = moves.map { "\($0.name): \(YAMLText.number($0.value))" }
    add(0, "identity-moves: {\(entries.joined(separator: ", "))}")
  }

  /// Gives `[a, b]` for equal weights and `{a: 0.7, b: 0.3}` for others.
  private func members(_ weights: [Weight]) -> String {
    let equal = 1 / Double(weights.count)
    guard weights.contains(where: { $0.value != equal }) else {
      return "[\(weights.map(\.name).joined(separator: ", "))]"
    }
    let entries = weights.map { "\($0.name): \(YAMLText.number($0.value))" }
    return "{\(entries.joined(separator: ", "))}"
  }
}
