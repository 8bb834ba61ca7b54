import Domain
import Numerics

/// Decides what is read off the paths.
struct ReadingLowering {
  let scenario: Scenario
  let model: MarketModel
  let plan: SimulationPlan
  private let index: [String: Int]

  init(scenario: Scenario, model: MarketModel, plan: SimulationPlan) {
    self.scenario = scenario
    self.model = model
    self.plan = plan
    index = Dictionary(
      plan.assets.enumerated().map { ($1.asset.name, $0) },
      uniquingKeysWith: { a, _ in a }
    )
  }

  private static let all = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]

  func readings(_ scope: ReadingScope) throws(SimulationError) -> ReadingPlan {
    let horizons = scenario.allHorizons
    let isListed = horizons.map { scenario.horizons.contains($0) }
    let benchmark = try asset(model.benchmark, at: "model")
    var builder = ChannelBuilder()
    var shares: [ShareChannel.Source] = []
    var splits: [SplitChannel] = []
    for horizon in horizons.indices where isListed[horizon] {
      let date = horizons[horizon].date
      for a in plan.assets.indices {
        let name = plan.assets[a].asset.name
        if scope.reads(name, at: date) {
          builder.add(
            .total(asset: a, horizon: horizon),
            Self.all,
            tails: [0.05, 0.01],
            mean: scope.hasMeans
          )
          shares.append(.total(asset: a, horizon: horizon, .negative))
        }
        if scope.splits(name, at: date) { splits.append(SplitChannel(asset: a, horizon: horizon)) }
        guard scope.lists(name, at: date) else { continue }
        if scope.hasDrawdowns { builder.add(.drawdown(asset: a, horizon: horizon), [0.95]) }
        if a != benchmark {
          builder.add(
            .spread(long: a, short: benchmark, horizon: horizon),
            [0.5],
            mean: scope.hasMeans
          )
          shares.append(.spread(long: a, short: benchmark, horizon: horizon, .positive))
        }
      }
      for spread in scenario.report.spreads {
        guard case .spread(let long, let short) = spread else { continue }
        let (l, s) = (try asset(long, at: "report.spreads"), try asset(short, at: "report.spreads"))
        builder.add(
          .spread(long: l, short: s, horizon: horizon),
          [0.05, 0.5, 0.95],
          mean: scope.hasMeans
        )
        shares.append(.spread(long: l, short: s, horizon: horizon, .positive))
      }
      for series in LevelSeries.all(of: plan, state: scenario.state)
      where scope.hasTable(at: date) {
        builder.add(.level(factors: series.factors, horizon: horizon), [0.05, 0.5, 0.95])
      }
    }
    var ranks: [RankChannel] = []
    let standard = shares.count
    for (number, question) in (scenario.asks + scenario.expectations).enumerated() {
      try add(question, number, &builder, &shares, &ranks)
    }
    let asked = Set(shares[standard...])
    for realised in scenario.realised {
      let source = try source(realised.subject, realised.horizon, at: "realised")
      builder.add(source, [0.5], mean: false)
      shares.append(
        share(
          source,
          .init(
            low: -.infinity,
            high: Float(realised.value.fraction),
            includesLow: true,
            includesHigh: true
          )
        )
      )
    }
    addEvents(&builder, effectAssets: scope.hasEffects ? try effectAssets(benchmark) : [])
    let forecast = VarianceForecast(plan: plan)
    let channels = builder.channels.map { channel($0, forecast) }
    var unique: [ShareChannel] = []
    for source in shares where !unique.contains(where: { $0.source == source }) {
      unique.append(ShareChannel(source: source, isAsked: asked.contains(source)))
    }
    let plan = ReadingPlan(
      horizons: horizons,
      isListed: isListed,
      benchmark: benchmark,
      channels: channels,
      shares: unique,
      splits: splits,
      ranks: ranks,
      scope: scope
    )
    guard plan.histogramBytes <= 256 << 20 else {
      throw .tooLarge(message: "so many horizons and questions need over 256 MiB of histograms")
    }
    return plan
  }

  func asset(_ name: String, at keyPath: String) throws(SimulationError) -> Int {
    guard let found = index[name] else {
      throw .scenario(
        keyPath: keyPath,
        message: "the model \(model.name) has no asset `\(name)`"
      )
    }
    return found
  }

  /// The channel of a subject's return at a horizon.
  func source(
    _ subject: Subject,
    _ horizon: Horizon,
    at keyPath: String
  ) throws(SimulationError) -> Channel.Source {
    guard let h = scenario.allHorizons.firstIndex(where: { $0.date == horizon.date }) else {
      throw .scenario(keyPath: keyPath, message: "\(horizon.label) is not simulated")
    }
    switch subject {
    case .asset(let name): return .total(asset: try asset(name, at: keyPath), horizon: h)
    case .spread(let long, let short):
      return .spread(
        long: try asset(long, at: keyPath),
        short: try asset(short, at: keyPath),
        horizon: h
      )
    }
  }

  func share(_ source: Channel.Source, _ bounds: ShareChannel.Bounds) -> ShareChannel.Source {
    switch source {
    case .spread(let long, let short, let horizon):
      .spread(long: long, short: short, horizon: horizon, bounds)
    case .total(let asset, let horizon): .total(asset: asset, horizon: horizon, bounds)
    default: preconditionFailure("only returns have shares")
    }
  }

  /// The benchmark and the assets that spreads and questions name: events' effects are kept on them.
  private func effectAssets(_ benchmark: Int) throws(SimulationError) -> [Int] {
    var found = [benchmark]
    for case .spread(let long, let short) in scenario.report.spreads {
      found += [try asset(long, at: "report.spreads"), try asset(short, at: "report.spreads")]
    }
    for question in scenario.asks + scenario.expectations {
      for name in question.measure.assetNames { found.append(try asset(name, at: "ask")) }
    }
    var unique: [Int] = []
    for asset in found where !unique.contains(asset) { unique.append(asset) }
    return Array(unique.prefix(6))
  }

  private func addEvents(_ builder: inout ChannelBuilder, effectAssets: [Int]) {
    for event in plan.events.indices where plan.events[event].event.isListed {
      builder.add(.repricing(event: event), [])
      for asset in effectAssets {
        builder.add(.effect(event: event, asset: asset), [0.05, 0.5, 0.95])
      }
    }
  }

  /// The lowest return in a range; all of it where derived assets may fall further.
  private static func lowest(_ expected: VarianceForecast.Expectation) -> Double {
    let reach = 12 * expected.deviation + 1.5 * max(0, -expected.low)
    return reach > 1 ? -1 : Elementary.exp(-reach) - 1
  }

  /// A channel with its range: 12 expected standard deviations about the expected mean.
  private func channel(
    _ wanted: ChannelBuilder.Wanted,
    _ forecast: VarianceForecast
  ) -> Channel {
    let source = wanted.source
    var (low, high) = (-1.0, 1.0)
    var bins = 4_096
    switch source {
    case .total(let asset, let horizon):
      let expected = forecast.spread([(asset, 1)], horizon: horizon)
      low = Self.lowest(expected)
      high = min(
        Elementary.exp(12 * expected.deviation + 1.5 * max(0, expected.high)) - 1,
        50
      )
      bins = 16_384
    case .spread(let long, let short, let horizon):
      let expected = forecast.spread([(long, 1), (short, -1)], horizon: horizon)
      let other = forecast.spread([(short, 1)], horizon: horizon)
      // Simple returns lie further apart than logarithms the higher both have risen.
      let growth = Elementary.exp(max(0, other.high, other.high + expected.high))
      let mean = max(abs(expected.low), abs(expected.high))
      let reach = min(
        (15 * expected.deviation * (1 + other.deviation) + 1.5 * mean) * growth,
        20
      )
      (low, high) = (-reach, reach)
    case .drawdown(let asset, let horizon):
      (low, high) = (0, -Self.lowest(forecast.spread([(asset, 1)], horizon: horizon)))
    case .level(let factors, let horizon):
      let start = factors.reduce(0.0) { $0 + Double(plan.startLevels[$1]) } / 100
      let reach = 12 * forecast.levelDeviation(factors, horizon: horizon) / 100
      (low, high) = (start - reach, start + reach)
    case .effect(let event, let asset):
      let reach = forecast.reach(of: plan.events[event], forecast.exposure(of: asset))
      (low, high) = (-min(reach, 1), min(Elementary.exp(min(reach, 4)) - 1, 20))
      bins = 16_384
    case .repricing: bins = 1
    }
    let span = max(high - low, 1e-6)
    if case .effect = source {
      // Zero is a bin's edge: where nothing happens is counted apart.
      let width = span / Double(bins)
      low = -(-low / width).rounded(.up) * width
    }
    return Channel(
      source: source,
      low: Float(low),
      width: Float(span / Double(bins)),
      bins: bins,
      readsMean: wanted.readsMean,
      quantiles: wanted.quantiles,
      tails: wanted.tails,
      asksDeviation: wanted.asksDeviation
    )
  }
}

/// Gathers channels without repetition; a channel asked for twice keeps all its quantiles.
struct ChannelBuilder {
  /// A channel before its range is known.
  struct Wanted {
    let source: Channel.Source
    var quantiles, tails: [Double]
    var readsMean: Bool
    var asksDeviation = false
  }

  private(set) var channels: [Wanted] = []
  private var places: [Channel.Source: Int] = [:]

  mutating func add(
    _ source: Channel.Source,
    _ quantiles: [Double],
    tails: [Double] = [],
    mean: Bool = true
  ) {
    guard let place = places[source] else {
      places[source] = channels.count
      channels.append(Wanted(source: source, quantiles: quantiles, tails: tails, readsMean: mean))
      return
    }
    if mean { channels[place].readsMean = true }
    for q in quantiles where !channels[place].quantiles.contains(q) {
      channels[place].quantiles.append(q)
    }
    for t in tails where !channels[place].tails.contains(t) { channels[place].tails.append(t) }
  }

  /// Adds a channel whose standard deviation is asked for.
  mutating func addDeviation(of source: Channel.Source) {
    add(source, [], mean: false)
    if let place = places[source] { channels[place].asksDeviation = true }
  }
}

extension ReadingPlan {
  /// Bytes of one worker's histograms for one arm.
  package var histogramBytes: Int { channels.reduce(0) { $0 + $1.bins * 4 } }
}
