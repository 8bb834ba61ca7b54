/// Proper scores of a forecast distribution against what came, in the unit of the quantity.
///
/// Lower is better but for the log score. Source: Gneiting and Raftery 2007.
package enum Score {
  /// Continuous ranked probability score of a normal forecast.
  ///
  /// σ [z (2Φ(z) − 1) + 2φ(z) − 1/√π], z = (y − μ)/σ.
  package static func crps(mean: Double, deviation: Double, outcome: Double) -> Double {
    guard deviation > 0 else { return abs(outcome - mean) }
    let z = (outcome - mean) / deviation
    return deviation
      * (z * (2 * NormalLaw.probability(below: z) - 1) + 2 * NormalLaw.density(z)
        - 1 / Double.pi.squareRoot())
  }

  /// Continuous ranked probability score of equally likely members in ascending order.
  ///
  /// mean |x − y| − ½ mean |x − x′|, both means over all pairs, a member with itself included.
  package static func crps(ascending members: [Double], outcome: Double) -> Double {
    let n = Double(members.count)
    guard n > 0 else { return .nan }
    var (distance, spread, rank) = (0.0, 0.0, 1 - n)
    for x in members {
      distance += abs(x - outcome)
      spread += rank * x
      rank += 2
    }
    return distance / n - spread / (n * n)
  }

  /// The logarithm of a normal forecast's density at the outcome; higher is better.
  package static func log(mean: Double, deviation: Double, outcome: Double) -> Double {
    let z = (outcome - mean) / deviation
    return -z * z / 2 - Elementary.log(deviation * (2 * Double.pi).squareRoot())
  }

  /// Loss of a forecast quantile: twice its integral over probabilities is the ranked score.
  package static func pinball(quantile: Double, probability: Double, outcome: Double) -> Double {
    let gap = outcome - quantile
    return gap >= 0 ? probability * gap : (probability - 1) * gap
  }
}
