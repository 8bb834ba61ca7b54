package import Domain

/// Reads recipes: files that say how a model is estimated from data.
package enum RecipeReader {
  /// Reads a recipe completely: every mistake is reported, the recipe given if there is none.
  package static func read(_ file: SourceFile) -> CheckedRecipe {
    let outcome = Reader.read(file)
    guard let tree = outcome.tree, !outcome.diagnostics.hasErrors else {
      let isEmpty = outcome.diagnostics.isEmpty
      return CheckedRecipe(
        recipe: nil,
        diagnostics: isEmpty ? [file.emptyFault("dovetail-recipe: 1")] : outcome.diagnostics
      )
    }
    var binder = RecipeBinder(file: file)
    let recipe = binder.recipe(tree)
    let diagnostics = (outcome.diagnostics + binder.base.fields.diagnostics)
      .sortedByPlace(files: [file])
    return CheckedRecipe(
      recipe: diagnostics.hasErrors ? nil : recipe,
      diagnostics: diagnostics
    )
  }
}

/// A recipe and what was found in its file; there is no recipe where there is an error.
package struct CheckedRecipe: Sendable {
  package let recipe: Recipe?
  package let diagnostics: [Diagnostic]
}

/// Turns the tree of a recipe into a recipe while it records mistakes.
struct RecipeBinder {
  /// Sources and numbers are written as in model files.
  var base: ModelBinder
  private var fileNames: [String] = []

  init(file: SourceFile) { base = ModelBinder(file: file) }

  private static let keys = [
    "dovetail-recipe", "name", "version", "date", "notes", "source", "sources", "files",
    "weekly", "factors", "assets", "weights-source", "spreads", "lists", "benchmark", "events",
    "macro",
    "numbers", "levels", "state-source",
  ]
  private static let required = [
    "name", "date", "files", "weekly", "factors", "assets", "benchmark", "events",
  ]

  mutating func recipe(_ tree: SourceTree) -> Recipe? {
    guard isRecipe(tree) else { return nil }
    let top = base.fields.part(
      tree,
      named: "the recipe",
      keys: Self.keys,
      required: Self.required,
      at: tree.entries?.first?.keyPlace
    )
    base.readSources(top)
    let files = entries(top, "files").map { file($0) }
    fileNames = files.map(\.name)
    let assets = entries(top, "assets")
    let names = assets.map(\.key)
    let spreads = entries(top, "spreads")
    return Recipe(
      name: top["name"].map { base.fields.name($0, "name") } ?? "",
      version: top["version"].map { base.fields.text($0, "version") } ?? ModelDefaults.version,
      date: top["date"].map { base.fields.date($0, "date") } ?? TradingDate(daysSince1970: 0),
      notes: top["notes"].map { base.fields.text($0, "notes") },
      files: files,
      weekly: weekly(top),
      factors: entries(top, "factors").map { factor($0) },
      assets: assets.map { asset($0, among: names, spreads: spreads.map(\.key)) },
      spreads: spreads.map { spread($0) },
      lists: base.lists(top["lists"], assets: names),
      benchmark: top["benchmark"].map { name($0, "asset", among: names) } ?? "",
      events: events(top),
      macro: top["macro"].map { macro($0) },
      numbers: numbers(top),
      levels: levels(top, assets: names),
      weightsSource: base.tableSource(
        top["weights-source"],
        isNeeded: assets.contains { $0.value["index"] != nil },
        at: top.place(of: "assets"),
        what: "the weights of an index"
      ),
      stateSource: base.tableSource(
        top["state-source"],
        isNeeded: true,
        at: top.place,
        what: "the state"
      )
    )
  }

  private mutating func isRecipe(_ tree: SourceTree) -> Bool {
    let version = tree["dovetail-recipe"]
    guard version?.text != "1" else { return true }
    let first = tree.entries?.first
    base.fields.report(
      "E600",
      version.map { "`\($0.text ?? $0.shapeName)` is no version of recipes we know" }
        ?? "this is not a recipe",
      at: version?.place ?? first?.keyPlace ?? tree.place,
      version == nil ? "`dovetail-recipe: 1` is missing" : "1 is the only version",
      help: version == nil ? "begin the file with `dovetail-recipe: 1`" : "write `1`",
      replacement: version == nil ? first.map { "dovetail-recipe: 1\n\($0.key)" } : "1"
    )
    return false
  }

  private mutating func entries(_ top: Part, _ key: String) -> [SourceTree.Entry] {
    guard let tree = top[key] else { return [] }
    let entries = base.fields.entries(tree, named: "`\(key)`") ?? []
    for entry in entries { base.fields.checkName(entry.key, at: entry.keyPlace) }
    return entries
  }

  mutating func part(
    _ entry: SourceTree.Entry,
    _ kind: String,
    keys: [String],
    required: [String] = []
  ) -> Part {
    base.fields.part(
      entry.value,
      named: "\(kind) \(entry.key)",
      keys: keys,
      required: required,
      at: entry.keyPlace
    )
  }

  mutating func name(
    _ tree: SourceTree,
    _ kind: String,
    among names: [String]
  ) -> String {
    let text = base.fields.text(tree, kind)
    if !text.isEmpty, !names.contains(text) {
      base.fields.unknown(
        text,
        kind,
        of: "the recipe",
        at: tree.place,
        among: names,
        code: "E609"
      )
    }
    return text
  }

  /// Reads `prices/SPY`, whose file must be declared.
  mutating func series(_ tree: SourceTree?, _ key: String) -> SeriesReference? {
    guard let tree else { return nil }
    let text = base.fields.text(tree, key)
    guard let series = SeriesReference(text) else {
      if !text.isEmpty {
        base.fields.report(
          "E604",
          "`\(text)` names no series",
          at: tree.place,
          "file and column are expected",
          help: "write it as `prices/SPY`, the file's short name first"
        )
      }
      return nil
    }
    if !fileNames.contains(series.file) {
      base.fields.unknown(
        series.file,
        "file",
        of: "the recipe",
        at: tree.place,
        among: fileNames,
        code: "E609"
      )
    }
    return series
  }

  /// A series that must be there; a stand-in after an error.
  mutating func neededSeries(_ part: Part, _ key: String) -> SeriesReference {
    series(part[key], key) ?? SeriesReference(file: "", column: "")
  }

  private mutating func file(_ entry: SourceTree.Entry) -> RecipeFile {
    let part = part(
      entry,
      "the file",
      keys: ["path", "source", "date", "key", "text", "undated", "gaps", "repeated"],
      required: ["path", "source"]
    )
    let texts = part["text"]?.items ?? part["text"].map { [$0] } ?? []
    return RecipeFile(
      name: entry.key,
      path: part["path"].map { base.fields.text($0, "path") } ?? "",
      source: part["source"].map { base.fields.text($0, "source") } ?? "",
      dateColumn: part["date"].map { base.fields.text($0, "date") } ?? "date",
      keyColumn: part["key"].map { base.fields.text($0, "key") },
      textColumns: texts.map { base.fields.text($0, "text") },
      skipsUndated: part["undated"].map { word($0, "undated", "skip") } ?? false,
      sumsRepeated: part["repeated"].map { word($0, "repeated", "sum") } ?? false,
      allowsGaps: part["gaps"].map { word($0, "gaps", "allowed") } ?? false
    )
  }

  /// Reads a key that has one word to say.
  private mutating func word(_ tree: SourceTree, _ key: String, _ word: String) -> Bool {
    let text = base.fields.text(tree, key)
    if text != word, !text.isEmpty {
      base.fields.report(
        "E604",
        "`\(key)` is `\(text)`",
        at: tree.place,
        "only `\(word)` is known",
        help: "write `\(word)` or leave the key out",
        replacement: word
      )
    }
    return true
  }

  private mutating func weekly(_ top: Part) -> WeeklySample {
    let part = base.fields.part(
      top["weekly"] ?? SourceTree(.mapping([]), at: top.place),
      named: "`weekly`",
      keys: ["start", "window", "recent", "stress-share", "ranks", "decay"],
      required: top["weekly"] == nil ? [] : ["start", "ranks"],
      at: top.place(of: "weekly")
    )
    let share = part["stress-share"].map { base.percent($0, "stress-share", .any) / 100 }
    if let tree = part["stress-share"], let share {
      _ = base.fields.check(share, "stress-share", .openUnit, at: tree.place)
    }
    return WeeklySample(
      start: part["start"].map { base.fields.date($0, "start") }
        ?? TradingDate(daysSince1970: 0),
      window: part["window"].map { base.fields.count($0, "window") } ?? 20,
      recent: part["recent"].map { base.fields.date($0, "recent") },
      stressShare: share,
      ranks: part["ranks"].map { base.fields.count($0, "ranks") } ?? 1,
      decay: part["decay"].map { base.fields.number($0, "decay", .openUnit) }
        ?? WeeklySample.usualDecay
    )
  }

  private mutating func factor(_ entry: SourceTree.Entry) -> RecipeFactor {
    let part = part(
      entry,
      "the factor",
      keys: ["series", "less", "change", "reverts"],
      required: ["series", "change"]
    )
    let word = part["change"].map { base.fields.text($0, "change") } ?? "log"
    let change = RecipeFactor.Change(rawValue: word)
    if change == nil, let tree = part["change"], !word.isEmpty {
      base.fields.report(
        "E604",
        "`change` is `\(word)`",
        at: tree.place,
        "`log` or `bp` is expected",
        help: "`log` for prices, `bp` for rates and spreads in percent"
      )
    }
    return RecipeFactor(
      name: entry.key,
      series: neededSeries(part, "series"),
      less: series(part["less"], "less"),
      change: change ?? .log,
      reverts: part["reverts"].map { self.word($0, "reverts", "true") } ?? false
    )
  }
}
