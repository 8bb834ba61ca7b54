internal import ArgumentParser
import Domain
import Reporting
import Results
import Simulation

/// `run`: simulates scenarios and prints their distributions.
struct RunCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Simulate scenarios and print return distributions.",
    discussion: """
      Examples:
        dovetail run december.yaml
        dovetail run december.yaml --horizon 1mo
        dovetail run base.yaml december.yaml --statistic es95
        dovetail run december.yaml -o result.json
        dovetail run december.yaml --csv > result.csv
        dovetail run december.yaml --tail "sp-500 < -20 % at 6mo" --tail-level 0.1%
        dovetail run december.yaml --shard 1/2 --part 1.part   then 2/2, then merge

      One file gives a page; several give one statistic side by side. The same
      file, model, seed and paths give the same numbers on any machine.
      """
  )

  @Argument(help: ArgumentHelp("Scenario files; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp("Horizon of the table. (default: the longest)", valueName: "horizon")
  )
  var horizon: String?

  @Option(
    help: ArgumentHelp(
      "What to show of several files: median, mean, es95, p_loss, ... (default: median)",
      valueName: "name"
    )
  )
  var statistic: String?

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup(title: "One tail") var tail: TailOptions
  @OptionGroup(title: "Parts and limits") var parts: PartOptions
  @OptionGroup var result: ResultOptions
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if statistic != nil && files.count < 2 {
      throw ValidationError("--statistic is for several files; one file shows all statistics")
    }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input can be read once only")
    }
    try tail.check(files: files.count, simulation, parts)
    try parts.check(
      files: files.count,
      isShown: horizon != nil || statistic != nil,
      result: result
    )
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    try result.file?.checkTarget()
    try parts.checkTarget(isReplacing: result.force)
    let scenarios = try ScenarioFiles(session: session).prepareAll(files)
    let end = parts.deadline
    let scopes = scopes(of: scenarios)
    var found: [(arm: ArmResult, record: RunRecord)] = []
    for (number, prepared) in scenarios.enumerated() {
      let run = StudyRun(
        session: session,
        scenarios: [prepared],
        settings: simulation.settings(of: prepared.scenario),
        threads: simulation.threadCount,
        limits: parts.limits(
          of: "run",
          isReplacing: result.force,
          // Each scenario has an equal share of the time that is left.
          deadline: end.map { Clock.seconds + ($0 - Clock.seconds) / Double(files.count - number) }
        ),
        tail: tail.request,
        scope: scopes[number],
        precisionLimit: simulation.precisionLimit
      )
      guard parts.shard == nil else {
        try await run.shard()
        return .done
      }
      let study = try await run.result()
      found += study.arms.map { ($0, study.record) }
    }
    return try RunDelivery(
      session: session,
      result: result,
      horizon: horizon,
      statistic: statistic
    ).deliver(found, of: scenarios)
  }

  /// What is read of each scenario: all that can be, unless only a table is made of it.
  ///
  /// A file that keeps the state of a run must serve any output; a precision is that of the longest
  /// horizon, and a tail may be that of any.
  private func scopes(of scenarios: [PreparedScenario]) -> [ReadingScope] {
    let readsAll =
      !result.isTableOnly || parts.keepsState || tail.request != nil
      || (simulation.precision != nil && (horizon != nil || scenarios.count > 1))
    let options = RunOptions(horizon: horizon, selection: scenarios[0].scenario.report)
    switch (readsAll, scenarios.count) {
    case (true, _): return scenarios.map { _ in .everything }
    case (false, 1):
      let (scenario, model) = (scenarios[0].scenario, scenarios[0].model)
      return [options.scope(of: scenario, under: model, drawdown: simulation.drawdown)]
    case (false, _):
      return options.scopes(of: scenarios.map { ($0.scenario, $0.model) }, statistic: statistic)
    }
  }
}

/// Delivers what was found of scenarios that were simulated each for itself.
struct RunDelivery {
  let session: Session
  let result: ResultOptions
  let horizon: String?
  let statistic: String?

  /// Gives what the results say to the caller.
  func deliver(
    _ found: [(arm: ArmResult, record: RunRecord)],
    of scenarios: [PreparedScenario]
  ) throws(CommandFailure) -> ExitCode {
    let renderer = TerminalRenderer(width: session.width, isColored: session.colorsOutput)
    let page = try page(of: found, scenarios)
    try result.deliver(
      in: session,
      table: { () throws(CommandFailure) in renderer.render(page) },
      json: {
        let all = zip(found, scenarios).map { ($0.arm, $0.record, $1.embedded) }
        guard all.count == 1 else { return JSONValue.results(all).text() }
        return JSONValue.result(all[0].0, record: all[0].1, embedding: all[0].2).text()
      },
      csv: { ResultCSV.text(found.map(\.arm)) }
    )
    return verdict(found.map(\.arm), found.map(\.record))
  }

  /// The page; a horizon or statistic that is not there is a mistake of the command line.
  private func page(
    of found: [(arm: ArmResult, record: RunRecord)],
    _ scenarios: [PreparedScenario]
  ) throws(CommandFailure) -> Report {
    let options = RunOptions(horizon: horizon, selection: scenarios[0].scenario.report)
    do throws(ReportError) {
      guard found.count == 1 else {
        return try Report.sideBySide(found, statistic: statistic, options: options)
      }
      return try Report.run(found[0].arm, record: found[0].record, options: options)
    } catch {
      throw .message(.usage, error.message)
    }
  }
}

/// What the expectations of some results, and the limits they met, say to the caller.
func verdict(_ arms: [ArmResult], _ records: [RunRecord]) -> ExitCode {
  let verdicts: [ExitCode] = arms.flatMap(\.expectations).map { answer in
    switch answer.verdict {
    case .fail: .negative
    case .inconclusive: .inconclusive
    case .pass, nil: .done
    }
  }
  return ExitCode.worst(of: verdicts + records.map { $0.asked == nil ? .done : .limit })
}
