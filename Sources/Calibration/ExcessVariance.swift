import Domain
import Numerics

/// What a series' variance on event days exceeds that of the ordinary days around them by.
///
/// A diffusion runs on event days too, so that only the excess is the event's own.
struct ExcessVariance: Sendable {
  /// The series on days that have no decision and no release.
  private let ordinary: DailySeries

  /// Trading days before and after an event whose ordinary days it is compared with.
  private static let reach = 5

  init(_ series: [TradingDate: Double], events: Set<TradingDate>) {
    let kept = series.filter { !events.contains($0.key) && $0.value.isFinite }
      .sorted { $0.key < $1.key }
    ordinary = DailySeries(dates: kept.map(\.key), values: kept.map(\.value))
  }

  /// The excess of the mean square, with its standard error; squares of the series' unit.
  func excess(
    of values: [(date: TradingDate, value: Double)],
    what: String
  ) throws(CalibrationError) -> Estimate {
    let differences = values.compactMap { date, value -> Double? in
      let near = neighbours(of: date)
      guard !near.isEmpty else { return nil }
      return value * value - near.reduce(0) { $0 + $1 * $1 } / Double(near.count)
    }
    guard differences.count > 12 else {
      throw .tooFewObservations(what: what, found: differences.count, needed: 13)
    }
    return Estimate(
      Moments.mean(differences),
      standardError: Moments.deviation(differences) / Double(differences.count).squareRoot()
    )
  }

  private func neighbours(of date: TradingDate) -> ArraySlice<Double> {
    let place = ordinary.dates.partition(where: { $0 > date })
    let first = max(0, place - Self.reach)
    return ordinary.values[first..<min(ordinary.values.count, place + Self.reach)]
  }
}

extension Array {
  /// The first index from which a condition holds, which it does for all later ones.
  fileprivate func partition(where condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Estimate {
  /// The square root of a variance with its error; 0 where the variance is not positive.
  var root: Estimate {
    guard value > 0 else { return Estimate(0, standardError: standardError.squareRoot()) }
    return Estimate(value.squareRoot(), standardError: standardError / (2 * value.squareRoot()))
  }
}
