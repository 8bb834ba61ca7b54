import CKernel
import Domain
import Numerics

/// What one worker counted for one arm: merging is associative and commutative, bit for bit.
struct Tally: Sendable {
  /// Histograms one after the other, at `offsets`.
  var counts: [UInt32]
  let offsets: [Int]
  var moments: [BatchMoments]
  /// Control variates of means; empty for channels without.
  var controls: [BatchControl]
  var shares: [BatchShare]
  var splits: [BatchSplit]
  var ranks: [BatchMoments]
  /// Share of paths in which the arm is worse than the first by more than 0.1 points.
  var worse: [BatchShare]
  /// Extremes and exact zeros of each effect of an event, where laws can be points.
  var points: [PointValues]
  let channels: [Channel]
  /// Keeps the tile's channels while it is set.
  var row: TileRecord.Row?
  private let bins: [BinPlan]
  /// Tiles of each channel that are not yet counted.
  private(set) var waiting: WaitingTiles
  /// Values that were not numbers; a run with any is a defect.
  var notNumbers: Int { waiting.notNumbers }

  init(plan: ReadingPlan, comparisons: Int) {
    channels = plan.channels
    bins = BinPlan.all(plan.channels)
    offsets = bins.map(\.offset)
    waiting = WaitingTiles(bins)
    counts = [UInt32](repeating: 0, count: Self.binCount(bins))
    moments = [BatchMoments](repeating: BatchMoments(), count: plan.channels.count)
    controls = [BatchControl](repeating: BatchControl(), count: plan.channels.count)
    shares = [BatchShare](repeating: BatchShare(), count: plan.shares.count)
    splits = [BatchSplit](repeating: BatchSplit(), count: plan.splits.count)
    ranks = [BatchMoments](repeating: BatchMoments(), count: plan.ranks.count)
    worse = [BatchShare](repeating: BatchShare(), count: comparisons)
    points = [PointValues](repeating: PointValues(), count: plan.channels.count)
  }

  static func binCount(_ bins: [BinPlan]) -> Int {
    bins.last.map { $0.offset + Int($0.bins) } ?? 0
  }

  /// Counts what waits to be counted: to be called before the histograms are read or merged.
  mutating func finish() {
    for channel in bins.indices { settle(channel, size: CK.lanes) }
  }

  /// Adds the counts of another tally; both must be finished.
  mutating func merge(_ other: Tally) {
    for index in counts.indices { counts[index] += other.counts[index] }
    for index in moments.indices { moments[index].merge(other.moments[index]) }
    for index in controls.indices { controls[index].merge(other.controls[index]) }
    for index in shares.indices { shares[index].merge(other.shares[index]) }
    for index in splits.indices { splits[index].merge(other.splits[index]) }
    for index in ranks.indices { ranks[index].merge(other.ranks[index]) }
    for index in worse.indices { worse[index].merge(other.worse[index]) }
    waiting.merge(other.waiting)
    for index in points.indices { points[index].merge(other.points[index]) }
  }

  mutating func take(comparison: Int, worse hits: Int, count: Int) {
    worse[comparison].add(size: count, count: hits)
  }

  /// The histogram of a channel as a sample.
  func sample(of channel: Int) -> HistogramSample {
    let plan = channels[channel]
    let range = offsets[channel]..<offsets[channel] + plan.bins
    return HistogramSample(
      low: Double(plan.low),
      width: Double(plan.width),
      counts: Array(counts[range]),
      limits: points[channel].limits,
      zeros: points[channel].zeros
    )
  }
}

extension Tally: TileSink {
  mutating func take(
    channel: Int,
    _ values: UnsafePointer<Float>,
    count: Int,
    correction: Double
  ) {
    take(values, of: channel, count: count, correction: correction)
  }

  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int) {
    take(values, of: channel, count: count, correction: nil)
  }

  private mutating func take(
    _ values: UnsafePointer<Float>,
    of channel: Int,
    count: Int,
    correction: Double?
  ) {
    row?.take(channel, values, count: count, correction: correction ?? 0)
    // Tiles that wait together have one size.
    if count != CK.lanes { settle(channel, size: CK.lanes) }
    let bin = bins[channel]
    let isFull =
      bin.mayBePoints
      ? takePoints(values, of: channel, count: count)
      : waiting.add(
        values,
        count: count,
        binned: UnsafeBufferPointer(start: values, count: count),
        correction: correction,
        to: channel,
        bin
      )
    if isFull || count != CK.lanes { settle(channel, size: count) }
  }

  /// Keeps zeros and extremes apart from what is counted.
  private mutating func takePoints(
    _ values: UnsafePointer<Float>,
    of channel: Int,
    count: Int
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: CK.lanes) { others in
      let kept = points[channel].take(values, count: count, others: others)
      return waiting.add(
        values,
        count: count,
        binned: UnsafeBufferPointer(rebasing: others[..<kept]),
        correction: nil,
        to: channel,
        bins[channel]
      )
    }
  }

  private mutating func settle(_ channel: Int, size: Int) {
    waiting.settle(
      channel,
      size: size,
      bins[channel],
      counts: &counts,
      moments: &moments[channel],
      control: &controls[channel]
    )
  }

  mutating func take(share: Int, hits: Int, count: Int) {
    row?.take(share: share, hits: hits)
    shares[share].add(size: count, count: hits)
  }

  mutating func take(
    split: Int,
    total: UnsafePointer<Float>,
    own: UnsafePointer<Float>,
    open: UnsafePointer<Float>,
    count: Int
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 6) { sums in
      guard let base = sums.baseAddress else { return }
      ck_split(total, own, open, Int32(count), base)
      splits[split].add(size: count, UnsafeBufferPointer(sums))
    }
  }

  mutating func take(rank: Int, _ values: UnsafePointer<Float>, count: Int) {
    let sums = TileSums(values, count: count)
    row?.take(rank: rank, sum: sums.sum)
    ranks[rank].add(size: count, sum: sums.sum, squares: sums.squares)
  }
}

/// What a histogram cannot tell of a law with points: its extremes, and how many values are zero.
struct PointValues: Hashable, Sendable {
  var low = Float.infinity
  var high = -Float.infinity
  var zeros = 0

  var limits: ClosedRange<Double>? { low <= high ? Double(low)...Double(high) : nil }

  /// Takes a tile's values, copies those that are not zero, and gives their number.
  mutating func take(
    _ values: UnsafePointer<Float>,
    count: Int,
    others: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    var kept = 0
    for lane in 0..<count {
      let value = values[lane]
      low = min(low, value)
      high = max(high, value)
      if value == 0 {
        zeros += 1
      } else {
        others[kept] = value
        kept += 1
      }
    }
    return kept
  }

  mutating func merge(_ other: PointValues) {
    low = min(low, other.low)
    high = max(high, other.high)
    zeros += other.zeros
  }
}
