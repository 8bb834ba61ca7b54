import Domain
import Foundation
import Testing

@testable import Simulation

/// Errors of excess responses are drawn together, correlated as residuals of calm weeks are.
@Suite("Errors of excess responses")
struct ExcessErrorTests {
  private static let names = ["one", "two", "three"]
  private static let errors = (policy: [0.12, 0.2, 0.05], labor: [0.1, 0.08, 0.15])
  /// By hand from the residuals below.
  private static let correlations = [[1, 0.48, -0.3], [0.48, 1, -0.4], [-0.3, -0.4, 1]]

  /// Three lines that nothing moves but two events, with residuals a billion times too small to be
  /// seen; their correlations in stress are others.
  private static func market(index: [Weight] = []) -> MarketModel {
    var events = Markets.events
    events.fomc?.target = Markets.number(-1.48)
    events.fomc?.riskDeviation = Markets.number(0)
    events.fomc?.pathDeviation = Markets.number(0)
    events.jobs?.labor = Markets.number(0.97)
    events.jobs?.payrollDeviation = Markets.number(0)
    events.jobs?.unemploymentDeviation = Markets.number(0)
    events.jobs?.noiseDeviation = Markets.number(0)
    var model = Markets.still(lines: names, index: index, events: events)
    model.lines = model.lines.enumerated().map { number, line in
      Line(
        name: line.name,
        loadings: line.loadings,
        totalBeta: line.totalBeta,
        excess: [
          .policy: .init(shrunk: Markets.number(0.1, errors.policy[number]), raw: nil),
          .labor: .init(shrunk: Markets.number(-0.2, errors.labor[number]), raw: nil),
        ],
        drift: Markets.number(0)
      )
    }
    model.residuals.loadings.calm = [[0.6, 0], [1.6, 0], [-0.5, 0.5]].map { $0.map { $0 * 1e-9 } }
    model.residuals.own.calm = [0.8, 1.2, 0.5.squareRoot()].map { $0 * 1e-9 }
    model.residuals.loadings.stress = [[0.6, 0], [-0.6, 0], [0.6, 0]].map { $0.map { $0 * 1e-9 } }
    model.residuals.own.stress = [0.1, 0.1, 0.1].map { $0 * 1e-9 }
    return model
  }

  /// A decision that surprises by 25 bp, and two days later payrolls that do by 100 thousand.
  private static func plan(
    _ model: MarketModel,
    tiles: Int,
    seed: UInt64
  ) throws -> SimulationPlan {
    let horizons = try Scenes.horizons("2025-12-10", "2025-12-12")
    let decision = Decision(
      priced: .law(.known(BasisPoints(0))),
      delivery: .surprise(.known(BasisPoints(25))),
      path: .known(BasisPoints(0))
    )
    let payrolls = Release(
      series: .payrolls,
      consensus: .nothing,
      delivery: .surprise(.known(Print(100)))
    )
    return try Scenes.plan(
      Scenes.scenario(
        of: model,
        horizons: horizons,
        events: [
          Event(id: "policy", date: horizons[0].date, kind: .fomc(decision)),
          Event(id: "labor", date: horizons[1].date, kind: .jobs([payrolls])),
        ]
      ),
      model,
      paths: 64 * tiles,
      seed: seed,
      parameters: .estimated
    )
  }

  /// Percent per 25 bp, one of each tile: what each line responded with.
  private static func responses(
    _ plan: SimulationPlan
  ) throws -> (policy: [Sample], labor: [Sample]) {
    let channels = try names.flatMap { name in
      try (0...1).map { try plan.channel(.total(asset: plan.asset(name), horizon: $0)) }
    }
    let logs = plan.samples(channels).map { sample in
      stride(from: 0, to: sample.values.count, by: 64).map { log1p(sample.values[$0]) * 100 }
    }
    return (
      names.indices.map { Sample(logs[2 * $0]) },
      names.indices.map { line in
        Sample(zip(logs[2 * line], logs[2 * line + 1]).map { ($1 - $0) * 25 / 4.3 })
      }
    )
  }

  private static func covariance(_ a: Sample, _ b: Sample) -> Double {
    let (m, n) = (a.mean, b.mean)
    return zip(a.values, b.values).reduce(0) { $0 + ($1.0 - m) * ($1.1 - n) } / (a.count - 1)
  }

  /// Expects the covariance of normal samples: its error is √((σ_i² σ_j² + σ_ij²)/n).
  private static func expect(
    _ samples: [Sample],
    _ target: [[Double]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for i in samples.indices {
      for j in 0...i {
        let found = covariance(samples[i], samples[j])
        let product = target[i][i] * target[j][j] + target[i][j] * target[i][j]
        let error = (product / samples[i].count).squareRoot()
        #expect(
          abs(found - target[i][j]) < Chance.standardErrors * error,
          "\(names[i]) and \(names[j]): \(found) for \(target[i][j]) ±\(error)",
          sourceLocation: sourceLocation
        )
      }
    }
  }

  /// False alarm: 6·10⁻⁵ for each of 21 covariances with new draws; 6,000 tiles notice a
  /// correlation that is off by 0.06.
  @Test("are correlated over lines as residuals of calm weeks are, cause by cause")
  func covariances() throws {
    let plan = try Self.plan(Self.market(), tiles: 6_000, seed: Chance.seed(41))
    let (policy, labor) = try Self.responses(plan)
    for (samples, errors) in [(policy, Self.errors.policy), (labor, Self.errors.labor)] {
      let target = Self.correlations.indices.map { i in
        Self.correlations.indices.map { Self.correlations[i][$0] * errors[i] * errors[$0] }
      }
      Self.expect(samples, target)
    }
    for i in Self.names.indices {
      for j in Self.names.indices {
        let between = Self.covariance(policy[i], labor[j])
        let size = Self.errors.policy[i] * Self.errors.labor[j] / Double(6_000).squareRoot()
        #expect(abs(between) < Chance.standardErrors * size, "causes, \(i) and \(j)")
      }
    }
    for sample in policy {
      #expect(abs(sample.mean + 1.38) < Chance.standardErrors * sample.meanError)
    }
  }

  /// With weights ¾ and ¼ the first two become ¼ (x₁ − x₂) and ¾ (x₂ − x₁); the third stays.
  @Test("under the identity of an index its members keep their differences, in each draw")
  func underIdentity() throws {
    let model = Self.market(index: [Weight("one", 0.75), Weight("two", 0.25)])
    let plan = try Self.plan(model, tiles: 6_000, seed: Chance.seed(42))
    let samples = try Self.responses(plan).policy
    let (e, c) = (Self.errors.policy, Self.correlations)
    let difference = e[0] * e[0] + e[1] * e[1] - 2 * c[0][1] * e[0] * e[1]
    let across = c[0][2] * e[0] * e[2] - c[1][2] * e[1] * e[2]
    Self.expect(
      samples,
      [
        [difference / 16, -3 * difference / 16, across / 4],
        [-3 * difference / 16, 9 * difference / 16, -3 * across / 4],
        [across / 4, -3 * across / 4, e[2] * e[2]],
      ]
    )
    for (one, two) in zip(samples[0].values, samples[1].values) {
      #expect(abs(0.75 * one + 0.25 * two + 1.48) < 1e-4)
    }
  }

  @Test("are those of the run in the moments that a model is tested with")
  func moments() throws {
    let plan = try Self.plan(Self.market(), tiles: 64, seed: 43)
    let samples = try Self.responses(plan).policy
    let drawn = PlanMoments.drawn(plan)
    #expect(drawn.count == 64)
    for (tile, moments) in drawn.enumerated() {
      let event = try #require(moments.events[0])
      for line in samples.indices {
        // Rounding of single precision, over an effect of 1.5 %.
        let expected = event.lines[0][line] * 2_500 + 100 * event.compensation[line]
        #expect(abs(samples[line].values[tile] - expected) < 1e-4)
      }
    }
  }

  @Test("are drawn apart where each coefficient's own effect is looked for")
  func apart() throws {
    let model = Self.market()
    let horizons = try Scenes.horizons("2025-12-12")
    let question = Question(
      text: "mean(one)",
      measure: .statistic(.mean, .asset("one")),
      horizon: horizons[0],
      limit: nil
    )
    let settings = RunSettings(paths: 64 * 3_000, seed: Chance.seed(44), parameters: .fixed)
    let arm = StudyArm(
      scenario: Scenes.scenario(of: model, horizons: horizons, asks: [question]),
      model: model,
      modelFingerprint: ""
    )
    let probe = try QuestionProbe([question], of: arm, settings: settings)
    let plan = probe.plan.parameters
    var (products, squares) = (Sample(), Sample())
    try probe.visit(0..<3_000, under: [.drawn]) { tiles in
      let tile = tiles[0]
      let one = tile.deviations[plan.excess(0, 0)]
      products.append(one * tile.deviations[plan.excess(0, 1)])
      squares.append(one * one)
      #expect(tile.deviations[plan.excess(1, 0)] == 0)
    }
    #expect(abs(products.mean) < Chance.standardErrors * products.meanError)
    #expect(abs(squares.mean - 1) < Chance.standardErrors * squares.meanError)
  }

  @Test("correlations do not depend on the residuals' size, and are lawful without own parts")
  func extremes() throws {
    func correlations(_ loadings: [[Double]], own: [Double]) -> [[Double]] {
      ResidualModel(
        loadings: RegimePair(calm: loadings, stress: loadings),
        own: RegimePair(calm: own, stress: own),
        halfLife: Markets.number(60),
        provenance: .assumption(reason: "test")
      ).calmCorrelations
    }
    // Two lines that are one, a line without residuals, and the fourth their opposite.
    let found = correlations([[1e200], [2e-200], [0], [-3]], own: [0, 0, 0, 0])
    let near = 1 - 1e-6
    let expected = [
      [1, near, 0, -near], [near, 1, 0, -near], [0, 0, 1, 0], [-near, -near, 0, 1],
    ]
    for (row, goal) in zip(found, expected) {
      for (value, goal) in zip(row, goal) { #expect(abs(value - goal) < 1e-12) }
    }
    #expect(correlations([], own: []).isEmpty)
    var model = Self.market()
    model.residuals.loadings.calm = [[1e-9], [2e-9], [0]]
    model.residuals.own.calm = [0, 0, 0]
    let plan = try Self.plan(model, tiles: 64, seed: 45)
    let samples = try Self.responses(plan).policy
    let ratio = Self.errors.policy[1] / Self.errors.policy[0]
    for (one, two) in zip(samples[0].values, samples[1].values) {
      #expect(abs((two + 1.38) - ratio * (one + 1.38)) < 0.003)
    }
  }
}
