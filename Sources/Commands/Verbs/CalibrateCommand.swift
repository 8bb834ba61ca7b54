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
        dovetail calibrate --example my-market
        dovetail calibrate --recipe my-market/recipe.yaml --data my-market \\
          -o my-market/my-model.yaml
        dovetail models show my-market/my-model.yaml
        dovetail calibrate --recipe my-market/recipe.yaml --data my-market --describe

      The same recipe and data give the same model, byte for byte. docs/calibrate.md is a tutorial.
      """
  )

  @Option(help: ArgumentHelp("What to estimate, from which series.", valueName: "file"))
  var recipe: String?

  @Option(help: ArgumentHelp("The folder of the data files.", valueName: "folder"))
  var data: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the model there instead of printing it.", valueName: "file")
  )
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Keep this result of `validate --json` with the model.",
      valueName: "file"
    )
  )
  var validation: String?

  @Flag(help: "Print what the recipe reads, as Markdown, with hashes; estimate nothing.")
  var describe = false

  @Option(
    help: ArgumentHelp(
      "Write an invented market there to try it on: data, recipe and scenario.",
      valueName: "folder"
    )
  )
  var example: String?

  @Flag(help: "Replace files that are there.")
  var force = false

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if example != nil {
      guard recipe == nil, data == nil, output == nil, validation == nil, !describe else {
        throw ValidationError("--example stands alone: it writes a folder to start from")
      }
    } else if recipe == nil || data == nil {
      throw ValidationError("name the recipe and the folder of its data: --recipe and --data")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    if let example {
      try ExampleFolder(path: example, isReplacing: force).write(session)
      return .done
    }
    guard let path = recipe, let data else { return .usage }
    if let output, output != "-" {
      try OutputFile(path: output, isReplacing: force).checkTarget()
    }
    let source = RecipeSource(session: session, recipe: path, data: data)
    if describe {
      try session.deliver(try source.page().markdown, to: output, isReplacing: force)
      return .done
    }
    let record = try validation.map { (path) throws(CommandFailure) in
      try self.record(path, session)
    }
    let (recipe, tables) = try source.read()
    var model = ModelRounding.rounded(try source.fit(recipe, tables), digits: Self.digits)
    model.validation = record
    let text = ModelWriter.text(of: model)
    // A model that cannot be read back is a defect of ours, and is never written.
    guard ModelReader.read(SourceFile(path: output ?? "-", text: text)).model == model else {
      throw .message(.defect, "the model written is not the model read; nothing was written")
    }
    try session.deliver(text, to: output, isReplacing: force)
    return .done
  }

  private func record(
    _ path: String,
    _ session: Session
  ) throws(CommandFailure) -> ValidationRecord {
    let file = try session.readArgument(path, limit: Guard.maximumBytes)
    let (record, diagnostics) = ValidationReader.read(file)
    try session.report(diagnostics, files: [file])
    guard let record else { throw .reported(.data) }
    return record
  }

  /// Significant digits of a model's numbers, far finer than any standard error in it.
  private static let digits = 5
}
