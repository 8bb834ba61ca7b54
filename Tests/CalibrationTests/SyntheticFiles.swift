import Calibration
import Domain
import Texts

/// A synthetic market as CSV files, and what reading and fitting them comes to.
struct SyntheticFiles {
  /// Texts by short name; the date column is `date` in all.
  var texts: [String: String] = [:]
  var recipe: Recipe

  init(_ market: SyntheticMarket) {
    recipe = market.recipe()
    for (name, table) in market.data.tables.sorted(by: { $0.key < $1.key }) {
      texts[name] = Self.text(of: table, columns: table.columns.keys.sorted())
    }
    recipe.files = texts.keys.sorted().map {
      RecipeFile(name: $0, path: "\($0).csv", source: "made for tests")
    }
  }

  /// A table with its columns in the order given; what is missing is an empty cell.
  static func text(of table: DatedTable, columns: [String]) -> String {
    let values = columns.compactMap { table.columns[$0] }
    let rows = table.dates.enumerated().map { row, date in
      let cells = values.map { $0[row].isNaN ? "" : "\($0[row])" }
      return ([date.description] + cells).joined(separator: ",") + "\n"
    }
    return (["date"] + columns).joined(separator: ",") + "\n" + rows.joined()
  }

  /// What the files come to: a model, findings in a file, or an estimation that fails.
  enum Outcome {
    case model(MarketModel, warnings: [String])
    /// `file:line:column code` of each error.
    case refused([String])
    case failed(CalibrationError)
  }

  func outcome() -> Outcome {
    let checked = read()
    let places = Self.places(checked)
    guard let tables = checked.tables else {
      return .refused(places.filter { $0.contains(" E") })
    }
    let dated = tables.compactMapValues { DatedTable(dates: $0.dates, columns: $0.columns) }
    do throws(CalibrationError) {
      let model = try Calibration.fit(CalibrationData(tables: dated), recipe: recipe)
      return .model(model, warnings: places)
    } catch {
      return .failed(error)
    }
  }

  /// Reads all files; short of fitting a model.
  func read() -> CheckedTables {
    RecipeTables.read(recipe) { (file) throws(Never) in
      SourceFile(path: file.path, text: texts[file.name] ?? "")
    }
  }

  static func places(_ checked: CheckedTables) -> [String] {
    checked.diagnostics.map { diagnostic in
      let place = diagnostic.labels.first?.place
      let file = checked.sources.first { $0.path == place?.path }
      let at = file?.position(at: place?.range.lower ?? 0)
      return "\(place?.path ?? "?"):\(at?.line ?? 0):\(at?.column ?? 0) \(diagnostic.code)"
    }
  }
}
