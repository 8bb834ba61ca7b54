import CKernel
package import Domain

/// Single paths under chosen coefficients, read only where some questions look.
///
/// The draws are those of a run of the same settings, so that answers under other coefficients are
/// answers in the same worlds.
package struct QuestionProbe: Sendable {
  /// How the coefficients of one arm are chosen.
  package enum Coefficients: Hashable, Sendable {
    case estimates
    /// Drawn by tile; excess responses independently, so that what goes with one is its own effect.
    case drawn
    /// The estimates, but for one that lies so many standard errors from its own.
    case shifted(Int, errors: Double)
  }

  /// What is read off one tile of 64 paths.
  package struct Tile: Sendable {
    package let number: Int
    /// By question, one for each path: returns and drawdowns as fractions, ranks as they are.
    package let values: [[Float]]
    /// How far each coefficient was drawn from its estimate, in standard errors; empty where
    /// coefficients are held.
    package let deviations: [Double]
  }

  package let plan: SimulationPlan
  package let readings: [QuestionReading]

  package init(
    _ questions: [Question],
    of arm: StudyArm,
    settings: RunSettings
  ) throws(SimulationError) {
    var scenario = arm.scenario
    (scenario.horizons, scenario.silentHorizons) = ([], scenario.allHorizons)
    (scenario.asks, scenario.expectations, scenario.realised) = (questions, [], [])
    let whole = try Lowering(scenario: scenario, model: arm.model, settings: settings).plan()
    let lowering = ReadingLowering(scenario: scenario, model: arm.model, plan: whole)
    var readings: [QuestionReading] = []
    var channels: [Channel] = []
    for question in questions {
      let found = try lowering.reading(of: question)
      var place = whole.readings.ranks.firstIndex { found.isRank(of: $0) } ?? 0
      if let source = found.source {
        place = channels.firstIndex { $0.source == source } ?? channels.count
        if place == channels.count { channels.append(Channel(source)) }
      }
      readings.append(QuestionReading(place: place, measure: found.measure))
    }
    self.readings = readings
    plan = whole.reading(whole.readings.only(channels, ranks: whole.readings.ranks))
  }

  /// Walks tiles as a run does, one arm for each choice of coefficients, and gives what was read of
  /// each tile by arm, tile after tile.
  ///
  /// One set of draws moves all arms.
  package func visit(
    _ tiles: Range<Int>,
    under arms: [Coefficients],
    _ body: ([Tile]) -> Void
  ) throws(SimulationError) {
    let plans = arms.map { plan.with($0) }
    let tables = DrawTables(plan: plan)
    let walkers = WalkerList(plans: plans, tables: plans.map { _ in tables })
    for number in tiles.clamped(to: 0..<plan.tileCount) {
      if Task.isCancelled { throw .cancelled }
      let count = min(CK.lanes, plan.paths - number * CK.lanes)
      body(
        arms.indices.map { arm in
          var sink = QuestionSink(plan.readings)
          walkers.walk(arm, tile: number, count: count, into: &sink)
          return Tile(
            number: number,
            values: readings.map { $0.isRank ? sink.ranks[$0.place] : sink.channels[$0.place] },
            deviations: arms[arm] == .drawn ? walkers.deviations(of: arm, tile: number) : []
          )
        }
      )
    }
  }
}

/// What a question asks of the values that its paths give.
package struct QuestionReading: Hashable, Sendable {
  package enum Measure: Hashable, Sendable {
    case mean, deviation
    case quantile(Double)
    /// Minus the quantile: a loss.
    case valueAtRisk(Double)
    /// Minus the mean of the lowest share.
    case expectedShortfall(Double)
    case share(ShareChannel.Bounds)
    case rank
  }

  /// Of the channel, or of the rank.
  let place: Int
  package let measure: Measure

  var isRank: Bool { measure == .rank }

  package var isShare: Bool { if case .share = measure { true } else { false } }

  /// What the answer in percent is of the measure's own value.
  package var scale: Double { isRank ? 1 : 100 }
}

extension ReadingLowering {
  /// What a question reads: a channel with a measure of it, or the rank of an asset.
  struct Found {
    let source: Channel.Source?
    let rank: (asset: Int, horizon: Int)?
    let measure: QuestionReading.Measure

    func isRank(of channel: RankChannel) -> Bool {
      rank.map { $0.asset == channel.asset && $0.horizon == channel.horizon } ?? false
    }
  }

  func reading(of question: Question) throws(SimulationError) -> Found {
    guard case .statistic(let statistic, let subject) = question.measure else {
      switch try shareSource(of: question, at: "ask") {
      case .total(let asset, let horizon, let bounds):
        return Found(
          source: .total(asset: asset, horizon: horizon),
          rank: nil,
          measure: .share(bounds)
        )
      case .spread(let long, let short, let horizon, let bounds):
        return Found(
          source: .spread(long: long, short: short, horizon: horizon),
          rank: nil,
          measure: .share(bounds)
        )
      }
    }
    let source = try source(subject, question.horizon, at: "ask")
    func of(_ measure: QuestionReading.Measure) -> Found {
      Found(source: source, rank: nil, measure: measure)
    }
    switch statistic {
    case .mean: return of(.mean)
    case .sd: return of(.deviation)
    case .median: return of(.quantile(0.5))
    case .quantile(let p): return of(.quantile(p))
    case .valueAtRisk(let confidence): return of(.valueAtRisk(1 - confidence))
    case .expectedShortfall(let confidence): return of(.expectedShortfall(1 - confidence))
    case .drawdown:
      return Found(source: try drawdown(source, at: "ask"), rank: nil, measure: .mean)
    case .rank:
      let rank = try rank(source, at: "ask")
      return Found(source: nil, rank: (rank.asset, rank.horizon), measure: .rank)
    }
  }
}

extension Channel {
  /// A channel whose values are taken one by one, so that its histogram has no meaning.
  init(_ source: Source) {
    self.init(
      source: source,
      low: 0,
      width: 1,
      bins: 1,
      readsMean: false,
      quantiles: [],
      tails: []
    )
  }
}

extension SimulationPlan {
  /// The same plan with other coefficients; those that are drawn are drawn apart.
  fileprivate func with(_ coefficients: QuestionProbe.Coefficients) -> SimulationPlan {
    var plan = self
    plan.parameterTreatment = coefficients == .drawn ? .estimated : .fixed
    plan.parameters.drawExcessesApart()
    if case .shifted(let parameter, let errors) = coefficients {
      plan.parameters.move(parameter, by: errors)
    }
    return plan
  }
}

extension TileWalker {
  /// How far each coefficient was drawn from its estimate for a tile, in standard errors.
  func deviations(ofTile tile: Int) -> [Double] {
    let errors = plan.parameters.errors
    return errors.indices.map {
      errors[$0] > 0 ? Double(parameterDeviations[$0 * CK.lanes + tile % 64]) : 0
    }
  }
}

/// Keeps the values of every channel and rank.
private struct QuestionSink: TileSink {
  var channels: [[Float]]
  var ranks: [[Float]]

  init(_ plan: ReadingPlan) {
    channels = [[Float]](repeating: [], count: plan.channels.count)
    ranks = [[Float]](repeating: [], count: plan.ranks.count)
  }

  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int) {
    channels[channel] = Array(UnsafeBufferPointer(start: values, count: count))
  }

  mutating func take(rank: Int, _ values: UnsafePointer<Float>, count: Int) {
    ranks[rank] = Array(UnsafeBufferPointer(start: values, count: count))
  }
}
