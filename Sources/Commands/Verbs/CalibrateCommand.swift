internal import ArgumentParser
import Domain
import Texts

/// `calibrate`: estimates a model from the data files that a recipe names.
struct CalibrateCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Estimate a model from return, rate and release files.",
    discussion: """
      Examples:
        dovetail calibrate --recipe my.recipe.yaml --data prices -o my-model.yaml
        dovetail models show my-model.yaml
        dovetail calibrate --recipe my.recipe.yaml --data prices --describe

      The same recipe and data give the same model, byte for byte.
      """
  )

  @Option(help: ArgumentHelp("What to estimate, from which series.", valueName: "file"))
  var recipe: String

  @Option(help: ArgumentHelp("The folder of the data files.", valueName: "folder"))
  var data: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the model there instead of printing it.", valueName: "file")
  )
  var output: String?

  @Flag(help: "Print what the recipe reads, as Markdown, with hashes; estimate nothing.")
  var describe = false

  @Flag(help: "Replace a file that is there.")
  var force = false

  @OptionGroup var common: CommonOptions

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    if let output, output != "-" {
      try OutputFile(path: output, isReplacing: force).checkTarget()
    }
    let source = RecipeSource(session: session, recipe: recipe, data: data)
    if describe {
      try session.deliver(try source.page().markdown, to: output, isReplacing: force)
      return .done
    }
    let (recipe, tables) = try source.read()
    let model = ModelRounding.rounded(try source.fit(recipe, tables), digits: Self.digits)
    let text = ModelWriter.text(of: model)
    // A model that cannot be read back is a defect of ours, and is never written.
    let path = output ?? "-"
    guard ModelReader.read(SourceFile(path: path, text: text)).model == model else {
      throw .message(.defect, "the model written is not the model read; nothing was written")
    }
    try session.deliver(text, to: output, isReplacing: force)
    return .done
  }

  /// Significant digits of a model's numbers, far finer than any standard error in it.
  private static let digits = 5
}
