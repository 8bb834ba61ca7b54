package import Domain

/// Rounding of a model's numbers to a stated number of significant digits.
///
/// It happens in the model before anything uses it, so that file, card and engine agree.
package enum ModelRounding {
  /// The model with every estimate and every table rounded to significant digits.
  ///
  /// Weights of an index or a list are rounded to as many decimals, the largest taking up what is
  /// missing to 1.
  package static func rounded(_ model: MarketModel, digits: Int) -> MarketModel {
    let r = Rounder(digits: digits)
    var result = model
    result.factors = model.factors.map(r.factor)
    result.lines = model.lines.map(r.line)
    result.assets = model.assets.map(r.asset)
    result.lists = model.lists.map {
      AssetList(name: $0.name, weights: r.weights($0.weights), provenance: $0.provenance)
    }
    result.covariance = r.pair(model.covariance) { r.table($0) }
    result.eventCovariance = r.table(model.eventCovariance)
    result.residuals.loadings = r.pair(model.residuals.loadings) { r.table($0) }
    result.residuals.own = r.pair(model.residuals.own) { $0.map(r.number) }
    result.residuals.halfLife = r.parameter(model.residuals.halfLife)
    result.regimes = model.regimes.map(r.regimes)
    result.freedom = model.freedom.map(r.parameter)
    result.leverageEffect = model.leverageEffect.map(r.parameter)
    result.betaHalfLife = model.betaHalfLife.map(r.parameter)
    result.events = r.events(model.events)
    result.equityPremium = r.parameter(model.equityPremium)
    result.macro = model.macro.map(r.named)
    result.rule = model.rule.map(r.named)
    result.checks = model.checks.map(r.named)
    result.identityMoves = model.identityMoves.map { IdentityMove($0.name, r.number($0.value)) }
    return result
  }

  /// The double nearest to the value written with that many significant digits.
  package static func rounded(_ value: Double, digits: Int) -> Double {
    guard value.isFinite, value != 0 else { return value }
    // The shortest text of the value names its first digit's place without a logarithm.
    var exponent = 0
    var scaled = abs(value)
    while scaled >= 10 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled < 1 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    return decimals(value, digits - 1 - exponent)
  }

  /// The double nearest to the value written with that many decimals.
  static func decimals(_ value: Double, _ places: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(places) { power *= 10 }
    let whole = (places >= 0 ? value * power : value / power).rounded()
    guard let exact = Int(exactly: whole) else { return value }
    return Double("\(exact)e\(-places)") ?? value
  }
}

private struct Rounder {
  let digits: Int

  func number(_ value: Double) -> Double { ModelRounding.rounded(value, digits: digits) }

  func parameter(_ p: Parameter) -> Parameter {
    Parameter(
      number(p.value),
      standardError: number(p.standardError),
      provenance: p.provenance
    )
  }

  func named(_ number: NamedParameter) -> NamedParameter {
    NamedParameter(number.name, parameter(number.value))
  }

  func table(_ rows: [[Double]]) -> [[Double]] { rows.map { $0.map(number) } }

  func pair<Value>(
    _ pair: RegimePair<Value>,
    _ round: (Value) -> Value
  ) -> RegimePair<Value> {
    RegimePair(calm: round(pair.calm), stress: round(pair.stress))
  }

  func weights(_ weights: [Weight]) -> [Weight] {
    guard let largest = weights.indices.max(by: { weights[$0].value < weights[$1].value }) else {
      return weights
    }
    // Equal weights stay exact: a file writes them as a list of names.
    if weights.allSatisfy({ $0.value == 1 / Double(weights.count) }) { return weights }
    var values = weights.map { ModelRounding.decimals($0.value, digits) }
    let others = values.indices.reduce(0) { $1 == largest ? $0 : $0 + values[$1] }
    values[largest] = ModelRounding.decimals(1 - others, digits)
    return zip(weights, values).map { Weight($0.name, $1) }
  }

  func factor(_ factor: Factor) -> Factor {
    Factor(
      name: factor.name,
      unit: factor.unit,
      reversion: factor.reversion.map {
        Factor.Reversion(
          speed: parameter($0.speed),
          level: pair($0.level) { parameter($0) }
        )
      }
    )
  }

  func line(_ line: Line) -> Line {
    Line(
      name: line.name,
      loadings: line.loadings.map(parameter),
      totalBeta: parameter(line.totalBeta),
      excess: line.excess.mapValues {
        Line.Excess(shrunk: parameter($0.shrunk), raw: $0.raw.map(parameter))
      },
      residualStart: number(line.residualStart),
      betaStart: line.betaStart.map(parameter),
      drift: line.drift.map(parameter)
    )
  }

  func asset(_ asset: ModelAsset) -> ModelAsset {
    let derivation: ModelAsset.Derivation =
      switch asset.derivation {
      case .index(let members): .index(weights(members))
      default: asset.derivation
      }
    return ModelAsset(
      asset: asset.asset,
      derivation: derivation,
      dividendYield: asset.dividendYield.map(parameter),
      source: asset.source
    )
  }

  func regimes(_ r: RegimeModel) -> RegimeModel {
    RegimeModel(
      stayCalm: parameter(r.stayCalm),
      stayStress: parameter(r.stayStress),
      startIntercept: parameter(r.startIntercept),
      startSlope: parameter(r.startSlope),
      volatilityRatio: parameter(r.volatilityRatio),
      startVariance: r.startVariance.map {
        StartVariance(
          elasticity: $0.elasticity.map { parameter($0) },
          level: pair($0.level) { parameter($0) }
        )
      }
    )
  }

  func events(_ events: EventModel) -> EventModel {
    EventModel(
      fomc: events.fomc.map(fomc),
      cpi: events.cpi.map(cpi),
      jobs: events.jobs.map(jobs),
      growth: events.growth.map(news),
      termPremium: events.termPremium.map(news)
    )
  }

  private func news(_ n: YieldNews) -> YieldNews {
    YieldNews(market: parameter(n.market), ratio: parameter(n.ratio))
  }

  private func yields(_ y: EventModel.YieldResponse) -> EventModel.YieldResponse {
    EventModel.YieldResponse(twoYear: parameter(y.twoYear), tenYear: parameter(y.tenYear))
  }

  private func fomc(_ f: FOMCModel) -> FOMCModel {
    FOMCModel(
      targetDeviation: parameter(f.targetDeviation),
      pathDeviation: parameter(f.pathDeviation),
      riskDeviation: parameter(f.riskDeviation),
      target: parameter(f.target),
      path: parameter(f.path),
      correlation: number(f.correlation),
      targetYields: yields(f.targetYields),
      pathYields: yields(f.pathYields),
      twoYearAlone: f.twoYearAlone.map(parameter)
    )
  }

  private func cpi(_ c: CPIModel) -> CPIModel {
    CPIModel(
      surpriseDeviation: parameter(c.surpriseDeviation),
      passThroughLow: parameter(c.passThroughLow),
      passThroughHigh: parameter(c.passThroughHigh),
      noiseDeviation: parameter(c.noiseDeviation),
      gateCentre: parameter(c.gateCentre),
      gateWidth: parameter(c.gateWidth),
      tenYearRatio: parameter(c.tenYearRatio),
      low: parameter(c.low),
      high: parameter(c.high)
    )
  }

  private func jobs(_ j: JobsModel) -> JobsModel {
    JobsModel(
      payrollDeviation: parameter(j.payrollDeviation),
      unemploymentDeviation: parameter(j.unemploymentDeviation),
      payrollPassThrough: parameter(j.payrollPassThrough),
      unemploymentPassThrough: parameter(j.unemploymentPassThrough),
      noiseDeviation: parameter(j.noiseDeviation),
      tenYearRatio: parameter(j.tenYearRatio),
      labor: parameter(j.labor)
    )
  }
}
