internal import ArgumentParser
import Domain
import Reporting
import Results
import Simulation
import Texts

/// `compare`: what differs between scenarios, in the same simulated worlds.
struct CompareCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show what differs between scenarios: inputs, then outcomes, paired.",
    discussion: """
      Examples:
        dovetail compare base.yaml december.yaml
        dovetail compare december.yaml hold.yaml hawkish.yaml --horizon 1mo
        dovetail compare base.yaml december.yaml -o comparison.json

      The first file is the baseline. All see the same draws, so that a
      difference is far surer than either number by itself.
      """
  )

  @Argument(help: ArgumentHelp("The baseline, then the others.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp("Horizon of the table. (default: the longest)", valueName: "horizon")
  )
  var horizon: String?

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup(title: "Parts and limits") var parts: PartOptions
  @OptionGroup var result: ResultOptions
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if files.count < 2 {
      throw ValidationError("compare takes at least two scenario files, not \(files.count)")
    }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input can be read once only")
    }
    try parts.check(files: 1, isShown: horizon != nil, result: result)
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    try result.file?.checkTarget()
    try parts.checkTarget(isReplacing: result.force)
    let scenarios = try ScenarioFiles(session: session).prepareAll(files)
    try checkComparable(scenarios)
    let run = StudyRun(
      session: session,
      scenarios: scenarios,
      settings: simulation.settings(of: scenarios[0].scenario),
      threads: simulation.threadCount,
      limits: parts.limits(of: "compare", isReplacing: result.force, deadline: parts.deadline),
      scope: scope(of: scenarios),
      precisionLimit: simulation.precisionLimit
    )
    guard parts.shard == nil else {
      try await run.shard()
      return .done
    }
    return try CompareDelivery(session: session, result: result, horizon: horizon)
      .deliver(try await run.result(), of: scenarios)
  }

  /// What is read: all that can be, unless only a table is made of it.
  private func scope(of scenarios: [PreparedScenario]) -> ReadingScope {
    guard result.isTableOnly, !parts.keepsState, simulation.precision == nil else {
      return .everything
    }
    return RunOptions(horizon: horizon, selection: scenarios[0].scenario.report)
      .scope(comparing: scenarios.map(\.scenario), under: scenarios[0].model)
  }

  /// Scenarios can share worlds only if they start on one day with one model.
  private func checkComparable(_ scenarios: [PreparedScenario]) throws(CommandFailure) {
    let first = scenarios[0]
    for other in scenarios.dropFirst() {
      func refuse(_ what: String, _ a: String, _ b: String, _ help: String) -> CommandFailure {
        .message(
          .data,
          "cannot compare \(first.path) with \(other.path): `\(what)` is \(a) in one and \(b)"
            + " in the other",
          help: help
        )
      }
      let (a, b) = (first.scenario, other.scenario)
      if a.asof != b.asof {
        throw refuse(
          "asof",
          "\(a.asof)",
          "\(b.asof)",
          "give both the same `asof`, or `run` them side by side"
        )
      }
      if first.model != other.model {
        throw refuse(
          "model",
          first.model.name,
          other.model.name,
          "give both the same `model`, or `run` them side by side"
        )
      }
      try checkSettings(a, b, refuse)
    }
  }

  /// Settings of the run must agree unless the command line decides them.
  private func checkSettings(
    _ a: Scenario,
    _ b: Scenario,
    _ refuse: (String, String, String, String) -> CommandFailure
  ) throws(CommandFailure) {
    let (a, b) = (simulation.settings(of: a), simulation.settings(of: b))
    if a.paths != b.paths {
      throw refuse("run.paths", "\(a.paths)", "\(b.paths)", "decide it with `--paths \(a.paths)`")
    }
    if a.seed != b.seed {
      throw refuse("run.seed", "\(a.seed)", "\(b.seed)", "decide it with `--seed \(a.seed)`")
    }
    if a.parameters != b.parameters {
      throw refuse(
        "run.parameters",
        a.parameters.rawValue,
        b.parameters.rawValue,
        "give both the same `run: {parameters: \(a.parameters.rawValue)}`"
      )
    }
  }
}

/// Delivers what differs between scenarios that were simulated in the same worlds.
struct CompareDelivery {
  let session: Session
  let result: ResultOptions
  let horizon: String?

  /// Gives what the results say to the caller.
  func deliver(
    _ study: StudyResult,
    of scenarios: [PreparedScenario]
  ) throws(CommandFailure) -> ExitCode {
    let inputs = scenarios.dropFirst().map { scenarios[0].differences(to: $0) }
    let page = try page(of: study, inputs, scenarios)
    let renderer = TerminalRenderer(width: session.width, isColored: session.colorsOutput)
    try result.deliver(
      in: session,
      table: { () throws(CommandFailure) in renderer.render(page) },
      json: {
        JSONValue.comparison(
          study,
          inputs: inputs,
          embedding: scenarios.map(\.embedded)
        ).text()
      },
      csv: { ResultCSV.text(differencesOf: study) }
    )
    return verdict(study.arms, [study.record])
  }

  private func page(
    of study: StudyResult,
    _ inputs: [[InputDifference]],
    _ scenarios: [PreparedScenario]
  ) throws(CommandFailure) -> Report {
    let options = RunOptions(horizon: horizon, selection: scenarios[0].scenario.report)
    do throws(ReportError) {
      return try Report.comparison(study, inputs: inputs, options: options)
    } catch {
      throw .message(.usage, error.message)
    }
  }
}
