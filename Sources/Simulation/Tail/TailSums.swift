import Domain
import Numerics

/// Where the values of a tail are counted: bins of equal width, the first of which holds all below.
struct TailRange: Hashable, Sendable {
  static let bins = 8_192
  let low, width: Double

  var high: Double { low + width * Double(Self.bins) }

  /// From twice as far below the high end as where the tail is expected to begin.
  init(quantile: Double, high: Double) {
    low = 2 * quantile - high
    width = max(2 * (high - quantile), 1e-6) / Double(Self.bins)
  }

  func bin(_ value: Double) -> Int {
    Int(min(max((value - low) / width, 0), Double(Self.bins - 1)))
  }
}

/// Weighted sums over the tiles of one stratum, plain or tilted, by where in the tail they end.
///
/// For each tile let S(q) be the sum of the weights of its values up to q, and M(q) that of weight
/// times value. Both are steps in q, and so are their squares and product: each value adds what
/// they rise by to its bin, so that cumulative sums give tiles' totals and the spread of tiles at
/// any q that is looked for later. All sums are in fixed point, and do not depend on order.
struct TailStratum: Sendable {
  /// One bin's rise of Σ S, Σ M, Σ S², Σ S M, Σ M² and the sum of weight times squared value.
  struct Rise: Sendable {
    var mass = FixedSum(), first = FixedSum()
    var massSquare = FixedSum(), product = FixedSum(), firstSquare = FixedSum()
    var second = FixedSum()

    mutating func merge(_ other: Rise) {
      mass.merge(other.mass)
      first.merge(other.first)
      massSquare.merge(other.massSquare)
      product.merge(other.product)
      firstSquare.merge(other.firstSquare)
      second.merge(other.second)
    }
  }

  private(set) var bins = [Rise](repeating: Rise(), count: TailRange.bins)
  private(set) var tiles = 0
  /// Weights of paths within the limit that was asked about, and their tile sums squared.
  private(set) var within = FixedSum(), withinSquare = FixedSum()
  /// All weights, and their tile sums squared.
  private(set) var whole = FixedSum(), wholeSquare = FixedSum()

  mutating func merge(_ other: TailStratum) {
    for bin in bins.indices { bins[bin].merge(other.bins[bin]) }
    tiles += other.tiles
    within.merge(other.within)
    withinSquare.merge(other.withinSquare)
    whole.merge(other.whole)
    wholeSquare.merge(other.wholeSquare)
  }

  /// Adds a tile: values in ascending order with their weights, those up to the range's high end.
  mutating func add(
    tail: UnsafeMutableBufferPointer<(value: Double, weight: Double)>,
    range: TailRange,
    within inside: Double,
    whole all: Double
  ) {
    var (mass, first) = (0.0, 0.0)
    for (value, weight) in tail {
      let (nextMass, nextFirst) = (mass + weight, first + weight * value)
      let bin = range.bin(value)
      bins[bin].mass.add(weight)
      bins[bin].first.add(weight * value)
      bins[bin].massSquare.add(nextMass * nextMass - mass * mass)
      bins[bin].product.add(nextMass * nextFirst - mass * first)
      bins[bin].firstSquare.add(nextFirst * nextFirst - first * first)
      bins[bin].second.add(weight * value * value)
      (mass, first) = (nextMass, nextFirst)
    }
    tiles += 1
    within.add(inside)
    withinSquare.add(inside * inside)
    whole.add(all)
    wholeSquare.add(all * all)
  }
}

/// What one worker summed of a tail: merging is associative and commutative, bit for bit.
struct TailSums: Sendable {
  let range: TailRange
  /// −1 where the tail is the upper one, which is taken for the lower one of minus the return.
  let sign: Double
  let bounds: ShareChannel.Bounds?
  var plain = TailStratum(), tilted = TailStratum()
  private(set) var largestWeight = 0.0

  mutating func merge(_ other: TailSums) {
    plain.merge(other.plain)
    tilted.merge(other.tilted)
    largestWeight = max(largestWeight, other.largestWeight)
  }

  /// Adds the 64 returns of a tile with their weights.
  mutating func add(
    _ values: UnsafeBufferPointer<Float>,
    weights: UnsafeMutableBufferPointer<Double>,
    isTilted: Bool
  ) {
    withUnsafeTemporaryAllocation(
      of: (value: Double, weight: Double).self,
      capacity: values.count
    ) { tail in
      var (count, inside, all) = (0, 0.0, 0.0)
      for (value, weight) in zip(values, weights) {
        all += weight
        largestWeight = max(largestWeight, weight)
        if let bounds, value >= bounds.low, value <= bounds.high { inside += weight }
        let place = sign * Double(value)
        guard place < range.high else { continue }
        var slot = count
        while slot > 0, tail[slot - 1].value > place {
          tail[slot] = tail[slot - 1]
          slot -= 1
        }
        tail[slot] = (place, weight)
        count += 1
      }
      let sorted = UnsafeMutableBufferPointer(rebasing: tail[..<count])
      if isTilted {
        tilted.add(tail: sorted, range: range, within: inside, whole: all)
      } else {
        plain.add(tail: sorted, range: range, within: inside, whole: all)
      }
    }
  }
}
