package import Domain
internal import Results

/// The assets that pages tell most of: the benchmark, then what a scenario's spreads, questions and
/// realised returns name.
struct KeyAssets {
  /// So many passages are still read.
  private static let most = 4

  private let names: [String]

  init(
    benchmark: String,
    spreads: [Subject],
    questions: [Question],
    realised: [RealisedReturn]
  ) {
    names =
      [benchmark] + spreads.flatMap(\.assetNames) + questions.flatMap(\.measure.assetNames)
      + realised.flatMap(\.subject.assetNames)
  }

  /// Those of a scenario under a model.
  static func of(_ scenario: Scenario, under model: MarketModel) -> [Asset] {
    KeyAssets(
      benchmark: model.benchmark,
      spreads: scenario.report.spreads,
      questions: scenario.asks + scenario.expectations,
      realised: scenario.realised
    )
    .chosen { name in model.assets.first { $0.asset.name == name }?.asset }
  }

  /// The first of them that are found.
  func chosen(_ find: (String) -> Asset?) -> [Asset] {
    var chosen: [Asset] = []
    for name in names where chosen.count < Self.most {
      guard !chosen.contains(where: { $0.name == name }), let asset = find(name) else { continue }
      chosen.append(asset)
    }
    return chosen
  }
}

extension RunOptions {
  /// What the page of one scenario shows.
  ///
  /// Everything where the page cannot be made: that is said when it is.
  package func scope(
    of scenario: Scenario,
    under model: MarketModel,
    drawdown: DrawdownObservation
  ) -> ReadingScope {
    guard let date = scenario.horizons.chosen(horizon)?.date,
      let extras = try? extras(drawdown)
    else { return .everything }
    let key = KeyAssets.of(scenario, under: model)
    return table(at: date, of: model, key: key, extras, hasEffects: true)
  }

  /// What each scenario needs where one statistic of all stands side by side.
  package func scopes(
    of scenarios: [(scenario: Scenario, model: MarketModel)],
    statistic name: String?
  ) -> [ReadingScope] {
    let horizons = scenarios.map(\.scenario.horizons)
    let common = horizons.reduce(horizons.first ?? []) { common, others in
      common.filter { horizon in others.contains { $0.label == horizon.label } }
    }
    let statistic = try? TableStatistic(named: name ?? TableStatistic.median.rawValue)
    return scenarios.map { scenario, model in
      guard let statistic, let label = common.chosen(horizon)?.label,
        let date = scenario.horizons.first(where: { $0.label == label })?.date
      else { return .everything }
      return table(at: date, of: model, key: [], [statistic])
    }
  }

  /// What the pages of a comparison show, the baseline first; everything where they show different
  /// horizons.
  package func scope(comparing scenarios: [Scenario], under model: MarketModel) -> ReadingScope {
    guard let baseline = scenarios.first else { return .everything }
    let known = Set(baseline.horizons.map(\.date))
    let dates = scenarios.dropFirst().map { scenario in
      scenario.horizons.filter { known.contains($0.date) }.chosen(horizon)?.date
    }
    guard let date = dates.first ?? nil, dates.allSatisfy({ $0 == date }) else {
      return .everything
    }
    return table(at: date, of: model, key: [], [.mean])
  }

  /// What the page of an explanation shows: the variance of a few assets at every horizon.
  package static func scope(explaining scenario: Scenario, under model: MarketModel) -> ReadingScope
  {
    let key = Set(KeyAssets.of(scenario, under: model).map(\.name))
    return ReadingScope(
      date: nil,
      assets: key,
      keyAssets: key,
      hasMeans: false,
      hasDrawdowns: false,
      hasEffects: false
    )
  }

  private func table(
    at date: TradingDate,
    of model: MarketModel,
    key: [Asset],
    _ extras: [TableStatistic],
    hasEffects: Bool = false
  ) -> ReadingScope {
    let shown = model.assets.map(\.asset).filter(selection.shows)
    return ReadingScope(
      date: date,
      assets: shown.count == model.assets.count ? nil : Set(shown.map(\.name)),
      keyAssets: Set(key.map(\.name)),
      hasMeans: extras.contains { $0 == .mean || $0 == .excessMean },
      hasDrawdowns: extras.contains { $0.isOfDrawdown },
      hasEffects: hasEffects
    )
  }
}
