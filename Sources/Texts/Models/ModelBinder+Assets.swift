import Domain

extension ModelBinder {
  mutating func assets(_ tree: SourceTree?, lines: [Line]) -> [ModelAsset] {
    guard let tree else { return lines.map { Self.asset(of: $0.name) } }
    let entries = fields.entries(tree, named: "`assets`") ?? []
    let names = entries.map(\.key)
    let assets = entries.map { entry in
      asset(entry, lines: lines.map(\.name), assets: names)
    }
    guard !entries.isEmpty else { return assets }
    checkIdentities(assets, entries)
    checkAliases(assets, entries)
    checkUse(of: lines, by: assets, at: tree)
    return assets
  }

  /// The asset that reports a line where a file lists no assets.
  private static func asset(of line: String) -> ModelAsset {
    let asset = Asset(
      name: line,
      group: .segment,
      title: ModelDefaults.title(of: line),
      alias: nil
    )
    return ModelAsset(asset: asset, derivation: .line, dividendYield: nil, source: "")
  }

  private mutating func asset(
    _ entry: SourceTree.Entry,
    lines: [String],
    assets: [String]
  ) -> ModelAsset {
    fields.checkName(entry.key, at: entry.keyPlace)
    let part = fields.part(
      entry.value,
      named: "the asset \(entry.key)",
      keys: ["group", "title", "alias", "series", "index", "part", "rest", "dividend-yield"],
      at: entry.keyPlace
    )
    let title = part["title"].map { fields.text($0, "title") }
    let asset = Asset(
      name: entry.key,
      group: group(part["group"]),
      title: title ?? ModelDefaults.title(of: entry.key),
      alias: part["alias"].map { fields.text($0, "alias") }
    )
    return ModelAsset(
      asset: asset,
      derivation: derivation(part, entry, lines: lines, assets: assets),
      dividendYield: part["dividend-yield"].map {
        parameter($0, "dividend-yield", in: fileSource)
      },
      source: part["series"].map { fields.text($0, "series") } ?? ""
    )
  }

  mutating func group(_ tree: SourceTree?) -> AssetGroup {
    guard let tree else { return .segment }
    let text = fields.text(tree, "group")
    if let group = AssetGroup(rawValue: text) { return group }
    if !text.isEmpty {
      fields.unknown(
        text,
        "group",
        of: "the model",
        at: tree.place,
        among: AssetGroup.allCases.map(\.rawValue),
        code: "E609"
      )
    }
    return .segment
  }

  private mutating func derivation(
    _ part: Part,
    _ entry: SourceTree.Entry,
    lines: [String],
    assets: [String]
  ) -> ModelAsset.Derivation {
    let given = part.entries.filter { ["index", "part", "rest"].contains($0.key) }
    if given.count > 1 {
      fields.report(
        "E610",
        "\(part.name) is derived in two ways",
        at: given[1].keyPlace,
        "`\(given[0].key)` stands above",
        help: "keep one of `index`, `part` and `rest`"
      )
    }
    guard let how = given.first else {
      if !lines.contains(entry.key) {
        fields.unknown(
          entry.key,
          "line",
          of: "the model",
          at: entry.keyPlace,
          among: lines,
          code: "E610"
        )
      }
      return .line
    }
    if how.key == "index" {
      return .index(weights(how.value, of: "the index \(entry.key)", among: assets))
    }
    return spread(how, lines: lines, assets: assets)
  }

  private mutating func spread(
    _ entry: SourceTree.Entry,
    lines: [String],
    assets: [String]
  ) -> ModelAsset.Derivation {
    let keys = ["of", "spread", "weight"]
    let part = fields.part(
      entry.value,
      named: "`\(entry.key)`",
      keys: keys,
      required: keys,
      at: entry.keyPlace
    )
    let of = part["of"].map { member($0, "asset", among: assets) } ?? ""
    let spread = part["spread"].map { member($0, "line", among: lines) } ?? ""
    let weight = part["weight"].map { fields.number($0, "weight", .openUnit) } ?? 0.5
    return entry.key == "part"
      ? .part(of: of, spread: spread, weight: weight)
      : .rest(of: of, spread: spread, weight: weight)
  }

  private mutating func member(
    _ tree: SourceTree,
    _ kind: String,
    among names: [String]
  ) -> String {
    let text = fields.text(tree, kind)
    if !text.isEmpty, !names.contains(text) {
      fields.unknown(text, kind, of: "the model", at: tree.place, among: names, code: "E610")
    }
    return text
  }

  /// Reads `{a: 0.7, b: 0.3}`, or `[a, b]` for equal weights; they must sum to 1.
  mutating func weights(
    _ tree: SourceTree,
    of name: String,
    among assets: [String]
  ) -> [Weight] {
    if let items = tree.items {
      let share = 1 / Double(max(1, items.count))
      if items.isEmpty { reportSum(0, of: name, at: tree.place) }
      return items.map { Weight(member($0, "asset", among: assets), share) }
    }
    guard let entries = fields.entries(tree, named: name) else { return [] }
    let before = fields.errorCount
    let weights = entries.map { entry in
      if !assets.contains(entry.key) {
        fields.unknown(
          entry.key,
          "asset",
          of: "the model",
          at: entry.keyPlace,
          among: assets,
          code: "E610"
        )
      }
      return Weight(entry.key, fields.number(entry.value, "weight of \(entry.key)", .unit))
    }
    let sum = weights.reduce(0) { $0 + $1.value }
    if fields.errorCount == before, abs(sum - 1) > 1e-6 {
      reportSum(sum, of: name, at: tree.place)
    }
    return weights
  }

  private mutating func reportSum(_ sum: Double, of name: String, at place: SourcePlace) {
    let text = YAMLText.number(ModelRounding.rounded(sum, digits: 6))
    fields.report(
      "E608",
      "the weights of \(name) sum to \(text), not 1",
      at: place,
      "must sum to 1",
      help: "equal weights are written as a list of names: `[a, b, c]`"
    )
  }

  /// What the identity of the index moved its members' estimates by: a record, not an instruction.
  mutating func identityMoves(_ tree: SourceTree?, factors: [String]) -> [IdentityMove] {
    let known =
      factors + [IdentityMove.totalBeta] + SensitivityCause.allCases.map(\.rawValue)
    guard let tree, let entries = fields.entries(tree, named: "`identity-moves`") else {
      return []
    }
    return entries.map { entry in
      if !known.contains(entry.key) {
        fields.unknown(
          entry.key,
          "key",
          of: "`identity-moves`",
          at: entry.keyPlace,
          among: known,
          code: "E601"
        )
      }
      return IdentityMove(entry.key, fields.number(entry.value, entry.key))
    }
  }

  mutating func lists(_ tree: SourceTree?, assets: [String]) -> [AssetList] {
    guard let tree, let entries = fields.entries(tree, named: "`lists`") else { return [] }
    return entries.map { entry in
      fields.checkName(entry.key, at: entry.keyPlace)
      if assets.contains(entry.key) {
        fields.report(
          "E613",
          "`\(entry.key)` is the name of an asset and of a list",
          at: entry.keyPlace,
          "taken by an asset"
        )
      }
      let part = fields.part(
        entry.value,
        named: "the list \(entry.key)",
        keys: ["source", "of"],
        required: ["of"],
        at: entry.keyPlace
      )
      let provenance = tableSource(
        part["source"],
        isNeeded: true,
        at: entry.keyPlace,
        what: part.name
      )
      let weights = part["of"].map { self.weights($0, of: part.name, among: assets) }
      return AssetList(name: entry.key, weights: weights ?? [], provenance: provenance)
    }
  }

  // MARK: Identities

  /// Members of an index are lines; parts belong to an index and use a spread of their own.
  private mutating func checkIdentities(_ assets: [ModelAsset], _ entries: [SourceTree.Entry]) {
    let kinds = Dictionary(
      assets.map { ($0.asset.name, $0.derivation) },
      uniquingKeysWith: { first, _ in first }
    )
    for (asset, entry) in zip(assets, entries) {
      switch asset.derivation {
      case .line: break
      case .index(let weights):
        for weight in weights where kinds[weight.name].map({ $0 != .line }) ?? false {
          reportDerived(weight.name, entry)
        }
      case .part(let of, let spread, _), .rest(let of, let spread, _):
        if let kind = kinds[of], !kind.isIndex { reportNoIndex(of, entry) }
        if kinds[spread] != nil { reportReported(spread, entry) }
      }
    }
  }

  private mutating func reportDerived(_ member: String, _ entry: SourceTree.Entry) {
    fields.report(
      "E610",
      "`\(member)`, a member of the index `\(entry.key)`, is itself derived",
      at: entry.value.entries?.first { $0.key == "index" }?.value.place ?? entry.keyPlace,
      "members must be lines"
    )
  }

  private mutating func reportNoIndex(_ name: String, _ entry: SourceTree.Entry) {
    fields.report(
      "E610",
      "`\(entry.key)` is a part of `\(name)`, which is no index",
      at: Self.place("of", in: entry),
      "a part needs an asset with `index`"
    )
  }

  private mutating func reportReported(_ name: String, _ entry: SourceTree.Entry) {
    fields.report(
      "E610",
      "the spread `\(name)` of `\(entry.key)` is reported as an asset",
      at: Self.place("spread", in: entry),
      "a spread is a line without an asset"
    )
  }

  /// The place of what a part or rest says under a key.
  private static func place(_ key: String, in entry: SourceTree.Entry) -> SourcePlace {
    (entry.value["part"] ?? entry.value["rest"])?[key]?.place ?? entry.keyPlace
  }

  private mutating func checkAliases(_ assets: [ModelAsset], _ entries: [SourceTree.Entry]) {
    var owners: [String: String] = [:]
    for asset in assets { owners[asset.asset.name] = asset.asset.name }
    for (asset, entry) in zip(assets, entries) {
      guard let alias = asset.asset.alias, !alias.isEmpty else { continue }
      if let owner = owners.updateValue(asset.asset.name, forKey: alias) {
        fields.report(
          "E613",
          "the alias `\(alias)` of `\(entry.key)` is taken by `\(owner)`",
          at: entry.value["alias"]?.place ?? entry.keyPlace,
          "taken"
        )
      }
    }
  }

  /// A line that is neither an asset nor a spread would be simulated for nobody.
  private mutating func checkUse(
    of lines: [Line],
    by assets: [ModelAsset],
    at tree: SourceTree
  ) {
    let used = Set(
      assets.map { asset in
        switch asset.derivation {
        case .line, .index: asset.asset.name
        case .part(_, let spread, _), .rest(_, let spread, _): spread
        }
      }
    )
    for line in lines where !used.contains(line.name) {
      fields.report(
        "E610",
        "no asset reports the line `\(line.name)`",
        at: tree.place,
        "`\(line.name)` is missing",
        help: "add `\(line.name): {}` to `assets`"
      )
    }
  }
}

extension ModelAsset.Derivation {
  fileprivate var isIndex: Bool {
    if case .index = self { true } else { false }
  }
}
