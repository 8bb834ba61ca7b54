/// Takes what is read off a tile.
protocol TileSink {
  /// The values of a channel, one for each of the first `count` paths.
  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int)
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
