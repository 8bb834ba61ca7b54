import Domain
import Numerics

/// The law of a figure that is published on a grid.
///
/// A print is k on the grid if and only if the unrounded figure lies in [k − h/2, k + h/2).
package struct PrintLaw: Sendable {
  package let mean, deviation, grid: Double

  /// - Parameters:
  ///   - mean: of the unrounded figure.
  ///   - deviation: of the unrounded figure.
  ///   - grid: the step h between published values.
  package init(mean: Double, deviation: Double, grid: Double) {
    self.mean = mean
    self.deviation = deviation
    self.grid = grid
  }

  /// Every print within 8 standard deviations with its probability; they sum to 1.
  ///
  /// Prints of a law that spans more than 4,000 of them are taken together with their neighbours.
  package var points: [(print: Double, probability: Double)] {
    guard deviation > 0 else { return [(published(mean), 1)] }
    let reach = 8 * deviation
    let first = ((mean - reach) / grid).rounded(.down)
    let last = ((mean + reach) / grid).rounded(.up)
    guard (last - first).isFinite else { return [] }
    let step = max(1, ((last - first) / 4_000).rounded(.up))
    var points: [(Double, Double)] = []
    for k in stride(from: first, through: last, by: step) {
      let low = ((k - step / 2) * grid - mean) / deviation
      let high = ((k + step / 2) * grid - mean) / deviation
      let probability = NormalLaw.probability(from: low, to: high)
      if probability > 0 { points.append((k * grid, probability)) }
    }
    let total = points.reduce(0) { $0 + $1.1 }
    return points.map { ($0.0, $0.1 / total) }
  }

  /// The published value of an unrounded one.
  package func published(_ value: Double) -> Double { (value / grid + 0.5).rounded(.down) * grid }

  /// The mean of the published figure.
  package var publishedMean: Double {
    let points = points
    return points.isEmpty ? mean : points.reduce(0) { $0 + $1.print * $1.probability }
  }
}
