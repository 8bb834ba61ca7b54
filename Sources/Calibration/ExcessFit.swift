import Domain
import Numerics

/// Each line's response to each cause: raw, and its excess over β × market shrunk toward zero.
enum ExcessFit {
  /// Responses in percent per 25 bp, by line and cause.
  ///
  /// The excess is regressed on the same days as the raw response, so that a short history compares
  /// with the market's on that history. The variance of true excesses is Paule and Mandel's; where
  /// it is estimated as zero, all excesses are zero and known to be.
  static func responses(
    study: EventStudy,
    days: [EventDays],
    betas: [Parameter]
  ) throws(CalibrationError) -> [[SensitivityCause: Line.Excess]] {
    var result = betas.map { _ in [SensitivityCause: Line.Excess]() }
    for event in days {
      var fits: [(raw: Regression, excess: Regression, sample: Sample)] = []
      for line in betas.indices {
        let name = "\(event.causes[0].rawValue) days of \(study.lineNames[line])"
        let (raw, sample) = try study.response(of: study.lines[line], to: event, what: name)
        let (excess, _) = try study.response(
          of: study.excess(line, beta: betas[line].value),
          to: event,
          what: name
        )
        fits.append((raw, excess, sample))
      }
      for (k, cause) in event.causes.enumerated() {
        let shrunk = try shrink(fits.map { $0.excess.slope(k) }, cause: cause)
        for line in betas.indices {
          let sample = fits[line].sample
          result[line][cause] = Line.Excess(
            shrunk: sample.parameter(shrunk[line], scale: 25, source: source),
            raw: sample.parameter(fits[line].raw.slope(k), scale: 25, source: source)
          )
        }
      }
    }
    return result
  }

  private static let source =
    "event days, least squares, HC3 errors; excess over beta times market shrunk to zero"

  private static func shrink(
    _ estimates: [Estimate],
    cause: SensitivityCause
  ) throws(CalibrationError) -> [Estimate] {
    guard estimates.allSatisfy({ $0.standardError > 0 && $0.value.isFinite }) else {
      throw .numerical("a response to \(cause.rawValue) has no standard error")
    }
    guard !estimates.isEmpty else { return [] }
    let fit = EmpiricalBayes(
      estimates: estimates.map(\.value),
      standardErrors: estimates.map(\.standardError),
      toward: estimates.map { _ in 0 }
    )
    return fit.posteriors.map { Estimate($0.mean, standardError: $0.deviation) }
  }
}
