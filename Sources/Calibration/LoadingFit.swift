import Domain
import Numerics

/// Loadings as they are now: least squares over all weeks, or over recent weeks and what earlier
/// ones still say.
enum LoadingFit {
  /// Lines × chosen factors, in percent per unit of the factor times its scale.
  ///
  /// Where `recent` is given, a line's loading is estimated before and after that day. How far
  /// loadings have moved is the variance τ² between lines of the differences beyond their errors
  /// (Paule and Mandel 1982), one for each factor; the earlier estimate then counts with variance
  /// s² + τ² and the later one with s². Errors are Newey and West's (1987) with
  /// ⌊4 (n/100)^(2/9)⌋ lags.
  static func loadings(
    _ panel: WeeklyPanel,
    on factors: [Int],
    scales: [Double],
    recent: TradingDate?
  ) throws(CalibrationError) -> [[Parameter]] {
    var spans: [Spans] = []
    for line in panel.lines.indices {
      spans.append(try Spans(line, panel, factors, recent: recent))
    }
    var rows = spans.map { _ in [Parameter]() }
    for k in factors.indices {
      let pairs = spans.compactMap { $0.pair(k) }
      let drift = drift(pairs)
      for (line, span) in spans.enumerated() {
        guard let (early, late) = span.pair(k) else {
          rows[line].append(
            span.sample.parameter(span.whole.slope(k), scale: scales[k], source: source(factors))
          )
          continue
        }
        let weights = (
          1 / (early.standardError * early.standardError + drift),
          1 / (late.standardError * late.standardError)
        )
        let sum = weights.0 + weights.1
        rows[line].append(
          span.sample.parameter(
            Estimate(
              (weights.0 * early.value + weights.1 * late.value) / sum,
              standardError: (1 / sum).squareRoot()
            ),
            scale: scales[k],
            source: source(factors) + ", earlier weeks by what they still say"
          )
        )
      }
    }
    return rows
  }

  /// The variance of moves between the earlier and the later weeks, beyond their errors.
  private static func drift(_ pairs: [(early: Estimate, late: Estimate)]) -> Double {
    guard pairs.count > 1 else { return 0 }
    return EmpiricalBayes(
      estimates: pairs.map { $0.late.value - $0.early.value },
      standardErrors: pairs.map { early, late in
        (early.standardError * early.standardError + late.standardError * late.standardError)
          .squareRoot()
      },
      toward: pairs.map { _ in 0 }
    ).betweenVariance
  }

  private static func source(_ factors: [Int]) -> String {
    let what = factors.count == 1 ? "the market" : "\(factors.count) factors"
    return "weekly, least squares on \(what), HAC errors"
  }
}

/// One line's regressions: over all its weeks, and before and after a day.
private struct Spans {
  let whole: Regression
  let sample: Sample
  private let early, late: Regression?

  /// Weeks without which a part of the sample is not estimated apart.
  private static let shortest = 104

  init(
    _ line: Int,
    _ panel: WeeklyPanel,
    _ factors: [Int],
    recent: TradingDate?
  ) throws(CalibrationError) {
    let returns = panel.lines[line]
    let weeks = panel.completeWeeks.filter { returns[$0].isFinite }
    sample = Sample(dates: weeks.map { panel.ends[$0] })
    func fit(_ weeks: [Int]) throws(CalibrationError) -> Regression {
      let lags = Elementary.exp(Elementary.log(Double(max(weeks.count, 1)) / 100) * 2 / 9) * 4
      return try Regression(
        weeks.map { returns[$0] },
        on: factors.map { k in weeks.map { panel.factors[k][$0] } },
        what: "weeks of \(panel.lineNames[line])",
        covariance: .neweyWest(lags: Int(lags))
      )
    }
    whole = try fit(weeks)
    let parts = recent.map { day in
      (weeks.filter { panel.ends[$0] < day }, weeks.filter { panel.ends[$0] >= day })
    }
    guard let parts, min(parts.0.count, parts.1.count) >= Self.shortest else {
      (early, late) = (nil, nil)
      return
    }
    (early, late) = (try fit(parts.0), try fit(parts.1))
  }

  func pair(_ k: Int) -> (early: Estimate, late: Estimate)? {
    guard let early, let late, early.slope(k).standardError > 0, late.slope(k).standardError > 0
    else { return nil }
    return (early.slope(k), late.slope(k))
  }
}
