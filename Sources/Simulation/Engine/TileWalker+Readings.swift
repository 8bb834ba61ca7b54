import CKernel
import Domain
import Numerics

/// What is read off a tile.
extension TileWalker {
  /// The log price of a derived asset from the lines, now.
  mutating func setLog(of asset: Int) {
    let w = CK.lanes
    let row = logs + asset * w
    switch plan.assets[asset].derivation {
    case .line(let line): row.update(from: price + line * w, count: w)
    case .index:
      setIndex()
      row.update(from: indexLog, count: w)
    case .part(let spread, let weight): setPart(row, spread: spread, share: weight - 1)
    case .rest(let spread, let weight): setPart(row, spread: spread, share: weight)
    }
  }

  private mutating func setIndex() {
    guard !knowsIndex else { return }
    ck_index(price, members, memberWeights, Int32(plan.members.count), indexSimple, indexLog)
    knowsIndex = true
  }

  /// ln(1 + R + share·D), R the index's simple return and D the spread line's.
  private mutating func setPart(_ row: UnsafeMutablePointer<Float>, spread: Int, share: Float) {
    let w = CK.lanes
    setIndex()
    ck_expm1(price + spread * w, row, CK.lanes32)
    // A price cannot fall below a thousandth: far beyond any draw, and keeps the logarithm finite.
    for lane in 0..<w { row[lane] = max(indexSimple[lane] + share * row[lane], -0.999) }
    ck_log1p(row, row, CK.lanes32)
  }

  mutating func setLogs() {
    for (line, asset) in readings.lineAssets {
      (logs + asset * CK.lanes).update(from: price + line * CK.lanes, count: CK.lanes)
    }
    for asset in readings.derivedAssets { setLog(of: asset) }
  }

  func observeDrawdown() {
    ck_fall(logs, peak, fall, Int32(plan.assets.count) * CK.lanes32)
    bridge.leave(at: logs)
  }

  mutating func read(horizon: Int, count: Int, into sink: inout some TileSink) {
    let w = CK.lanes
    let assets = plan.assets.count
    let simple = returns + horizon * assets * w
    ck_expm1(logs, simple, Int32(assets) * CK.lanes32)
    let here = readings.horizons[horizon]
    readReturns(horizon, simple, count: count, into: &sink)
    for drawdown in here.drawdowns {
      // A horizon inside a week is seen without being kept, so that it changes no later number.
      let (now, top) = (logs + drawdown.asset * w, peak + drawdown.asset * w)
      let low = fall + drawdown.asset * w
      for lane in 0..<w { scratch[lane] = min(low[lane], now[lane] - max(top[lane], now[lane])) }
      ck_expm1(scratch, scratch, CK.lanes32)
      for lane in 0..<w { scratch[lane] = -scratch[lane] }
      sink.take(channel: drawdown.channel, scratch, count: count)
    }
    for reading in here.levels {
      for lane in 0..<w { scratch[lane] = 0 }
      for factor in reading.factors { ck_axpy(0.01, level + factor * w, scratch) }
      sink.take(channel: reading.channel, scratch, count: count)
    }
    readShares(horizon, simple, count: count, into: &sink)
    for (split, asset) in readings.splits[horizon] {
      sink.take(
        split: split,
        total: logs + asset * w,
        own: own + asset * w,
        open: open + asset * w,
        count: count
      )
    }
    readRanks(horizon, simple, count: count, into: &sink)
  }

  /// Total returns and spreads, with their control variates where the plan wants them.
  private func readReturns(
    _ horizon: Int,
    _ simple: UnsafeMutablePointer<Float>,
    count: Int,
    into sink: inout some TileSink
  ) {
    let (w, here) = (CK.lanes, readings.horizons[horizon])
    let corrections =
      !plan.controlsMeans
      ? nil
      : control.corrections(
        horizon: horizon,
        drift: drift,
        price: price,
        jumps: jumps,
        count: count
      )
    func give(_ channel: Int, _ values: UnsafePointer<Float>, _ correction: Double?) {
      if let correction {
        sink.take(channel: channel, values, count: count, correction: correction)
      } else {
        sink.take(channel: channel, values, count: count)
      }
    }
    for total in here.totals {
      give(total.channel, simple + total.asset * w, corrections.map { $0[total.asset] })
    }
    for spread in here.spreads {
      ck_difference(simple + spread.long * w, simple + spread.short * w, scratch)
      give(spread.channel, scratch, corrections.map { $0[spread.long] - $0[spread.short] })
    }
  }

  private func readRanks(
    _ horizon: Int,
    _ simple: UnsafeMutablePointer<Float>,
    count: Int,
    into sink: inout some TileSink
  ) {
    let w = CK.lanes
    for (number, rank) in plan.readings.ranks.enumerated() where rank.horizon == horizon {
      let own = simple + rank.asset * w
      for lane in 0..<w { scratch[lane] = 1 }
      for peer in rank.peers {
        let other = simple + peer * w
        for lane in 0..<w where other[lane] > own[lane] { scratch[lane] += 1 }
      }
      sink.take(rank: number, scratch, count: count)
    }
  }

  private func readShares(
    _ horizon: Int,
    _ simple: UnsafeMutablePointer<Float>,
    count: Int,
    into sink: inout some TileSink
  ) {
    let (w, n) = (CK.lanes, Int32(count))
    for (number, source) in readings.shares[horizon] {
      let hits: Int32
      switch source {
      case .total(let asset, _, let bounds):
        hits = ck_count_between(simple + asset * w, n, bounds.low, bounds.high)
      case .spread(let long, let short, _, let bounds):
        ck_difference(simple + long * w, simple + short * w, scratch)
        hits = ck_count_between(scratch, n, bounds.low, bounds.high)
      }
      sink.take(share: number, hits: Int(hits), count: count)
    }
  }

  /// Gives the events' own effects, which may have come in parts, at the end of the walk.
  func readEvents(count: Int, into sink: inout some TileSink) {
    let w = CK.lanes
    for (place, effect) in readings.effects.enumerated() {
      ck_expm1(effects + place * w, scratch, CK.lanes32)
      sink.take(channel: effect.channel, scratch, count: count)
    }
    for (channel, event) in readings.repricings {
      for lane in 0..<w { scratch[lane] = repricing[event * w + lane] * 1e-4 }
      sink.take(channel: channel, scratch, count: count)
    }
  }
}

/// The readings of a plan by the place where they are taken.
struct ReadingIndex: Sendable {
  /// The channels of one horizon, by kind.
  struct Horizon: Sendable {
    var totals: [(channel: Int, asset: Int)] = []
    var spreads: [(channel: Int, long: Int, short: Int)] = []
    var drawdowns: [(channel: Int, asset: Int)] = []
    var levels: [(channel: Int, factors: [Int])] = []
  }

  struct Effect: Sendable {
    let channel, event, asset: Int
  }

  let horizons: [Horizon]
  let shares: [[(Int, ShareChannel.Source)]]
  let splits: [[(split: Int, asset: Int)]]
  let effects: [Effect]
  let repricings: [(channel: Int, event: Int)]
  let derivedAssets: [Int]
  let lineAssets: [(line: Int, asset: Int)]
  private let effectsByEvent: [[(asset: Int, place: Int)]]

  init(plan: SimulationPlan) {
    let count = plan.readings.horizons.count
    var horizons = [Horizon](repeating: Horizon(), count: count)
    var effects: [Effect] = []
    var repricings: [(Int, Int)] = []
    for (number, channel) in plan.readings.channels.enumerated() {
      switch channel.source {
      case .total(let asset, let h): horizons[h].totals.append((number, asset))
      case .spread(let long, let short, let h):
        horizons[h].spreads.append((number, long, short))
      case .drawdown(let asset, let h): horizons[h].drawdowns.append((number, asset))
      case .level(let factors, let h): horizons[h].levels.append((number, factors))
      case .effect(let event, let asset):
        effects.append(Effect(channel: number, event: event, asset: asset))
      case .repricing(let event): repricings.append((number, event))
      }
    }
    var shares = [[(Int, ShareChannel.Source)]](repeating: [], count: count)
    for (number, share) in plan.readings.shares.enumerated() {
      switch share.source {
      case .total(_, let h, _), .spread(_, _, let h, _): shares[h].append((number, share.source))
      }
    }
    var splits = [[(split: Int, asset: Int)]](repeating: [], count: count)
    for (number, split) in plan.readings.splits.enumerated() {
      splits[split.horizon].append((number, split.asset))
    }
    var derived: [Int] = []
    var lines: [(Int, Int)] = []
    for (number, asset) in plan.assets.enumerated() {
      if case .line(let line) = asset.derivation {
        lines.append((line, number))
      } else {
        derived.append(number)
      }
    }
    var byEvent = [[(asset: Int, place: Int)]](repeating: [], count: plan.events.count)
    for (place, effect) in effects.enumerated() {
      byEvent[effect.event].append((effect.asset, place))
    }
    self.horizons = horizons
    self.shares = shares
    self.splits = splits
    self.effects = effects
    self.repricings = repricings
    derivedAssets = derived
    lineAssets = lines
    effectsByEvent = byEvent
  }

  func effectPlaces(event: Int, asset: Int) -> [Int] {
    effectsByEvent[event].lazy.filter { $0.asset == asset }.map(\.place)
  }
}
