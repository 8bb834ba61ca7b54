package import Domain
package import Results

/// One forecast distribution held against what came.
package struct Verified: Hashable, Sendable {
  package let asset: Int
  /// The probability that the forecast gave to at most what came, in 0…1.
  package let probability: Double
  /// Continuous ranked probability scores, of the forecast and of each reference, in percent.
  package let score: Double
  package let references: [Double]

  package init(asset: Int, probability: Double, score: Double, references: [Double]) {
    self.asset = asset
    self.probability = probability
    self.score = score
    self.references = references
  }
}

/// All forecasts of one kind, by the date they were made on.
package struct ForecastSet: Sendable {
  package let kind: ValidationKind
  package let referenceNames: [String]
  /// Neighbouring dates whose forecast periods overlap: 1 where none do.
  package let overlap: Int
  /// In order of date.
  package private(set) var dates: [(date: TradingDate, verified: [Verified])]

  package init(
    kind: ValidationKind,
    referenceNames: [String],
    overlap: Int,
    dates: [(date: TradingDate, verified: [Verified])] = []
  ) {
    self.kind = kind
    self.referenceNames = referenceNames
    self.overlap = overlap
    self.dates = dates
  }

  package mutating func add(_ verified: [Verified], on date: TradingDate) {
    dates.append((date, verified))
  }

  /// Lags over which dates are taken to be dependent: twice the overlap, for weeks four, because
  /// volatility that is misjudged in one week is so in the next; none between events.
  var lags: Int {
    switch kind {
    case .fomc, .cpi, .jobs: 0
    case .factors, .week: 4
    case .month, .quarter: 2 * overlap
    }
  }
}

extension ForecastSet {
  /// The row of a group of assets; nil where there is no forecast.
  package func row(_ subject: ValidationRow.Subject, assets: Set<Int>) -> ValidationRow? {
    let chosen = dates.map { entry in
      (date: entry.date, verified: entry.verified.filter { assets.contains($0.asset) })
    }
    let kept = chosen.filter { !$0.verified.isEmpty }
    guard let first = kept.first?.date, let last = kept.last?.date, kept.count > 1 else {
      return nil
    }
    let groups = chosen.map(\.verified)
    let probabilities = groups.map { $0.map(\.probability) }
    let histogram = ProbabilityIntegral(probabilities, lags: lags)
    let misses = Misses(groups: groups, overlap: overlap)
    let ratios = referenceNames.indices.map { ratio(groups, reference: $0) }
    return ValidationRow(
      kind: kind,
      subject: subject,
      count: histogram.count,
      dates: kept.count,
      first: first,
      last: last,
      coverage: [0.5, 0.8, 0.95].map { level in
        share(probabilities) { abs($0 - 0.5) < level / 2 }
      },
      lowerTail: share(probabilities) { $0 < 0.05 },
      histogram: histogram.shares,
      band: histogram.band,
      score: ClusteredMean(groups.map { $0.map(\.score) }, lags: 0).mean,
      ratios: ratios,
      effectiveCount: misses.effectiveCount,
      tests: [ValidationTest(kind: .uniform, pValue: histogram.pValue, power: nil)]
        + misses.tests + scoreTest(ratios)
    )
  }

  private func share(_ probabilities: [[Double]], where isHit: (Double) -> Bool) -> Estimate {
    ClusteredMean(probabilities.map { $0.map { isHit($0) ? 1 : 0 } }, lags: lags).estimate
  }

  private func ratio(_ groups: [[Verified]], reference: Int) -> ValidationRow.ScoreRatio {
    let pairs = groups.map { date in
      date.filter { $0.references[reference].isFinite }
        .map { (numerator: $0.score, denominator: $0.references[reference]) }
    }
    return ValidationRow.ScoreRatio(
      reference: referenceNames[reference],
      ratio: ClusteredRatio.estimate(pairs, lags: lags)
    )
  }

  /// One-sided: the score is worse than the first reference's (Diebold and Mariano 1995).
  private func scoreTest(_ ratios: [ValidationRow.ScoreRatio]) -> [ValidationTest] {
    guard let ratio = ratios.first?.ratio, ratio.standardError > 0 else { return [] }
    let z = (ratio.value - 1) / ratio.standardError
    return [ValidationTest(kind: .score, pValue: NormalTail.above(z), power: nil)]
  }
}
