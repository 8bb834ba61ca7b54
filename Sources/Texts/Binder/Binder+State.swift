import Domain

/// Where the economy and the market stand at `asof`.
extension Binder {
  /// Trading days that the model's state stays valid for.
  static let freshDays = 5

  mutating func bindState() -> EconomicState? {
    let tree = root["state"]
    var values: [String: Double] = [:]
    var range: (low: Double, high: Double)?
    var levels: [String: Double] = [:]
    for entry in tree?.entries ?? [] where !entry.value.isEmpty {
      guard let source = LiteralSource(entry.value) else { continue }
      if entry.key == "fed-funds" {
        range = attempt { it throws(Diagnostic) in
          let range = try Literals.rateRange(source)
          return (range.low.value, range.high.value)
        }
      } else if let form = Self.stateForms[entry.key] {
        values[entry.key] = attempt { it throws(Diagnostic) in
          try Literals.quantity(source, form)
        }
      } else if let (name, level) = bindLevel(entry, source) {
        levels[name] = level
      }
    }
    return complete(values, range, levels, tree)
  }

  /// Fills what is missing from the model while its state is fresh.
  private mutating func complete(
    _ values: [String: Double],
    _ range: (low: Double, high: Double)?,
    _ levels: [String: Double],
    _ tree: SourceTree?
  ) -> EconomicState? {
    let written = Set((tree?.entries ?? []).map(\.key))
    let missing = Self.required.filter { !written.contains($0) }
    let known = model?.state
    guard let asof, let known else { return nil }
    let isFresh = isFresh(asof)
    guard missing.isEmpty || isFresh else {
      findings.add(StaleState.fault(missing, known, model, asof, root))
      return nil
    }
    func value(_ key: String, _ fallback: Double?) -> Double? {
      values[key] ?? (isFresh && !written.contains(key) ? fallback : nil)
    }
    // Required values can be absent here only after an error that was reported.
    var state = EconomicState(
      fedFundsLow: range?.low ?? known.fedFundsLow,
      fedFundsHigh: range?.high ?? known.fedFundsHigh,
      coreInflation: value("core-inflation", known.coreInflation) ?? known.coreInflation,
      unemployment: value("unemployment", known.unemployment) ?? known.unemployment,
      twoYear: value("two-year", known.twoYear) ?? known.twoYear,
      tenYear: value("ten-year", known.tenYear) ?? known.tenYear,
      vix: value("vix", known.vix) ?? known.vix
    )
    state.trailingVolatility = values["trailing-volatility"]
    state.credit = value("credit", known.credit)
    state.oil = value("oil", known.oil)
    state.dollar = value("dollar", known.dollar)
    state.levels = isFresh ? known.levels.merging(levels) { $1 } : levels
    let optional = [("credit", known.credit), ("oil", known.oil), ("dollar", known.dollar)]
      .filter { isFresh && $0.1 != nil && !written.contains($0.0) }.map(\.0)
    state.fromModel = missing + optional
    return state
  }

  private func isFresh(_ asof: TradingDate) -> Bool {
    guard let date = model?.date else { return false }
    let (first, last) = asof < date ? (asof, date) : (date, asof)
    guard last.daysSince1970 - first.daysSince1970 <= 3 * Self.freshDays else { return false }
    return calendar.tradingDays(after: first, through: last) <= Self.freshDays
  }

  /// A price index and its level, as in `sp-500: level 6864`.
  private mutating func bindLevel(
    _ entry: SourceTree.Entry,
    _ source: LiteralSource
  ) -> (String, Double)? {
    attempt { it throws(Diagnostic) in
      let key = LiteralSource(key: entry)
      guard it.model == nil || (try? it.vocabulary.asset(entry.key, at: key.place)) != nil else {
        throw UnknownSeries.state(entry, Self.required + Self.optional, it.vocabulary.assetNames)
      }
      let name = try it.vocabulary.asset(entry.key, at: key.place)
      if it.vocabulary.isAlias(entry.key) {
        throw IndexLevel.alias(entry.key, name, at: key.place)
      }
      let level = try Literals.level(source)
      if let fault = IndexLevel.check(name, level, it.model?.state, at: source.place) {
        throw fault
      }
      return (name, level)
    }
  }

  static let required = [
    "fed-funds", "core-inflation", "unemployment", "two-year", "ten-year", "vix",
  ]

  static let optional = ["trailing-volatility", "credit", "oil", "dollar"]

  private static let stateForms: [String: QuantityForm] = [
    "core-inflation": .rateLevel("a rate of inflation", -5...25),
    "unemployment": .rateLevel("a rate of unemployment", 0...30),
    "two-year": .rateLevel("a level of a yield", -2...25),
    "ten-year": .rateLevel("a level of a yield", -2...25),
    "vix": .bare("a level of the VIX", example: "15.4", 5...150),
    "trailing-volatility": .relative("an annual volatility", 1...200),
    "credit": .rateLevel("a credit spread", 0...40),
    "oil": .bare("a price of oil in dollars", example: "61.5", 1...500),
    "dollar": .bare("a level of the dollar index", example: "121.3", 10...500),
  ]
}

extension Literals {
  /// The number of `level 6864`.
  static func level(_ source: LiteralSource) throws(Diagnostic) -> Double {
    var cursor = LiteralCursor(source)
    let form = QuantityForm.bare("a level of an index", example: "level 6864", 0.01...10_000_000)
    guard cursor.take(word: "level") else {
      let bare = LiteralCursor(source)
      var replacement: String?
      if bare.tokens.count == 1, case .number(let number) = bare.tokens[0].kind {
        replacement = "level \(number.text)"
      }
      throw UnreadableValue.fault(
        "`\(source.text)` is not a level of an index",
        at: source.place,
        "the word `level` is missing",
        help: replacement == nil ? "for example `level 6864`" : nil,
        replacement: replacement
      )
    }
    let number = try cursor.quantity(form)
    try cursor.end(form.noun)
    return number.value
  }
}
