import Numerics

/// Whether misses come as often as they should: Kupiec's test of unconditional coverage.
///
/// LR = 2 [x ln(x/np) + (n − x) ln((n − x)/(n(1 − p)))], χ² with one degree of freedom, 0·ln 0 = 0.
/// Source: Kupiec 1995, Journal of Derivatives 3(2).
package struct Kupiec: Hashable, Sendable {
  /// Observations and misses; not whole where several series count as fewer.
  package let count, misses: Double
  /// The probability of a miss that the forecast promises, in 0…1.
  package let nominal: Double

  package init(count: Double, misses: Double, nominal: Double) {
    precondition(nominal > 0 && nominal < 1, "a rate of misses lies inside 0...1")
    precondition(misses >= 0 && misses <= count, "misses are among the observations")
    self.count = count
    self.misses = misses
    self.nominal = nominal
  }

  package var statistic: Double {
    max(
      0,
      2
        * (likelihoodGain(misses, count * nominal)
          + likelihoodGain(count - misses, count * (1 - nominal)))
    )
  }

  package var pValue: Double {
    ChiSquaredLaw.probability(above: statistic, degreesOfFreedom: 1)
  }

  /// How often the test would reject at a level if misses came at another rate, all in 0…1.
  ///
  /// Exact: binomial probabilities of the numbers of misses whose p-value is below the level. At
  /// the nominal rate itself it is the true size of the test.
  package static func power(
    count: Int,
    nominal: Double,
    rate: Double,
    level: Double
  ) -> Double {
    let law = BinomialLaw(trials: count, probability: rate)
    return (0...max(0, count)).reduce(0) { sum, k in
      let test = Kupiec(count: Double(count), misses: Double(k), nominal: nominal)
      return test.pValue < level ? sum + law.mass(k) : sum
    }
  }
}

/// k ln(k/expected), nothing where k is 0.
func likelihoodGain(_ k: Double, _ expected: Double) -> Double {
  k > 0 ? k * Elementary.log(k / expected) : 0
}
