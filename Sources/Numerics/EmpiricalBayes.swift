/// Estimates shrunk toward targets by their own spread.
///
/// Each estimate is normal about its truth with a known standard error, the truths are normal about
/// their targets with a common variance, and that variance is estimated from the estimates.
package struct EmpiricalBayes: Sendable {
  /// How the variance between the truths is estimated.
  package enum Method: Sendable {
    /// DerSimonian and Laird (1986): moments of the weighted sum of squares.
    case derSimonianLaird
    /// Paule and Mandel (1982): the variance that brings the sum of squares to its expectation.
    case pauleMandel
  }

  /// The variance of the truths about their targets, beyond what the standard errors explain.
  package let betweenVariance: Double
  /// The common target, where none were given.
  package let mean: Double?
  package let posteriors: [NormalPosterior]

  /// Shrinks estimates toward given targets, or toward their common mean when there are none.
  package init(
    estimates: [Double],
    standardErrors: [Double],
    toward targets: [Double]? = nil,
    method: Method = .pauleMandel
  ) {
    precondition(
      !estimates.isEmpty && standardErrors.count == estimates.count
        && targets?.count ?? estimates.count == estimates.count,
      "shapes do not fit"
    )
    precondition(standardErrors.allSatisfy { $0 > 0 }, "a standard error is positive")
    let deviations = Deviations(
      values: zip(estimates, targets ?? estimates.map { _ in 0 }).map { $0 - $1 },
      variances: standardErrors.map { $0 * $0 },
      centred: targets == nil
    )
    let variance =
      switch method {
      case .derSimonianLaird: deviations.derSimonianLaird
      case .pauleMandel: deviations.pauleMandel
      }
    let centre = targets == nil ? deviations.mean(variance) : nil
    betweenVariance = variance
    mean = centre
    posteriors = estimates.indices.map {
      NormalPosterior(
        estimate: estimates[$0],
        standardError: standardErrors[$0],
        priorMean: targets?[$0] ?? centre ?? 0,
        priorDeviation: variance.squareRoot()
      )
    }
  }
}

/// What is believed about a number once a normal estimate has met a normal prior.
package struct NormalPosterior: Hashable, Sendable {
  package let mean: Double
  package let deviation: Double
  /// The part of the mean that is the estimate's, 0...1.
  package let weightOfEstimate: Double
  /// The distance of estimate and prior mean in standard deviations of their difference.
  package let conflict: Double

  package init(estimate: Double, standardError: Double, priorMean: Double, priorDeviation: Double) {
    let (error, prior) = (standardError * standardError, priorDeviation * priorDeviation)
    weightOfEstimate = prior / (prior + error)
    mean = priorMean + weightOfEstimate * (estimate - priorMean)
    deviation = (weightOfEstimate * error).squareRoot()
    conflict = abs(estimate - priorMean) / (prior + error).squareRoot()
  }
}

/// Deviations from targets, or from a mean still to be estimated.
private struct Deviations {
  let values: [Double]
  let variances: [Double]
  let centred: Bool

  var degreesOfFreedom: Double { Double(values.count - (centred ? 1 : 0)) }

  /// The mean weighted by the inverse of each variance plus that between the truths.
  func mean(_ between: Double) -> Double {
    let weights = variances.map { 1 / ($0 + between) }
    return zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }

  /// The weighted sum of squares about the target or the mean.
  func squares(_ between: Double) -> Double {
    let centre = centred ? mean(between) : 0
    return zip(variances, values).reduce(0) {
      $0 + ($1.1 - centre) * ($1.1 - centre) / ($1.0 + between)
    }
  }

  var derSimonianLaird: Double {
    let weights = variances.map { 1 / $0 }
    let total = weights.reduce(0, +)
    let lost = centred ? weights.reduce(0) { $0 + $1 * $1 } / total : 0
    guard total > lost else { return 0 }
    return max(0, (squares(0) - degreesOfFreedom) / (total - lost))
  }

  /// The root of a falling function, by halving until the doubles run out.
  var pauleMandel: Double {
    guard squares(0) > degreesOfFreedom else { return 0 }
    var low = 0.0
    var high = values.reduce(0) { $0 + $1 * $1 } + (variances.max() ?? 0)
    while squares(high) > degreesOfFreedom { high *= 2 }
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return middle }
      if squares(middle) > degreesOfFreedom { low = middle } else { high = middle }
    }
  }
}
