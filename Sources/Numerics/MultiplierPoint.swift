/// A value of the week's variance multiplier V = (ν − 2)/χ²_ν, which has mean one.
package struct MultiplierPoint: Hashable, Sendable {
  /// The standard normal quantile of V's probability, u = Φ⁻¹(F(V)): large where V is large.
  package let score: Double
  /// V.
  package let value: Double
  /// Its share in sums over a law's points; they add up to 1.
  package let weight: Double

  package init(score: Double, value: Double, weight: Double) {
    (self.score, self.value, self.weight) = (score, value, weight)
  }

  /// The one point of a multiplier that is always one.
  package static let one = MultiplierPoint(score: 0, value: 1, weight: 1)

  /// Points of the law of V, evenly spaced in the score.
  ///
  /// The trapezoid rule on a smooth integrand that vanishes at both ends is exact to many digits;
  /// the upper end reaches far, because large moves make large multipliers likely.
  package static func all(freedom nu: Double, step: Double) -> [MultiplierPoint] {
    precondition(nu > 2 && step > 0, "the multiplier has a mean only above two degrees of freedom")
    let scores = Array(stride(from: -4.5, through: 6.01, by: step))
    let total = scores.reduce(0.0) { $0 + NormalLaw.density($1) }
    return scores.map { u in
      let place = NormalLaw.probability(below: -u)
      return MultiplierPoint(
        score: u,
        value: (nu - 2) / ChiSquaredLaw.quantile(place, degreesOfFreedom: nu),
        weight: NormalLaw.density(u) / total
      )
    }
  }
}
