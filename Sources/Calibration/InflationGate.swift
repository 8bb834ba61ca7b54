import Domain
import Numerics

/// The gate between low and high inflation.
enum Gate {
  /// w = 1/(1 + exp(−(core y/y − centre)/width)).
  static func weight(of inflation: Double, centre: Double, width: Double) -> Double {
    1 / (1 + Elementary.exp(-(inflation - centre) / width))
  }
}

/// Core inflation as it was known day by day, from a monthly index.
struct CoreInflation: Sendable {
  private let index: [Int: Double]

  init(index series: DailySeries) {
    index = series.dates.indices.reduce(into: [:]) { result, i in
      result[Self.month(series.dates[i])] = series.values[i]
    }
  }

  /// The last y/y rate in percent published before a release, nil where there is none.
  ///
  /// A release in one month tells the month before, so the last one known before it is that of two
  /// months before; where that month was never published the one before it stands.
  func known(before release: TradingDate) -> Double? {
    let latest = Self.month(release) - 2
    for month in stride(from: latest, to: latest - 3, by: -1) {
      if let now = index[month], let then = index[month - 12] { return 100 * (now / then - 1) }
    }
    return nil
  }

  private static func month(_ date: TradingDate) -> Int {
    let (year, month, _) = date.civil
    return 12 * year + month - 1
  }
}
