/// Sums over tiles of a tile's sums of x and x², from which errors that respect tiles follow.
///
/// Paths of a tile share their parameters, so the tile is the unit of replication.
package struct BatchMoments: Hashable, Sendable {
  package private(set) var paths: Int = 0
  package private(set) var tiles: Int = 0
  private var squaredSizes: Int = 0
  private var sum = FixedSum(), squares = FixedSum()
  private var sumSum = FixedSum(), sumSquares = FixedSum(), squaresSquares = FixedSum()
  private var sizeSum = FixedSum(), sizeSquares = FixedSum()

  package init() {}

  /// Adds a tile of `size` paths by the sums of its values and of their squares.
  package mutating func add(size: Int, sum s1: Double, squares s2: Double) {
    paths += size
    tiles += 1
    squaredSizes += size * size
    sum.add(s1)
    squares.add(s2)
    sumSum.add(s1 * s1)
    sumSquares.add(s1 * s2)
    squaresSquares.add(s2 * s2)
    sizeSum.add(Double(size) * s1)
    sizeSquares.add(Double(size) * s2)
  }

  /// Adds tiles of `size` paths: for each the sum of its values, of their squares, and a number that
  /// is not read.
  package mutating func add(size: Int, _ tiles: UnsafeBufferPointer<Double>) {
    var (s, q, ss, sq) = (FixedBatch(), FixedBatch(), FixedBatch(), FixedBatch())
    var (qq, ns, nq) = (FixedBatch(), FixedBatch(), FixedBatch())
    let (count, number) = (tiles.count / 3, Double(size))
    for first in stride(from: 0, to: 3 * count, by: 3) {
      let (s1, s2) = (tiles[first], tiles[first + 1])
      s.add(s1)
      q.add(s2)
      ss.add(s1 * s1)
      sq.add(s1 * s2)
      qq.add(s2 * s2)
      ns.add(number * s1)
      nq.add(number * s2)
    }
    let isExact =
      s.isExact && q.isExact && ss.isExact && sq.isExact && qq.isExact && ns.isExact && nq.isExact
    guard isExact, count <= 4_096 else {
      for first in stride(from: 0, to: 3 * count, by: 3) {
        add(size: size, sum: tiles[first], squares: tiles[first + 1])
      }
      return
    }
    paths += size * count
    self.tiles += count
    squaredSizes += size * size * count
    sum.add(s)
    squares.add(q)
    sumSum.add(ss)
    sumSquares.add(sq)
    squaresSquares.add(qq)
    sizeSum.add(ns)
    sizeSquares.add(nq)
  }

  package mutating func merge(_ other: BatchMoments) {
    paths += other.paths
    tiles += other.tiles
    squaredSizes += other.squaredSizes
    sum.merge(other.sum)
    squares.merge(other.squares)
    sumSum.merge(other.sumSum)
    sumSquares.merge(other.sumSquares)
    squaresSquares.merge(other.squaresSquares)
    sizeSum.merge(other.sizeSum)
    sizeSquares.merge(other.sizeSquares)
  }

  package var mean: Double { paths > 0 ? sum.value / Double(paths) : .nan }

  /// With n − 1 in the denominator; NaN for fewer than two paths.
  package var deviation: Double {
    guard paths > 1 else { return .nan }
    let centred = squares.value - Double(paths) * mean * mean
    return (max(centred, 0) / Double(paths - 1)).squareRoot()
  }

  /// Standard error of the mean: the spread of tile sums about their share of the whole.
  package var meanError: Double {
    let m = mean
    let spread =
      sumSum.value - 2 * m * sizeSum.value + m * m * Double(squaredSizes)
    return batchError(spread)
  }

  /// Standard error of the deviation, from tile sums of ((x − m)² − s²)/2s.
  package var deviationError: Double {
    let (m, s) = (mean, deviation)
    guard s > 0 else { return s == 0 ? 0 : .nan }
    let c = m * m - s * s
    let spread =
      squaresSquares.value + 4 * m * m * sumSum.value + c * c * Double(squaredSizes)
      - 4 * m * sumSquares.value + 2 * c * sizeSquares.value - 4 * m * c * sizeSum.value
    return batchError(spread) / (2 * s)
  }

  private func batchError(_ spread: Double) -> Double {
    BatchError.ofTotal(spread: spread, tiles: tiles) / Double(max(paths, 1))
  }
}

/// What a control variate was off its expectation by, tile by tile, beside what it controls.
package struct BatchControl: Hashable, Sendable {
  fileprivate var tiles: Int = 0
  fileprivate var sum = FixedSum(), sumSum = FixedSum(), sizeSum = FixedSum()
  /// Products with the sums of the values.
  fileprivate var product = FixedSum()

  package init() {}

  /// Adds a tile: the sum of its values, and the expected sum of the control less its sum.
  package mutating func add(size: Int, sum s: Double, correction k: Double) {
    tiles += 1
    sum.add(k)
    sumSum.add(k * k)
    sizeSum.add(Double(size) * k)
    product.add(s * k)
  }

  /// Adds tiles of `size` paths: for each the sum of its values, a number that is not read, and the
  /// expected sum of the control less its sum.
  package mutating func add(size: Int, _ tiles: UnsafeBufferPointer<Double>) {
    var (s, ss, ns, p) = (FixedBatch(), FixedBatch(), FixedBatch(), FixedBatch())
    let (count, number) = (tiles.count / 3, Double(size))
    for first in stride(from: 0, to: 3 * count, by: 3) {
      let (s1, k) = (tiles[first], tiles[first + 2])
      s.add(k)
      ss.add(k * k)
      ns.add(number * k)
      p.add(s1 * k)
    }
    guard s.isExact, ss.isExact, ns.isExact, p.isExact, count <= 4_096 else {
      for first in stride(from: 0, to: 3 * count, by: 3) {
        add(size: size, sum: tiles[first], correction: tiles[first + 2])
      }
      return
    }
    self.tiles += count
    sum.add(s)
    sumSum.add(ss)
    sizeSum.add(ns)
    product.add(p)
  }

  package mutating func merge(_ other: BatchControl) {
    tiles += other.tiles
    sum.merge(other.sum)
    sumSum.merge(other.sumSum)
    sizeSum.merge(other.sizeSum)
    product.merge(other.product)
  }
}

extension BatchMoments {
  /// Tiles below which a coefficient is not estimated, so that its bias stays far below the error.
  private static let leastTiles = 32

  /// The mean with the control taken off by its regression coefficient on tile sums, and its error.
  ///
  /// Without a control, or with few tiles, it is the plain mean.
  /// Source: Glasserman 2004, Monte Carlo Methods in Financial Engineering, section 4.1.
  package func mean(controlledBy control: BatchControl) -> (
    value: Double, error: Double, coefficient: Double
  ) {
    guard control.tiles == tiles, tiles >= Self.leastTiles else { return (mean, meanError, 0) }
    let (m, k) = (mean, control.sum.value / Double(paths))
    let squares = Double(squaredSizes)
    let covariance =
      control.product.value - k * sizeSum.value - m * control.sizeSum.value + m * k * squares
    let variance = control.sumSum.value - 2 * k * control.sizeSum.value + k * k * squares
    guard variance > 0, covariance.isFinite else { return (mean, meanError, 0) }
    let b = -covariance / variance
    let value = m + b * k
    let sums = sumSum.value + 2 * b * control.product.value + b * b * control.sumSum.value
    let sizes = sizeSum.value + b * control.sizeSum.value
    let spread = sums - 2 * value * sizes + value * value * squares
    return (value, batchError(spread), b)
  }
}

/// Counts of paths by tile, and the share they make of all.
package struct BatchShare: Hashable, Sendable {
  private var paths = 0, tiles = 0, squaredSizes = 0
  private var count = 0, countCount = 0, sizeCount = 0

  package init() {}

  package mutating func add(size: Int, count c: Int) {
    paths += size
    tiles += 1
    squaredSizes += size * size
    count += c
    countCount += c * c
    sizeCount += size * c
  }

  package mutating func merge(_ other: BatchShare) {
    paths += other.paths
    tiles += other.tiles
    squaredSizes += other.squaredSizes
    count += other.count
    countCount += other.countCount
    sizeCount += other.sizeCount
  }

  /// In 0…1.
  package var share: Double { paths > 0 ? Double(count) / Double(paths) : .nan }

  package var error: Double {
    let p = share
    let spread = Double(countCount) - 2 * p * Double(sizeCount) + p * p * Double(squaredSizes)
    return BatchError.ofTotal(spread: spread, tiles: tiles) / Double(max(paths, 1))
  }
}

/// The tiles that sums are over: what every sum of one part must agree on.
package struct BatchSizes: Hashable, Sendable {
  package let paths, tiles, squaredSizes: Int

  /// Tiles of 64 paths out of a run of `paths`, the last of which may be short.
  package init(tiles range: Range<Int>, paths all: Int) {
    let last = min(range.upperBound * 64, all)
    let count = max(0, last - range.lowerBound * 64)
    let (full, rest) = count.quotientAndRemainder(dividingBy: 64)
    paths = count
    tiles = range.count
    squaredSizes = full * 64 * 64 + rest * rest
  }
}

extension BatchMoments: Storable {
  package func store(in writer: inout ByteWriter) {
    for count in [paths, tiles, squaredSizes] { writer.append(count: count) }
    for sum in [sum, squares, sumSum, sumSquares, squaresSquares, sizeSum, sizeSquares] {
      sum.store(in: &writer)
    }
  }

  /// Sums over tiles of which the sizes are known.
  package init(from reader: inout ByteReader, sizes: BatchSizes) throws(StorageFault) {
    try sizes.check(&reader)
    (paths, tiles, squaredSizes) = (sizes.paths, sizes.tiles, sizes.squaredSizes)
    sum = try FixedSum(from: &reader, terms: tiles)
    squares = try FixedSum(from: &reader, terms: tiles)
    sumSum = try FixedSum(from: &reader, terms: tiles)
    sumSquares = try FixedSum(from: &reader, terms: tiles)
    squaresSquares = try FixedSum(from: &reader, terms: tiles)
    sizeSum = try FixedSum(from: &reader, terms: tiles)
    sizeSquares = try FixedSum(from: &reader, terms: tiles)
  }
}

extension BatchControl: Storable {
  package func store(in writer: inout ByteWriter) {
    writer.append(count: tiles)
    for sum in [sum, sumSum, sizeSum, product] { sum.store(in: &writer) }
  }

  /// Sums over all tiles, or over none where nothing is controlled.
  package init(from reader: inout ByteReader, sizes: BatchSizes) throws(StorageFault) {
    tiles = try reader.count(upTo: sizes.tiles, "a number of tiles")
    guard tiles == 0 || tiles == sizes.tiles else {
      throw StorageFault("its sums are over other paths than it says")
    }
    sum = try FixedSum(from: &reader, terms: tiles)
    sumSum = try FixedSum(from: &reader, terms: tiles)
    sizeSum = try FixedSum(from: &reader, terms: tiles)
    product = try FixedSum(from: &reader, terms: tiles)
  }
}

extension BatchShare: Storable {
  package func store(in writer: inout ByteWriter) {
    for number in [paths, tiles, squaredSizes, count, countCount, sizeCount] {
      writer.append(count: number)
    }
  }

  /// Counts over tiles of which the sizes are known.
  package init(from reader: inout ByteReader, sizes: BatchSizes) throws(StorageFault) {
    try sizes.check(&reader)
    (paths, tiles, squaredSizes) = (sizes.paths, sizes.tiles, sizes.squaredSizes)
    count = try reader.count(upTo: paths, "a share")
    countCount = try reader.count(upTo: squaredSizes, "a share")
    sizeCount = try reader.count(upTo: squaredSizes, "a share")
  }
}

extension BatchSizes {
  /// Reads the three numbers and compares.
  package func check(_ reader: inout ByteReader) throws(StorageFault) {
    for expected in [paths, tiles, squaredSizes] {
      guard try reader.count(upTo: .max, "a number of paths") == expected else {
        throw StorageFault("its sums are over other paths than it says")
      }
    }
  }
}

/// Errors of totals from the spread of tiles.
package enum BatchError {
  /// Standard error of a total over tiles, from the sum of squared deviations of its tiles; NaN for
  /// fewer than two tiles.
  package static func ofTotal(spread: Double, tiles: Int) -> Double {
    guard tiles > 1 else { return .nan }
    return (max(spread, 0) * Double(tiles) / Double(tiles - 1)).squareRoot()
  }

  /// Standard error of a mean over `paths` paths, from the influence values of the first tiles.
  ///
  /// `sums` has the sum of each tile's influence values, `sizes` the number of its paths; NaN for
  /// fewer than two tiles.
  package static func ofMean(sums: [Double], sizes: [Int], paths: Int) -> Double {
    let size = sizes.reduce(0, +)
    guard sums.count > 1, size > 0, paths > 0 else { return .nan }
    let mean = sums.reduce(0, +) / Double(size)
    let spread = zip(sums, sizes).reduce(0.0) {
      let d = $1.0 - mean * Double($1.1)
      return $0 + d * d
    }
    let error = ofTotal(spread: spread, tiles: sums.count) / Double(size)
    return error * (Double(size) / Double(paths)).squareRoot()
  }
}

/// Errors of independent draws, which hold when parameters are fixed: oracles for the above.
package enum IndependentError {
  /// s/√n.
  package static func mean(deviation: Double, count: Int) -> Double {
    deviation / Double(count).squareRoot()
  }

  /// s/√(2n), for a normal law.
  package static func deviation(deviation: Double, count: Int) -> Double {
    deviation / (2 * Double(count)).squareRoot()
  }

  /// √(p(1 − p)/n).
  package static func probability(_ p: Double, count: Int) -> Double {
    (p * (1 - p) / Double(count)).squareRoot()
  }

  /// √(p(1 − p)/n)/f(q).
  package static func quantile(_ p: Double, density: Double, count: Int) -> Double {
    probability(p, count: count) / density
  }

  /// √([Var(L | tail) + (1 − t)(ES − VaR)²]/(n t)).
  package static func expectedShortfall(
    tail t: Double,
    tailVariance: Double,
    excess: Double,
    count: Int
  ) -> Double {
    ((tailVariance + (1 - t) * excess * excess) / (Double(count) * t)).squareRoot()
  }
}
