import Calibration
import Domain
import Numerics
import Results
import Simulation

/// Days of decisions and releases, given what they surprised with.
extension Validation {
  /// Decisions, given target and path surprise: simulated as users would list them.
  ///
  /// The path surprise is what the two-year's intraday move leaves beside its regression on the
  /// target surprise, a regression that ends with the model's data.
  func decisionDays() throws(SimulationError) -> ForecastSet {
    var set = ForecastSet(kind: .fomc, referenceNames: ["least squares"], overlap: 1)
    let studies = models.map { DecisionStudy(market, assets: recipe.assets.count, before: $0.date) }
    for decision in market.decisions {
      guard let place = tradingPlace(of: decision.date), let origin = origin(at: place - 1),
        origin.restarted.events.fomc != nil, let study = studies[origin.model]
      else { continue }
      let path = study.path(decision)
      let event = Event(
        id: "decision",
        date: decision.date,
        kind: .fomc(
          Decision(
            delivery: .surprise(.known(BasisPoints(decision.target))),
            path: .known(BasisPoints(path))
          )
        )
      )
      let horizon = Horizon(label: "decision", date: decision.date)
      let drawn = simulated(try plan(from: origin, horizons: [horizon], listed: [event]))[0]
      let verified = recipe.assets.indices.compactMap { asset -> Verified? in
        let outcome = market.logReturn(asset: asset, from: place - 1, to: place)
        guard outcome.isFinite else { return nil }
        return Verified(
          asset: asset,
          members: drawn[asset].map { 100 * Elementary.log(1 + $0 / 100) },
          outcome: outcome,
          references: [
            study.references[asset]?.score([decision.target, path], outcome: outcome) ?? .nan
          ]
        )
      }
      set.add(verified, on: decision.date)
    }
    return set
  }

  /// Releases, given the two-year yield's move over the day: a closed form.
  func releaseDays(_ kind: TradingCalendar.Kind) throws(SimulationError) -> ForecastSet {
    let days = kind == .cpi ? market.prices : market.jobs
    var set = ForecastSet(
      kind: kind == .cpi ? .cpi : .jobs,
      referenceNames: ["least squares"],
      overlap: 1
    )
    let start = kind == .cpi ? recipe.events.cpi?.start : recipe.events.jobs?.start
    let references = models.map { model in
      recipe.assets.indices.map { asset in
        reference(days.filter { $0.date >= start ?? $0.date && $0.date <= model.date }, asset)
      }
    }
    for (date, move) in days {
      guard let place = tradingPlace(of: date), let origin = origin(at: place - 1),
        origin.restarted.events.has(kind),
        let factor = origin.restarted.factors.firstIndex(where: { $0.name == "two-year" })
      else { continue }
      let plan = try plan(from: origin, horizons: [Horizon(label: "release", date: date)])
      guard let law = ConditionalLaw(plan, given: [.init(factor: factor, move: move)]) else {
        continue
      }
      let verified = recipe.assets.indices.compactMap { asset in
        judged(
          asset,
          law,
          outcome: market.logReturn(asset: asset, from: place - 1, to: place)
        ) { references[origin.model][asset]?.score([move], outcome: $0) ?? .nan }
      }
      set.add(verified, on: date)
    }
    return set
  }

  /// Where a day stands among the market's days, if the calendar holds it for a trading day too.
  private func tradingPlace(of day: TradingDate) -> Int? {
    market.calendar.isTradingDay(day) ? market.place(of: day) : nil
  }

  private func reference(
    _ days: [(date: TradingDate, move: Double)],
    _ asset: Int
  ) -> LinearReference? {
    let returns = days.map { day -> Double in
      guard let place = market.place(of: day.date), place > 0 else { return .nan }
      return market.logReturn(asset: asset, from: place - 1, to: place)
    }
    return LinearReference(returns, on: [days.map(\.move)])
  }

  /// Judges a closed form; nil where nothing is known or nothing is open.
  func judged(
    _ asset: Int,
    _ law: ConditionalLaw,
    outcome: Double,
    reference: (Double) -> Double
  ) -> Verified? {
    guard outcome.isFinite, let mixture = law.law(ofAsset: asset) else { return nil }
    return Verified(
      asset: asset,
      probability: mixture.probability(below: outcome),
      score: Score.crps(mixture, outcome: outcome),
      references: [reference(outcome)]
    )
  }
}

/// What the decisions to a day tell: the path surprise, and the simple forecast of each asset.
private struct DecisionStudy {
  let references: [LinearReference?]
  private let first: LinearReference

  /// Nil where there are too few decisions.
  init?(_ market: ObservedMarket, assets: Int, before date: TradingDate) {
    let days = market.decisions.filter { $0.date <= date }
    guard let first = LinearReference(days.map(\.twoYear), on: [days.map(\.target)]) else {
      return nil
    }
    self.first = first
    let path = days.map { first.residual($0.twoYear, [$0.target]) }
    references = (0..<assets).map { asset in
      let returns = days.map { day -> Double in
        guard let place = market.place(of: day.date), place > 0 else { return .nan }
        return market.logReturn(asset: asset, from: place - 1, to: place)
      }
      return LinearReference(returns, on: [days.map(\.target), path])
    }
  }

  func path(_ decision: ObservedMarket.Decision) -> Double {
    first.residual(decision.twoYear, [decision.target])
  }
}
