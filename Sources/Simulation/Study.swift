package import Domain
import Numerics
package import Results

/// A scenario with the model it is simulated under.
package struct StudyArm: Sendable {
  package let scenario: Scenario
  package let model: MarketModel
  /// Hexadecimal SHA-256 of the model file's text.
  package let modelFingerprint: String
  /// How its coefficients are treated; nil: as the settings say.
  package let parameters: ParameterTreatment?

  package init(
    scenario: Scenario,
    model: MarketModel,
    modelFingerprint: String,
    parameters: ParameterTreatment? = nil
  ) {
    self.scenario = scenario
    self.model = model
    self.modelFingerprint = modelFingerprint
    self.parameters = parameters
  }
}

/// What a worker has just done.
package struct StudyProgress: Hashable, Sendable {
  /// Paths of each arm.
  package let paths: Int
  /// Standard error of the benchmark's mean at the longest horizon so far, percentage points; nil:
  /// not computed this time.
  package let headlineError: Double?
}

/// One baseline and any alternatives, moved by the same draws.
package struct Study: Sendable {
  /// The version that results record.
  package static let engineVersion = "0.1.0"

  package let arms: [StudyArm]
  package let plans: [SimulationPlan]
  package let settings: RunSettings
  /// Workers; their number changes no number of a result.
  package var threads: Int
  let tables: [DrawTables]

  /// Lowers every arm, the baseline first; the number of threads changes no number.
  ///
  /// Streams are named after their purpose, so that arms of different models are moved by the same
  /// draws as well; that is allowed only where models are what is compared. Throws where arms start
  /// at different closes or use different models, and where the scenario asks for what its model
  /// cannot give. A result has what is in the scope and no more.
  package init(
    arms: [StudyArm],
    settings: RunSettings,
    threads: Int,
    comparesModels: Bool = false,
    reading scope: ReadingScope = .everything
  ) throws(SimulationError) {
    guard let first = arms.first else {
      throw .incomparable(message: "a study needs a scenario")
    }
    for arm in arms.dropFirst() {
      guard arm.scenario.asof == first.scenario.asof else {
        throw .incomparable(
          message: "\(arm.scenario.name) starts on \(arm.scenario.asof) and "
            + "\(first.scenario.name) on \(first.scenario.asof)"
        )
      }
      guard comparesModels || arm.modelFingerprint == first.modelFingerprint else {
        throw .incomparable(
          message: "\(arm.scenario.name) and \(first.scenario.name) use different models"
        )
      }
    }
    self.arms = arms
    self.settings = settings
    self.threads = threads
    var plans: [SimulationPlan] = []
    for arm in arms {
      var settings = settings
      settings.parameters = arm.parameters ?? settings.parameters
      plans.append(
        try Lowering(scenario: arm.scenario, model: arm.model, settings: settings)
          .plan(reading: scope)
      )
    }
    for plan in plans {
      if let (a, b) = StreamTable.collision(in: plan) {
        throw .scenario(
          keyPath: "events",
          message: "the streams of \(a) and \(b) coincide: pin another name"
        )
      }
    }
    self.plans = plans
    let nets: NetPlan?
    do throws(GSLError) {
      nets = try NetPlan(plans: plans)
    } catch {
      throw .numerics(error)
    }
    tables = plans.map { DrawTables(plan: $0, nets: nets) }
  }

  /// Tiles of 64 paths that the whole run has.
  package var tileCount: Int { plans.first?.tileCount ?? 0 }

  /// Hexadecimal SHA-256 of each arm's plan and its tables: of all that can change a number.
  package var fingerprints: [String] { zip(plans, tables).map { $0.fingerprint(tables: $1) } }

  /// Paths of a range of tiles; the last tile may be short.
  package func paths(of tiles: Range<Int>) -> Int {
    BatchSizes(tiles: tiles, paths: settings.paths).paths
  }

  /// Tallies that nothing was added to, one for each arm.
  func emptyTallies() -> [Tally] { engine(for: 1).emptyTallies() }

  /// Simulates all arms and summarises them.
  ///
  /// Any worker calls `progress` with what it has just done.
  package func run(
    progress: @escaping @Sendable (StudyProgress) -> Void = { _ in }
  ) async throws(SimulationError) -> StudyResult {
    try await result(of: part(0..<tileCount, progress: progress))
  }

  /// Simulates the tiles of a range, or the first of them until `stop` says to end.
  ///
  /// Workers ask `stop` before each tile and finish the one they have.
  package func part(
    _ tiles: Range<Int>,
    until stop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (StudyProgress) -> Void = { _ in }
  ) async throws(SimulationError) -> StudyPart {
    precondition(tiles.lowerBound >= 0 && tiles.upperBound <= tileCount, "no such tiles")
    let found = try await engine(for: tiles.count)
      .tallies(of: tiles, until: stop, progress: progress)
    precondition(found.tallies.allSatisfy { $0.notNumbers == 0 }, "a path gave not a number")
    return StudyPart(tiles: found.walked, tallies: found.tallies, records: found.records)
  }

  private func engine(for tiles: Int) -> Engine {
    Engine(plans: plans, tables: tables, workers: min(threads, tiles))
  }

  /// Summarises the part that has all tiles; the first of them are walked once more unless what they
  /// gave was kept.
  ///
  /// `asked` is the number of paths that were asked for where the study has fewer.
  package func result(
    of whole: StudyPart,
    asked: Int? = nil
  ) async throws(SimulationError) -> StudyResult {
    precondition(whole.tiles == 0..<tileCount, "a result is of all tiles")
    let tallies = whole.tallies
    let quantiles = zip(plans, tallies).map { ChannelQuantiles(plan: $0.readings, tally: $1) }
    let influences = try await engine(for: tileCount).influences(
      quantiles: quantiles.map { $0.quantiles.map { $0.map(\.value) } },
      tails: quantiles.map { $0.tails.map { $0.map(\.quantile) } },
      coefficients: tallies.map { tally in
        zip(tally.moments, tally.controls).map { $0.mean(controlledBy: $1).coefficient }
      },
      records: whole.records
    )
    let summaries = plans.indices.map {
      Summary(
        plan: plans[$0],
        tally: tallies[$0],
        quantiles: quantiles[$0],
        influence: influences[$0]
      )
    }
    var results: [ArmResult] = []
    for (summary, arm) in zip(summaries, arms) {
      let digest = summary.plan.fingerprint(tables: tables[results.count])
      results.append(try summary.result(arm: arm, fingerprint: digest))
    }
    var differences: [ArmDifference] = []
    for number in summaries.indices.dropFirst() {
      differences.append(
        ArmDifference(
          arm: number,
          assets: summaries[number].differences(
            from: summaries[0],
            horizons: Engine.commonHorizons(of: plans[number], with: plans[0])
          ),
          answers: try summaries[number].differences(
            from: summaries[0],
            of: arms[number],
            and: arms[0]
          )
        )
      )
    }
    return StudyResult(
      record: RunRecord(
        engine: Self.engineVersion,
        paths: settings.paths,
        seed: settings.seed,
        parameters: settings.parameters,
        drawdown: settings.drawdown,
        sampling: settings.sampling,
        asked: asked
      ),
      arms: results,
      differences: differences
    )
  }
}
