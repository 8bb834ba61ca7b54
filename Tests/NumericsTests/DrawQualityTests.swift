import Numerics
import Testing

/// Tests of randomness on the addresses a study uses; see `DrawBudget` for their false alarms.
@Suite("Quality of the draws")
struct DrawQualityTests {
  static let draws = DrawQuality(tiles: DrawBudget.tiles, seed: DrawBudget.seed)

  private var n: Double { Double(Self.draws.count) }

  @Test("every draw is a number, and none is beyond what a word can give")
  func numbers() {
    let draws = Self.draws
    #expect(draws.notNumbers == 0)
    #expect(draws.histogram.reduce(0) { $0 + Int($1) } == draws.count)
    // A word's probability is at least 2^-33, a quantile of -6.34.
    let beyond = Int((7 - 6.35) * Double(DrawQuality.binsPerUnit))
    #expect(draws.histogram.prefix(beyond).allSatisfy { $0 == 0 })
    #expect(draws.histogram.suffix(beyond).allSatisfy { $0 == 0 })
  }

  /// With 10⁸ draws an error of 0.001 in the mean, 0.0015 in the variance would be noticed.
  @Test("normals have the moments of their law")
  func moments() {
    let expected: [(mean: Double, variance: Double)] = [(0, 1), (1, 2), (0, 15), (3, 96)]
    for (sum, law) in zip(Self.draws.powers, expected) {
      let error = (law.variance / n).squareRoot()
      #expect(abs(sum / n - law.mean) < DrawBudget.standardErrors * error)
    }
  }

  /// Counts beyond 1 to 6 standard deviations on either side, against the number of words there.
  ///
  /// With 10⁸ draws, four times too many beyond 5 would be noticed; beyond 6 one draw in 5 runs is
  /// expected, and six would be noticed.
  @Test("tails are as heavy as the law's, to six standard deviations")
  func tails() {
    let histogram = Self.draws.histogram
    for deviations in 1...6 {
      let edge = (7 - deviations) * Int(DrawQuality.binsPerUnit)
      let words =
        (NormalLaw.probability(below: -Double(deviations)) * 0x1p32 + 0.5).rounded(.down)
      let expected = n * words / 0x1p32
      for counts in [Array(histogram.prefix(edge)), Array(histogram.suffix(edge))] {
        let count = counts.reduce(0) { $0 + Int($1) }
        #expect(Self.isLikely(count, expected), "\(deviations): \(count), expected \(expected)")
      }
    }
  }

  /// Whether a Poisson count is as near to its expectation as the standard errors allow.
  static func isLikely(_ count: Int, _ expected: Double) -> Bool {
    guard expected < 500 else {
      return abs(Double(count) - expected)
        < DrawBudget.standardErrors * expected.squareRoot()
    }
    let limit = NormalLaw.probability(below: -DrawBudget.standardErrors)
    var (mass, below) = (Elementary.exp(-expected), 0.0)
    for k in 0..<count {
      below += mass
      mass *= expected / Double(k + 1)
    }
    let lower = below + mass
    // The upper tail is summed for itself: 1 - below would be lost in rounding.
    var (above, k) = (0.0, count)
    while mass > 1e-30 || Double(k) < expected {
      above += mass
      mass *= expected / Double(k + 1)
      k += 1
    }
    return above > limit && lower > limit
  }

  /// Kolmogorov and Smirnov's distance at the edges of bins, and chi-square over them.
  ///
  /// With 10⁸ draws a distribution function wrong by 0.0004 would be noticed.
  @Test("normals are distributed as their law, bin by bin")
  func distribution() {
    let width = 1 / Double(DrawQuality.binsPerUnit)
    let edges = (0...DrawQuality.bins).map {
      NormalLaw.probability(below: Double(DrawQuality.low) + Double($0) * width)
    }
    let probabilities = zip(edges, edges.dropFirst()).map { $1 - $0 }
    check(Self.draws.histogram, probabilities)
  }

  @Test("words are evenly distributed, in their upper half and in each lower byte")
  func words() {
    for counts in [Self.draws.upper, Self.draws.third, Self.draws.lowest] {
      check(counts, Array(repeating: 1 / Double(counts.count), count: counts.count))
    }
  }

  private func check(_ counts: [UInt32], _ probabilities: [Double]) {
    var (found, expected, distance) = (0.0, 0.0, 0.0)
    var (chiSquare, bins) = (0.0, 0.0)
    var (open, openExpected) = (0.0, 0.0)
    for (count, probability) in zip(counts, probabilities) {
      found += Double(count)
      expected += n * probability
      distance = max(distance, abs(found - expected))
      (open, openExpected) = (open + Double(count), openExpected + n * probability)
      guard openExpected >= 20 else { continue }
      chiSquare += (open - openExpected) * (open - openExpected) / openExpected
      bins += 1
      (open, openExpected) = (0, 0)
    }
    // Kolmogorov's law has the tail 2 exp(-2 t²).
    let tail = 2 * NormalLaw.probability(below: -DrawBudget.standardErrors)
    #expect(distance / n.squareRoot() < (-Elementary.log(tail / 2) / 2).squareRoot())
    // Wilson and Hilferty: the cube root of chi-square over its degrees is nearly normal.
    let degrees = bins - 1
    let spread = 2 / (9 * degrees)
    let root = Elementary.exp(Elementary.log(chiSquare / degrees) / 3)
    #expect(abs(root - (1 - spread)) < DrawBudget.standardErrors * spread.squareRoot())
  }

  /// With 10⁸ draws a correlation of 0.001 would be noticed.
  @Test(
    "neither draws nor their squares are correlated with a neighbour's",
    arguments: DrawQuality.Neighbour.allCases
  )
  func correlations(neighbour: DrawQuality.Neighbour) {
    let draws = Self.draws
    let pairs = Double(draws.pairs[neighbour.rawValue])
    #expect(pairs > n / 8)
    let bound = DrawBudget.standardErrors * pairs.squareRoot()
    #expect(abs(draws.products[neighbour.rawValue]) < bound)
    #expect(abs(draws.squares[neighbour.rawValue]) < 2 * bound)
  }
}
