import Domain
import Numerics

/// One series in order of date, without its missing values.
struct DailySeries: Hashable, Sendable {
  let dates: [TradingDate]
  let values: [Double]

  init(dates: [TradingDate], values: [Double]) {
    self.dates = dates
    self.values = values
  }

  /// Log returns in percent, each dated at its later day; levels that are not positive are left out.
  var logReturns: DailySeries {
    positive.changes { 100 * Elementary.log($1 / $0) }
  }

  /// Changes of a level in percent, in basis points, each dated at its later day.
  var basisPoints: DailySeries { changes { 100 * ($1 - $0) } }

  /// The values by day.
  var byDate: [TradingDate: Double] {
    Dictionary(uniqueKeysWithValues: zip(dates, values))
  }

  /// The last value of each calendar week at or before the end given for that week.
  func weekly(ends: [Int: TradingDate]) -> [Int: Double] {
    var result: [Int: Double] = [:]
    for (date, value) in zip(dates, values) {
      guard let end = ends[date.week], date <= end else { continue }
      result[date.week] = value
    }
    return result
  }

  /// The same series without the days before, or after, the bounds.
  func clipped(from start: TradingDate? = nil, through end: TradingDate? = nil) -> DailySeries {
    let kept = dates.indices.filter { i in
      (start.map { dates[i] >= $0 } ?? true) && (end.map { dates[i] <= $0 } ?? true)
    }
    return DailySeries(dates: kept.map { dates[$0] }, values: kept.map { values[$0] })
  }

  /// This series, and `other` on the days this one does not have.
  func filled(from other: DailySeries) -> DailySeries {
    let all = other.byDate.merging(byDate) { _, own in own }.sorted { $0.key < $1.key }
    return DailySeries(dates: all.map(\.key), values: all.map(\.value))
  }

  private var positive: DailySeries {
    let kept = values.indices.filter { values[$0] > 0 }
    return DailySeries(dates: kept.map { dates[$0] }, values: kept.map { values[$0] })
  }

  private func changes(_ change: (Double, Double) -> Double) -> DailySeries {
    DailySeries(
      dates: Array(dates.dropFirst()),
      values: zip(values, values.dropFirst()).map(change)
    )
  }
}

extension CalibrationData {
  /// The observations of a series to the model's date, without missing ones.
  func series(
    _ reference: SeriesReference,
    through date: TradingDate
  ) throws(CalibrationError) -> DailySeries {
    guard let table = tables[reference.file], let column = table.columns[reference.column] else {
      throw .missingSeries(reference)
    }
    let kept = column.indices.filter { column[$0].isFinite && table.dates[$0] <= date }
    return DailySeries(
      dates: kept.map { table.dates[$0] },
      values: kept.map { column[$0] }
    )
  }
}
