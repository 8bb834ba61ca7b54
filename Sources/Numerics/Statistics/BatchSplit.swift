/// Sums from which the variance of a log return is split into its causes.
package struct BatchSplit: Sendable {
  private var paths = 0, tiles = 0
  private var sum = FixedSum(), sumSum = FixedSum(), square = FixedSum()
  private var own = FixedSum(), ownSum = FixedSum()
  private var open = FixedSum(), openSum = FixedSum()

  package init() {}

  /// Adds a tile of `size` paths by six sums: of the whole, of its squares, of each cause, and of
  /// each cause times the whole.
  package mutating func add(size: Int, _ sums: UnsafeBufferPointer<Double>) {
    guard sums.count == 6 else { return }
    let (whole, count) = (sums[0], Double(size))
    paths += size
    tiles += 1
    sum.add(whole)
    sumSum.add(whole * whole / count)
    square.add(sums[1])
    own.add(sums[4])
    ownSum.add(sums[2] * whole / count)
    open.add(sums[5])
    openSum.add(sums[3] * whole / count)
  }

  package mutating func merge(_ other: BatchSplit) {
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
  package var shares: (events: Double, open: Double, market: Double, parameters: Double) {
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

extension BatchSplit: Storable {
  package func store(in writer: inout ByteWriter) {
    for count in [paths, tiles] { writer.append(count: count) }
    for sum in [sum, sumSum, square, own, ownSum, open, openSum] { sum.store(in: &writer) }
  }

  package init(from reader: inout ByteReader, sizes: BatchSizes) throws(StorageFault) {
    self.init()
    paths = try reader.count(upTo: sizes.paths, "a number of paths")
    tiles = try reader.count(upTo: sizes.tiles, "a number of tiles")
    guard paths == sizes.paths, tiles == sizes.tiles else {
      throw StorageFault("its sums are over other paths than it says")
    }
    sum = try FixedSum(from: &reader, terms: tiles)
    sumSum = try FixedSum(from: &reader, terms: tiles)
    square = try FixedSum(from: &reader, terms: tiles)
    own = try FixedSum(from: &reader, terms: tiles)
    ownSum = try FixedSum(from: &reader, terms: tiles)
    open = try FixedSum(from: &reader, terms: tiles)
    openSum = try FixedSum(from: &reader, terms: tiles)
  }
}
