import Domain
import Testing

@testable import Texts

@Suite("A recipe")
struct RecipeReaderTests {
  static let small = """
    dovetail-recipe: 1
    name: small
    date: 2025-12-05
    source: {assumption: chosen by hand}
    files:
      prices: {path: prices.csv, source: closes}
      rates: {path: rates.csv, source: yields, undated: skip, text: [note]}
      days: {path: days.csv, source: release days, key: type, date: day}
    weekly: {start: 2010-01-01, stress-share: 25 %, ranks: 2}
    factors:
      market: {series: prices/SPY, change: log}
      two-year: {series: rates/DGS2, change: bp}
      slope: {series: rates/DGS10, less: rates/DGS2, change: bp, reverts: true}
    benchmark: whole
    assets:
      whole: {group: index, index: {shops: 34.6, banks: 13.1}}
      shops: {series: prices/XLY, before: prices/OLD}
      banks: {title: Banks, alias: KBE, series: prices/KBE, dividend-yield: 2.5 ± 0.1}
      top: {part-of: whole, spread: gap}
      tail: {rest-of: whole, spread: gap}
    spreads:
      gap: {part: prices/XLG, whole: prices/SPY, weight: 0.6}
    lists:
      both: {of: [shops, banks]}
    events:
      market: [prices/MKT, prices/RF]
      two-year: rates/DGS2
      ten-year: rates/DGS10
      jobs: {start: 2000-06-01, days: days/EMP}
    numbers:
      freedom: 15
      stay-calm: 0.973 ± 0.007
    levels: {whole: 6864}
    """

  static func read(_ text: String) -> CheckedRecipe {
    RecipeReader.read(SourceFile(path: "recipe.yaml", text: text))
  }

  @Test("all of its parts are read")
  func reads() throws {
    let checked = Self.read(Self.small)
    #expect(checked.diagnostics.map(\.message) == [])
    let recipe = try #require(checked.recipe)
    #expect(recipe.weekly.stressShare == 0.25)
    #expect(recipe.weekly.window == 20)
    #expect(recipe.factors[2].less == SeriesReference(file: "rates", column: "DGS2"))
    #expect(recipe.factors.map(\.reverts) == [false, false, true])
    #expect(recipe.files[1].skipsUndated)
    #expect(recipe.files[2].keyColumn == "type")
    #expect(recipe.files[2].dateColumn == "day")
    #expect(recipe.assets[0].origin == .index([Weight("shops", 34.6), Weight("banks", 13.1)]))
    #expect(recipe.assets[3].origin == .part(of: "whole", spread: "gap"))
    #expect(recipe.assets[2].dividendYield?.standardError == 0.1)
    #expect(recipe.spreads[0].weight.value == 0.6)
    #expect(recipe.events.fomc == nil)
    #expect(recipe.events.jobs?.days.column == "EMP")
    #expect(recipe.numbers[.stayCalm]?.standardError == 0.007)
    #expect(recipe.lists[0].weights.map(\.value) == [0.5, 0.5])
    #expect(recipe.levels == ["whole": 6864])
  }

  @Test(
    "each mistake has its code and its line",
    arguments: [
      ("dovetail-recipe: 1", "dovetail-recipe: 2", "E600", 1),
      ("weekly:", "weakly:", "E601", 9),
      ("name: small\n", "", "E602", 1),
      ("spread: gap}\n  tail", "}\n  tail", "E602", 19),
      ("series: prices/XLY, ", "", "E602", 17),
      ("prices/KBE", "price/KBE", "E609", 18),
      ("prices/KBE", "KBE", "E604", 18),
      ("change: bp, reverts", "change: pp, reverts", "E604", 13),
      ("change: log", "change: log, less: rates/DGS2, lag: 1", "E601", 11),
      ("reverts: true", "reverts: yes", "E604", 13),
      ("weight: 0.6", "weight: 1.6", "E605", 22),
      ("stress-share: 25 %", "stress-share: 0.25", "E604", 9),
      ("stress-share: 25 %", "stress-share: 125 %", "E605", 9),
      ("banks: 13.1", "bank: 13.1", "E610", 16),
      ("spread: gap}\n  tail", "spread: gaps}\n  tail", "E609", 19),
      ("freedom: 15", "fredom: 15", "E609", 31), ("freedom: 15", "freedom: 2", "E605", 31),
      ("freedom: 15", "freedom: 4.4", "E605", 31),
      ("freedom: 15", "leverage-effect: -0.96", "E605", 31),
      ("freedom: 15", "beta-half-life: -1", "E605", 31),
      ("whole: 6864", "whole: 0", "E605", 33),
      ("2000-06-01", "2000-06-31", "E614", 29),
      ("benchmark: whole", "benchmark: sp-500", "E609", 14),
      ("{path: prices.csv, source: closes}", "prices.csv", "E603", 6),
    ]
  )
  func mistakes(old: String, new: String, code: String, line: Int) {
    let text = Self.small.replacing(old, with: new, maxReplacements: 1)
    let checked = Self.read(text)
    let file = SourceFile(path: "recipe.yaml", text: text)
    let found = checked.diagnostics.map { diagnostic in
      let offset = diagnostic.labels.first?.place.range.lower ?? -1
      return "\(diagnostic.code) \(file.position(at: offset).line)"
    }
    #expect(found.first == "\(code) \(line)", "\(checked.diagnostics.map(\.message))")
    #expect(checked.recipe == nil)
  }

  @Test("its files are read with the rules that its uses of them imply")
  func tables() throws {
    let recipe = try #require(Self.read(Self.small).recipe)
    let texts = [
      "prices.csv":
        "date,SPY,XLY,OLD,KBE,XLG,MKT,RF\n2025-12-04,1,2,3,4,5,-6,0\n2025-12-05,1,2,3,4,5,6,0\n",
      "rates.csv": "date,DGS2,DGS10,note\n,,,\n2025-12-05,3.5,4.1,words\n",
      "days.csv": "day,type\n2025-12-05,EMP\n",
    ]
    func tables(_ texts: [String: String]) -> CheckedTables {
      RecipeTables.read(recipe) { file throws(Never) in
        SourceFile(path: file.path, text: texts[file.path] ?? "")
      }
    }
    let whole = tables(texts)
    #expect(whole.diagnostics.map(\.message) == [])
    #expect(whole.tables?["days"]?.columns == ["EMP": [1]])
    #expect(whole.tables?["rates"]?.columns["DGS10"] == [4.1])
    for (path, old, new, code) in [
      ("prices.csv", "04,1", "04,0", "E656"), ("prices.csv", ",4,5,6", ",-4,5,6", "E656"),
      ("prices.csv", "KBE", "KBX", "E657"), ("rates.csv", "3.5", "350", "E659"),
      ("days.csv", "EMP", "JOB", "E657"), ("days.csv", "2025-12-05", "2025-12-5", "E652"),
    ] {
      var broken = texts
      broken[path] = texts[path]?.replacing(old, with: new, maxReplacements: 1)
      let checked = tables(broken)
      #expect(checked.diagnostics.map(\.code) == [code])
      #expect(checked.sources.map(\.path) == [path])
      #expect(checked.tables == nil)
    }
  }

  @Test("a price below zero is taken of a factor alone, and of no factor that is an asset")
  func negativePrices() throws {
    let oil = "slope:"
    for (series, isAllowed) in [("prices/WTI", true), ("prices/KBE", false)] {
      let text = Self.small.replacing(
        oil,
        with: "oil: {series: \(series), change: log}\n  slope:",
        maxReplacements: 1
      )
      let recipe = try #require(Self.read(text).recipe)
      let rule = recipe.form(of: recipe.files[0]).rules[String(series.dropFirst(7))]
      #expect(rule == (isAllowed ? .nonZero : .positive))
    }
  }

  @Test("every cut and every lost line of a recipe is read or refused, never a crash")
  func mutations() {
    let bytes = Array(Self.small.utf8)
    for count in 0..<bytes.count {
      let file = SourceFile(path: "recipe.yaml", bytes: Array(bytes.prefix(count)))
      let checked = RecipeReader.read(file)
      #expect((checked.recipe == nil) == checked.diagnostics.hasErrors)
    }
    let lines = Self.small.split(separator: "\n")
    for k in lines.indices {
      let text = (lines[..<k] + lines[(k + 1)...]).joined(separator: "\n")
      let checked = Self.read(text)
      #expect((checked.recipe == nil) == checked.diagnostics.hasErrors)
    }
  }
}
