import Domain
import Numerics
import Results

extension Summary {
  /// The arm's result with units put back on.
  func result(arm: StudyArm, fingerprint: String) throws(SimulationError) -> ArmResult {
    let reading = ReadingLowering(scenario: arm.scenario, model: arm.model, plan: plan)
    let scope = plan.readings.scope
    let listed = plan.readings.horizons.indices.filter { plan.readings.isListed[$0] }
    var assets: [AssetResult] = []
    var spreads: [SpreadResult] = []
    var levels: [LevelResult] = []
    for horizon in listed {
      assets += plan.assets.indices.compactMap { assetResult($0, horizon) }
      spreads += try spreadResults(arm.scenario.report.spreads, horizon, reading)
      if scope.hasTable(at: plan.readings.horizons[horizon].date) {
        levels += levelResults(arm.scenario.state, horizon)
      }
    }
    var answers: [Answer] = []
    for question in arm.scenario.asks {
      answers.append(try answer(question, reading, at: "ask"))
    }
    var expectations: [Answer] = []
    for question in arm.scenario.expectations {
      expectations.append(try answer(question, reading, at: "expect"))
    }
    var realised: [RealisedPercentile] = []
    for entry in arm.scenario.realised { realised.append(try percentile(of: entry, reading)) }
    return ArmResult(
      scenarioName: arm.scenario.name,
      asof: plan.asof,
      fingerprint: fingerprint,
      modelName: arm.model.name,
      modelVersion: arm.model.version,
      modelDate: arm.model.date,
      modelFingerprint: arm.modelFingerprint,
      benchmark: plan.assets[plan.readings.benchmark].asset,
      horizons: listed.map { plan.readings.horizons[$0] },
      assets: assets,
      spreads: spreads,
      levels: levels,
      ledger: ledger(),
      answers: answers,
      expectations: expectations,
      realised: realised
    )
  }

  /// What is known of an asset at a horizon; nil where its return was not to be read.
  private func assetResult(_ asset: Int, _ horizon: Int) -> AssetResult? {
    let (name, scope) = (plan.assets[asset].asset.name, plan.readings.scope)
    let date = plan.readings.horizons[horizon].date
    guard scope.reads(name, at: date) else { return nil }
    let total = Channel.Source.total(asset: asset, horizon: horizon)
    let isListed = scope.lists(name, at: date)
    return AssetResult(
      asset: plan.assets[asset].asset,
      horizon: plan.readings.horizons[horizon],
      total: DistributionSummary(
        mean: mean(total),
        sd: deviation(total),
        quantiles: DistributionSummary.probabilities.map { quantile(total, $0) },
        lossProbability: share(.total(asset: asset, horizon: horizon, .negative)),
        expectedShortfall95: expectedShortfall(total, tail: 0.05),
        expectedShortfall99: expectedShortfall(total, tail: 0.01)
      ),
      excess: isListed && asset != plan.readings.benchmark ? excess(asset, horizon) : nil,
      drawdown: isListed && scope.hasDrawdowns ? drawdown(asset, horizon) : nil,
      variance: split(asset, horizon)
    )
  }

  private func excess(_ asset: Int, _ horizon: Int) -> ExcessSummary {
    let benchmark = plan.readings.benchmark
    let spread = Channel.Source.spread(long: asset, short: benchmark, horizon: horizon)
    return ExcessSummary(
      mean: mean(spread),
      median: quantile(spread, 0.5),
      positiveProbability: share(
        .spread(long: asset, short: benchmark, horizon: horizon, .positive)
      )
    )
  }

  private func drawdown(_ asset: Int, _ horizon: Int) -> DrawdownSummary {
    let source = Channel.Source.drawdown(asset: asset, horizon: horizon)
    return DrawdownSummary(
      mean: mean(source),
      q95: quantile(source, 0.95),
      observed: plan.drawdown
    )
  }

  private func split(_ asset: Int, _ horizon: Int) -> VarianceSplit? {
    guard
      let place = plan.readings.splits.firstIndex(where: {
        $0.asset == asset && $0.horizon == horizon
      })
    else { return nil }
    let shares = tally.splits[place].shares
    return VarianceSplit(
      events: shares.events,
      open: shares.open,
      market: shares.market,
      parameters: shares.parameters
    )
  }

  private func spreadResults(
    _ spreads: [Subject],
    _ horizon: Int,
    _ reading: ReadingLowering
  ) throws(SimulationError) -> [SpreadResult] {
    var results: [SpreadResult] = []
    for case .spread(let long, let short) in spreads {
      let l = try reading.asset(long, at: "report.spreads")
      let s = try reading.asset(short, at: "report.spreads")
      let source = Channel.Source.spread(long: l, short: s, horizon: horizon)
      results.append(
        SpreadResult(
          long: plan.assets[l].asset,
          short: plan.assets[s].asset,
          horizon: plan.readings.horizons[horizon],
          mean: mean(source),
          sd: deviation(source),
          q05: quantile(source, 0.05),
          median: quantile(source, 0.5),
          q95: quantile(source, 0.95),
          positiveProbability: share(.spread(long: l, short: s, horizon: horizon, .positive))
        )
      )
    }
    return results
  }

  private func levelResults(_ state: EconomicState, _ horizon: Int) -> [LevelResult] {
    LevelSeries.all(of: plan, state: state).map { series in
      let source = Channel.Source.level(factors: series.factors, horizon: horizon)
      let start = series.factors.reduce(0.0) { $0 + Double(plan.startLevels[$1]) } / 100
      func value(_ x: Double) -> Double { series.isLogarithmic ? Elementary.exp(x) : x }
      func level(_ p: Double) -> Estimate {
        let raw = quantile(source, p, scale: 1)
        let scale = series.isLogarithmic ? value(raw.value) : 1
        return Estimate(value(raw.value), standardError: raw.standardError * scale)
      }
      return LevelResult(
        series: series.name,
        unit: series.unit,
        horizon: plan.readings.horizons[horizon],
        start: value(start),
        q05: level(0.05),
        median: level(0.5),
        q95: level(0.95)
      )
    }
  }

  private func ledger() -> [LedgerEntry] {
    plan.events.enumerated().compactMap { number, event in
      guard event.event.isListed else { return nil }
      let effects = plan.readings.channels.compactMap { channel -> LedgerEntry.Effect? in
        guard case .effect(number, let asset) = channel.source else { return nil }
        return LedgerEntry.Effect(
          asset: plan.assets[asset].asset,
          mean: mean(channel.source),
          q05: quantile(channel.source, 0.05),
          median: quantile(channel.source, 0.5),
          q95: quantile(channel.source, 0.95)
        )
      }
      let repricing = Channel.Source.repricing(event: number)
      return LedgerEntry(
        event: event.event,
        unit: event.ledger.unit,
        priced: event.ledger.priced,
        view: event.ledger.view,
        outcomes: event.ledger.outcomes.map {
          LedgerEntry.Outcome(outcome: $0.outcome, odds: $0.odds, surprise: $0.surprise)
        },
        repricing: (
          mean: mean(repricing, scale: 1e4), sd: deviation(repricing, scale: 1e4).value
        ),
        effects: effects,
        isAssumption: event.ledger.isAssumption
      )
    }
  }

  private func percentile(
    of realised: RealisedReturn,
    _ reading: ReadingLowering
  ) throws(SimulationError) -> RealisedPercentile {
    let source = try reading.source(realised.subject, realised.horizon, at: "realised")
    let share = reading.share(
      source,
      .init(
        low: -.infinity,
        high: Float(realised.value.fraction),
        includesLow: true,
        includesHigh: true
      )
    )
    return RealisedPercentile(
      realised: realised,
      percentile: self.share(share),
      median: quantile(source, 0.5)
    )
  }
}
