import Domain

extension RecipeBinder {
  private static let origins = ["series", "index", "part-of", "rest-of"]

  mutating func asset(
    _ entry: SourceTree.Entry,
    among names: [String],
    spreads: [String]
  ) -> RecipeAsset {
    let part = part(
      entry,
      "the asset",
      keys: ["group", "title", "alias", "before", "spread", "dividend-yield"] + Self.origins
    )
    let asset = Asset(
      name: entry.key,
      group: base.group(part["group"]),
      title: part["title"].map { base.fields.text($0, "title") }
        ?? ModelDefaults.title(of: entry.key),
      alias: part["alias"].map { base.fields.text($0, "alias") }
    )
    return RecipeAsset(
      asset: asset,
      origin: origin(part, among: names, spreads: spreads),
      dividendYield: part["dividend-yield"].map {
        base.parameter($0, "dividend-yield", in: base.fileSource)
      }
    )
  }

  private mutating func origin(
    _ part: Part,
    among names: [String],
    spreads: [String]
  ) -> RecipeAsset.Origin {
    let given = Self.origins.filter { part[$0] != nil }
    if given.count != 1 {
      base.fields.report(
        given.isEmpty ? "E602" : "E610",
        given.isEmpty
          ? "\(part.name) has no `series`" : "\(part.name) comes from two places",
        at: given.count > 1 ? part.place(of: given[1]) : part.place,
        given.isEmpty ? "where does it come from?" : "`\(given[0])` is here as well",
        help: "give one of `series`, `index`, `part-of` and `rest-of`"
      )
    }
    switch given.first {
    case "index": return .index(weights(part, among: names))
    case "part-of":
      return .part(of: whole(part, "part-of", names), spread: spread(of: part, spreads))
    case "rest-of":
      return .rest(of: whole(part, "rest-of", names), spread: spread(of: part, spreads))
    default:
      return .series(neededSeries(part, "series"), before: series(part["before"], "before"))
    }
  }

  private mutating func whole(_ part: Part, _ key: String, _ names: [String]) -> String {
    part[key].map { name($0, "asset", among: names) } ?? ""
  }

  private mutating func spread(of part: Part, _ spreads: [String]) -> String {
    if let tree = part["spread"] { return name(tree, "spread", among: spreads) }
    base.fields.report(
      "E602",
      "\(part.name) has no `spread`",
      at: part.place,
      "`spread` is missing",
      help: "name the entry of `spreads` by which part and rest differ"
    )
    return ""
  }

  /// Weights in any unit; they are scaled to sum to 1.
  private mutating func weights(_ part: Part, among names: [String]) -> [Weight] {
    guard let tree = part["index"] else { return [] }
    let entries = base.fields.entries(tree, named: "the index") ?? []
    return entries.map { entry in
      if !names.contains(entry.key) {
        base.fields.unknown(
          entry.key,
          "asset",
          of: "the recipe",
          at: entry.keyPlace,
          among: names,
          code: "E610"
        )
      }
      return Weight(
        entry.key,
        base.fields.number(entry.value, "weight of \(entry.key)", .positive)
      )
    }
  }

  mutating func spread(_ entry: SourceTree.Entry) -> RecipeSpread {
    let keys = ["part", "whole", "weight"]
    let part = part(entry, "the spread", keys: keys, required: keys)
    let weight = base.parameter(part["weight"], "weight", in: base.fileSource, .openUnit)
    return RecipeSpread(
      name: entry.key,
      part: neededSeries(part, "part"),
      whole: neededSeries(part, "whole"),
      weight: weight
    )
  }

  mutating func events(_ top: Part) -> RecipeEvents {
    let part = base.fields.part(
      top["events"] ?? SourceTree(.mapping([]), at: top.place),
      named: "`events`",
      keys: ["market", "two-year", "ten-year", "fomc", "cpi", "jobs"],
      required: top["events"] == nil ? [] : ["two-year"],
      at: top.place(of: "events")
    )
    let market = part["market"].map { $0.items ?? [$0] } ?? []
    return RecipeEvents(
      marketReturns: market.compactMap { series($0, "market") },
      twoYear: neededSeries(part, "two-year"),
      tenYear: series(part["ten-year"], "ten-year"),
      fomc: part["fomc"].map { fomc($0) },
      cpi: part["cpi"].map { cpi($0) },
      jobs: part["jobs"].map { jobs($0) }
    )
  }

  private mutating func fomc(_ tree: SourceTree) -> RecipeFOMC {
    if tree["days"] != nil {
      let keys = ["start", "days"]
      let part = base.fields.part(tree, named: "`fomc`", keys: keys, required: keys)
      return RecipeFOMC(start: date(part, "start"), days: neededSeries(part, "days"))
    }
    let keys = ["start", "target", "two-year", "law-start"]
    let part = base.fields.part(
      tree,
      named: "`fomc`",
      keys: keys + ["only-one", "window", "second"],
      required: keys
    )
    let second = part["second"].map { tree in
      base.fields.part(
        tree,
        named: "`second`",
        keys: ["target", "two-year"],
        required: ["target", "two-year"]
      )
    }
    return RecipeFOMC(
      start: date(part, "start"),
      target: neededSeries(part, "target"),
      twoYear: neededSeries(part, "two-year"),
      count: series(part["only-one"], "only-one"),
      lawStart: date(part, "law-start"),
      window: series(part["window"], "window"),
      second: second.map {
        RecipeFOMC.SurprisePair(
          target: neededSeries($0, "target"),
          twoYear: neededSeries($0, "two-year")
        )
      }
    )
  }

  private mutating func cpi(_ tree: SourceTree) -> RecipeCPI {
    let keys = ["start", "days"]
    let part = base.fields.part(
      tree,
      named: "`cpi`",
      keys: keys + ["core", "surprise", "law-start"],
      required: keys
    )
    return RecipeCPI(
      start: date(part, "start"),
      days: neededSeries(part, "days"),
      core: series(part["core"], "core"),
      surprise: series(part["surprise"], "surprise"),
      lawStart: part["law-start"].map { base.fields.date($0, "law-start") }
    )
  }

  private mutating func jobs(_ tree: SourceTree) -> RecipeJobs {
    let keys = ["start", "days"]
    let part = base.fields.part(
      tree,
      named: "`jobs`",
      keys: keys + ["payrolls", "unemployment", "exclude"],
      required: keys
    )
    return RecipeJobs(
      start: date(part, "start"),
      days: neededSeries(part, "days"),
      payrolls: series(part["payrolls"], "payrolls"),
      unemployment: series(part["unemployment"], "unemployment"),
      excluded: part["exclude"].flatMap { dates($0, "exclude") }
    )
  }

  mutating func macro(_ tree: SourceTree) -> RecipeMacro {
    let keys = ["core", "unemployment", "rate", "start"]
    let part = base.fields.part(
      tree,
      named: "`macro`",
      keys: keys + ["exclude", "assumptions"],
      required: keys
    )
    return RecipeMacro(
      core: neededSeries(part, "core"),
      unemployment: neededSeries(part, "unemployment"),
      rate: neededSeries(part, "rate"),
      start: date(part, "start"),
      excluded: part["exclude"].flatMap { dates($0, "exclude") },
      assumptions: part["assumptions"].map { base.named($0, "assumptions") } ?? []
    )
  }

  /// Reads `2020-01-01..2021-12-31`.
  private mutating func dates(_ tree: SourceTree, _ key: String) -> ClosedRange<TradingDate>? {
    let text = base.fields.text(tree, key)
    let ends = text.split(separator: ".", omittingEmptySubsequences: true)
      .map { TradingDate(String($0)) }
    if text.contains(".."), ends.count == 2, let first = ends[0], let last = ends[1], first <= last
    {
      return first...last
    }
    base.fields.report(
      "E604",
      "`\(text)` is no range of dates",
      at: tree.place,
      "the first and the last day are expected",
      help: "write it as `2020-01-01..2021-12-31`"
    )
    return nil
  }

  private mutating func date(_ part: Part, _ key: String) -> TradingDate {
    part[key].map { base.fields.date($0, key) } ?? TradingDate(daysSince1970: 0)
  }

  mutating func numbers(_ top: Part) -> [RecipeNumber: Parameter] {
    guard let tree = top["numbers"] else { return [:] }
    let entries = base.fields.entries(tree, named: "`numbers`") ?? []
    var result: [RecipeNumber: Parameter] = [:]
    for entry in entries where entry.key != "source" {
      guard let number = RecipeNumber(rawValue: entry.key) else {
        base.fields.unknown(
          entry.key,
          "number",
          of: "a recipe",
          at: entry.keyPlace,
          among: RecipeNumber.allCases.map(\.rawValue),
          code: "E609"
        )
        continue
      }
      let source = tree["source"].flatMap { base.source($0) } ?? base.fileSource
      result[number] = base.parameter(entry.value, entry.key, in: source, Self.bound(of: number))
    }
    return result
  }

  /// What a model file allows of a number as well.
  private static func bound(of number: RecipeNumber) -> NumberBound {
    switch number {
    case .freedom: .tails
    case .leverageEffect: .leverage
    case .betaHalfLife: .nonNegative
    default: .any
    }
  }

  mutating func levels(_ top: Part, assets: [String]) -> [String: Double] {
    guard let tree = top["levels"] else { return [:] }
    let entries = base.fields.entries(tree, named: "`levels`") ?? []
    var result: [String: Double] = [:]
    for entry in entries {
      if !assets.contains(entry.key) {
        base.fields.unknown(
          entry.key,
          "asset",
          of: "the recipe",
          at: entry.keyPlace,
          among: assets,
          code: "E609"
        )
      }
      result[entry.key] = base.fields.number(entry.value, entry.key, .positive)
    }
    return result
  }
}
