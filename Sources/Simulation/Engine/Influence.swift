import CKernel
import Domain

/// The second pass: tile sums of influence values once quantiles are known, for the first tiles.
///
/// Slots of a channel: the sum of its values, then for each quantile the number of values at or
/// below it, then for each tail the sum of what lies below its quantile.
struct InfluenceSink {
  /// Quantiles of each channel, then the quantiles of its tails.
  let thresholds: [[Float]]
  let quantileCounts: [Int]
  let offsets: [Int]
  let slotCount: Int
  /// Coefficients of the control variates of means.
  private let coefficients: [Double]
  /// Slots of the tile at hand.
  private(set) var slots: [Double]

  init(plan: ReadingPlan, quantiles: [[Double]], tails: [[Double]], coefficients: [Double]) {
    self.coefficients = coefficients
    thresholds = zip(quantiles, tails).map { ($0 + $1).map { Float($0) } }
    quantileCounts = quantiles.map(\.count)
    var offsets: [Int] = []
    var total = 0
    for channel in thresholds {
      offsets.append(total)
      total += 1 + channel.count
    }
    self.offsets = offsets
    slotCount = total
    slots = [Double](repeating: 0, count: total)
  }
}

extension InfluenceSink: TileSink {
  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int) {
    let offset = offsets[channel]
    slots[offset] = TileSums(values, count: count).sum
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
    slots[offsets[channel]] += coefficients[channel] * correction
  }
}

/// What the second pass found for one arm: tiles × slots.
struct Influence: Sendable {
  let offsets: [Int]
  let sizes: [Int]
  let rows: [[Double]]

  /// The tile sums of one slot of a channel.
  func column(_ channel: Int, _ slot: Int) -> [Double] {
    let place = offsets[channel] + slot
    return rows.map { $0[place] }
  }
}
