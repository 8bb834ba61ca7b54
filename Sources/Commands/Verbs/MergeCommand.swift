internal import ArgumentParser
import Domain
import Results
import Simulation

/// `merge`: joins the parts of one run, and gives its result.
struct MergeCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the parts of one run, and print its result.",
    discussion: """
      Examples:
        dovetail merge 1.part 2.part 3.part
        dovetail merge *.part -o result.json

      Parts are what `run` and `compare` write with --shard and --part. They hold
      the scenario, the model and the settings, so that nothing else is needed;
      parts of different runs are refused, and so are gaps. The result is bit for
      bit that of one run.
      """
  )

  @Argument(help: ArgumentHelp("The parts, in any order.", valueName: "part"))
  var files: [String]

  @Option(
    help: ArgumentHelp("Horizon of the table. (default: the longest)", valueName: "horizon")
  )
  var horizon: String?

  @Option(
    help: ArgumentHelp(
      "Threads to use; never changes a number. (default: all)",
      valueName: "number"
    )
  )
  var threads: Int?

  @OptionGroup var result: ResultOptions
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads takes 1 to 1024, not \(threads)")
    }
    if files.contains("-") { throw ValidationError("merge takes files, not -") }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    try result.file?.checkTarget()
    let parts = try PartSet(files, session: session)
    let kept = KeptInputs(parts.header.inputs)
    let scenarios = try ScenarioFiles(session: session, kept: kept).prepareAll(kept.scenarios)
    let run = StudyRun(
      session: session,
      scenarios: scenarios,
      settings: parts.header.settings,
      threads: SimulationOptions.threadCount(threads)
    )
    let study = try await run.result(of: parts)
    guard parts.header.command == "run" else {
      return try CompareDelivery(session: session, result: result, horizon: horizon)
        .deliver(study, of: scenarios)
    }
    return try RunDelivery(session: session, result: result, horizon: horizon, statistic: nil)
      .deliver(study.arms.map { ($0, study.record) }, of: scenarios)
  }
}
