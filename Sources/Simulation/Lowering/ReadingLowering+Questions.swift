import Domain
import Numerics

extension ReadingLowering {
  /// Adds what a question needs.
  func add(
    _ question: Question,
    _ number: Int,
    _ builder: inout ChannelBuilder,
    _ shares: inout [ShareChannel.Source],
    _ ranks: inout [RankChannel]
  ) throws(SimulationError) {
    let keyPath = number < scenario.asks.count ? "ask" : "expect"
    switch question.measure {
    case .statistic(let statistic, let subject):
      let source = try source(subject, question.horizon, at: keyPath)
      switch statistic {
      case .mean: builder.add(source, [])
      case .sd: builder.addDeviation(of: source)
      case .median: builder.add(source, [0.5], mean: false)
      case .quantile(let p):
        try checkTail(min(p, 1 - p), of: question, at: keyPath)
        builder.add(source, [p], mean: false)
      case .valueAtRisk(let confidence):
        try checkTail(1 - confidence, of: question, at: keyPath)
        builder.add(source, [1 - confidence], mean: false)
      case .expectedShortfall(let confidence):
        try checkTail(1 - confidence, of: question, at: keyPath)
        builder.add(source, [], tails: [1 - confidence], mean: false)
      case .drawdown: builder.add(try drawdown(source, at: keyPath), [0.95])
      case .rank: ranks.append(try rank(source, at: keyPath))
      }
    default:
      shares.append(try shareSource(of: question, at: keyPath))
    }
  }

  /// Paths that must lie beyond a quantile further out than 1 %.
  private static let leastTail = 100

  /// Refuses a tail that rests on a handful of paths; quantiles to 1 % only have large errors.
  private func checkTail(
    _ share: Double,
    of question: Question,
    at keyPath: String
  ) throws(SimulationError) {
    guard share < 0.01 - 1e-9 else { return }
    let expected = (share * Double(plan.paths)).rounded()
    guard expected < Double(Self.leastTail) else { return }
    let needed = Int((Double(Self.leastTail) / share).rounded())
    throw .scenario(
      keyPath: keyPath,
      message: "`\(question.text)` would rest on \(Int(expected)) of \(plan.paths) paths: "
        + "ask for at least \(needed) with `--paths`"
    )
  }

  /// The fall of what has this return.
  func drawdown(
    _ source: Channel.Source,
    at keyPath: String
  ) throws(SimulationError) -> Channel.Source {
    guard case .total(let asset, let horizon) = source else {
      throw .scenario(keyPath: keyPath, message: "a drawdown is of one asset")
    }
    return .drawdown(asset: asset, horizon: horizon)
  }

  /// The asset of this return among the reported assets of its group.
  func rank(
    _ source: Channel.Source,
    at keyPath: String
  ) throws(SimulationError) -> RankChannel {
    guard case .total(let asset, let horizon) = source else {
      throw .scenario(keyPath: keyPath, message: "a rank is of one asset")
    }
    let own = plan.assets[asset].asset
    let peers = plan.assets.indices.filter { other in
      let peer = plan.assets[other].asset
      return other != asset && peer.group == own.group
        && scenario.report.assets?.contains(peer.name) ?? true
    }
    return RankChannel(asset: asset, peers: peers, horizon: horizon)
  }

  /// The share that a probability asks for.
  func shareSource(
    of question: Question,
    at keyPath: String
  ) throws(SimulationError) -> ShareChannel.Source {
    switch question.measure {
    case .probabilityOfReturn(let subject, let limit):
      return share(
        try source(subject, question.horizon, at: keyPath),
        limit.bounds { $0 / 100 }
      )
    case .probabilityOfOrder(let higher, let lower):
      return share(
        try source(.spread(long: higher, short: lower), question.horizon, at: keyPath),
        .positive
      )
    case .probabilityOfLevel(let name, let limit):
      let number = try asset(name, at: keyPath)
      guard let start = scenario.state.levels[name],
        let yield = plan.assets[number].dividendYield
      else {
        throw .scenario(
          keyPath: keyPath,
          message: "the level of `\(name)` at \(scenario.asof) is not known: add "
            + "`\(name): level …` to `state`"
        )
      }
      let days = scenario.calendar.tradingDays(
        after: scenario.asof,
        through: question.horizon.date
      )
      let growth = Elementary.exp(yield * Double(days) / 252)
      return share(
        try source(.asset(name), question.horizon, at: keyPath),
        limit.bounds { $0 / start * growth - 1 }
      )
    case .statistic:
      preconditionFailure("a statistic is no share")
    }
  }
}

extension Limit {
  /// The limit in another unit.
  func bounds(_ convert: (Double) -> Double) -> ShareChannel.Bounds {
    switch self {
    case .below(let x, let orEqual):
      .init(low: -.infinity, high: Float(convert(x)), includesLow: true, includesHigh: orEqual)
    case .above(let x, let orEqual):
      .init(low: Float(convert(x)), high: .infinity, includesLow: orEqual, includesHigh: true)
    case .within(let a, let b):
      .init(low: Float(convert(a)), high: Float(convert(b)), includesLow: true, includesHigh: true)
    }
  }
}

extension Measure {
  /// The assets it names.
  var assetNames: [String] {
    switch self {
    case .probabilityOfOrder(let higher, let lower): [higher, lower]
    case .probabilityOfLevel(let asset, _): [asset]
    case .probabilityOfReturn(.asset(let name), _), .statistic(_, .asset(let name)): [name]
    case .probabilityOfReturn(.spread(let long, let short), _),
      .statistic(_, .spread(let long, let short)):
      [long, short]
    }
  }
}

/// A level that reports show: a factor, or a sum of factors.
struct LevelSeries {
  let name: String
  let unit: String
  let factors: [Int]
  /// Whether the level is 100·ln of the series, else 100 times it.
  let isLogarithmic: Bool

  /// The series whose level at `asof` is known.
  static func all(of plan: SimulationPlan, state: EconomicState) -> [LevelSeries] {
    var series: [LevelSeries] = []
    func index(_ name: String) -> Int? { plan.factorNames.firstIndex(of: name) }
    if let two = index("two-year") {
      series.append(.init(name: "two-year", unit: "%", factors: [two], isLogarithmic: false))
      if let slope = index("slope") {
        series.append(
          .init(name: "ten-year", unit: "%", factors: [two, slope], isLogarithmic: false)
        )
      }
    }
    if let credit = index("credit"), state.credit != nil {
      series.append(.init(name: "credit", unit: "%", factors: [credit], isLogarithmic: false))
    }
    if let vix = index("vix") {
      series.append(.init(name: "vix", unit: "points", factors: [vix], isLogarithmic: true))
    }
    if let oil = index("oil"), state.oil != nil {
      series.append(.init(name: "oil", unit: "$", factors: [oil], isLogarithmic: true))
    }
    if let dollar = index("dollar"), state.dollar != nil {
      series.append(
        .init(name: "dollar", unit: "points", factors: [dollar], isLogarithmic: true)
      )
    }
    return series
  }
}
