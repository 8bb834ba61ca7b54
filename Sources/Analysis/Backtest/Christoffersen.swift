import Numerics

/// Whether a miss makes the next one likelier: Christoffersen's tests of a series of misses.
///
/// Independence against a first-order Markov chain, χ² with one degree of freedom, and, with
/// Kupiec's, conditional coverage with two. Source: Christoffersen 1998, International Economic
/// Review 39(4), equations (5) to (12).
package struct Christoffersen: Hashable, Sendable {
  /// Pairs of neighbours by whether each of the two is a miss; not whole where several series
  /// count as fewer.
  package private(set) var hitHit, hitMiss, missHit, missMiss: Double

  package init(hitHit: Double, hitMiss: Double, missHit: Double, missMiss: Double) {
    self.hitHit = hitHit
    self.hitMiss = hitMiss
    self.missHit = missHit
    self.missMiss = missMiss
  }

  /// Counts the neighbours of a series in order of time.
  package init(misses: [Bool]) {
    self.init(hitHit: 0, hitMiss: 0, missHit: 0, missMiss: 0)
    for (before, after) in zip(misses, misses.dropFirst()) {
      switch (before, after) {
      case (false, false): hitHit += 1
      case (false, true): hitMiss += 1
      case (true, false): missHit += 1
      case (true, true): missMiss += 1
      }
    }
  }

  package static func + (a: Self, b: Self) -> Self {
    Self(
      hitHit: a.hitHit + b.hitHit,
      hitMiss: a.hitMiss + b.hitMiss,
      missHit: a.missHit + b.missHit,
      missMiss: a.missMiss + b.missMiss
    )
  }

  /// The same pairs counted as fewer, by a factor of at least 1.
  package func divided(by factor: Double) -> Self {
    Self(
      hitHit: hitHit / factor,
      hitMiss: hitMiss / factor,
      missHit: missHit / factor,
      missMiss: missMiss / factor
    )
  }

  /// The likelihood ratio of a chain against independent misses at their common rate.
  package var statistic: Double {
    let pairs = hitHit + hitMiss + missHit + missMiss
    guard pairs > 0 else { return 0 }
    let rate = (hitMiss + missMiss) / pairs
    let (afterHit, afterMiss) = (hitHit + hitMiss, missHit + missMiss)
    let gain =
      likelihoodGain(hitMiss, afterHit * rate) + likelihoodGain(hitHit, afterHit * (1 - rate))
      + likelihoodGain(missMiss, afterMiss * rate)
      + likelihoodGain(missHit, afterMiss * (1 - rate))
    return max(0, 2 * gain)
  }

  package var pValue: Double {
    ChiSquaredLaw.probability(above: statistic, degreesOfFreedom: 1)
  }

  /// The p-value of conditional coverage: neither the rate nor the order of misses is right.
  package func conditionalCoverage(with kupiec: Kupiec) -> Double {
    ChiSquaredLaw.probability(above: statistic + kupiec.statistic, degreesOfFreedom: 2)
  }

  /// How often independence would be rejected at a level under a chain, all in 0…1.
  ///
  /// The chain misses with probability `rate` in the long run and with `afterMiss` after a miss.
  /// Exact: the test depends on a series only through its misses, their runs and its two ends, so
  /// that all series are counted by those. With `afterMiss` equal to `rate` it is the test's size.
  package static func power(
    count: Int,
    rate: Double,
    afterMiss: Double,
    level: Double
  ) -> Double {
    guard count > 1, rate > 0, rate < 1, afterMiss > 0, afterMiss < 1 else { return 0 }
    let afterHit = rate * (1 - afterMiss) / (1 - rate)
    guard afterHit < 1 else { return 0 }
    let critical =
      level < 1 ? ChiSquaredLaw.quantile(1 - level, degreesOfFreedom: 1) : -1
    // Beyond twelve deviations of the number of misses there is no probability left.
    let memory = afterMiss - afterHit
    let spread = (Double(count) * rate * (1 - rate) * (1 + memory) / (1 - memory)).squareRoot()
    let most = min(Double(count), Double(count) * rate + 12 * spread + 20)
    let runs = MissRuns(count: count, most: Int(most))
    var sum = 0.0
    runs.visit { pairs, start, logWays in
      guard pairs.statistic > critical else { return }
      let first = start ? rate : 1 - rate
      let log =
        logWays + Elementary.log(first)
        + pairs.logLikelihood(afterHit: afterHit, afterMiss: afterMiss)
      sum += Elementary.exp(log)
    }
    return min(sum, 1)
  }

  private func logLikelihood(afterHit: Double, afterMiss: Double) -> Double {
    hitMiss * Elementary.log(afterHit) + hitHit * Elementary.log(1 - afterHit)
      + missMiss * Elementary.log(afterMiss) + missHit * Elementary.log(1 - afterMiss)
  }
}

/// All series of misses of a length, gathered by what their pairs depend on.
private struct MissRuns {
  let count: Int
  /// The largest number of misses that is visited.
  let most: Int

  /// Gives, for every number of misses, of their runs and both ends, the pairs, whether the series
  /// starts with a miss, and the logarithm of the number of such series.
  func visit(_ body: (Christoffersen, _ startsWithMiss: Bool, _ logWays: Double) -> Void) {
    for misses in 0...most {
      let hits = count - misses
      for runs in (misses == 0 ? 0 : 1)...max(misses == 0 ? 0 : 1, min(misses, hits + 1)) {
        for start in [false, true] {
          for end in [false, true] {
            visit(misses, hits, runs, start, end, body)
          }
        }
      }
    }
  }

  private func visit(
    _ misses: Int,
    _ hits: Int,
    _ runs: Int,
    _ start: Bool,
    _ end: Bool,
    _ body: (Christoffersen, Bool, Double) -> Void
  ) {
    // Runs of hits lie between the runs of misses, and at an end that is no miss.
    let gaps = runs - 1 + (start ? 0 : 1) + (end ? 0 : 1)
    if runs == 0 {
      guard !start, !end else { return }
      body(
        Christoffersen(hitHit: Double(hits - 1), hitMiss: 0, missHit: 0, missMiss: 0),
        false,
        0
      )
      return
    }
    guard gaps == 0 ? hits == 0 : gaps <= hits else { return }
    let logWays =
      BinomialLaw.logWays(misses - 1, choose: runs - 1)
      + (gaps == 0 ? 0 : BinomialLaw.logWays(hits - 1, choose: gaps - 1))
    body(
      Christoffersen(
        hitHit: Double(hits - gaps),
        hitMiss: Double(runs - (start ? 1 : 0)),
        missHit: Double(runs - (end ? 1 : 0)),
        missMiss: Double(misses - runs)
      ),
      start,
      logWays
    )
  }
}
