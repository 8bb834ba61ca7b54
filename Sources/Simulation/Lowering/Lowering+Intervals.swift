import Domain
import Numerics

extension Lowering {
  /// The weeks and intervals of a timeline with what happens in them.
  func intervals(
    of timeline: Timeline,
    events: [EventPlan]
  ) throws(SimulationError) -> ([WeekPlan], [Interval]) {
    var weeks: [WeekPlan] = []
    var intervals: [Interval] = []
    var elapsed = 0
    let order = events.indices.sorted {
      let (a, b) = (events[$0].event, events[$1].event)
      return (a.date, a.time, $0) < (b.date, b.time, $1)
    }
    for week in timeline.weeks {
      // One scale for the whole week, so that a further stop in it changes no other value.
      let scale = residualScale(from: elapsed, days: week.days.count)
      let factorScale = try self.factorScale(from: elapsed, days: week.days.count)
      elapsed += week.days.count
      let dyadic = DyadicWeek(dayCount: week.days.count, stops: week.stops)
      let first = intervals.count
      var before = 0
      for (stop, increment) in zip(week.stops, dyadic.increments) {
        let date = week.days[stop - 1]
        intervals.append(
          interval(
            to: date,
            days: stop - before,
            score: ScoreSpan(from: before, to: stop, days: week.days.count),
            factorScale: factorScale,
            scale: scale,
            combination: increment,
            happenings: happenings(after: intervals.last?.end, through: date, events, order),
            endsWeek: stop == week.days.count
          )
        )
        before = stop
      }
      weeks.append(
        WeekPlan(
          number: week.number,
          holdsRegime: week.number <= scenario.asof.week + 1,
          nodes: dyadic.nodes.map { UInt32(week.number * 8 + week.days[$0 - 1].weekday) },
          intervals: first..<intervals.count
        )
      )
    }
    return (weeks, intervals)
  }

  private func interval(
    to date: TradingDate,
    days: Int,
    score: ScoreSpan,
    factorScale: [[Double]],
    scale: [Double],
    combination: [Double],
    happenings: [Happening],
    endsWeek: Bool
  ) -> Interval {
    let imposed = [0, 1].map { residuals.imposed(regime: $0, scale: scale) }
    let reversions = reversions
    return Interval(
      end: date,
      days: Float(days),
      score: score,
      combination: combination.map { Float($0) },
      factorScale: factorScale.map { $0.map { Float($0) } },
      rootScale: scale.map { Float($0.squareRoot()) },
      residualVariance: imposed.map { $0.variance.map { Float($0) } },
      projection: imposed.map { $0.projection.map { Float($0) } },
      decay: reversions.map { Float($0?.decay(Double(days)) ?? 1) },
      innovationScale: reversions.map { Float($0?.innovationScale(Double(days)) ?? 1) },
      longRun: [\RegimePair<Parameter>.calm, \.stress].map { regime in
        model.factors.map { factor in
          guard let level = factor.reversion?.level[keyPath: regime].value else { return 0 }
          return Float(factor.unit == .percent ? 100 * Elementary.log(level) : 100 * level)
        }
      },
      happenings: happenings,
      horizons: scenario.allHorizons.indices.filter { scenario.allHorizons[$0].date == date },
      endsWeek: endsWeek
    )
  }

  /// The residual start scale of each line, averaged over a week: 1 + (g − 1)·2^(−t/h).
  private func residualScale(from elapsed: Int, days: Int) -> [Double] {
    let rate = Elementary.log(2) / model.residuals.halfLife.value
    let mean =
      (Elementary.exp(-rate * Double(elapsed)) - Elementary.exp(-rate * Double(elapsed + days)))
      / (rate * Double(days))
    let isCurrent = model.isCurrent(for: scenario)
    return model.lines.map { line in
      isCurrent ? max(0, 1 + (line.residualStart - 1) * mean) : 1
    }
  }

  /// The start scale of each factor's variance in each regime, averaged over a week.
  ///
  /// Throws where the model would have one larger than any market's.
  private func factorScale(from elapsed: Int, days: Int) throws(SimulationError) -> [[Double]] {
    guard let regimes = model.regimes, let start = regimes.startVariance,
      let vix = model.factors.first(where: { $0.name == "vix" })?.reversion
    else { return [0, 1].map { _ in model.factors.map { _ in 1 } } }
    let index = startIndex(regimes)
    let scales = [start.level.calm, start.level.stress].map { level in
      start.elasticity.map { elasticity in
        RevertingVariance(elasticity: elasticity.value, speed: vix.speed.value).mean(
          distance: Elementary.log(index / level.value),
          days: elapsed..<(elapsed + days)
        )
      }
    }
    guard scales.allSatisfy({ $0.allSatisfy { $0 < 1e4 } }) else {
      throw .model(
        keyPath: "regimes.start-elasticity",
        message: "at this VIX it makes the factors' variance more than 10,000 times as large"
      )
    }
    return scales
  }

  /// What happens in an interval: its events by date and time, and parts of shocks that are spread.
  private func happenings(
    after before: TradingDate?,
    through date: TradingDate,
    _ events: [EventPlan],
    _ order: [Int]
  ) -> [Happening] {
    let calendar = scenario.calendar
    let before = before ?? scenario.asof
    return order.compactMap { index in
      let event = events[index].event
      guard case .shock(let shock) = event.kind, let until = shock.spreadUntil,
        until > event.date
      else {
        guard before < event.date, event.date <= date else { return nil }
        return Happening(event: index, share: 1, retained: retained(from: event.date, to: date))
      }
      let first = event.date.adding(days: -1)
      guard date >= event.date, before < until else { return nil }
      let (whole, end) = (calendar.tradingDays(after: first, through: until), min(date, until))
      let part = calendar.tradingDays(after: max(before, first), through: end)
      guard part > 0 else { return nil }
      return Happening(
        event: index,
        share: Float(part) / Float(whole),
        retained: retained(from: end, to: date)
      )
    }
  }

  /// For each factor the share of a level's move on one date that is left of it on a later one.
  private func retained(from date: TradingDate, to end: TradingDate) -> [Float] {
    let days = scenario.calendar.tradingDays(after: date, through: end)
    return reversions.map { Float($0?.decay(Double(days)) ?? 1) }
  }

  /// How each reported level reverts; nil: it does not.
  private var reversions: [OrnsteinUhlenbeck?] {
    model.factors.map { factor in
      factor.reversion.map { OrnsteinUhlenbeck(rate: $0.speed.value, home: 0, volatility: 1) }
    }
  }
}
