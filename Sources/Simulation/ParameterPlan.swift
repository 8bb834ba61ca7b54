/// The uncertain parameters in a row, each with its standard error and the name of its stream.
///
/// Order: loadings N × K, total betas N, excess responses 4 × N, then the scalars.
package struct ParameterPlan: Sendable {
  package enum Scalar: Int, CaseIterable, Sendable {
    /// Percent a year.
    case premium
    /// Market responses in percent per 25 bp.
    case target, path, inflationLow, inflationHigh, labor
    /// Yield responses in bp per 25 bp.
    case twoYearTarget, twoYearPath, tenYearTarget, tenYearPath
    /// Two-year response in bp per 0.1 point, per 100 thousand, per 0.1 point.
    case passThroughLow, passThroughHigh, payrolls, unemployment
    /// Market responses in percent per 25 bp of the two-year, and of the ten-year.
    case growth, termPremium

    package var name: String { "\(self)" }
  }

  package let lineCount, factorCount: Int
  package internal(set) var values: [Float]
  package let errors: [Float]
  package let names: [String]
  /// Correlation of the target and path responses.
  package let correlation: Float
  /// N × N lower triangle L, row-major: L Lᵀ are the correlations of the errors of excess responses
  /// to one cause; empty: they are independent.
  package internal(set) var excessCholesky: [Float]
  /// Fixed arithmetic drift of a line in fractions a year, replacing rate plus premium; NaN: none.
  package let fixedDrift: [Float]
  /// Whether a line is a spread, which has no drift.
  package let isSpread: [Bool]
  /// Continuously compounded risk-free rate, fraction a year.
  package let riskFree: Float

  package func loading(_ line: Int, _ factor: Int) -> Int { line * factorCount + factor }
  package func totalBeta(_ line: Int) -> Int { lineCount * factorCount + line }
  package func excess(_ cause: Int, _ line: Int) -> Int {
    lineCount * (factorCount + 1 + cause) + line
  }
  package func scalar(_ scalar: Scalar) -> Int { lineCount * (factorCount + 5) + scalar.rawValue }
  package static func count(lines: Int, factors: Int) -> Int {
    lines * (factors + 5) + Scalar.allCases.count
  }
}
