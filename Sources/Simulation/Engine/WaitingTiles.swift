import CKernel
import Numerics

/// Tiles of each channel that were read but are not yet counted.
///
/// All histograms together are larger than a cache, and so are all sums: counting many tiles of one
/// channel at a time is faster than one tile of each.
struct WaitingTiles: Sendable {
  private struct Count: Sendable {
    var values: Int32 = 0
    var tiles: Int32 = 0
    /// Whether the channel's mean has a control variate.
    var isControlled = false
  }

  /// By channel and tile: the bin of each of 64 values.
  private var places: [UInt16]
  /// By channel and tile: sum of values, sum of squares, correction of a control variate.
  private var sums: [Double]
  private var counts: [Count]
  private(set) var notNumbers = 0

  init(_ bins: [BinPlan]) {
    places = [UInt16](repeating: 0, count: bins.last?.waiting.endPlace ?? 0)
    sums = [Double](repeating: 0, count: bins.last?.waiting.endSum ?? 0)
    counts = [Count](repeating: Count(), count: bins.count)
  }

  /// Takes a tile's values of a channel and gives whether no more tiles fit.
  ///
  /// `binned` are the values that are counted, all of them unless some are kept apart.
  mutating func add(
    _ values: UnsafePointer<Float>,
    count: Int,
    binned: UnsafeBufferPointer<Float>,
    correction: Double?,
    to channel: Int,
    _ bins: BinPlan
  ) -> Bool {
    let waiting = counts[channel]
    let (tile, first) = (Int(waiting.tiles), Int(waiting.values))
    let place = bins.waiting.firstSum + tile * 3
    let kept = places.withUnsafeMutableBufferPointer { places in
      sums.withUnsafeMutableBufferPointer { sums -> Int32 in
        guard let sums = sums.baseAddress, let places = places.baseAddress,
          let base = binned.baseAddress
        else { return 0 }
        let kept = ck_gather(
          base,
          Int32(binned.count),
          bins.low,
          bins.inverseWidth,
          bins.bins,
          places + bins.waiting.firstPlace + first,
          sums + place
        )
        if base != values { ck_sums(values, Int32(count), sums + place) }
        sums[place + 2] = correction ?? 0
        return kept
      }
    }
    notNumbers += binned.count - Int(kept)
    counts[channel] = Count(
      values: waiting.values + kept,
      tiles: waiting.tiles + 1,
      isControlled: correction != nil
    )
    return tile + 1 == bins.waiting.tiles
  }

  /// Counts what waits of a channel, tiles of `size` paths each.
  mutating func settle(
    _ channel: Int,
    size: Int,
    _ bins: BinPlan,
    counts histogram: inout [UInt32],
    moments: inout BatchMoments,
    control: inout BatchControl
  ) {
    let waiting = counts[channel]
    guard waiting.tiles > 0 else { return }
    counts[channel] = Count()
    histogram.withUnsafeMutableBufferPointer { histogram in
      places.withUnsafeBufferPointer { places in
        guard let histogram = histogram.baseAddress, let places = places.baseAddress else {
          return
        }
        ck_count_bins(
          places + bins.waiting.firstPlace,
          waiting.values,
          histogram + bins.offset
        )
      }
    }
    sums.withUnsafeBufferPointer { sums in
      let first = bins.waiting.firstSum
      let rows = UnsafeBufferPointer(rebasing: sums[first..<first + Int(waiting.tiles) * 3])
      moments.add(size: size, rows)
      if waiting.isControlled { control.add(size: size, rows) }
    }
  }

  /// Takes over what another counted; both must have nothing that waits.
  mutating func merge(_ other: WaitingTiles) { notNumbers += other.notNumbers }

  /// What its arrays take.
  static func byteCount(_ bins: [BinPlan]) -> Int {
    (bins.last?.waiting.endPlace ?? 0) * MemoryLayout<UInt16>.stride
      + (bins.last?.waiting.endSum ?? 0) * MemoryLayout<Double>.stride
      + bins.count * MemoryLayout<Count>.stride
  }
}

/// Where and how a channel's values are counted.
struct BinPlan: Sendable {
  /// The room of the tiles that wait.
  struct Room: Sendable {
    let tiles, firstPlace, firstSum: Int

    // The odd lines between channels keep them out of the same few places of a cache, where rooms
    // of a power of two would all be.
    var endPlace: Int { firstPlace + tiles * CK.lanes + 96 }
    var endSum: Int { firstSum + tiles * 3 + 8 }
  }

  let low, inverseWidth: Float
  let bins: Int32
  let offset: Int
  /// Whether its law can have points, whose values are kept apart.
  let mayBePoints: Bool
  let waiting: Room

  /// The plans of all channels, one after the other.
  static func all(_ channels: [Channel]) -> [BinPlan] {
    var plans: [BinPlan] = []
    for channel in channels {
      let before = plans.last
      plans.append(
        BinPlan(
          channel,
          offset: before.map { $0.offset + Int($0.bins) + 208 } ?? 0,
          waiting: Room(
            // The wider a histogram, the more is gained by counting many at a time.
            tiles: channel.bins > 4_096 ? 96 : 48,
            firstPlace: before?.waiting.endPlace ?? 0,
            firstSum: before?.waiting.endSum ?? 0
          )
        )
      )
    }
    return plans
  }

  private init(_ channel: Channel, offset: Int, waiting: Room) {
    low = channel.low
    inverseWidth = 1 / channel.width
    bins = Int32(channel.bins)
    self.offset = offset
    self.waiting = waiting
    mayBePoints = if case .effect = channel.source { true } else { false }
  }
}
