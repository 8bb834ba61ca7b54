internal import CGSL

/// The standard normal law.
package enum NormalLaw {
  package static func density(_ x: Double) -> Double { gsl_ran_ugaussian_pdf(x) }

  /// The probability of at most x.
  package static func probability(below x: Double) -> Double { gsl_cdf_ugaussian_P(x) }

  /// The number that is not exceeded with a probability, which lies strictly in 0...1.
  package static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a quantile is of a probability inside 0...1")
    return gsl_cdf_ugaussian_Pinv(probability)
  }
}

/// Two jointly normal numbers, seen through their difference.
package struct NormalPair: Sendable {
  package let meanDifference: Double
  package let deviationOfDifference: Double
  /// Variance of the difference of two independent draws over that of a joint draw.
  package let varianceRatio: Double

  package init(means: (Double, Double), deviations: (Double, Double), correlation: Double) {
    let apart = deviations.0 * deviations.0 + deviations.1 * deviations.1
    let joint = apart - 2 * correlation * deviations.0 * deviations.1
    meanDifference = means.0 - means.1
    deviationOfDifference = joint.squareRoot()
    varianceRatio = apart / joint
  }

  /// The probability that the first exceeds the second.
  package var probabilityFirstIsGreater: Double {
    NormalLaw.probability(below: meanDifference / deviationOfDifference)
  }
}

/// A number whose logarithm after adding 1 is normal: the simple return of a normal log return.
package struct LognormalReturn: Hashable, Sendable {
  package let logMean: Double
  package let logDeviation: Double

  package init(logMean: Double, logDeviation: Double) {
    precondition(logDeviation > 0, "a deviation is positive")
    self.logMean = logMean
    self.logDeviation = logDeviation
  }

  package var mean: Double { gsl_expm1(logMean + logDeviation * logDeviation / 2) }

  package var deviation: Double {
    (1 + mean) * gsl_expm1(logDeviation * logDeviation).squareRoot()
  }

  package func quantile(_ probability: Double) -> Double {
    gsl_expm1(logMean + logDeviation * NormalLaw.quantile(probability))
  }

  /// The probability of a return of at most x, above −1.
  package func probability(below x: Double) -> Double {
    x > -1 ? NormalLaw.probability(below: (gsl_log1p(x) - logMean) / logDeviation) : 0
  }

  /// Minus the mean of the returns below the quantile at a tail probability.
  package func expectedShortfall(tail: Double) -> Double {
    let shifted = NormalLaw.probability(below: NormalLaw.quantile(tail) - logDeviation)
    return 1 - (1 + mean) * shifted / tail
  }
}
