package import Domain

/// What a model file means by leaving a key out.
///
/// The writer leaves out exactly these values, so that reading gives them back.
package enum ModelDefaults {
  /// A response, a spread or a premium that is not given is off.
  package static let off = Parameter(0, provenance: .assumption(reason: "not given: off"))

  /// The start ratio's half-life where no line starts away from its regime.
  package static let halfLife = Parameter(
    60,
    provenance: .assumption(reason: "not given: no line starts away from its regime")
  )

  /// What stands for the provenance of a table that a model does not have.
  package static let unstated = MatrixProvenance.unstated

  /// No residuals at all.
  package static func residuals(lineCount: Int) -> ResidualModel {
    let loadings = [[Double]](repeating: [], count: lineCount)
    let own = [Double](repeating: 0, count: lineCount)
    return ResidualModel(
      loadings: RegimePair(calm: loadings, stress: loadings),
      own: RegimePair(calm: own, stress: own),
      halfLife: halfLife,
      provenance: off.provenance
    )
  }

  package static let version = "1"

  /// Trading days in a year and in the average week: both scales of a covariance.
  package static let daysPerYear = 252.0
  package static let daysPerWeek = 252.0 * 7 / 365.2425

  /// `Consumer Discretionary` of `consumer-discretionary`.
  package static func title(of name: String) -> String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined(separator: " ")
  }
}
