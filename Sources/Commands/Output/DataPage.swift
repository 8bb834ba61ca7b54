import Domain
import Numerics
import Texts

/// What a recipe reads, as Markdown: its files with their hashes, and its series.
struct DataPage {
  /// A file as it was read.
  struct File {
    let file: RecipeFile
    let hash: String
    let table: CSVTable
  }

  let recipe: Recipe
  let series: [RecipeSeries]
  let files: [File]

  init(recipe: Recipe, text: SourceFile, sources: [String: SourceFile], tables: [String: CSVTable])
  {
    self.recipe = recipe
    series = RecipeSeries.all(in: text)
    files = recipe.files.compactMap { file in
      guard let source = sources[file.name], let table = tables[file.name] else { return nil }
      return File(
        file: file,
        hash: SHA256.hex(SHA256.digest(of: Array(source.bytes))),
        table: table
      )
    }
  }

  var markdown: String {
    var text = """
      Recipe `\(recipe.name)`, model's date \(recipe.date). Rows and values after that date are not \
      read and not counted.

      | file | name in the recipe | what it is | rows | first | last |
      | --- | --- | --- | --- | --- | --- |

      """
    for entry in files { text += row(entry) }
    text += "\nSHA-256 of the files:\n\n"
    for entry in files { text += "    \(entry.hash)  \(entry.file.path)\n" }
    text += """

      | series | values | first | last | read by |
      | --- | --- | --- | --- | --- |

      """
    for entry in series { text += row(entry) }
    return text
  }

  private func row(_ entry: File) -> String {
    let dates = entry.table.dates.filter { $0 <= recipe.date }
    let cells = [
      "`\(entry.file.path)`", "`\(entry.file.name)`", entry.file.source, "\(dates.count)",
      dates.first?.description ?? "—", dates.last?.description ?? "—",
    ]
    return "| \(cells.joined(separator: " | ")) |\n"
  }

  private func row(_ entry: RecipeSeries) -> String {
    let table = files.first { $0.file.name == entry.series.file }?.table
    let column = table?.columns[entry.series.column] ?? []
    let dates = zip(table?.dates ?? [], column).filter { $1.isFinite && $0 <= recipe.date }
      .map(\.0)
    let cells = [
      "`\(entry.series.text)`", "\(dates.count)", dates.first?.description ?? "—",
      dates.last?.description ?? "—",
      entry.readers.map { "`\($0)`" }.joined(separator: ", "),
    ]
    return "| \(cells.joined(separator: " | ")) |\n"
  }
}
