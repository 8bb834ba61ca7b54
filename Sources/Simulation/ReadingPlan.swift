package import Domain

/// What is read off the paths: one channel for each series of numbers that is summarised.
package struct ReadingPlan: Sendable {
  package let horizons: [Horizon]
  /// How many of the horizons are listed; the others only questions name.
  package let isListed: [Bool]
  /// Index of the asset that excess returns are over.
  package let benchmark: Int
  package let channels: [Channel]
  package let shares: [ShareChannel]
  /// Assets whose variance is split, by listed horizon.
  package let splits: [SplitChannel]
  package let ranks: [RankChannel]
  /// What was to be read besides what the scenario asks for.
  package let scope: ReadingScope
}

extension ReadingPlan {
  static let none = ReadingPlan(
    horizons: [],
    isListed: [],
    benchmark: 0,
    channels: [],
    shares: [],
    splits: [],
    ranks: [],
    scope: .everything
  )

  /// The same horizons with no reading but the assets' total returns.
  var totalsOnly: ReadingPlan {
    only(channels.filter { if case .total = $0.source { true } else { false } })
  }

  /// The same horizons with these readings and no other.
  func only(_ channels: [Channel], ranks: [RankChannel] = []) -> ReadingPlan {
    ReadingPlan(
      horizons: horizons,
      isListed: isListed,
      benchmark: benchmark,
      channels: channels,
      shares: [],
      splits: [],
      ranks: ranks,
      scope: scope
    )
  }

  /// Whether anything is read of running maxima.
  var hasDrawdowns: Bool {
    channels.contains { if case .drawdown = $0.source { true } else { false } }
  }

  /// Where the benchmark's place is for questions, spreads and effects.
  package func channel(_ source: Channel.Source) -> Int? {
    channels.firstIndex { $0.source == source }
  }
}

/// A series of numbers whose distribution is kept as a histogram with moments.
package struct Channel: Sendable {
  package enum Source: Hashable, Sendable {
    /// Simple total return of an asset.
    case total(asset: Int, horizon: Int)
    /// Simple return of one asset less another's.
    case spread(long: Int, short: Int, horizon: Int)
    /// Largest fall from a running maximum, on week ends and the horizon.
    case drawdown(asset: Int, horizon: Int)
    /// A level: sum of factors' levels, over 100.
    case level(factors: [Int], horizon: Int)
    /// An event's own effect on an asset, simple return.
    case effect(event: Int, asset: Int)
    /// The two-year's move on an event, in bp over 10,000.
    case repricing(event: Int)
  }

  package let source: Source
  package let low, width: Float
  package let bins: Int
  /// Whether its mean is read; that of a return takes a control variate.
  package let readsMean: Bool
  /// Quantiles whose standard errors are asked for, and tail shares of expected shortfalls.
  package let quantiles: [Double]
  package let tails: [Double]
  /// Whether a question asks for its standard deviation.
  var asksDeviation = false
}

extension Channel.Source {
  /// The assets of a return, one or two that differ, and its horizon; nil: it is no return.
  var returned: (assets: [Int], horizon: Int)? {
    switch self {
    case .total(let asset, let horizon): ([asset], horizon)
    case .spread(let long, let short, let horizon): ([long, short], horizon)
    default: nil
    }
  }
}

/// A share of paths.
package struct ShareChannel: Sendable {
  package enum Source: Hashable, Sendable {
    /// Return of a channel's quantity below, at most, above, at least, or within limits.
    case total(asset: Int, horizon: Int, Bounds)
    case spread(long: Int, short: Int, horizon: Int, Bounds)
  }

  /// A closed interval of fractions; an open end is one step of single precision further in.
  package struct Bounds: Hashable, Sendable {
    package let low, high: Float

    package init(low: Float, high: Float, includesLow: Bool, includesHigh: Bool) {
      self.low = includesLow ? low : low.nextUp
      self.high = includesHigh ? high : high.nextDown
    }

    package static let positive = Bounds(
      low: 0,
      high: .infinity,
      includesLow: false,
      includesHigh: true
    )
    package static let negative = Bounds(
      low: -.infinity,
      high: 0,
      includesLow: true,
      includesHigh: false
    )
  }

  package let source: Source
  /// Whether a question asks for it.
  var isAsked = false
}

/// The four-way split of an asset's log-return variance at a horizon.
package struct SplitChannel: Sendable {
  package let asset, horizon: Int
}

/// The mean rank of an asset among others at a horizon.
package struct RankChannel: Sendable {
  package let asset: Int
  package let peers: [Int]
  package let horizon: Int
}
