internal import Analysis
import Calibration
import Domain
import Simulation
import Texts

/// A recipe and the data folder it reads, as the command line names them.
struct RecipeSource {
  let session: Session
  let recipe: String
  let data: String

  /// Daily closes of thousands of series for decades.
  private static let dataLimit = 1 << 30

  func read() throws(CommandFailure) -> (Recipe, CalibrationData) {
    let recipe = try readRecipe().recipe
    let tables = try readTables(of: recipe).tables
      .compactMapValues { DatedTable(dates: $0.dates, columns: $0.columns) }
    return (recipe, CalibrationData(tables: tables))
  }

  /// What the recipe reads, once all of it was read and found good.
  func page() throws(CommandFailure) -> DataPage {
    let (file, recipe) = try readRecipe()
    let (tables, sources) = try readTables(of: recipe)
    return DataPage(recipe: recipe, text: file, sources: sources, tables: tables)
  }

  private func readRecipe() throws(CommandFailure) -> (file: SourceFile, recipe: Recipe) {
    let file = try session.readArgument(recipe, limit: Guard.maximumBytes)
    let checked = RecipeReader.read(file)
    try session.report(checked.diagnostics, files: [file])
    guard let recipe = checked.recipe else { throw .reported(.data) }
    return (file, recipe)
  }

  private func readTables(
    of recipe: Recipe
  ) throws(CommandFailure) -> (tables: [String: CSVTable], sources: [String: SourceFile]) {
    var sources: [String: SourceFile] = [:]
    let checked = try RecipeTables.read(recipe) { (file) throws(CommandFailure) in
      let source = try session.readNamed(
        "\(data)/\(file.path)",
        by: "\(self.recipe): files.\(file.name)",
        limit: Self.dataLimit
      )
      sources[file.name] = source
      return source
    }
    try session.report(checked.diagnostics, files: checked.sources)
    guard let tables = checked.tables else { throw .reported(.data) }
    return (tables, sources)
  }

  func fit(_ recipe: Recipe, _ data: CalibrationData) throws(CommandFailure) -> MarketModel {
    try estimated { () throws(CalibrationError) in try Calibration.fit(data, recipe: recipe) }
  }

  func observed(
    _ data: CalibrationData,
    _ recipe: Recipe,
    through end: TradingDate
  ) throws(CommandFailure) -> ObservedMarket {
    try estimated { () throws(CalibrationError) in
      try ObservedMarket(data, recipe: recipe, through: end)
    }
  }

  /// What comes of a validation, its errors as words.
  func judged<T>(_ body: () throws(Validation.Failure) -> T) throws(CommandFailure) -> T {
    do throws(Validation.Failure) {
      return try body()
    } catch {
      switch error {
      case .unfit(let why): throw .message(.data, "\(recipe): \(why)")
      case .simulation(let error): throw try session.failure(error, in: [])
      }
    }
  }

  private func estimated<T>(
    _ body: () throws(CalibrationError) -> T
  ) throws(CommandFailure) -> T {
    do throws(CalibrationError) {
      return try body()
    } catch {
      throw .message(.data, "\(recipe): \(words(error))")
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
