import CKernel

/// Takes what is read off a tile.
protocol TileSink {
  /// The values of a channel, one for each of the first `count` paths.
  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int)
  /// The same of a return, with what its sum is expected to be less than it should: the expectation
  /// of its control variate less the control's sum.
  mutating func take(
    channel: Int,
    _ values: UnsafePointer<Float>,
    count: Int,
    correction: Double
  )
  /// The number of the first `count` paths that belong to a share.
  mutating func take(share: Int, hits: Int, count: Int)
  /// The log return, and its parts from listed and open events.
  mutating func take(
    split: Int,
    total: UnsafePointer<Float>,
    own: UnsafePointer<Float>,
    open: UnsafePointer<Float>,
    count: Int
  )
  mutating func take(rank: Int, _ values: UnsafePointer<Float>, count: Int)
}

/// Many sinks want the channels alone.
extension TileSink {
  mutating func take(
    channel: Int,
    _ values: UnsafePointer<Float>,
    count: Int,
    correction: Double
  ) { take(channel: channel, values, count: count) }

  mutating func take(share: Int, hits: Int, count: Int) {}

  mutating func take(
    split: Int,
    total: UnsafePointer<Float>,
    own: UnsafePointer<Float>,
    open: UnsafePointer<Float>,
    count: Int
  ) {}

  mutating func take(rank: Int, _ values: UnsafePointer<Float>, count: Int) {}
}

/// The sums of a tile's values and of their squares, in the kernel's fixed order.
struct TileSums {
  let sum, squares: Double

  init(_ values: UnsafePointer<Float>, count: Int) {
    (sum, squares) = withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { buffer in
      buffer.initialize(repeating: 0)
      if let base = buffer.baseAddress { ck_sums(values, Int32(count), base) }
      return (buffer[0], buffer[1])
    }
  }
}
