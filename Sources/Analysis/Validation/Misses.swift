import Domain
import Numerics
import Results

/// Misses of the 95 % interval on dates that do not overlap, and their tests with their power.
///
/// Assets of one date are dependent: counts are divided by the design effect of the share of
/// misses, so that both ratios are those of as many independent observations (Rao and Scott 1981).
struct Misses {
  static let nominal = 0.05
  /// What power is computed against: twice the misses, and a fifth of misses followed by another.
  static let alternativeRate = 0.1
  static let alternativeAfterMiss = 0.2
  static let level = 0.05

  private let count, misses: Int
  private let designEffect: Double
  private let pairs: Christoffersen

  /// Takes every date whose period begins after the one before has ended.
  init(groups: [[Verified]], overlap: Int) {
    let apart = groups.indices.filter { $0.isMultiple(of: max(1, overlap)) }.map { groups[$0] }
    let hits = apart.map { date in date.map { abs($0.probability - 0.5) >= 0.475 ? 1.0 : 0 } }
    let mean = ClusteredMean(hits, lags: 0)
    count = mean.count
    misses = Int(hits.reduce(0.0) { $0 + $1.reduce(0, +) })
    let independent = mean.mean * (1 - mean.mean) / Double(max(1, count))
    // Without a miss, or with nothing else, all assets of a date count as one.
    let perDate = Double(count) / Double(max(1, mean.dates))
    designEffect =
      independent > 0 && mean.variance.isFinite ? max(1, mean.variance / independent) : perDate
    pairs = Self.pairs(apart).divided(by: designEffect)
  }

  /// Each asset's neighbours in time, summed over assets.
  private static func pairs(_ groups: [[Verified]]) -> Christoffersen {
    var series: [Int: [Bool]] = [:]
    for date in groups {
      for verified in date {
        series[verified.asset, default: []].append(abs(verified.probability - 0.5) >= 0.475)
      }
    }
    return series.keys.sorted().reduce(
      Christoffersen(hitHit: 0, hitMiss: 0, missHit: 0, missMiss: 0)
    ) { $0 + Christoffersen(misses: series[$1] ?? []) }
  }

  var effectiveCount: Double { Double(count) / designEffect }

  var tests: [ValidationTest] {
    let kupiec = Kupiec(
      count: effectiveCount,
      misses: Double(misses) / designEffect,
      nominal: Self.nominal
    )
    let trials = Int(effectiveCount.rounded())
    return [
      ValidationTest(
        kind: .coverage,
        pValue: kupiec.pValue,
        power: Kupiec.power(
          count: trials,
          nominal: Self.nominal,
          rate: Self.alternativeRate,
          level: Self.level
        )
      ),
      ValidationTest(
        kind: .independence,
        pValue: pairs.pValue,
        power: Christoffersen.power(
          count: trials,
          rate: Self.nominal,
          afterMiss: Self.alternativeAfterMiss,
          level: Self.level
        )
      ),
    ]
  }
}

enum NormalTail {
  /// The probability of more than z.
  static func above(_ z: Double) -> Double { NormalLaw.probability(below: -z) }
}
