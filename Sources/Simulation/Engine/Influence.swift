import CKernel
import Domain

/// The second pass: tile sums of influence values once quantiles are known, for the first tiles.
///
/// Slots of a channel: the sum of its values, then for each quantile the number of values at or
/// below it, then for each tail the sum of what lies below its quantile; where its deviation is
/// asked for, the plain sums of its values and of their squares. After all channels come shares and
/// ranks that are asked for: the number of paths, and the sum.
struct InfluenceSink {
  /// Where each number is.
  struct Layout: Sendable {
    /// The first slot of each channel.
    fileprivate(set) var offsets: [Int] = []
    /// The first of the two slots of a channel's deviation; nil: it is not asked for.
    fileprivate(set) var deviations: [Int?] = []
    fileprivate(set) var asked = 0
    fileprivate(set) var count = 0
    let places: AskedPlaces
  }

  /// Quantiles of each channel, then the quantiles of its tails.
  private let thresholds: [[Float]]
  private let quantileCounts: [Int]
  let layout: Layout
  /// Coefficients of the control variates of means.
  private let coefficients: [Double]
  /// Slots of the tile at hand.
  private(set) var slots: [Double]

  init(plan: ReadingPlan, quantiles: [[Double]], tails: [[Double]], coefficients: [Double]) {
    self.coefficients = coefficients
    thresholds = zip(quantiles, tails).map { ($0 + $1).map { Float($0) } }
    quantileCounts = quantiles.map(\.count)
    var layout = Layout(places: AskedPlaces(plan))
    for (channel, thresholds) in zip(plan.channels, thresholds) {
      layout.offsets.append(layout.count)
      layout.count += 1 + thresholds.count
      layout.deviations.append(channel.asksDeviation ? layout.count : nil)
      if channel.asksDeviation { layout.count += 2 }
    }
    layout.asked = layout.count
    layout.count += layout.places.count
    self.layout = layout
    slots = [Double](repeating: 0, count: layout.count)
  }

  /// Takes the shares and ranks of a tile that was kept.
  mutating func take(asked: [Double]) {
    slots.replaceSubrange(layout.asked..., with: asked)
  }
}

/// Where shares and ranks that are asked for stand one after the other.
struct AskedPlaces: Sendable {
  private var shares: [Int?] = []
  private var shareCount = 0
  private let rankCount: Int

  init(_ plan: ReadingPlan) {
    rankCount = plan.ranks.count
    for share in plan.shares {
      shares.append(share.isAsked ? shareCount : nil)
      if share.isAsked { shareCount += 1 }
    }
  }

  var count: Int { shareCount + rankCount }

  /// Nil: nobody asks for it.
  func share(_ number: Int) -> Int? { shares[number] }

  func rank(_ number: Int) -> Int { shareCount + number }
}

extension InfluenceSink: TileSink {
  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int) {
    let (offset, sums) = (layout.offsets[channel], TileSums(values, count: count))
    slots[offset] = sums.sum
    if let place = layout.deviations[channel] {
      (slots[place], slots[place + 1]) = (sums.sum, sums.squares)
    }
    for (place, threshold) in thresholds[channel].enumerated() {
      slots[offset + 1 + place] =
        place < quantileCounts[channel]
        ? Double(ck_count_below(values, Int32(count), threshold))
        : ck_tail_sum(values, Int32(count), threshold)
    }
  }

  mutating func take(
    channel: Int,
    _ values: UnsafePointer<Float>,
    count: Int,
    correction: Double
  ) {
    take(channel: channel, values, count: count)
    slots[layout.offsets[channel]] += coefficients[channel] * correction
  }

  mutating func take(share: Int, hits: Int, count: Int) {
    if let place = layout.places.share(share) { slots[layout.asked + place] = Double(hits) }
  }

  mutating func take(rank: Int, _ values: UnsafePointer<Float>, count: Int) {
    slots[layout.asked + layout.places.rank(rank)] = TileSums(values, count: count).sum
  }
}

/// What the second pass found for one arm: tiles × slots.
struct Influence: Sendable {
  private let layout: InfluenceSink.Layout
  let sizes: [Int]
  private let rows: [[Double]]

  init(_ layout: InfluenceSink.Layout, sizes: [Int], rows: [[Double]]) {
    self.layout = layout
    self.sizes = sizes
    self.rows = rows
  }

  /// The tile sums of one slot of a channel.
  func column(_ channel: Int, _ slot: Int) -> [Double] {
    let place = layout.offsets[channel] + slot
    return rows.map { $0[place] }
  }

  /// The tile sums of a channel's values and of their squares, for one whose deviation is asked for.
  func squares(_ channel: Int) -> [(sum: Double, squares: Double)] {
    guard let place = layout.deviations[channel] else {
      preconditionFailure("nobody asks for this deviation")
    }
    return rows.map { ($0[place], $0[place + 1]) }
  }

  /// The tiles' numbers of paths in a share that is asked for.
  func column(share: Int) -> [Double] {
    guard let place = layout.places.share(share) else {
      preconditionFailure("nobody asks for this share")
    }
    return rows.map { $0[layout.asked + place] }
  }

  /// The tiles' sums of a rank.
  func column(rank: Int) -> [Double] {
    rows.map { $0[layout.asked + layout.places.rank(rank)] }
  }
}
