import Analysis
internal import ArgumentParser
import Domain
import Reporting
import Results
import Simulation
import Texts

/// `sweep`: the answers of one scenario where something in it is varied, in the same worlds.
struct SweepCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Vary what a scenario says, and show how its answers move.",
    discussion: """
      Examples:
        dovetail sweep my.yaml --vary events.december.outcome=-50bp,-25bp,hold
        dovetail sweep my.yaml --vary 'state.vix=12 to 40 by 4' --asset russell-2000
        dovetail sweep my.yaml --vary state.vix=15,25 \\
          --vary events.december.path=-10bp,0bp,10bp

      Values are those of a scenario file. Several keys make a grid. All points
      see the same draws, so that a difference is far surer than an answer.
      Shown are the median of the benchmark at the longest horizon and every
      question of the scenario.
      """
  )

  @Argument(help: "The scenario; - is standard input.")
  var file: String

  @Option(
    name: .customLong("vary"),
    help: ArgumentHelp(
      "A key and its values, or FROM to TO by STEP; may be repeated.",
      valueName: "key=values"
    )
  )
  var varied: [String] = []

  @OptionGroup var assets: HeadlineOptions
  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var result: ResultOptions
  @OptionGroup var common: CommonOptions

  /// Most points of a grid.
  private static let mostPoints = 1_000

  mutating func validate() throws {
    if varied.isEmpty {
      throw ValidationError("say what to vary, for example `--vary state.vix=12,16,20`")
    }
    if simulation.precision != nil {
      throw ValidationError("all points of a sweep have the same paths: use --paths")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    try result.file?.checkTarget()
    let variations = try variations(session)
    let baseline = try ScenarioFiles(session: session).prepare(file)
    for variation in variations { try check(variation, baseline) }
    let sweep = ScenarioSweep(
      session: session,
      baseline: baseline,
      variations: variations,
      questions: baseline.scenario.headlines(ofAssets: try assets.names(in: baseline)),
      settings: simulation.settings(of: baseline.scenario),
      threads: simulation.threadCount
    )
    let found = try await sweep.result()
    let renderer = TerminalRenderer(width: session.width, isColored: session.colorsOutput)
    try result.deliver(
      in: session,
      table: { () throws(CommandFailure) in renderer.render(Report.sweep(found)) },
      json: { JSONValue.sweep(found, embedding: baseline.embedded).text() },
      csv: { SweepCSV.text(found) }
    )
    return .done
  }

  private func variations(_ session: Session) throws(CommandFailure) -> [Variation] {
    var variations: [Variation] = []
    for argument in varied {
      do throws(Variation.Fault) {
        variations.append(try Variation(argument))
      } catch {
        switch error {
        case .message(let text, let help): throw .message(.usage, text, help: help)
        case .findings(let findings, let file):
          try session.report(findings, files: [file])
          throw .reported(.usage)
        }
      }
    }
    for (number, variation) in variations.enumerated() {
      // A key within another would undo it.
      for other in variations[..<number]
      where "\(variation.key).".hasPrefix("\(other.key).")
        || "\(other.key).".hasPrefix("\(variation.key).")
      {
        throw .message(.usage, "`\(other.key)` and `\(variation.key)` vary the same")
      }
    }
    let points = variations.reduce(1.0) { $0 * Double($1.choices.count) }
    guard points <= Double(Self.mostPoints) else {
      throw .message(.usage, "a sweep has at most \(Self.mostPoints) points, not \(Int(points))")
    }
    return variations
  }

  private func check(_ variation: Variation, _ baseline: PreparedScenario) throws(CommandFailure) {
    let ids = baseline.tree.eventIDs
    guard let id = variation.eventID, !ids.contains(id) else { return }
    let known = ids.isEmpty ? "it lists none" : "its events: " + ids.joined(separator: ", ")
    throw .message(
      .usage,
      "\(baseline.path) has no event `\(id)`",
      help: Suggestion.nearest(to: id, in: ids).map { "did you mean `\($0)`?" } ?? known
    )
  }
}

/// The points of a grid, simulated beside the scenario as it is written.
struct ScenarioSweep {
  let session: Session
  let baseline: PreparedScenario
  let variations: [Variation]
  let questions: [Question]
  let settings: RunSettings
  let threads: Int

  /// Points that are simulated side by side, as many as a worker's memory easily holds.
  private static let pointsAtOnce = 16

  func result() async throws(CommandFailure) -> SweepResult {
    let grid = grid
    var points: [PreparedScenario] = []
    for choices in grid { points.append(try prepared(choices)) }
    var found: [SweepResult.Point] = []
    var written: (record: RunRecord, arm: ArmResult)?
    for first in stride(from: 0, to: grid.count, by: Self.pointsAtOnce) {
      let batch = first..<min(first + Self.pointsAtOnce, grid.count)
      let study = try await study(points[batch])
      if written == nil { written = study.arms.first.map { (study.record, $0) } }
      for (number, difference) in zip(batch, study.differences) {
        found.append(
          SweepResult.Point(values: grid[number].map(\.text), answers: difference.answers)
        )
      }
    }
    guard let written else { throw .message(.defect, "a sweep without a point") }
    return SweepResult(
      record: written.record,
      baseline: written.arm,
      keys: variations.map {
        ($0.key, $0.written(in: baseline.tree, files: baseline.checked.sources))
      },
      points: found
    )
  }

  /// One choice of each variation; the last moves fastest.
  private var grid: [[Variation.Choice]] {
    variations.reduce([[]]) { points, variation in
      points.flatMap { point in variation.choices.map { point + [$0] } }
    }
  }

  /// The scenario with some choices; only what is wrong because of them is reported.
  private func prepared(_ choices: [Variation.Choice]) throws(CommandFailure) -> PreparedScenario {
    let kept = KeptInputs(baseline.inputs)
    return try ScenarioFiles(session: session, kept: kept)
      .prepare(
        kept.scenarios.first ?? baseline.path,
        under: baseline.model,
        varied: (choices, variations.map(\.file)),
        known: baseline.checked.diagnostics
      )
  }

  private func study(
    _ points: ArraySlice<PreparedScenario>
  ) async throws(CommandFailure) -> StudyResult {
    try await StudyRun(
      session: session,
      scenarios: [baseline] + points,
      settings: settings,
      threads: threads,
      otherArms: ([baseline] + points).map { $0.arm.asking(questions) }
    ).result()
  }
}
