package import Domain

/// Reads model files.
package enum ModelReader {
  /// Reads a model file completely: every mistake is reported, the model given if there is none.
  package static func read(_ file: SourceFile) -> CheckedModel {
    let outcome = Reader.read(file)
    guard let tree = outcome.tree, !outcome.diagnostics.hasErrors else {
      let isEmpty = outcome.diagnostics.isEmpty
      return CheckedModel(
        model: nil,
        diagnostics: isEmpty ? [file.emptyFault("dovetail-model: 1")] : outcome.diagnostics
      )
    }
    var binder = ModelBinder(file: file)
    let model = binder.model(tree)
    let diagnostics = (outcome.diagnostics + binder.fields.diagnostics)
      .sortedByPlace(files: [file])
    return CheckedModel(
      model: diagnostics.hasErrors ? nil : model,
      diagnostics: diagnostics
    )
  }
}

/// A model and what was found in its file; there is no model where there is an error.
package struct CheckedModel: Sendable {
  package let model: MarketModel?
  package let diagnostics: [Diagnostic]
}

/// Turns the tree of a model file into a model while it records mistakes.
struct ModelBinder {
  var fields: FieldReader
  /// Provenances by their short names.
  var sources: [String: Provenance] = [:]
  /// What holds for numbers whose part names no source.
  var fileSource: Provenance?

  init(file: SourceFile) { fields = FieldReader(file: file) }

  static let keys = [
    "dovetail-model", "name", "version", "date", "benchmark", "notes", "source", "sources",
    "factors", "lines", "assets", "weights-source", "lists", "identity-moves", "covariance",
    "event-covariance", "residuals", "regimes", "freedom", "leverage-effect",
    "beta-half-life", "equity-premium", "events", "state", "macro", "rule", "checks", "validation",
  ]
  private static let required = ["name", "date", "factors", "lines", "covariance", "state"]

  mutating func model(_ tree: SourceTree) -> MarketModel? {
    guard isModel(tree) else { return nil }
    let start = SourcePlace(path: fields.file.path, range: SourceRange(0, 0))
    let top = fields.part(
      tree,
      named: "the model",
      keys: Self.keys,
      required: Self.required,
      at: top(tree)?.keyPlace ?? start
    )
    readSources(top)
    let factors = self.factors(top["factors"])
    let lines = self.lines(top["lines"], factors: factors.map(\.name))
    let assets = self.assets(top["assets"], lines: lines)
    let names = assets.map(\.asset.name)
    let tables = self.tables(top, factors: factors)
    let residuals = self.residuals(top, lines: lines)
    var model = MarketModel(
      name: top["name"].map { fields.name($0, "name") } ?? "",
      version: top["version"].map { fields.text($0, "version") } ?? ModelDefaults.version,
      date: top["date"].map { fields.date($0, "date") } ?? TradingDate(daysSince1970: 0),
      notes: top["notes"].map { fields.text($0, "notes") },
      factors: factors,
      lines: lines,
      assets: assets,
      lists: lists(top["lists"], assets: names),
      benchmark: benchmark(top["benchmark"], assets: names),
      covariance: tables.covariance,
      eventCovariance: tables.events,
      residuals: residuals,
      regimes: top["regimes"].map { regimes($0, factors: factors) },
      freedom: freedom(top["freedom"]),
      events: events(top["events"]),
      equityPremium: parameter(top["equity-premium"], "equity-premium", in: fileSource),
      state: state(top["state"], assets: names)
    )
    model.leverageEffect = leverageEffect(top, freedom: model.freedom)
    model.betaHalfLife = top["beta-half-life"].map {
      parameter($0, "beta-half-life", in: fileSource, .positive)
    }
    model.provenance = tableSources(top, model)
    model.macro = named(top["macro"], "macro")
    model.rule = named(top["rule"], "rule")
    model.checks = named(top["checks"], "checks")
    model.identityMoves = identityMoves(top["identity-moves"], factors: factors.map(\.name))
    if let tree = top["validation"] {
      var binder = ValidationBinder(fields: fields)
      model.validation = binder.part(tree)
      fields = binder.fields
    }
    return model
  }

  /// Numbers that the author names.
  mutating func named(_ tree: SourceTree?, _ name: String) -> [NamedParameter] {
    guard let tree, let entries = fields.entries(tree, named: "`\(name)`") else { return [] }
    let source = tree["source"].flatMap { self.source($0) } ?? fileSource
    return entries.filter { $0.key != "source" }.map { entry in
      fields.checkName(entry.key, at: entry.keyPlace)
      return NamedParameter(entry.key, parameter(entry.value, entry.key, in: source))
    }
  }

  /// Whether the text says that it is a model file of a version we know.
  private mutating func isModel(_ tree: SourceTree) -> Bool {
    if let version = tree["dovetail-model"] {
      guard version.text != "1" else { return true }
      fields.report(
        "E600",
        "`\(version.text ?? version.shapeName)` is no version of model files we know",
        at: version.place,
        "1 is the only version",
        help: "write `1`",
        replacement: "1"
      )
      return false
    }
    let isScenario = tree["dovetail"] != nil
    let place = top(tree)?.keyPlace ?? tree.place
    fields.report(
      "E600",
      isScenario ? "this is a scenario, not a model" : "this is not a model file",
      at: place,
      "`dovetail-model: 1` is missing",
      help: isScenario ? "give it to `dovetail run`" : "begin the file with `dovetail-model: 1`",
      replacement: isScenario ? nil : top(tree).map { "dovetail-model: 1\n\($0.key)" }
    )
    return false
  }

  private func top(_ tree: SourceTree) -> SourceTree.Entry? { tree.entries?.first }

  private mutating func benchmark(_ tree: SourceTree?, assets: [String]) -> String {
    guard let tree else { return assets.first ?? "" }
    let name = fields.text(tree, "benchmark")
    if !assets.isEmpty, !name.isEmpty, !assets.contains(name) {
      fields.unknown(name, "asset", of: "the model", at: tree.place, among: assets, code: "E609")
    }
    return name
  }

  private mutating func freedom(_ tree: SourceTree?) -> Parameter? {
    guard let tree, tree.text != "none" else { return nil }
    return parameter(tree, "freedom", in: fileSource, .tails)
  }

  /// The leverage effect; one without tails has no variance to follow.
  private mutating func leverageEffect(_ top: Part, freedom: Parameter?) -> Parameter? {
    guard let tree = top["leverage-effect"], tree.text != "none" else { return nil }
    let effect = parameter(tree, "leverage-effect", in: fileSource, .leverage)
    if freedom == nil, effect.value != 0 {
      fields.report(
        "E602",
        "`leverage-effect` needs `freedom`",
        at: top.place(of: "leverage-effect"),
        "no `freedom`",
        help: "it ties the market's move to the week's variance, which moves only with `freedom`"
      )
    }
    return effect
  }

  /// Provenance of the tables that are there; what is not there has none.
  private mutating func tableSources(_ top: Part, _ model: MarketModel) -> MatrixProvenance {
    var result = ModelDefaults.unstated
    result.covariance = partSource(
      top["covariance"],
      isNeeded: true,
      at: top.place(of: "covariance")
    )
    if let tree = top["event-covariance"] {
      result.eventCovariance = partSource(
        tree,
        isNeeded: true,
        at: top.place(of: "event-covariance")
      )
    }
    let hasWeights = model.assets.contains { $0.derivation != .line }
    result.weights = tableSource(
      top["weights-source"],
      isNeeded: hasWeights,
      at: top.place(of: "assets"),
      what: "the weights of an index"
    )
    let starts = model.lines.contains { $0.residualStart != 1 }
    result.residualStart = tableSource(
      top["residuals"]?["start-source"],
      isNeeded: starts,
      at: top.place(of: "residuals"),
      what: "`residual-start`"
    )
    result.state = partSource(top["state"], isNeeded: true, at: top.place(of: "state"))
    return result
  }
}
