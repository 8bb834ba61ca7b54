import Domain

extension ModelBody {
  mutating func covariances(_ model: MarketModel) {
    let factors = model.factors.map(\.name)
    add(0, "covariance:")
    add(1, "source: \(names.name(of: model.provenance.covariance))")
    for (key, table) in Self.regimes(model.covariance) {
      add(1, "\(key):")
      triangle(2, factors, table)
    }
    // Without default events there is nothing to deduct.
    guard
      model.eventCovariance.contains(where: { $0.contains { $0 != 0 } })
        || model.provenance.eventCovariance != ModelDefaults.unstated.eventCovariance
    else { return }
    add(0, "event-covariance:")
    add(1, "source: \(names.name(of: model.provenance.eventCovariance))")
    triangle(1, factors, model.eventCovariance)
  }

  /// One row a line, up to and with the diagonal.
  private mutating func triangle(_ indent: Int, _ factors: [String], _ table: [[Double]]) {
    for (i, name) in factors.enumerated() where i < table.count {
      add(indent, "\(name): \(Self.row(table[i].prefix(i + 1)))")
    }
  }

  mutating func residuals(_ model: MarketModel) {
    let residuals = model.residuals
    let hasStart =
      model.lines.contains { $0.residualStart != 1 }
      || model.provenance.residualStart != ModelDefaults.unstated.residualStart
    guard hasStart || residuals != ModelDefaults.residuals(lineCount: model.lines.count) else {
      return
    }
    add(0, "residuals:")
    add(1, "source: \(names.name(of: residuals.provenance))")
    if residuals.halfLife != ModelDefaults.halfLife {
      let value = number(residuals.halfLife, in: residuals.provenance)
      add(1, "half-life: \(value)")
    }
    if hasStart {
      add(1, "start-source: \(names.name(of: model.provenance.residualStart))")
    }
    let pair = RegimePair(
      calm: ResidualTable(shared: residuals.loadings.calm, own: residuals.own.calm),
      stress: ResidualTable(shared: residuals.loadings.stress, own: residuals.own.stress)
    )
    for (key, table) in Self.regimes(pair) {
      add(1, "\(key):")
      for (i, line) in model.lines.enumerated() { add(2, "\(line.name): \(table.row(i))") }
    }
  }

  mutating func regimes(_ regimes: RegimeModel?, factors: [Factor]) {
    guard let regimes else { return }
    let start = regimes.startVariance
    let shared = start?.sharedElasticity
    let levels = start.map { [("start-calm", $0.level.calm), ("start-stress", $0.level.stress)] }
    part(
      0,
      "regimes",
      [
        ("stay-calm", regimes.stayCalm), ("stay-stress", regimes.stayStress),
        ("start-intercept", regimes.startIntercept), ("start-slope", regimes.startSlope),
        ("volatility-ratio", regimes.volatilityRatio),
      ] + (shared.map { [("start-elasticity", $0)] } ?? []) + (levels ?? [])
    )
    guard let start, shared == nil else { return }
    let values = flow(
      Array(zip(factors.map(\.name), start.elasticity)),
      in: regimes.stayCalm.provenance
    )
    add(1, "start-elasticity: \(values)")
  }

  mutating func tails(_ model: MarketModel) {
    if let freedom = model.freedom {
      let value = number(freedom, in: nil)
      add(0, "freedom: \(value)")
    }
    if let effect = model.leverageEffect {
      let value = number(effect, in: nil)
      add(0, "leverage-effect: \(value)")
    }
    if let halfLife = model.betaHalfLife {
      let value = number(halfLife, in: nil)
      add(0, "beta-half-life: \(value)")
    }
    guard model.equityPremium != ModelDefaults.off else { return }
    let value = number(model.equityPremium, in: nil)
    add(0, "equity-premium: \(value)")
  }

  /// Calm and stress, or one entry `all` where they are equal.
  private static func regimes<Value>(_ pair: RegimePair<Value>) -> [(String, Value)] {
    pair.calm == pair.stress
      ? [("all", pair.calm)] : [("calm", pair.calm), ("stress", pair.stress)]
  }

  static func row(_ numbers: some Sequence<Double>) -> String {
    numbers.map(YAMLText.number).joined(separator: " ")
  }
}

/// Residual loadings and own deviations of one regime.
private struct ResidualTable: Hashable, Sendable {
  let shared: [[Double]]
  let own: [Double]

  func row(_ i: Int) -> String {
    let own = YAMLText.number(own[i])
    return shared[i].isEmpty ? own : "{own: \(own), shared: \(ModelBody.row(shared[i]))}"
  }
}
