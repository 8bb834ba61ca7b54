import Calibration
import Domain
import Numerics
import Results
import Simulation

/// Weeks: what residuals do given the factors, and what everything does from the state of a day.
extension Validation {
  /// Weeks given what all factors did: a closed form.
  func weeksGivenFactors() throws(SimulationError) -> ForecastSet {
    var set = ForecastSet(kind: .factors, referenceNames: ["least squares"], overlap: 1)
    let assets = recipe.assets.indices
    let returns = assets.map { asset in
      market.weekEndPlaces.indices.map { week in
        week == 0
          ? .nan
          : market.logReturn(
            asset: asset,
            from: market.weekEndPlaces[week - 1],
            to: market.weekEndPlaces[week]
          )
      }
    }
    let references = models.map { model in
      let past = market.weekEnds.indices.filter { market.weekEnds[$0] <= model.date }
      return assets.map { asset in
        LinearReference(
          past.map { returns[asset][$0] },
          on: market.factors.map { factor in past.map { factor[$0] } }
        )
      }
    }
    for week in market.weekEnds.indices.dropFirst() {
      guard let origin = origin(at: market.weekEndPlaces[week - 1]) else { continue }
      let moves = market.factors.map { $0[week] }
      let plan = try plan(
        from: origin,
        horizons: [Horizon(label: "week", date: market.weekEnds[week])]
      )
      let observed = moves.enumerated().map {
        ConditionalLaw.Observation(factor: $0.offset, move: $0.element)
      }
      guard let law = ConditionalLaw(plan, given: observed) else { continue }
      let verified = assets.compactMap { asset in
        judged(asset, law, outcome: returns[asset][week]) {
          references[origin.model][asset]?.score(moves, outcome: $0) ?? .nan
        }
      }
      set.add(verified, on: origin.day)
    }
    return set
  }

  /// One week, one month and three months from every week's end: simulated as users would run them.
  func startForecasts() throws(SimulationError) -> [ForecastSet] {
    let spans = Span.allCases
    var sets = spans.map {
      ForecastSet(
        kind: $0.kind,
        referenceNames: ["past distribution", "random walk"],
        overlap: $0.overlap
      )
    }
    let past = models.map { PastReturns(market, recipe: recipe, model: $0) }
    for place in market.weekEndPlaces {
      guard let origin = origin(at: place) else { continue }
      let ends = spans.map { $0.end(from: origin.day, market) }
      let known = spans.indices.filter { ends[$0] != nil }
      guard !known.isEmpty else { continue }
      let plan = try plan(
        from: origin,
        horizons: known.compactMap { span in
          ends[span].map { Horizon(label: spans[span].label, date: market.days[$0]) }
        }
      )
      let drawn = simulated(plan)
      for (horizon, span) in known.enumerated() {
        guard let end = ends[span] else { continue }
        let verified = recipe.assets.indices.compactMap { asset -> Verified? in
          let outcome = Simple.percent(market.logReturn(asset: asset, from: place, to: end))
          guard outcome.isFinite else { return nil }
          return Verified(
            asset: asset,
            members: drawn[horizon][asset],
            outcome: outcome,
            references: [
              past[origin.model].score(asset, spans[span], outcome: outcome),
              walk(asset, from: place, to: end, outcome: outcome),
            ]
          )
        }
        sets[span].add(verified, on: origin.day)
      }
    }
    return sets
  }

  /// A random walk without drift, its variance that of the last 250 trading days.
  private func walk(_ asset: Int, from place: Int, to end: Int, outcome: Double) -> Double {
    guard place > 250 else { return .nan }
    let squares = (place - 249...place).reduce(0.0) {
      let r = market.logReturn(asset: asset, from: $1 - 1, to: $1)
      return $0 + r * r
    }
    let deviation = (squares / 250 * Double(end - place)).squareRoot()
    return Score.crps(mean: 0, deviation: deviation, outcome: outcome)
  }
}

/// How far ahead forecasts from a state reach.
enum Span: CaseIterable {
  case week, month, quarter

  var kind: ValidationKind {
    switch self {
    case .week: .week
    case .month: .month
    case .quarter: .quarter
    }
  }

  var label: String {
    switch self {
    case .week: "1w"
    case .month: "1mo"
    case .quarter: "3mo"
    }
  }

  /// Weekly origins within one span: a month has up to 31 days, three months up to 92.
  var overlap: Int {
    switch self {
    case .week: 1
    case .month: 5
    case .quarter: 14
    }
  }

  /// Where the span from a day ends among the market's days; nil beyond the data.
  func end(from day: TradingDate, _ market: ObservedMarket) -> Int? {
    let date =
      switch self {
      case .week: day.adding(days: 7)
      case .month: day.adding(months: 1)
      case .quarter: day.adding(months: 3)
      }
    guard let last = market.days.last, date <= last else { return nil }
    return market.place(of: market.calendar.tradingDay(onOrBefore: date))
  }
}

enum Simple {
  /// A simple return from a log return, both in percent.
  static func percent(_ log: Double) -> Double { 100 * (Elementary.exp(log / 100) - 1) }
}

/// What every asset returned over spans that ended by a model's date.
private struct PastReturns {
  private let members: [Span: [[Double]]]

  init(_ market: ObservedMarket, recipe: Recipe, model: MarketModel) {
    var members: [Span: [[Double]]] = [:]
    for span in Span.allCases {
      let pairs = market.weekEndPlaces.compactMap { place -> (Int, Int)? in
        guard let end = span.end(from: market.days[place], market),
          market.days[end] <= model.date
        else { return nil }
        return (place, end)
      }
      members[span] = recipe.assets.indices.map { asset in
        pairs.map { Simple.percent(market.logReturn(asset: asset, from: $0.0, to: $0.1)) }
          .filter(\.isFinite).sorted()
      }
    }
    self.members = members
  }

  func score(_ asset: Int, _ span: Span, outcome: Double) -> Double {
    guard let all = members[span], all.indices.contains(asset), all[asset].count > 26 else {
      return .nan
    }
    return Score.crps(ascending: all[asset], outcome: outcome)
  }
}
