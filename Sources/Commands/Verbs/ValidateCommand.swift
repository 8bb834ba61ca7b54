internal import Analysis
internal import ArgumentParser
import Calibration
import Domain
import Reporting
import Results
import Texts

/// `validate`: holds a model's forecasts against data it has not seen.
struct ValidateCommand: Verb {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Test a model against history it has not seen.",
    discussion: """
      Examples:
        dovetail validate --recipe my.recipe.yaml --data prices --frozen 2018-12-31
        dovetail validate --recipe my.recipe.yaml --data prices --model my-model.yaml
        dovetail validate --recipe my.recipe.yaml --data prices \\
          --frozen 2018-12-31 --rolling 1y

      Days of events given their surprises, weeks given the factors, and one
      week, one month and three months ahead are forecast as they would have been
      at the time, and compared with what came: coverage of intervals, scores
      against simple forecasts, and tests that say how often they would have
      noticed a wrong model. Exits with 1 when a test rejects at the level of the
      whole family. What is tested and how: docs/validation.md.
      """
  )

  @Option(help: ArgumentHelp("Which series, and how to estimate.", valueName: "file"))
  var recipe: String

  @Option(help: ArgumentHelp("The folder of the data files.", valueName: "folder"))
  var data: String

  @Option(help: ArgumentHelp("Estimate on data to this day; the recipe's date if not given."))
  var frozen: DateArgument?

  @Option(help: ArgumentHelp("Test this model from its own date on.", valueName: "model"))
  var model: String?

  @Option(help: ArgumentHelp("Estimate anew at the end of every year: 1y.", valueName: "span"))
  var rolling: RollingArgument?

  @Option(help: ArgumentHelp("Read no data after this day."))
  var through: DateArgument?

  @Option(help: ArgumentHelp("Level of the family of tests.", valueName: "percent"))
  var level = 5.0

  @Option(help: ArgumentHelp("Simulated paths of each forecast.", valueName: "number"))
  var paths = 2_048

  @Option(help: "Seed of the random numbers.")
  var seed: UInt64 = 1

  @Flag(help: "Give every asset a row of its own.")
  var byAsset = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Print the result as Markdown.")
  var markdown = false

  @Option(name: .shortAndLong, help: ArgumentHelp("Write there instead.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
    if model != nil && (frozen != nil || rolling != nil) {
      throw ValidationError("--model has its own date: leave out --frozen and --rolling")
    }
    if !(level > 0 && level < 100) {
      throw ValidationError("--level takes a percentage between 0 and 100, not \(level)")
    }
    if !(64...1_000_000).contains(paths) {
      throw ValidationError("--paths takes 64 to 1000000, not \(paths)")
    }
  }

  func execute(in session: Session) async throws(CommandFailure) -> ExitCode {
    if let output, output != "-" {
      try OutputFile(path: output, isReplacing: force).checkTarget()
    }
    let source = RecipeSource(session: session, recipe: recipe, data: data)
    let (recipe, tables) = try source.read()
    let end = through?.date ?? tables.lastDay
    let market = try source.observed(tables, recipe, through: end)
    let models = try models(source, recipe, tables, through: market.days.last ?? end)
    let result = try source.judged { () throws(Validation.Failure) in
      try Validation(
        market: market,
        recipe: recipe,
        models: models,
        settings: .init(paths: paths, seed: seed, level: level / 100)
      ).result()
    }
    let report = ValidationReport(result, listsAssets: byAsset)
    try session.deliver(text(report, session), to: output, isReplacing: force)
    guard let first = result.rejections.first else { return .done }
    try session.remark(
      "rejected by \(result.rejections.count) tests, first by \(first.test.kind.rawValue) of "
        + "\(first.row.kind.key)\n"
    )
    return .negative
  }

  private func text(_ report: ValidationReport, _ session: Session) -> String {
    if json { return report.json.text() }
    if markdown { return report.markdown }
    return report.text(width: session.width, isColored: session.colorsOutput)
  }

  /// The model named, or one estimated at the frozen date and at every later year's end.
  private func models(
    _ source: RecipeSource,
    _ recipe: Recipe,
    _ tables: CalibrationData,
    through end: TradingDate
  ) throws(CommandFailure) -> [MarketModel] {
    if let model { return [try ModelLibrary(session: source.session).model(named: model)] }
    let first = frozen?.date ?? recipe.date
    var dates = [first]
    if rolling != nil {
      dates += (first.civil.year + 1...max(first.civil.year + 1, end.civil.year))
        .compactMap { TradingDate(year: $0, month: 12, day: 31) }.filter { $0 < end }
    }
    var models: [MarketModel] = []
    for date in dates {
      var dated = recipe
      dated.date = date
      try source.session.detail("estimating to \(date)\n")
      models.append(try source.fit(dated, tables))
    }
    return models
  }
}

/// A day on the command line: `2018-12-31`.
struct DateArgument: ExpressibleByArgument {
  let date: TradingDate

  init?(argument: String) {
    guard let date = TradingDate(argument) else { return nil }
    self.date = date
  }
}

/// How often a model is estimated anew: only `1y` is known.
struct RollingArgument: ExpressibleByArgument {
  init?(argument: String) {
    guard argument == "1y" else { return nil }
  }
}

extension CalibrationData {
  /// The last day of any table.
  var lastDay: TradingDate {
    tables.values.compactMap(\.dates.last).max() ?? TradingDate(daysSince1970: 0)
  }
}
