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

  /// Continuous ranked probability score of a mixture of normals.
  ///
  /// Σ wᵢ A(y − μᵢ, σᵢ) − ½ Σ wᵢ wⱼ A(μᵢ − μⱼ, √(σᵢ² + σⱼ²)), A(m, s) = E|N(m, s²)|.
  /// Source: Grimit et al. 2006, Quarterly Journal of the Royal Meteorological Society 132.
  package static func crps(_ mixture: NormalMixture, outcome: Double) -> Double {
    let (w, m, s) = (mixture.weights, mixture.means, mixture.deviations)
    var (distance, spread) = (0.0, 0.0)
    for i in w.indices {
      distance += w[i] * meanAbsolute(outcome - m[i], s[i])
      spread += w[i] * w[i] * meanAbsolute(0, 2.0.squareRoot() * s[i])
      for j in 0..<i {
        let apart = (s[i] * s[i] + s[j] * s[j]).squareRoot()
        spread += 2 * w[i] * w[j] * meanAbsolute(m[i] - m[j], apart)
      }
    }
    return distance - spread / 2
  }

  /// E|X| of a normal X.
  private static func meanAbsolute(_ mean: Double, _ deviation: Double) -> Double {
    let z = mean / deviation
    return mean * (2 * NormalLaw.probability(below: z) - 1) + 2 * deviation * NormalLaw.density(z)
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
