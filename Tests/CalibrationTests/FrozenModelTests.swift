import Calibration
import Domain
import Foundation
import Testing
import Texts

/// The model frozen at the end of 2018: its file against its recipe, the built-in recipe, and
/// data that end with it.
@Suite("The model frozen at 2018")
struct FrozenModelTests {
  private static let models = ShippedModelTests.root.appendingPathComponent("scenarios/models")
  private static let name = "us-equities-2018"

  private static func source(_ url: URL) throws -> SourceFile {
    SourceFile(path: url.lastPathComponent, bytes: try Array(Data(contentsOf: url)))
  }

  private static func recipe(_ folder: URL, _ name: String) throws -> Recipe {
    let checked = RecipeReader.read(
      try source(folder.appendingPathComponent("\(name).recipe.yaml"))
    )
    #expect(checked.diagnostics.isEmpty)
    return try #require(checked.recipe)
  }

  private static func shipped() throws -> (text: String, model: MarketModel) {
    let file = try source(models.appendingPathComponent("\(name).yaml"))
    let checked = ModelReader.read(file)
    #expect(checked.diagnostics.isEmpty)
    return (file.text, try #require(checked.model))
  }

  @Test("writing the model that was read gives the file, which is small enough to ship")
  func roundTrip() throws {
    let (text, model) = try Self.shipped()
    #expect(ModelWriter.text(of: model) == text)
    #expect(text.utf8.count <= 100_000)
    #expect(model.name == Self.name && model.date.description == "2018-12-31")
  }

  @Test("no sample in the file ends after the model's date")
  func samples() throws {
    let text = try Self.shipped().text
    let ends = text.matches(of: /\d{4}-\d\d-\d\d\.\.(\d{4}-\d\d-\d\d)/).map { String($0.1) }
    #expect(ends.count > 20)
    #expect(ends.allSatisfy { $0 <= "2018-12-31" })
  }

  @Test("its recipe is the built-in one but for what the date decides")
  func recipes() throws {
    var frozen = try Self.recipe(Self.models, Self.name)
    let builtIn = try Self.recipe(ShippedModelTests.models, "us-equities")
    #expect(frozen.date.description == "2018-12-31")
    (frozen.name, frozen.date) = (builtIn.name, builtIn.date)
    (frozen.weightsSource, frozen.stateSource) = (builtIn.weightsSource, builtIn.stateSource)
    frozen.levels = builtIn.levels
    frozen.events.fomc?.lawStart = builtIn.events.fomc?.lawStart ?? builtIn.date
    frozen.version = builtIn.version
    frozen.weekly.recent = builtIn.weekly.recent
    frozen.macro?.excluded = builtIn.macro?.excluded
    // Surveys of core prices and of unemployment begin in 2020: what they tell is assumed.
    frozen.events.cpi = builtIn.events.cpi
    frozen.events.jobs = builtIn.events.jobs
    for number in [RecipeNumber.fedFundsLow, .fedFundsHigh, .coreInflation, .unemployment] {
      frozen.numbers[number] = builtIn.numbers[number]
    }
    for number in [
      RecipeNumber.coreDeviation, .passThroughLow, .passThroughHigh, .unemploymentDeviation,
      .unemploymentPassThrough, .pricesHighPrior,
    ] {
      guard case .assumption? = frozen.numbers[number]?.provenance else {
        Issue.record("\(number) is not labelled an assumption")
        continue
      }
      frozen.numbers[number] = builtIn.numbers[number]
    }
    frozen.assets = frozen.assets.map { $0.withoutDatedParts }
    frozen.spreads = frozen.spreads.map { $0.withoutWeight }
    var other = builtIn
    other.assets = other.assets.map { $0.withoutDatedParts }
    other.spreads = other.spreads.map { $0.withoutWeight }
    #expect(frozen == other)
  }

  @Test(
    "recipe and data that end with the model's date give the file, byte for byte",
    .enabled(if: ShippedModelTests.hasData)
  )
  func recalibrated() throws {
    let recipe = try Self.recipe(Self.models, Self.name)
    let read = try RecipeTables.read(recipe) { file in
      try Self.source(ShippedModelTests.data.appendingPathComponent(file.path))
    }
    #expect(read.diagnostics.isEmpty)
    let tables = try #require(read.tables).compactMapValues { table in
      DatedTable(dates: table.dates, columns: table.columns)?.cut(after: recipe.date)
    }
    let model = try Calibration.fit(CalibrationData(tables: tables), recipe: recipe)
    var rounded = ModelRounding.rounded(model, digits: 5)
    rounded.validation = try Self.shipped().model.validation
    let text = ModelWriter.text(of: rounded)
    #expect(text == (try Self.shipped().text))
  }
}

extension DatedTable {
  /// The table without the rows after a date.
  fileprivate func cut(after date: TradingDate) -> DatedTable? {
    let count = dates.prefix { $0 <= date }.count
    return DatedTable(
      dates: Array(dates.prefix(count)),
      columns: columns.mapValues { Array($0.prefix(count)) }
    )
  }
}

extension RecipeAsset {
  /// Without the weights of an index and the dividend yield, which are of a date.
  fileprivate var withoutDatedParts: RecipeAsset {
    guard case .index(let weights) = origin else {
      return RecipeAsset(asset: asset, origin: origin)
    }
    return RecipeAsset(asset: asset, origin: .index(weights.map { Weight($0.name, 1) }))
  }
}

extension RecipeSpread {
  fileprivate var withoutWeight: RecipeSpread {
    RecipeSpread(
      name: name,
      part: part,
      whole: whole,
      weight: Parameter(0.5, provenance: .assumption(reason: "set aside"))
    )
  }
}
