/// The variance of a response β s + e to a surprise s of mean zero when β itself is uncertain.
package struct ResponseVariance: Hashable, Sendable {
  /// The part there would be with β known.
  package let surprise: Double
  /// The part that comes from not knowing β.
  package let coefficient: Double
  /// The part of what is unrelated to the surprise.
  package let residual: Double

  package init(
    coefficient mean: Double,
    standardError: Double,
    surpriseDeviation: Double,
    residualDeviation: Double
  ) {
    let square = surpriseDeviation * surpriseDeviation
    surprise = mean * mean * square
    coefficient = standardError * standardError * square
    residual = residualDeviation * residualDeviation
  }

  package var total: Double { surprise + coefficient + residual }
}
