import Numerics

/// What one cause moves in a week, by one standard deviation of it: yields in bp, market in percent.
struct YieldImpact: Hashable, Sendable {
  var twoYear, slope, market: Double

  var tenYear: Double { twoYear + slope }
}

/// Four independent causes of weekly moves of two-year, slope and market, told apart by signs.
///
/// Growth and policy move the two-year, and the ten-year the same way by less; the market goes with
/// growth and against policy. The term premium moves the slope, the two-year by less than a third
/// of that, and the market against it. What is left is appetite for risk, which may do what it
/// likes to yields but is at least half of the market's variance.
enum SignRestrictions {
  enum Cause: Hashable, Sendable { case growth, policy, termPremium, risk }

  /// What a cause with these moves may be; nil: none of the four.
  static func cause(of impact: YieldImpact, marketVariance: Double) -> Cause? {
    let (two, slope, market) = (impact.twoYear, impact.slope, impact.market)
    if market * market >= marketVariance / 2 { return .risk }
    if two * slope < 0, abs(slope) < abs(two) { return two * market > 0 ? .growth : .policy }
    if abs(two) < abs(slope) / 3, slope * market < 0 { return .termPremium }
    return nil
  }

  /// Responses and ratios of the rotations in which each of the four causes is found once.
  ///
  /// `covariance` is that of two-year, slope and market; empty where it is not positive definite.
  static func admitted(_ covariance: Matrix, _ rotations: Rotations) -> AdmittedResponses {
    var found = AdmittedResponses()
    guard let lower = (try? CholeskyFactor(covariance))?.lower else { return found }
    for rotation in 0..<rotations.count {
      var (growth, policy, premium): (YieldImpact?, YieldImpact?, YieldImpact?)
      var hasRisk = false
      for number in 0..<4 {
        let impact = rotations.impact(rotation, number, lower)
        guard let cause = cause(of: impact, marketVariance: covariance[2, 2]) else { break }
        switch cause {
        case .growth: growth = impact
        case .policy: policy = impact
        case .termPremium: premium = impact
        case .risk: hasRisk = true
        }
      }
      // All four kinds among four causes: one of each.
      guard let growth, let policy, let premium, hasRisk else { continue }
      found.add(growth: growth, policy: policy, premium: premium)
    }
    return found
  }
}

/// What the admitted rotations say of each cause: all of them are equally likely beforehand.
struct AdmittedResponses: Hashable, Sendable {
  /// Market per 25 bp of the two-year, and ten-year per two-year.
  private(set) var growth: [Double] = []
  private(set) var growthRatio: [Double] = []
  /// Market per 25 bp of the two-year.
  private(set) var policy: [Double] = []
  /// Market per 25 bp of the ten-year, and two-year per ten-year.
  private(set) var premium: [Double] = []
  private(set) var premiumRatio: [Double] = []

  var count: Int { growth.count }

  mutating func add(growth: YieldImpact, policy: YieldImpact, premium: YieldImpact) {
    self.growth.append(25 * growth.market / growth.twoYear)
    growthRatio.append(growth.tenYear / growth.twoYear)
    self.policy.append(25 * policy.market / policy.twoYear)
    self.premium.append(25 * premium.market / premium.tenYear)
    premiumRatio.append(premium.twoYear / premium.tenYear)
  }
}
