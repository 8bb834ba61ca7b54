/// A date at which returns are read, with the words the author used for it.
package struct Horizon: Hashable, Sendable {
  /// `3mo`, or the date itself.
  package let label: String
  package let date: TradingDate

  package init(label: String, date: TradingDate) {
    self.label = label
    self.date = date
  }
}

/// What a question is about: an asset, or one asset less another.
package enum Subject: Hashable, Sendable {
  case asset(String)
  case spread(long: String, short: String)

  /// `russell-2000`, or `russell-2000 - sp-500`.
  package var text: String {
    switch self {
    case .asset(let name): name
    case .spread(let long, let short): "\(long) - \(short)"
    }
  }
}

/// A summary of a distribution of simple total returns.
package enum Statistic: Hashable, Sendable {
  case mean, sd, median
  /// Probability in 0…1.
  case quantile(Double)
  /// Value at risk, a positive loss, at a confidence in 0…1.
  case valueAtRisk(Double)
  /// Expected shortfall, a positive loss, at a confidence in 0…1.
  case expectedShortfall(Double)
  /// Mean of the largest fall from a running maximum, observed weekly, a positive loss.
  case drawdown
  /// Mean rank by return among the reported assets of the same group, 1 is best.
  case rank
}

/// A comparison with fixed limits.
package enum Limit: Hashable, Sendable {
  case below(Double, orEqual: Bool)
  case above(Double, orEqual: Bool)
  case within(Double, Double)
}

/// What a question measures; returns and limits of returns in percent, levels in index points.
package enum Measure: Hashable, Sendable {
  /// The share of worlds in which the subject's return lies within the limit.
  case probabilityOfReturn(Subject, Limit)
  /// The share of worlds in which one asset returns more than another.
  case probabilityOfOrder(higher: String, lower: String)
  /// The share of worlds in which the price level lies within the limit.
  case probabilityOfLevel(asset: String, Limit)
  case statistic(Statistic, Subject)
}

/// A question or an expectation: a measure at a horizon, and perhaps a limit for it.
package struct Question: Hashable, Sendable {
  /// As the author wrote it.
  package let text: String
  package let measure: Measure
  package let horizon: Horizon
  /// In percent for returns and probabilities; required of an expectation.
  package let limit: Limit?

  package init(text: String, measure: Measure, horizon: Horizon, limit: Limit?) {
    self.text = text
    self.measure = measure
    self.horizon = horizon
    self.limit = limit
  }

  /// Whether another question asks for the same number, whatever its words and its limit.
  package func asksLike(_ other: Question) -> Bool {
    measure == other.measure && horizon.date == other.horizon.date
  }

  /// Whether its answer is a rank, not a number in percent.
  package var isOfRank: Bool {
    if case .statistic(.rank, _) = measure { true } else { false }
  }
}
