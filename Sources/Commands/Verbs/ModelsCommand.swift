internal import ArgumentParser
import Domain
import Reporting
import Texts

/// `models`: the models at hand, and their cards.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List and show models: every number with its source.",
    discussion: """
      Examples:
        dovetail models list
        dovetail models show us-equities
        dovetail models show my-model.yaml --json
      """,
    subcommands: [ListModelsCommand.self, ShowModelCommand.self]
  )
}

/// `models list`: the built-in models in a line each.
struct ListModelsCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the built-in models."
  )

  @OptionGroup var common: CommonOptions

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    for name in ModelLibrary.builtInNames {
      let model = try ModelLibrary(session: session).model(named: name)
      try session.print(
        "\(name)  version \(model.version), estimated to \(model.date): "
          + "\(model.assets.count) assets, \(model.factors.count) factors\n"
      )
    }
    return .done
  }
}

/// `models show`: the card of one model.
struct ShowModelCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a model's card: every number with its standard error and source.",
    discussion: """
      Examples:
        dovetail models show us-equities
        dovetail models show us-equities --json -o card.json
        dovetail models show us-equities --yaml -o my-model.yaml   # to edit it
      """
  )

  @Argument(
    help: ArgumentHelp("A built-in model, or the path of a model file.", valueName: "model")
  )
  var model: String

  @Flag(help: "Print the card as JSON.")
  var json = false

  @Flag(help: "Print the card as Markdown.")
  var markdown = false

  @Flag(help: "Print the model file itself.")
  var yaml = false

  @Option(name: .shortAndLong, help: ArgumentHelp("Write there instead.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if [json, markdown, yaml].count(where: { $0 }) > 1 {
      throw ValidationError("--json, --markdown and --yaml exclude each other")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    let model = try ModelLibrary(session: session).model(named: model)
    try session.deliver(text(of: model, session), to: output, isReplacing: force)
    return .done
  }

  private func text(of model: MarketModel, _ session: Session) -> String {
    if yaml { return ModelWriter.text(of: model) }
    let card = ModelCard(model)
    if json { return card.json.text() }
    if markdown { return card.markdown }
    return card.text(width: session.width, isColored: session.colorsOutput)
  }
}
