/// Quantiles and tail means of a sample whose order statistics can be asked for.
///
/// Sources: Hyndman and Fan 1996, definition 7; Rockafellar and Uryasev 2002 for the fractional
/// tail.
package protocol OrderStatistics {
  var count: Int { get }
  /// The k-th smallest value, k from 0.
  func value(at k: Int) -> Double
  /// The sum of the k smallest values and of the fraction of the next.
  func sum(ofSmallest k: Int, andFraction fraction: Double) -> Double
}

extension OrderStatistics {
  /// Definition 7 of the quantile: linear between order statistics at (n − 1)p; NaN when empty.
  package func quantile(_ probability: Double) -> Double {
    guard count > 0 else { return .nan }
    let position = Double(count - 1) * min(max(probability, 0), 1)
    let k = min(Int(position), count - 1)
    let low = value(at: k)
    let fraction = position - Double(k)
    guard fraction > 0, k + 1 < count else { return low }
    return low + fraction * (value(at: k + 1) - low)
  }

  /// The mean of the lowest share of the sample, its edge weighted by the fraction that belongs.
  package func lowerTailMean(share: Double) -> Double {
    let size = Double(count) * share
    guard count > 0, size > 0 else { return .nan }
    let k = min(Int(size), count)
    return sum(ofSmallest: k, andFraction: size - Double(k)) / size
  }
}

/// A sorted sample.
package struct SortedSample: OrderStatistics, Sendable {
  private let values: [Double]

  package init(_ values: [Double]) { self.values = values.sorted() }

  package var count: Int { values.count }

  package func value(at k: Int) -> Double { values[k] }

  package func sum(ofSmallest k: Int, andFraction fraction: Double) -> Double {
    let whole = values.prefix(k).reduce(0, +)
    return k < values.count ? whole + fraction * values[k] : whole
  }
}
