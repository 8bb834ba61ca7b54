import Domain
import Numerics

/// What growth and the term premium do to the market, as far as signs of weekly moves say it.
///
/// The covariance of two-year, slope and market is that of many worlds with different responses;
/// the restrictions leave a set of them. A response is the median of the set, which is as much the
/// uniform law over rotations as it is the data (Baumeister and Hamilton 2015), and therefore an
/// assumption. Its error joins the width of the set, its 90 % range as that of a normal law, and
/// the sampling error of the median.
struct YieldNewsFit: Sendable {
  let growth, termPremium: YieldNews
  /// The responses that the restrictions leave.
  let admitted: AdmittedResponses

  static let rotationCount = 100_000
  private static let seed: UInt64 = 1
  /// Fewer rotations give no 90 % range.
  private static let fewest = 100

  /// Nil where the recipe has no two-year or slope in bp, weeks are few, or no world is admitted.
  static func fit(
    _ panel: WeeklyPanel,
    recipe: Recipe,
    rotations count: Int = rotationCount
  ) throws(CalibrationError) -> YieldNewsFit? {
    func place(_ name: String) -> Int? {
      recipe.factors.firstIndex { $0.name == name && $0.unit == .basisPoints }
    }
    guard let two = place("two-year"), let slope = place("slope") else { return nil }
    let weeks = panel.completeWeeks
    guard weeks.count > 104 else { return nil }
    let rotations: Rotations
    do {
      rotations = try Rotations(count: count, seed: seed)
    } catch {
      throw .numerical("\(error.routine) failed")
    }
    return YieldNewsFit(
      moves: [two, slope, 0].map { factor in weeks.map { panel.factors[factor][$0] } },
      ends: weeks.map { panel.ends[$0] },
      rotations: rotations
    )
  }

  /// From moves of two-year, slope and market, each as long as `ends`.
  init?(moves: [[Double]], ends: [TradingDate], rotations: Rotations) {
    let years = ends.map(\.civil.year)
    func admitted(without year: Int?) -> AdmittedResponses {
      let weights = years.map { $0 == year ? 0.0 : 1 }
      return SignRestrictions.admitted(Moments.covariance(of: moves, weights: weights), rotations)
    }
    let whole = admitted(without: nil)
    guard whole.count >= Self.fewest else { return nil }
    let others = Set(years).sorted().map { admitted(without: $0) }.filter { $0.count > 0 }
    let sample = Sample(dates: ends)
    let reason =
      "signs of weekly moves of two-year, slope and market, \(ends.count) weeks \(sample.text):"
      + " median of the \(whole.count) of \(rotations.count) rotations they admit, errors from"
      + " their 90 % range and from leaving out years; as much the prior's as the data's:"
      + " docs/model.md, section 11"
    func parameter(_ values: (AdmittedResponses) -> [Double]) -> Parameter {
      let set = Quantiles(values(whole))
      let sampling = StartOdds.jackknife(others.map { Quantiles(values($0)).median })
      let width = set.width
      return Parameter(
        set.median,
        standardError: (width * width + (sampling.isFinite ? sampling * sampling : 0))
          .squareRoot(),
        provenance: .assumption(reason: reason)
      )
    }
    growth = YieldNews(market: parameter(\.growth), ratio: parameter(\.growthRatio))
    termPremium = YieldNews(market: parameter(\.premium), ratio: parameter(\.premiumRatio))
    self.admitted = whole
  }
}

/// The middle of a set of values, and its 90 % range as the deviation of a normal law.
private struct Quantiles {
  let median, width: Double

  init(_ values: [Double]) {
    let sample = SortedSample(values)
    median = sample.quantile(0.5)
    width = (sample.quantile(0.95) - sample.quantile(0.05)) / (2 * 1.6448536269514722)
  }
}
