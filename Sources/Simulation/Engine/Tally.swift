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
  var splits: [SplitSums]
  var ranks: [BatchMoments]
  /// Share of paths in which the arm is worse than the first by more than 0.1 points.
  var worse: [BatchShare]
  /// Values that were not numbers; a run with any is a defect.
  private(set) var notNumbers = 0
  /// Extremes and exact zeros of each effect of an event, where laws can be points.
  var points: [PointValues]
  let channels: [Channel]
  private let bins: [BinPlan]
  /// Values of each channel that are not yet counted: a histogram is larger than a cache, so that
  /// counting many values of one at a time is several times as fast as a tile's 64 of each.
  private(set) var waiting: [Float]
  private var waitingCounts: [Int32]

  /// Values of a channel that wait to be counted together.
  private static let waitingLimit = 32 * CK.lanes

  init(plan: ReadingPlan, comparisons: Int) {
    channels = plan.channels
    var offsets: [Int] = []
    var total = 0
    for channel in plan.channels {
      offsets.append(total)
      total += channel.bins
    }
    self.offsets = offsets
    bins = zip(plan.channels, offsets).map { BinPlan($0, offset: $1) }
    waiting = [Float](repeating: 0, count: plan.channels.count * Self.waitingLimit)
    waitingCounts = [Int32](repeating: 0, count: plan.channels.count)
    counts = [UInt32](repeating: 0, count: total)
    moments = [BatchMoments](repeating: BatchMoments(), count: plan.channels.count)
    controls = [BatchControl](repeating: BatchControl(), count: plan.channels.count)
    shares = [BatchShare](repeating: BatchShare(), count: plan.shares.count)
    splits = [SplitSums](repeating: SplitSums(), count: plan.splits.count)
    ranks = [BatchMoments](repeating: BatchMoments(), count: plan.ranks.count)
    worse = [BatchShare](repeating: BatchShare(), count: comparisons)
    points = [PointValues](repeating: PointValues(), count: plan.channels.count)
  }

  /// Counts what waits to be counted: to be called before the histograms are read or merged.
  mutating func finish() {
    for channel in bins.indices { countWaiting(channel) }
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
    notNumbers += other.notNumbers
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
    let sum = take(values, of: channel, count: count)
    controls[channel].add(size: count, sum: sum, correction: correction)
  }

  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int) {
    _ = take(values, of: channel, count: count)
  }

  /// Counts values and gives their sum.
  private mutating func take(
    _ values: UnsafePointer<Float>,
    of channel: Int,
    count: Int
  ) -> Double {
    let sums = TileSums(values, count: count)
    moments[channel].add(size: count, sum: sums.sum, squares: sums.squares)
    if Int(waitingCounts[channel]) + count > Self.waitingLimit { countWaiting(channel) }
    let first = channel * Self.waitingLimit + Int(waitingCounts[channel])
    let kept = waiting.withUnsafeMutableBufferPointer { buffer in
      let room = UnsafeMutableBufferPointer(rebasing: buffer[first..<first + count])
      if bins[channel].mayBePoints {
        return points[channel].take(values, count: count, others: room)
      }
      room.baseAddress?.update(from: values, count: count)
      return count
    }
    waitingCounts[channel] += Int32(kept)
    return sums.sum
  }

  private mutating func countWaiting(_ channel: Int) {
    let (plan, first) = (bins[channel], channel * Self.waitingLimit)
    let number = waitingCounts[channel]
    waitingCounts[channel] = 0
    notNumbers += counts.withUnsafeMutableBufferPointer { counts in
      waiting.withUnsafeBufferPointer { waiting in
        guard let values = waiting.baseAddress, let counts = counts.baseAddress else { return 0 }
        return Int(
          ck_histogram(
            values + first,
            number,
            plan.low,
            plan.inverseWidth,
            plan.bins,
            counts + plan.offset
          )
        )
      }
    }
  }

  mutating func take(share: Int, hits: Int, count: Int) {
    shares[share].add(size: count, count: hits)
  }

  mutating func take(
    split: Int,
    total: UnsafePointer<Float>,
    own: UnsafePointer<Float>,
    open: UnsafePointer<Float>,
    count: Int
  ) {
    splits[split].add(total: total, own: own, open: open, count: count)
  }

  mutating func take(rank: Int, _ values: UnsafePointer<Float>, count: Int) {
    let sums = TileSums(values, count: count)
    ranks[rank].add(size: count, sum: sums.sum, squares: sums.squares)
  }
}

/// Where and how a channel's values are counted.
private struct BinPlan: Sendable {
  let low, inverseWidth: Float
  let bins: Int32
  let offset: Int
  /// Whether its law can have points, whose values are kept apart.
  let mayBePoints: Bool

  init(_ channel: Channel, offset: Int) {
    low = channel.low
    inverseWidth = 1 / channel.width
    bins = Int32(channel.bins)
    self.offset = offset
    mayBePoints = if case .effect = channel.source { true } else { false }
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

/// Sums from which the variance of a log return is split into its causes.
struct SplitSums: Sendable {
  var paths = 0, tiles = 0
  var sum = FixedSum(), sumSum = FixedSum(), square = FixedSum()
  var own = FixedSum(), ownSum = FixedSum()
  var open = FixedSum(), openSum = FixedSum()

  mutating func add(
    total: UnsafePointer<Float>,
    own e: UnsafePointer<Float>,
    open o: UnsafePointer<Float>,
    count: Int
  ) {
    let n = Int32(count)
    let whole = TileSums(total, count: count)
    let size = Double(count)
    paths += count
    tiles += 1
    sum.add(whole.sum)
    sumSum.add(whole.sum * whole.sum / size)
    square.add(whole.squares)
    own.add(ck_dot(e, total, n))
    ownSum.add(TileSums(e, count: count).sum * whole.sum / size)
    open.add(ck_dot(o, total, n))
    openSum.add(TileSums(o, count: count).sum * whole.sum / size)
  }

  mutating func merge(_ other: SplitSums) {
    paths += other.paths
    tiles += other.tiles
    sum.merge(other.sum)
    sumSum.merge(other.sumSum)
    square.merge(other.square)
    own.merge(other.own)
    ownSum.merge(other.ownSum)
    open.merge(other.open)
    openSum.merge(other.openSum)
  }

  /// Shares of the variance; they sum to 1.
  ///
  /// Within tiles each cause has its covariance with the whole; what tile means vary by beyond
  /// that is the parameters'.
  var shares: (events: Double, open: Double, market: Double, parameters: Double) {
    let freedom = Double(paths - tiles)
    guard freedom > 0, tiles > 1 else { return (.nan, .nan, .nan, .nan) }
    let within = (square.value - sumSum.value) / freedom
    let mean = sum.value / Double(paths)
    let between = (sumSum.value - mean * sum.value) / Double(tiles - 1)
    let size = Double(paths) / Double(tiles)
    let parameters = max(0, (between - within) / size)
    let total = within + parameters
    guard total > 0 else { return (.nan, .nan, .nan, .nan) }
    let ownShare = (own.value - ownSum.value) / freedom / total
    let openShare = (open.value - openSum.value) / freedom / total
    let parameterShare = parameters / total
    return (ownShare, openShare, 1 - ownShare - openShare - parameterShare, parameterShare)
  }
}
