import CKernel
import Domain
import Numerics

/// What is read off a tile.
extension TileWalker {
  /// Brings the rows of derived assets up to the lines' prices of now.
  func derive() {
    guard !knowsDerived else { return }
    deriveIndex()
    knowsDerived = true
    ck_parts(price, parts.spreads, parts.rows, parts.shares, parts.count, indexSimple)
  }

  /// Brings the index alone up to the lines' prices of now.
  func deriveIndex() {
    guard !knowsIndex else { return }
    knowsIndex = true
    guard !readings.derivations.isEmpty else { return }
    ck_index(price, members, memberWeights, memberCount, indexSimple, indexLog)
    for case (let place, .index) in readings.derivations.enumerated() {
      (price + (lineCount + place) * CK.lanes).update(from: indexLog, count: CK.lanes)
    }
  }

  func observeDrawdown() {
    ck_fall(price, peak, fall, rowLanes)
    bridge.leave(at: price)
  }

  func read(horizon: Int, count: Int, into sink: inout some TileSink) {
    let w = CK.lanes
    let simple = returns + horizon * Int(rowLanes)
    let here = readings.horizons[horizon]
    for rows in here.rows {
      ck_expm1(price + rows.lowerBound * w, simple + rows.lowerBound * w, Int32(rows.count * w))
    }
    readReturns(horizon, simple, count: count, into: &sink)
    for drawdown in here.drawdowns {
      // A horizon inside a week is seen without being kept, so that it changes no later number.
      let row = drawdown.row * w
      let (now, top, low) = (price + row, peak + row, fall + row)
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
    for (split, row) in readings.splits[horizon] {
      sink.take(
        split: split,
        total: price + row * w,
        own: own + row * w,
        open: open + row * w,
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
      !plan.controlsMeans || !here.readsMeans
      ? nil
      : control.corrections(
        horizon: horizon,
        drift: drift,
        price: price,
        jumps: (own, open),
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
      let correction = total.readsMean ? corrections.map { $0[total.asset] } : nil
      give(total.channel, simple + total.row * w, correction)
    }
    for spread in here.spreads {
      let (long, short) = (readings.rows[spread.long], readings.rows[spread.short])
      ck_difference(simple + long * w, simple + short * w, scratch)
      let correction =
        spread.readsMean ? corrections.map { $0[spread.long] - $0[spread.short] } : nil
      give(spread.channel, scratch, correction)
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
      let own = simple + readings.rows[rank.asset] * w
      for lane in 0..<w { scratch[lane] = 1 }
      for peer in rank.peers {
        let other = simple + readings.rows[peer] * w
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
    let rows = readings.rows
    for (number, source) in readings.shares[horizon] {
      let hits: Int32
      switch source {
      case .total(let asset, _, let bounds):
        hits = ck_count_between(simple + rows[asset] * w, n, bounds.low, bounds.high)
      case .spread(let long, let short, _, let bounds):
        ck_difference(simple + rows[long] * w, simple + rows[short] * w, scratch)
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
      sink.take(channel: effect, scratch, count: count)
    }
    for (channel, event) in readings.repricings {
      for lane in 0..<w { scratch[lane] = repricing[event * w + lane] * 1e-4 }
      sink.take(channel: channel, scratch, count: count)
    }
  }
}

/// The derived rows that are part of the index, where the kernel reads of them.
struct PartRows {
  let count: Int32
  let spreads, rows: UnsafePointer<Int32>
  let shares: UnsafePointer<Float>

  init(plan: SimulationPlan, arena: inout Arena) {
    var (spreads, rows, shares): ([Int32], [Int32], [Float]) = ([], [], [])
    for (place, asset) in plan.derivedAssets.enumerated() {
      switch plan.assets[asset].derivation {
      case .line, .index: continue
      case .part(let spread, let weight):
        spreads.append(Int32(spread))
        shares.append(weight - 1)
      case .rest(let spread, let weight):
        spreads.append(Int32(spread))
        shares.append(weight)
      }
      rows.append(Int32(plan.lineCount + place))
    }
    count = Int32(rows.count)
    self.spreads = UnsafePointer(arena.integers(spreads))
    self.rows = UnsafePointer(arena.integers(rows))
    self.shares = UnsafePointer(arena.floats(shares))
  }
}

/// The readings of a plan by the place where they are taken.
struct ReadingIndex: Sendable {
  /// The channels of one horizon, by kind.
  struct Horizon: Sendable {
    var totals: [(channel: Int, asset: Int, row: Int, readsMean: Bool)] = []
    var spreads: [(channel: Int, long: Int, short: Int, readsMean: Bool)] = []
    var drawdowns: [(channel: Int, row: Int)] = []
    var levels: [(channel: Int, factors: [Int])] = []
    /// Whether the mean of any return is read.
    var readsMeans: Bool {
      totals.contains(where: \.readsMean) || spreads.contains(where: \.readsMean)
    }
    /// Rows whose simple returns are needed.
    var rows: [Range<Int>] = []
  }

  let horizons: [Horizon]
  let shares: [[(Int, ShareChannel.Source)]]
  let splits: [[(split: Int, row: Int)]]
  /// Channels of events' effects.
  let effects: [Int]
  let repricings: [(channel: Int, event: Int)]
  /// The row of each asset.
  let rows: [Int]
  /// How the rows after the lines follow from them.
  let derivations: [AssetPlan.Derivation]
  /// Lines whose moves by events are read: of which variance is split, or all where means take
  /// control variates.
  let summed: [Int]
  /// Derived rows, after the lines, whose moves by any event or by some listed one are read.
  let booked: [Int]
  /// Whether all of them are the index.
  let booksIndexOnly: Bool
  private let effectsByEvent: [[(row: Int, place: Int)]]

  init(plan: SimulationPlan) {
    let count = plan.readings.horizons.count
    var horizons = [Horizon](repeating: Horizon(), count: count)
    let rows = plan.assetRows
    var effects: [Int] = []
    var byEvent = [[(row: Int, place: Int)]](repeating: [], count: plan.events.count)
    var repricings: [(Int, Int)] = []
    for (number, channel) in plan.readings.channels.enumerated() {
      switch channel.source {
      case .total(let asset, let h):
        horizons[h].totals.append((number, asset, rows[asset], channel.readsMean))
      case .spread(let long, let short, let h):
        horizons[h].spreads.append((number, long, short, channel.readsMean))
      case .drawdown(let asset, let h): horizons[h].drawdowns.append((number, rows[asset]))
      case .level(let factors, let h): horizons[h].levels.append((number, factors))
      case .effect(let event, let asset):
        byEvent[event].append((rows[asset], effects.count))
        effects.append(number)
      case .repricing(let event): repricings.append((number, event))
      }
    }
    var shares = [[(Int, ShareChannel.Source)]](repeating: [], count: count)
    for (number, share) in plan.readings.shares.enumerated() {
      switch share.source {
      case .total(_, let h, _), .spread(_, _, let h, _): shares[h].append((number, share.source))
      }
    }
    var splits = [[(split: Int, row: Int)]](repeating: [], count: count)
    for (number, split) in plan.readings.splits.enumerated() {
      splits[split.horizon].append((number, rows[split.asset]))
    }
    let needed = Self.rows(of: plan)
    for horizon in horizons.indices { horizons[horizon].rows = needed[horizon] }
    let moved = splits.flatMap { $0.map(\.row) } + byEvent.flatMap { $0.map(\.row) }
    let (lines, derived) = (plan.lineCount, plan.derivedAssets.map { plan.assets[$0].derivation })
    let controls = plan.controlsMeans && horizons.contains { $0.readsMeans }
    let split = Set(splits.flatMap { $0.map(\.row) }.filter { $0 < lines })
    summed = controls ? Array(0..<lines) : split.sorted()
    booked = derived.indices.filter { moved.contains(lines + $0) }
    booksIndexOnly = booked.allSatisfy { if case .index = derived[$0] { true } else { false } }
    self.horizons = horizons
    self.shares = shares
    self.splits = splits
    self.effects = effects
    self.repricings = repricings
    self.rows = rows
    derivations = derived
    effectsByEvent = byEvent
  }

  /// By horizon the rows whose returns are read, as ranges.
  private static func rows(of plan: SimulationPlan) -> [[Range<Int>]] {
    var needed = [Set<Int>](repeating: [], count: plan.readings.horizons.count)
    let rows = plan.assetRows
    for channel in plan.readings.channels {
      guard let (assets, horizon) = channel.source.returned else { continue }
      needed[horizon].formUnion(assets.map { rows[$0] })
    }
    for share in plan.readings.shares {
      switch share.source {
      case .total(let asset, let horizon, _): needed[horizon].insert(rows[asset])
      case .spread(let long, let short, let horizon, _):
        needed[horizon].formUnion([rows[long], rows[short]])
      }
    }
    for rank in plan.readings.ranks {
      needed[rank.horizon].formUnion(([rank.asset] + rank.peers).map { rows[$0] })
    }
    return needed.map { rows in
      var ranges: [Range<Int>] = []
      for row in rows.sorted() {
        if let last = ranges.last, last.upperBound == row {
          ranges[ranges.count - 1] = last.lowerBound..<row + 1
        } else {
          ranges.append(row..<row + 1)
        }
      }
      return ranges
    }
  }

  /// Rows whose moves by an event are kept, and where.
  func effectPlaces(event: Int) -> [(row: Int, place: Int)] { effectsByEvent[event] }
}
