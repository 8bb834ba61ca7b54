/// Something that happens at a date: a decision, a release or a shock.
package struct Event: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case fomc(Decision)
    case cpi([Release])
    case jobs([Release])
    case shock(Shock)
  }

  /// Unique in its scenario; screens and key paths name the event by it.
  package let id: String
  /// The name of its random stream; the id unless the scenario pins another.
  package let stream: String
  package let date: TradingDate
  package let kind: Kind
  /// The chance that it happens at all.
  package let probability: Probability
  /// Whether the scenario's author listed it; otherwise it is open, from the calendar.
  package let isListed: Bool
  /// Whether its date is expected by rule and not yet published.
  package let isDateExpected: Bool

  package init(
    id: String,
    stream: String? = nil,
    date: TradingDate,
    kind: Kind,
    probability: Probability = .certain,
    isListed: Bool = true,
    isDateExpected: Bool = false
  ) {
    self.id = id
    self.stream = stream ?? id
    self.date = date
    self.kind = kind
    self.probability = probability
    self.isListed = isListed
    self.isDateExpected = isDateExpected
  }

  /// The time of day in New York: releases at 08:30, decisions at 14:00, shocks at the close.
  package var time: String {
    switch kind {
    case .fomc: "14:00"
    case .cpi, .jobs: "08:30"
    case .shock: "16:00"
    }
  }

  /// The word of the language for its kind.
  package var kindName: String {
    switch kind {
    case .fomc: "fomc"
    case .cpi: "cpi"
    case .jobs: "jobs"
    case .shock: "shock"
    }
  }
}

/// What the market expected of a quantity just before its event.
package enum Pricing<Value: Quantity>: Hashable, Sendable {
  /// Nothing is said: the estimated law with mean zero holds, and no level is tracked.
  case open
  /// The author says that nothing was priced in: all of the outcome is surprise.
  case nothing
  case law(Law<Value>)
}

/// What an event delivers.
package enum Delivery<Value: Quantity>: Hashable, Sendable {
  /// Drawn from what was priced in.
  case market
  case outcome(Law<Value>)
  /// Outcome less priced in, given directly.
  case surprise(Law<Value>)
}

/// A decision of the FOMC on its target range, and the guidance that comes with it.
package struct Decision: Hashable, Sendable {
  /// Moves of the target range.
  package let priced: Pricing<BasisPoints>
  package let delivery: Delivery<BasisPoints>
  /// The path surprise z_P; nil draws it with mean zero and the estimated spread.
  package let path: Law<BasisPoints>?

  package init(
    priced: Pricing<BasisPoints> = .open,
    delivery: Delivery<BasisPoints> = .market,
    path: Law<BasisPoints>? = nil
  ) {
    self.priced = priced
    self.delivery = delivery
    self.path = path
  }
}

/// A published series that surveys have a consensus for.
package enum ReleaseSeries: String, CaseIterable, Sendable {
  case coreMonthly = "core-mom"
  case coreYearly = "core-yoy"
  case unemployment
  case payrolls

  /// The published grid, in the series' unit: 0.1 percentage points, or one thousand.
  package var grid: Double { self == .payrolls ? 1 : 0.1 }

  /// The standard deviation of the unrounded figure whose published one has a given deviation.
  ///
  /// Rounding to a grid h adds h²/12 to the variance (Sheppard 1898); 0 where nothing is left.
  package func unroundedDeviation(ofPublished deviation: Double) -> Double {
    max(deviation * deviation - grid * grid / 12, 0).squareRoot()
  }
}

/// One series of a release: its consensus and its print.
package struct Release: Hashable, Sendable {
  package let series: ReleaseSeries
  package let consensus: Pricing<Print>
  package let delivery: Delivery<Print>

  package init(
    series: ReleaseSeries,
    consensus: Pricing<Print> = .open,
    delivery: Delivery<Print> = .market
  ) {
    self.series = series
    self.consensus = consensus
    self.delivery = delivery
  }
}

/// An unscheduled move of factors, rates or assets.
package struct Shock: Hashable, Sendable {
  package let impulses: [Impulse]
  /// Why yields move; required where an impulse is a yield's.
  package let cause: Cause?
  /// Trading days over which the impulse is spread evenly, up to this date; nil: at once.
  package let spreadUntil: TradingDate?
  /// Whether other factors and residuals stay where they are.
  package let isIsolated: Bool

  package init(
    impulses: [Impulse],
    cause: Cause? = nil,
    spreadUntil: TradingDate? = nil,
    isIsolated: Bool = false
  ) {
    self.impulses = impulses
    self.cause = cause
    self.spreadUntil = spreadUntil
    self.isIsolated = isIsolated
  }
}

/// What a shock moves, and by how much.
package enum Impulse: Hashable, Sendable {
  /// A factor in basis points, or `ten-year`, the sum of two-year and slope.
  case rate(name: String, Law<BasisPoints>)
  /// A factor whose unit is percent: market, oil, dollar, vix.
  case relative(name: String, Law<Percent>)
  /// An asset, or a weighted list of assets, of the model.
  case assets(name: String, Law<Percent>)

  package var name: String {
    switch self {
    case .rate(let name, _), .relative(let name, _), .assets(let name, _): name
    }
  }
}
