/// A sample known by its histogram: values lie evenly within their bin.
package struct HistogramSample: OrderStatistics, Sendable {
  private let low, width: Double
  private let counts: [UInt32]
  private let limits: ClosedRange<Double>
  /// Number of values below each bin, and at last the number of all.
  private let below: [Int]
  /// Values that are exactly zero and in no bin, and the number of values in bins below zero.
  private let zeros: Int
  private let belowZero: Int

  /// Bins of equal width from `low`; the first and the last also hold what lies beyond them.
  ///
  /// No value lies outside `limits`, where they are known. Exact zeros may be counted apart, as
  /// `zeros`; zero must then be the edge of a bin.
  package init(
    low: Double,
    width: Double,
    counts: [UInt32],
    limits: ClosedRange<Double>? = nil,
    zeros: Int = 0
  ) {
    self.limits = limits ?? -Double.infinity...Double.infinity
    self.low = low
    self.width = width
    self.counts = counts
    self.zeros = zeros
    var below = [0]
    below.reserveCapacity(counts.count + 1)
    var total = 0
    for count in counts {
      total += Int(count)
      below.append(total)
    }
    self.below = below
    let edge = (-low / width).rounded()
    belowZero = below[Int(min(max(edge, 0), Double(counts.count)))]
  }

  package var count: Int { (below.last ?? 0) + zeros }

  package func value(at k: Int) -> Double {
    guard k < belowZero || k >= belowZero + zeros else { return 0 }
    let place = k < belowZero ? k : k - zeros
    let bin = bin(of: place)
    let inside = (Double(place - below[bin]) + 0.5) / Double(max(counts[bin], 1))
    let value = low + width * (Double(bin) + inside)
    return min(max(value, limits.lowerBound), limits.upperBound)
  }

  package func sum(ofSmallest k: Int, andFraction fraction: Double) -> Double {
    guard let inBins = below.last, inBins > 0 else { return 0 }
    let size = Double(k) + fraction
    let place = size <= Double(belowZero) ? size : max(Double(belowZero), size - Double(zeros))
    let last = bin(of: min(Int(place), inBins - 1))
    var sum = 0.0
    for bin in 0..<last where counts[bin] > 0 {
      sum += Double(counts[bin]) * (low + width * (Double(bin) + 0.5))
    }
    let part = place - Double(below[last])
    let share = part / Double(max(counts[last], 1))
    return sum + part * (low + width * (Double(last) + share / 2))
  }

  /// The bin that holds the k-th smallest value in bins, by bisection.
  private func bin(of k: Int) -> Int {
    var (first, last) = (0, counts.count - 1)
    while first < last {
      let middle = (first + last) / 2
      if below[middle + 1] > k { last = middle } else { first = middle + 1 }
    }
    return first
  }
}
