import Commands
import Glibc
import Testing
import Texts

/// docs/data.md against the recipes of the models that ship, and against the data folder.
@Suite("The page of data", .serialized)
struct DataPageTests {
  static let recipes = [
    "Sources/BuiltInModels/us-equities.recipe.yaml",
    "scenarios/models/us-equities-2018.recipe.yaml",
  ]
  static let data = "../shared/data"
  static let hasData = access("\(Project.root)/\(data)", R_OK) == 0
  private static let page = "docs/data.md"

  init() throws { try #require(Project.isWorkingDirectory) }

  private static func lines() throws -> [String] {
    try #require(Project.text(of: page))
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The lines between a recipe's comment and what follows its tables.
  private static func block(of recipe: String, in lines: [String]) throws -> Range<Int> {
    let start = try #require(lines.firstIndex(of: "<!-- data page: \(recipe) -->"))
    let end = try #require(
      lines[(start + 1)...].firstIndex { $0.hasPrefix("## ") || $0.hasPrefix("<!-- ") }
    )
    return start + 1..<end
  }

  private static func series(of recipe: String) throws -> [RecipeSeries] {
    let text = try #require(Project.text(of: recipe))
    return RecipeSeries.all(in: SourceFile(path: recipe, text: text))
  }

  @Test("every series that a model is made from is described, and listed with its readers")
  func described() throws {
    let lines = try Self.lines()
    let first = try #require(lines.firstIndex(of: "<!-- data page: \(Self.recipes[0]) -->"))
    for recipe in Self.recipes {
      let block = lines[try Self.block(of: recipe, in: lines)]
      let series = try Self.series(of: recipe)
      #expect(series.count > 40)
      for entry in series {
        let name = "| `\(entry.series.text)` | "
        #expect(lines[..<first].contains { $0.hasPrefix(name) }, "\(entry.series.text)")
        let readers = entry.readers.map { "`\($0)`" }.joined(separator: ", ")
        #expect(
          block.contains { $0.hasPrefix(name) && $0.hasSuffix(" | \(readers) |") },
          "\(recipe): \(entry.series.text)"
        )
      }
      let listed = block.filter { $0.hasPrefix("| `") && $0.contains("/") }.count
      #expect(listed == series.count, "\(recipe)")
      #expect(block.filter { $0.wholeMatch(of: #/ {4}[0-9a-f]{64} {2}\S+/#) != nil }.count > 4)
    }
  }

  @Test(
    "the page is what `--describe` prints of the data",
    .enabled(if: hasData),
    arguments: recipes
  )
  func current(recipe: String) async throws {
    let run = try await CommandLineRun(
      "calibrate",
      "--recipe",
      recipe,
      "--data",
      Self.data,
      "--describe"
    )
    #expect(run.code == .done, "\(run.error)")
    var lines = try Self.lines()
    let block = try Self.block(of: recipe, in: lines)
    let current =
      [""]
      + run.output.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    guard getenv("RECORD_GOLDEN") != nil else {
      #expect(Array(lines[block]) == current, "\(Self.page): \(recipe)")
      return
    }
    lines.replaceSubrange(block, with: current)
    #expect(Project.write(lines.joined(separator: "\n"), to: Self.page))
    Issue.record("recorded \(recipe); a recording run fails on purpose")
  }
}
