import Analysis
internal import ArgumentParser
import Domain
import Reporting
import Texts

/// `models`: the models at hand, and their cards.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List, show and compare models: every number with its source.",
    discussion: """
      Examples:
        dovetail models list
        dovetail models show us-equities
        dovetail models show my-model.yaml --json
        dovetail models diff us-equities my-model.yaml
      """,
    subcommands: [ListModelsCommand.self, ShowModelCommand.self, DiffModelsCommand.self]
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
        dovetail models show us-equities --asset russell-2000
        dovetail models show us-equities --json -o card.json
        dovetail models show us-equities --yaml -o my-model.yaml   # to edit it
      """
  )

  @Argument(
    help: ArgumentHelp("A built-in model, or the path of a model file.", valueName: "model")
  )
  var model: String

  @Option(
    name: .customLong("asset"),
    help: ArgumentHelp(
      "Print only the responses of this asset; may be repeated.",
      valueName: "asset"
    )
  )
  var assets: [String] = []

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
    if !assets.isEmpty && (json || yaml) {
      throw ValidationError("--asset is for pages; --json and --yaml have every asset")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    let model = try ModelLibrary(session: session).model(named: model)
    let names = try assets.map { name throws(CommandFailure) in
      try model.assetName(of: name)
    }
    try session.deliver(text(of: model, names, session), to: output, isReplacing: force)
    return .done
  }

  private func text(of model: MarketModel, _ names: [String], _ session: Session) -> String {
    if yaml { return ModelWriter.text(of: model) }
    let moves = OpenDecisionMoves(model)
    let card = ModelCard(model, sameSignAtDecisions: moves?.sameSign)
    if json { return card.json.text() }
    let page = names.isEmpty ? card.report(width: session.width) : card.responses(of: names)
    guard markdown else {
      let renderer = TerminalRenderer(width: session.width, isColored: session.colorsOutput)
      return renderer.render(page)
    }
    return names.isEmpty ? card.markdown : MarkdownRenderer.render(page)
  }
}

extension MarketModel {
  /// The name of an asset by its name or alias; a mistake of the command line where there is none.
  func assetName(of text: String) throws(CommandFailure) -> String {
    let known = assets.map(\.asset)
    if let asset = known.first(where: { $0.name == text || $0.alias == text }) { return asset.name }
    let nearest = Suggestion.nearest(to: text, in: known.map(\.name))
    throw .message(
      .usage,
      "the model \(name) has no asset `\(text)`",
      help: nearest.map { "did you mean `\($0)`?" } ?? "`dovetail models show` lists its assets"
    )
  }
}
