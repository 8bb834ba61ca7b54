import Calibration
import Domain
import Foundation
import Numerics
import Testing

/// Simulation-based calibration: markets are drawn, data are made by them, models are fitted to
/// the data, and each estimate is held against the number it estimates.
///
/// The rank of a truth is the share of draws from the estimate's normal law that are below it; if
/// the standard error is honest, ranks are uniform. 40 data sets with a fixed seed, 240 with fresh
/// ones under `make test-long`; every second one has loadings that have drifted,
/// the others are asked what their variances owe to the fear index, and for the leverage effect.
///
/// False alarms: a test of ranks fails by chance once in 1e6, about 25 are asked; a floor of
/// coverage once in 1e6, about 20 are asked: 5e-5 in all under fresh seeds. Smallest errors that
/// a long run notices with even odds: for a loading, standard errors wrong by 15 % or a bias of
/// a tenth of one; for a number of which each data set has one, 40 % or half of one.
@Suite("Simulation-based calibration")
struct SimulationBasedTests {
  static let groups = SimulationBasedFits.groups

  private func group(_ name: String) throws -> [Comparison] {
    try #require(Self.groups[name], "no estimate of \(name)")
  }

  @Test("every data set gives a model")
  func fits() {
    #expect(SimulationBasedFits.failures == [])
    #expect(Self.groups["labor"]?.count == Replications.count)
  }

  @Test(
    "ranks of the truth are uniform",
    arguments: [
      "loading on market", "loading on two-year", "loading on vix", "loading on credit",
      "total beta", "target, given its lean", "path", "target deviation", "path deviation",
      "two-year on target, given its lean", "two-year on path", "ten-year on path", "low", "high",
      "ten-year on prices", "core deviation", "pass-through low", "pass-through high", "labor",
      "ten-year on jobs", "payroll deviation", "unemployment deviation", "payroll pass-through",
      "unemployment pass-through", "home", "leverage effect",
    ]
  )
  func uniform(name: String) throws {
    let ranks = try group(name).map(\.rank)
    #expect(ranks.allSatisfy { (0...1).contains($0) })
    var counts = [Double](repeating: 0, count: 10)
    for rank in ranks { counts[min(9, Int(10 * rank))] += 1 }
    let expected = Double(ranks.count) / 10
    let distance = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    let chance = ChiSquaredLaw.probability(above: distance, degreesOfFreedom: 9)
    #expect(chance > 1e-6, "\(name): \(counts.map { Int($0) })")
  }

  /// What 90 % intervals cover at least, where they are known not to cover 90; measured on 1,000
  /// data sets and rounded down.
  static let floors: [(name: String, floor: Double)] = [
    // Given the sample's own lean of path on target; the lean's own error is not in these two.
    ("target", 0.8), ("two-year on target", 0.5),
    // The variance between lines is estimated, and its error is not in what is derived from it.
    ("recent loading on market", 0.82), ("recent loading on two-year", 0.82),
    ("recent loading on vix", 0.84), ("recent loading on credit", 0.85),
    ("recent total beta", 0.82),
    ("excess policy", 0.75), ("excess inflation-low", 0.65), ("excess inflation-high", 0.72),
    ("excess labor", 0.78),
    // Errors from squares are small where the estimate is; those of differences are wide.
    ("risk", 0.82), ("prices noise", 0.9), ("jobs noise", 0.9),
    // Some twenty spells of stress in fourteen years.
    ("stay calm", 0.83), ("stay stress", 0.83), ("freedom", 0.8), ("speed", 0.83),
    // They make up for what smoothed odds of regimes take for the regimes.
    ("elasticity of the market", 0.7), ("elasticity of the two-year", 0.65),
  ]

  @Test("intervals cover as much as is known of them", arguments: floors)
  func covers(name: String, floor: Double) throws {
    let comparisons = try group(name)
    let covered = comparisons.filter { abs($0.deviation) < 1.6449 }.count
    let law = BinomialLaw(trials: comparisons.count, probability: floor)
    let chance = (0...covered).reduce(0) { $0 + law.mass($1) }
    #expect(chance > 1e-6, "\(name): \(covered) of \(comparisons.count)")
  }

  /// Kendall 1954: the persistence of an autoregression with a level is estimated too low by about
  /// (1 + 3φ)/n, half a standard error here; the speed is too high by as much.
  @Test("the speed of reversion is overestimated as theory says")
  func speed() throws {
    let speeds = try group("speed")
    let errors = speeds.map { c -> Double in
      let phi = Elementary.exp(-4.83 * c.truth)
      return Elementary.exp(-4.83 * c.estimate.value) - phi + (1 + 3 * phi) / c.count
    }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(abs(mean) < 6 * (variance(errors) / Double(errors.count)).squareRoot())
    let raw = speeds.map(\.deviation).reduce(0, +) / Double(speeds.count)
    #expect(raw < 0.1 && raw > -0.9)
  }

  /// Given the regimes elasticities are found again without a bias, in `StartVarianceFitTests`.
  ///
  /// Smoothed odds say less of the week after a high index than regimes would, which an elasticity
  /// makes up for, and take weeks of large multipliers for stress: on 120 data sets the market's
  /// was too high by 0.79 and the two-year's by 0.95 of their errors, which were right to 7 %.
  @Test(
    "elasticities make up for smoothed regimes by about an error",
    arguments: ["elasticity of the market", "elasticity of the two-year"]
  )
  func elasticities(name: String) throws {
    let deviations = try group(name).map(\.deviation)
    #expect(deviations.count > Replications.count / 3)
    let mean = deviations.reduce(0, +) / Double(deviations.count)
    #expect(mean > -1.6 && mean < 0.3, "\(mean)")
    let spread = variance(deviations).squareRoot()
    #expect((0.6...1.8).contains(spread), "\(spread)")
  }

  /// Smoothed odds are less sure than the regimes are, so that the index seems to say less of
  /// them than it does: the slope is about half of what it would be if regimes were seen.
  @Test("the odds of a start are those of smoothed odds, not of seen regimes")
  func start() throws {
    let limit = try SmoothedStart(weeks: 60_000, seed: 4)
    let known = KnownMarket.fear
    let seen = (known.stress - known.calm) / (known.deviation * known.deviation)
    #expect(limit.slope < 0.6 * seen)
    for (name, truth) in [
      ("start slope", limit.slope), ("start intercept", limit.intercept),
      ("usual fear before calm", limit.usual.calm),
      ("usual fear before stress", limit.usual.stress),
    ] {
      let values = try group(name).map(\.estimate.value)
      let mean = values.reduce(0, +) / Double(values.count)
      let error = (variance(values) / Double(values.count)).squareRoot()
      // The chain's own estimates are off by a little in samples of this size.
      #expect(abs(mean - truth) < 6 * error + 0.1 * abs(truth), "\(name): \(mean), \(truth)")
    }
  }

  @Test("the market's deviations by regime are those of the chain")
  func deviations() throws {
    for (name, tolerance) in [("calm deviation", 0.02), ("stress deviation", 0.03)] {
      let ratios = try group(name).map { $0.estimate.value / $0.truth }
      let mean = ratios.reduce(0, +) / Double(ratios.count)
      let error = (variance(ratios) / Double(ratios.count)).squareRoot()
      #expect(abs(mean - 1) < 6 * error + tolerance, "\(name): \(mean)")
      #expect(abs(mean - 1) < 0.1)
    }
  }
}

/// How many data sets are simulated, and from which seed.
enum Replications {
  static let isLong = ProcessInfo.processInfo.environment["DOVETAIL_FRESH_SEEDS"] == "1"
  static let count = isLong ? 240 : 40
  static let seed: UInt64 = {
    guard isLong else { return 77 }
    let asked = ProcessInfo.processInfo.environment["DOVETAIL_SEED_SHIFT"].flatMap { UInt64($0) }
    let seed = asked ?? UInt64.random(in: 0 ... .max)
    print("Data sets are fresh: repeat with DOVETAIL_SEED_SHIFT=\(seed)")
    return seed
  }()
}

/// One estimate beside the number it estimates.
struct Comparison: Sendable {
  let truth: Double
  let estimate: Parameter

  /// The truth's distance from the estimate in standard errors; without end where it has none.
  var deviation: Double { (truth - estimate.value) / estimate.standardError }
  /// The share of draws from the estimate's law that are below the truth.
  var rank: Double { NormalLaw.probability(below: deviation) }

  /// The observations behind the estimate.
  var count: Double {
    guard case .estimated(_, _, let count) = estimate.provenance else { return .nan }
    return Double(count)
  }
}
