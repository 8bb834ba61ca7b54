import Domain
import Numerics

/// Mean reversion of a weekly level: one speed, and a level to return to in each regime.
enum ReversionFit {
  /// Trading days in the average week.
  private static let daysPerWeek = 4.83

  /// Estimates x(t) = φ x(t−1) + a(regime of t) + e by least squares, on logs for log factors.
  ///
  /// Speed k = −ln φ per trading day, level a/(1 − φ); errors by the delta method from HC3.
  static func reversion(
    of factor: RecipeFactor,
    panel: WeeklyPanel
  ) throws(CalibrationError) -> Factor.Reversion? {
    guard factor.reverts, let level = panel.levels[factor.name] else { return nil }
    let logs = factor.change == .log
    let x = logs ? level.map { $0 > 0 ? Elementary.log($0) : .nan } : level
    let weeks = x.indices.dropFirst().filter { x[$0].isFinite && x[$0 - 1].isFinite }
    let fit = try Regression(
      weeks.map { x[$0] },
      on: [weeks.map { x[$0 - 1] }, weeks.map { panel.stressOdds[$0] }],
      what: "weeks of \(factor.name)"
    )
    let phi = fit.coefficients[1]
    guard phi > 0, phi < 1 else {
      throw .numerical("\(factor.name) does not revert: \(phi) a week")
    }
    let sample = Sample(dates: weeks.map { panel.ends[$0] })
    let source = "weekly first-order autoregression, level by regime, HC3 errors"
    func parameter(_ value: Double, _ gradient: [Double]) -> Parameter {
      let spread = fit.covariance * gradient
      let variance = zip(gradient, spread).reduce(0) { $0 + $1.0 * $1.1 }
      return sample.parameter(
        Estimate(value, standardError: variance.squareRoot()),
        source: source
      )
    }
    func home(stress: Double) -> Parameter {
      let value = (fit.coefficients[0] + stress * fit.coefficients[2]) / (1 - phi)
      let gradient = [1, value, stress].map { $0 / (1 - phi) }
      guard logs else { return parameter(value, gradient) }
      let level = Elementary.exp(value)
      return parameter(level, gradient.map { $0 * level })
    }
    return Factor.Reversion(
      speed: parameter(
        -Elementary.log(phi) / daysPerWeek,
        [0, -1 / (phi * daysPerWeek), 0]
      ),
      level: RegimePair(calm: home(stress: 0), stress: home(stress: 1))
    )
  }
}
