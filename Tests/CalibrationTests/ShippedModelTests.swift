import Calibration
import Domain
import Foundation
import Numerics
import Testing
import Texts

/// The built-in model's file against its recipe, its data and the anchors it must show.
@Suite("The shipped model")
struct ShippedModelTests {
  /// Of the file's bytes; it changes with every change of a published number.
  static let recordedHash = "e340287823bef643f37a21235dfdbc40f4b380ca0727de6d527549364d9ec67f"

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let models = root.appendingPathComponent("Sources/BuiltInModels")
  static let data = root.deletingLastPathComponent().appendingPathComponent("shared/data")
  static let hasData = FileManager.default.fileExists(atPath: data.path)

  private static func bytes(_ url: URL) throws -> [UInt8] { try Array(Data(contentsOf: url)) }

  static func shipped() throws -> (bytes: [UInt8], model: MarketModel) {
    let bytes = try bytes(models.appendingPathComponent("us-equities.yaml"))
    let checked = ModelReader.read(SourceFile(path: "us-equities.yaml", bytes: bytes))
    #expect(checked.diagnostics.isEmpty)
    return (bytes, try #require(checked.model))
  }

  @Test("the file is the one whose hash is recorded, and small enough to embed")
  func hash() throws {
    let bytes = try Self.shipped().bytes
    #expect(SHA256.hex(SHA256.digest(of: bytes)) == Self.recordedHash)
    #expect(bytes.count <= 100_000)
  }

  @Test("writing the model that was read gives the file")
  func roundTrip() throws {
    let (bytes, model) = try Self.shipped()
    #expect(ModelWriter.text(of: model) == String(decoding: bytes, as: UTF8.self))
  }

  @Test("recipe and data give the file, byte for byte", .enabled(if: hasData))
  func recalibrated() throws {
    let recipeURL = Self.models.appendingPathComponent("us-equities.recipe.yaml")
    let checked = RecipeReader.read(
      SourceFile(path: "us-equities.recipe.yaml", bytes: try Self.bytes(recipeURL))
    )
    #expect(checked.diagnostics.isEmpty)
    let recipe = try #require(checked.recipe)
    let read = try RecipeTables.read(recipe) { file in
      SourceFile(
        path: file.path,
        bytes: try Self.bytes(Self.data.appendingPathComponent(file.path))
      )
    }
    #expect(read.diagnostics.isEmpty)
    let tables = try #require(read.tables)
    let model = try Calibration.fit(
      CalibrationData(
        tables: tables.compactMapValues { DatedTable(dates: $0.dates, columns: $0.columns) }
      ),
      recipe: recipe
    )
    var rounded = ModelRounding.rounded(model, digits: 5)
    // The record of a test is a result of `validate`, which another test compares with its page.
    rounded.validation = try Self.shipped().model.validation
    let text = ModelWriter.text(of: rounded)
    if let path = ProcessInfo.processInfo.environment["RECORD_MODEL"] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    #expect(text == String(decoding: try Self.shipped().bytes, as: UTF8.self))
  }

  @Test("it keeps the test of the same recipe frozen at 2018, as that model does")
  func validation() throws {
    let record = try #require(try Self.shipped().model.validation)
    #expect(record.model == "us-equities-2018")
    #expect(record.frozen.map(\.description) == ["2018-12-31"])
    #expect(
      record.forecasts.map(\.name)
        == ["fomc", "cpi", "jobs", "week-given-factors", "1w", "1mo", "3mo"]
    )
    let path = Self.root.appendingPathComponent("scenarios/models/us-equities-2018.yaml")
    let frozen = ModelReader.read(SourceFile(path: "2018.yaml", bytes: try Self.bytes(path)))
    #expect(frozen.model?.validation == record)
  }

  @Test("the assets are all that a scenario may name")
  func assets() throws {
    let model = try Self.shipped().model
    let names = """
      sp-500 equal-weight mega-50 other-450 mid-cap russell-2000 small-600 micro-cap nasdaq-100 \
      technology financials health-care energy industrials consumer-discretionary \
      consumer-staples utilities materials real-estate communication-services transports \
      airlines homebuilders retail reits regional-banks banks insurance semiconductors software \
      biotech value growth momentum low-volatility high-beta quality
      """
    #expect(
      Set(model.assets.map(\.asset.name)) == Set(names.split(separator: " ").map(String.init))
    )
    #expect(model.factors.count == 7)
    #expect(model.lists.map(\.name) == ["ai-leaders"])
  }

  @Test("responses and laws lie within a standard error of the method note's anchors")
  func anchors() throws {
    let events = try Self.shipped().model.events
    let (fomc, cpi) = (try #require(events.fomc), try #require(events.cpi))
    let jobs = try #require(events.jobs)
    func near(_ parameter: Parameter, _ anchor: Double, _ error: Double) -> Bool {
      abs(parameter.value - anchor) < error
    }
    #expect(near(fomc.target, -1.48, 0.29))
    #expect(near(fomc.path, -1.46, 0.42))
    #expect(near(fomc.targetDeviation, 2.3, 0.2))
    #expect(near(fomc.pathDeviation, 7.1, 0.7))
    #expect(near(fomc.targetYields.twoYear, 8.5, 1))
    #expect(near(fomc.pathYields.twoYear, 22.3, 1))
    #expect(near(fomc.targetYields.tenYear, 2.8, 1))
    #expect(near(fomc.pathYields.tenYear, 15.4, 1))
    #expect(near(cpi.low, 1.03, 0.48))
    #expect(near(cpi.high, -1.73, 0.53))
    #expect(near(jobs.labor, 0.97, 0.2))
    #expect(near(cpi.tenYearRatio, 0.76, 0.1))
    #expect(near(jobs.tenYearRatio, 0.74, 0.1))
  }

  @Test(
    "growth lifts shares and the term premium lowers them, both as assumptions with their width"
  )
  func news() throws {
    let events = try Self.shipped().model.events
    let (growth, premium) = (try #require(events.growth), try #require(events.termPremium))
    #expect(growth.market.value > 1 && premium.market.value < -1)
    for news in [growth, premium] {
      #expect(news.market.provenance.word == "assumption")
      // Wider than any response of an event study.
      #expect(news.market.standardError > 1.5)
    }
    // The restrictions' own bounds.
    #expect((0.1..<1).contains(growth.ratio.value))
    #expect((-0.5..<0.25).contains(premium.ratio.value))
  }
}
