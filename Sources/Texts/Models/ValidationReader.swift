package import Domain

/// Reads what `validate --json` wrote, for a model to keep.
package enum ValidationReader {
  /// The record of a `dovetail.validation/1` document; none where there is an error.
  package static func read(
    _ file: SourceFile
  ) -> (record: ValidationRecord?, diagnostics: [Diagnostic]) {
    let outcome = Reader.read(file)
    guard let tree = outcome.tree, !outcome.diagnostics.hasErrors else {
      let isEmpty = outcome.diagnostics.isEmpty
      return (nil, isEmpty ? [file.emptyFault("{")] : outcome.diagnostics)
    }
    var binder = ValidationBinder(fields: FieldReader(file: file))
    let record = binder.document(tree)
    let found = outcome.diagnostics + binder.fields.diagnostics
    return (found.hasErrors ? nil : record, found.sortedByPlace(files: [file]))
  }
}

/// Turns trees into records of validations while it records mistakes.
struct ValidationBinder {
  var fields: FieldReader

  private static let shared = ["model", "through", "level", "paths", "seed", "rejections"]
  private static let counts = ["n", "dates", "first", "last", "coverage"]

  /// A document as `validate` writes it; what it holds beyond its summary is not kept.
  mutating func document(_ tree: SourceTree) -> ValidationRecord? {
    guard tree["format"]?.text == "dovetail.validation/1" else {
      fields.report(
        "E600",
        "this is not the result of a validation",
        at: SourcePlace(path: fields.file.path, range: SourceRange(0, 0)),
        "`dovetail.validation/1` is missing",
        help: "write one with `dovetail validate … --json -o FILE`"
      )
      return nil
    }
    let top = fields.part(
      tree,
      named: "the result",
      keys: (tree.entries ?? []).map(\.key),
      required: Self.shared + ["model_dates", "summary"]
    )
    let rejections = top["rejections"].map { items($0, "rejections").count } ?? 0
    let rows = top["summary"].map { items($0, "summary") } ?? []
    let forecasts = rows.map { row in
      let part = fields.part(
        row,
        named: "an entry of `summary`",
        keys: Self.counts + ["forecast", "score_ratio", "rejected"],
        required: Self.counts + ["forecast"]
      )
      return forecast(part["forecast"].map { fields.text($0, "forecast") } ?? "", part)
    }
    return record(top, dates: "model_dates", rejections: rejections, forecasts)
  }

  /// The part `validation` of a model file.
  mutating func part(_ tree: SourceTree) -> ValidationRecord {
    let keys = Self.shared + ["frozen", "forecasts"]
    let top = fields.part(tree, named: "`validation`", keys: keys, required: keys)
    let entries = top["forecasts"].flatMap { fields.entries($0, named: "`forecasts`") } ?? []
    let forecasts = entries.map { entry in
      let part = fields.part(
        entry.value,
        named: "the forecast \(entry.key)",
        keys: Self.counts + ["score-ratio", "rejected"],
        required: Self.counts
      )
      return forecast(entry.key, part)
    }
    let rejections = top["rejections"].map { whole($0, "rejections") } ?? 0
    return record(top, dates: "frozen", rejections: rejections, forecasts)
  }

  private mutating func record(
    _ top: Part,
    dates: String,
    rejections: Int,
    _ forecasts: [ValidationRecord.Forecast]
  ) -> ValidationRecord {
    let frozen = top[dates].map { items($0, dates) } ?? []
    return ValidationRecord(
      model: top["model"].map { fields.name($0, "model") } ?? "",
      frozen: frozen.map { fields.date($0, dates) },
      through: date(top, "through"),
      level: top["level"].map { fields.number($0, "level", .openUnit) } ?? 0,
      paths: top["paths"].map { fields.count($0, "paths") } ?? 0,
      seed: top["seed"].map { seed($0) } ?? 0,
      rejections: rejections,
      forecasts: forecasts
    )
  }

  private mutating func forecast(_ name: String, _ part: Part) -> ValidationRecord.Forecast {
    let ratios =
      (part["score-ratio"] ?? part["score_ratio"])
      .flatMap { fields.entries($0, named: "the ratios of \(part.name)") } ?? []
    let rejected = part["rejected"].map { items($0, "rejected") } ?? []
    return ValidationRecord.Forecast(
      name: name,
      count: part["n"].map { fields.count($0, "n") } ?? 0,
      dates: part["dates"].map { fields.count($0, "dates") } ?? 0,
      first: date(part, "first"),
      last: date(part, "last"),
      coverage: coverage(part),
      // A ratio that could not be computed is written as null.
      ratios: ratios.filter { $0.value.text != "null" }.map {
        .init(reference: $0.key, value: fields.number($0.value, $0.key, .positive))
      },
      rejected: rejected.map { fields.text($0, "rejected") }
    )
  }

  private mutating func coverage(_ part: Part) -> [Double] {
    guard let tree = part["coverage"] else { return [] }
    let shares = items(tree, "coverage").map { fields.number($0, "coverage", .unit) }
    if shares.count != 3 {
      fields.report(
        "E606",
        "`coverage` has \(shares.count) values",
        at: tree.place,
        "the shares inside the central 50, 80 and 95 % are expected here"
      )
    }
    return shares
  }

  private mutating func date(_ part: Part, _ key: String) -> TradingDate {
    part[key].map { fields.date($0, key) } ?? TradingDate(daysSince1970: 0)
  }

  private mutating func seed(_ tree: SourceTree) -> UInt64 {
    let text = fields.text(tree, "seed")
    if let seed = UInt64(text) { return seed }
    if !text.isEmpty { fields.report("E604", "`seed` is no whole number", at: tree.place) }
    return 0
  }

  private mutating func whole(_ tree: SourceTree, _ name: String) -> Int {
    let value = fields.number(tree, name, .nonNegative)
    if let whole = Int(exactly: value) { return whole }
    fields.report(
      "E604",
      "`\(name)` is \(YAMLText.number(value)), not a whole number",
      at: tree.place
    )
    return 0
  }

  private mutating func items(_ tree: SourceTree, _ name: String) -> [SourceTree] {
    if let items = tree.items { return items }
    fields.report(
      "E603",
      "`\(name)` is \(tree.shapeName), not a list",
      at: tree.place,
      "a list in brackets is expected here"
    )
    return []
  }
}
