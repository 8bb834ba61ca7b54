internal import ArgumentParser
import Calibration
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

      The same recipe and data give the same model, byte for byte.
      """
  )

  /// Daily closes of thousands of series for decades.
  private static let dataLimit = 1 << 30

  @Option(help: ArgumentHelp("What to estimate, from which series.", valueName: "file"))
  var recipe: String

  @Option(help: ArgumentHelp("The folder of the data files.", valueName: "folder"))
  var data: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the model there instead of printing it.", valueName: "file")
  )
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  @OptionGroup var common: CommonOptions

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    if let output, output != "-" {
      try OutputFile(path: output, isReplacing: force).checkTarget()
    }
    let recipe = try readRecipe(session)
    let tables = try readTables(of: recipe, session)
    let model = ModelRounding.rounded(try fit(recipe, tables), digits: Self.digits)
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

  private func readRecipe(_ session: Session) throws(CommandFailure) -> Recipe {
    let file = try session.readArgument(recipe, limit: Guard.maximumBytes)
    let checked = RecipeReader.read(file)
    try session.report(checked.diagnostics, files: [file])
    guard let recipe = checked.recipe else { throw .reported(.data) }
    return recipe
  }

  private func readTables(
    of recipe: Recipe,
    _ session: Session
  ) throws(CommandFailure) -> [String: DatedTable] {
    let checked = try RecipeTables.read(recipe) { (file) throws(CommandFailure) in
      try session.readNamed(
        "\(data)/\(file.path)",
        by: "\(self.recipe): files.\(file.name)",
        limit: Self.dataLimit
      )
    }
    try session.report(checked.diagnostics, files: checked.sources)
    guard let tables = checked.tables else { throw .reported(.data) }
    return tables.compactMapValues { DatedTable(dates: $0.dates, columns: $0.columns) }
  }

  private func fit(
    _ recipe: Recipe,
    _ tables: [String: DatedTable]
  ) throws(CommandFailure) -> MarketModel {
    do throws(CalibrationError) {
      return try Calibration.fit(CalibrationData(tables: tables), recipe: recipe)
    } catch {
      throw .message(.data, "\(self.recipe): \(words(error))")
    }
  }

  private func words(_ error: CalibrationError) -> String {
    switch error {
    case .missingSeries(let series): "the data have no series \(series.text)"
    case .missingNumber(let number):
      "`numbers.\(number.rawValue)` is missing, and nothing in the data gives it"
    case .tooFewObservations(let what, let found, let needed):
      "\(what): \(found) observations, at least \(needed) are needed"
    case .notPositiveDefinite(let what): "\(what) is not positive definite"
    case .unlawfulRecipe(let why): why
    case .numerical(let why): "the estimation broke down: \(why)"
    }
  }
}
