import Domain
import Testing

@testable import Texts

@Suite("The series of a recipe")
struct RecipeSeriesTests {
  private func readers(_ text: String) -> [String: [String]] {
    let all = RecipeSeries.all(in: SourceFile(path: "recipe.yaml", text: text))
    return Dictionary(uniqueKeysWithValues: all.map { ($0.series.text, $0.readers) })
  }

  private static let files = """
    notes: prices/NOT is no series here
    files:
      prices: {path: prices/XYZ.csv, source: prices/NOR this}
      long: {path: long.csv, key: type, source: x}

    """

  @Test("are found wherever they stand, with the keys that name them")
  func found() {
    let text =
      Self.files + """
        factors:
          market: {series: prices/MKT, change: log}
          slope: {series: prices/TEN, less: prices/TWO, change: bp}
        assets:
          a: {series: prices/MKT, before: prices/OLD}
        events:
          market: [prices/TEN, prices/TWO]
          cpi: {surprise: long/core/surprise}
        """
    #expect(
      readers(text) == [
        "prices/MKT": ["factors.market", "assets.a"], "prices/OLD": ["assets.a.before"],
        "prices/TEN": ["factors.slope", "events.market"],
        "prices/TWO": ["factors.slope.less", "events.market"],
        "long/core/surprise": ["events.cpi.surprise"],
      ]
    )
  }

  @Test("are in the order of files, then of first mention")
  func order() {
    let text =
      Self.files
      + "factors:\n  a: {series: long/B}\n  b: {series: prices/A}\n  c: {series: prices/B}"
    let all = RecipeSeries.all(in: SourceFile(path: "recipe.yaml", text: text))
    #expect(all.map(\.series.text) == ["prices/A", "prices/B", "long/B"])
  }

  @Test("are no words with a slash, and none of a text that is no YAML")
  func none() {
    #expect(readers(Self.files + "weights-source: {published: and/or}").isEmpty)
    #expect(readers("files: [").isEmpty)
    #expect(readers("").isEmpty)
  }
}
