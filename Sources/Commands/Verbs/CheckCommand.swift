internal import ArgumentParser
import Domain
import Glibc
import Reporting
import Simulation
import Texts

/// `check`: reads scenarios, says what is wrong with them, and shows how they were understood.
struct CheckCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read, validate and describe scenario files; simulate nothing.",
    discussion: """
      Examples:
        dovetail check december.yaml
        dovetail check scenarios/*.yaml -q
        dovetail check december.yaml --format github
        dovetail check december.yaml --print plan --json > plan.json
      """
  )

  /// What to print instead of the timeline.
  enum Part: String, CaseIterable, ExpressibleByArgument { case plan, scenario }

  @Argument(help: ArgumentHelp("Scenario files; - is standard input.", valueName: "file"))
  var files: [String]

  @Flag(help: "List every open event.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Print everything the engine reads, or the scenario after `extends`.",
      valueName: "part"
    )
  )
  var print: Part?

  @Flag(help: "Print it as JSON.")
  var json = false

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if print == .plan && !json {
      throw ValidationError("the plan is for programs: add --json")
    }
    if print != nil && files.count != 1 {
      throw ValidationError("--print takes one file, not \(files.count)")
    }
    if json && print == nil {
      throw ValidationError("--json needs --print plan or --print scenario")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    var codes: [ExitCode] = []
    for (index, file) in files.enumerated() {
      if index > 0 && print == nil && !session.isQuiet { try session.print("\n") }
      codes.append(try check(file, session))
    }
    return ExitCode.worst(of: codes)
  }

  /// Checks one file; a file that is wrong or missing does not keep others from being checked.
  private func check(_ path: String, _ session: Session) throws(CommandFailure) -> ExitCode {
    let started = Clock.seconds
    do throws(CommandFailure) {
      let prepared = try ScenarioFiles(session: session).prepare(path)
      let plan = try plan(of: prepared, session)
      try describe(prepared, plan, session)
      try confirm(prepared, since: started, session)
      return .done
    } catch {
      guard case .message(let code, let text, _) = error, code == .noInput else {
        guard case .reported(let code) = error else { throw error }
        return code
      }
      try session.streams.error.write("dovetail: \(text)\n")
      return code
    }
  }

  /// The last line of the page: that all is well, and how long it took to see.
  private func confirm(
    _ prepared: PreparedScenario,
    since started: Double,
    _ session: Session
  ) throws(CommandFailure) {
    guard print == nil && !session.isQuiet else { return }
    let warnings = prepared.checked.diagnostics.count { $0.severity == .warning }
    let milliseconds = max(1, Int((Clock.seconds - started) * 1_000))
    try session.print(
      "\(prepared.path) is valid: 0 errors, \(warnings) warning\(warnings == 1 ? "" : "s")"
        + " (\(milliseconds) ms)\n"
    )
  }

  private func plan(
    of prepared: PreparedScenario,
    _ session: Session
  ) throws(CommandFailure) -> SimulationPlan {
    do throws(SimulationError) {
      // The study of one arm refuses whatever `run` would refuse.
      let study = try Study(
        arms: [prepared.arm],
        settings: simulation.settings(of: prepared.scenario),
        threads: 1
      )
      return study.plans[0]
    } catch {
      throw try session.failure(error, in: [prepared])
    }
  }

  private func describe(
    _ prepared: PreparedScenario,
    _ plan: SimulationPlan,
    _ session: Session
  ) throws(CommandFailure) {
    switch print {
    case .plan: try session.print(JSONValue(plan.document).text())
    case .scenario:
      let canonical = prepared.canonical
      try session.print(
        json ? JSONValue(canonical).text() : ScenarioWriter.text(canonical)
      )
    case nil:
      guard !session.isQuiet else { return }
      let summary = CheckSummary(
        scenario: prepared.scenario,
        model: prepared.model,
        intervals: plan.intervals.count
      )
      let renderer = TerminalRenderer(width: session.width, isColored: session.colorsOutput)
      try session.print(
        renderer.render(Report.check(summary, all: all, width: session.width))
      )
    }
  }
}
