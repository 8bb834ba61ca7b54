internal import ArgumentParser
import Domain
import Reporting
import Simulation

/// `models diff`: what changed between two models, and what that does to a scenario.
struct DiffModelsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what changed between two models, and what that does to a scenario.",
    discussion: """
      Examples:
        dovetail models diff us-equities my-model.yaml
        dovetail models diff old.yaml new.yaml --scenario december.yaml
        dovetail models diff old.yaml new.yaml --all
        dovetail models diff old.yaml new.yaml --json -o difference.json

      Moves are sorted by size in standard errors of the old number. With a
      scenario both models are moved by the same draws; the model that the
      scenario names is not used.
      """
  )

  @Argument(help: ArgumentHelp("The old model, built in or a file.", valueName: "old"))
  var old: String

  @Argument(help: ArgumentHelp("The new model.", valueName: "new"))
  var new: String

  @Option(
    help: ArgumentHelp("Show what the change does to this scenario.", valueName: "file")
  )
  var scenario: String?

  @Flag(help: "Show every number that moved, not the largest of each kind.")
  var all = false

  @OptionGroup var simulation: SimulationOptions
  @OptionGroup var result: SavedResultOptions
  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if scenario == "-" {
      throw ValidationError("--scenario is read once for each model, so it takes a file")
    }
    if old == "-" && new == "-" { throw ValidationError("standard input can be read once only") }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    try result.file?.checkTarget()
    let library = ModelLibrary(session: session)
    let models = (try library.model(named: old), try library.model(named: new))
    let difference = ModelDifference(from: models.0, to: models.1)
    let effect = try await effect(of: models, session)
    try result.deliver(
      difference.json(effect: effect),
      page: difference.report(effect: effect, showsAll: all),
      in: session
    )
    return .done
  }

  private func effect(
    of models: (MarketModel, MarketModel),
    _ session: Session
  ) async throws(CommandFailure) -> ModelEffect? {
    guard let scenario else { return nil }
    let files = ScenarioFiles(session: session)
    let scenarios = [
      try files.prepare(scenario, under: models.0), try files.prepare(scenario, under: models.1),
    ]
    let study = try await StudyRun(
      session: session,
      scenarios: scenarios,
      settings: simulation.settings(of: scenarios[0].scenario),
      threads: simulation.threadCount,
      comparesModels: true
    ).result()
    return ModelEffect(study: study, selection: scenarios[1].scenario.report)
  }
}
