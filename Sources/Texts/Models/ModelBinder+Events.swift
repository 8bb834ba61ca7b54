import Domain

extension ModelBinder {
  mutating func regimes(_ tree: SourceTree, factors: [Factor]) -> RegimeModel {
    let keys = ["stay-calm", "stay-stress", "start-intercept", "start-slope", "volatility-ratio"]
    let part = fields.part(
      tree,
      named: "`regimes`",
      keys: ["source"] + keys + Self.startKeys,
      required: keys
    )
    let source = inherited(part)
    return RegimeModel(
      stayCalm: parameter(part["stay-calm"], "stay-calm", in: source, .openUnit),
      stayStress: parameter(part["stay-stress"], "stay-stress", in: source, .openUnit),
      startIntercept: parameter(part["start-intercept"], "start-intercept", in: source),
      startSlope: parameter(part["start-slope"], "start-slope", in: source),
      volatilityRatio: parameter(
        part["volatility-ratio"],
        "volatility-ratio",
        in: source,
        .positive
      ),
      startVariance: startVariance(part, factors: factors, in: source)
    )
  }

  private static let startKeys = ["start-elasticity", "start-calm", "start-stress"]

  /// What the VIX says of the factors' variance: all of its numbers or none.
  private mutating func startVariance(
    _ part: Part,
    factors: [Factor],
    in source: Provenance?
  ) -> StartVariance? {
    guard let first = Self.startKeys.first(where: { part[$0] != nil }) else { return nil }
    for key in Self.startKeys where part[key] == nil {
      fields.report(
        "E602",
        "`regimes` has `\(first)` but no `\(key)`",
        at: part.place(of: first),
        "`\(key)` is missing",
        help: "give \(Self.startKeys.map { "`\($0)`" }.joined(separator: ", ")), or none of them"
      )
    }
    if !factors.contains(where: { $0.name == "vix" && $0.reversion != nil }) {
      fields.report(
        "E602",
        "`\(first)` needs a factor `vix` that reverts",
        at: part.place(of: first),
        "no factor `vix` with a `reversion`",
        help: "what the VIX says of the start fades as fast as the VIX reverts"
      )
    }
    return StartVariance(
      elasticity: elasticities(part["start-elasticity"], factors: factors.map(\.name), in: source),
      level: RegimePair(
        calm: parameter(part["start-calm"], "start-calm", in: source, .positive),
        stress: parameter(part["start-stress"], "start-stress", in: source, .positive)
      )
    )
  }

  /// One number for all factors, or one for each that has any; the market's is not negative.
  private mutating func elasticities(
    _ tree: SourceTree?,
    factors: [String],
    in source: Provenance?
  ) -> [Parameter] {
    let key = "start-elasticity"
    guard let tree, tree.entries != nil else {
      let shared = parameter(tree, key, in: source, .nonNegative)
      return factors.map { _ in shared }
    }
    return byFactor(tree, key, factors: factors, in: source) {
      $0 == "market" ? .nonNegative : .any
    }
  }

  mutating func events(_ tree: SourceTree?) -> EventModel {
    guard let tree else { return EventModel(fomc: nil, cpi: nil, jobs: nil) }
    let part = fields.part(tree, named: "`events`", keys: ["source"] + Self.eventKeys)
    let source = inherited(part)
    return EventModel(
      fomc: part["fomc"].map { fomc($0, in: source) },
      cpi: part["cpi"].map { cpi($0, in: source) },
      jobs: part["jobs"].map { jobs($0, in: source) },
      growth: news(part, .growth, in: source),
      termPremium: news(part, .termPremium, in: source)
    )
  }

  private static let eventKeys =
    ["fomc", "cpi", "jobs"] + [Cause.growth, .termPremium].map(\.rawValue)

  /// A part of `events`, with the source that holds in it.
  private mutating func eventPart(
    _ tree: SourceTree,
    _ name: String,
    _ keys: [String],
    required: [String] = [],
    in source: Provenance?
  ) -> (part: Part, source: Provenance?) {
    let part = fields.part(
      tree,
      named: "`\(name)`",
      keys: ["source"] + keys,
      required: required
    )
    return (part, part["source"].flatMap { self.source($0) } ?? source)
  }

  private mutating func fomc(_ tree: SourceTree, in outer: Provenance?) -> FOMCModel {
    let (part, source) = eventPart(
      tree,
      "fomc",
      [
        "target-deviation", "path-deviation", "risk-deviation", "target", "path",
        "correlation", "target-yields", "path-yields", "two-year-alone",
      ],
      in: outer
    )
    func read(_ key: String, _ bound: NumberBound = .any) -> Parameter {
      parameter(part[key], key, in: source, bound)
    }
    return FOMCModel(
      targetDeviation: read("target-deviation", .nonNegative),
      pathDeviation: read("path-deviation", .nonNegative),
      riskDeviation: read("risk-deviation", .nonNegative),
      target: read("target"),
      path: read("path"),
      correlation: part["correlation"].map {
        fields.number($0, "correlation", .correlation)
      } ?? 0,
      targetYields: yields(part["target-yields"], "target-yields", in: source),
      pathYields: yields(part["path-yields"], "path-yields", in: source),
      twoYearAlone: part["two-year-alone"].map { parameter($0, "two-year-alone", in: source) }
    )
  }

  private mutating func yields(
    _ tree: SourceTree?,
    _ name: String,
    in source: Provenance?
  ) -> EventModel.YieldResponse {
    guard let tree else {
      return EventModel.YieldResponse(twoYear: ModelDefaults.off, tenYear: ModelDefaults.off)
    }
    let part = fields.part(tree, named: "`\(name)`", keys: ["two-year", "ten-year"])
    return EventModel.YieldResponse(
      twoYear: parameter(part["two-year"], "two-year", in: source),
      tenYear: parameter(part["ten-year"], "ten-year", in: source)
    )
  }

  private mutating func cpi(_ tree: SourceTree, in outer: Provenance?) -> CPIModel {
    let (part, source) = eventPart(
      tree,
      "cpi",
      [
        "surprise-deviation", "pass-through-low", "pass-through-high", "noise-deviation",
        "gate-centre", "gate-width", "ten-year-ratio", "low", "high",
      ],
      required: ["gate-centre", "gate-width"],
      in: outer
    )
    func read(_ key: String, _ bound: NumberBound = .any) -> Parameter {
      parameter(part[key], key, in: source, bound)
    }
    return CPIModel(
      surpriseDeviation: read("surprise-deviation", .nonNegative),
      passThroughLow: read("pass-through-low"),
      passThroughHigh: read("pass-through-high"),
      noiseDeviation: read("noise-deviation", .nonNegative),
      gateCentre: read("gate-centre"),
      gateWidth: read("gate-width", .positive),
      tenYearRatio: read("ten-year-ratio"),
      low: read("low"),
      high: read("high")
    )
  }

  private mutating func jobs(_ tree: SourceTree, in outer: Provenance?) -> JobsModel {
    let (part, source) = eventPart(
      tree,
      "jobs",
      [
        "payroll-deviation", "unemployment-deviation", "payroll-pass-through",
        "unemployment-pass-through", "noise-deviation", "ten-year-ratio", "labor",
      ],
      in: outer
    )
    func read(_ key: String, _ bound: NumberBound = .any) -> Parameter {
      parameter(part[key], key, in: source, bound)
    }
    return JobsModel(
      payrollDeviation: read("payroll-deviation", .nonNegative),
      unemploymentDeviation: read("unemployment-deviation", .nonNegative),
      payrollPassThrough: read("payroll-pass-through"),
      unemploymentPassThrough: read("unemployment-pass-through"),
      noiseDeviation: read("noise-deviation", .nonNegative),
      tenYearRatio: read("ten-year-ratio"),
      labor: read("labor")
    )
  }

  private mutating func news(
    _ events: Part,
    _ cause: Cause,
    in outer: Provenance?
  ) -> YieldNews? {
    guard let tree = events[cause.rawValue] else { return nil }
    let ratio = "\(cause.otherYield)-ratio"
    let keys = ["market", ratio]
    let (part, source) = eventPart(tree, cause.rawValue, keys, required: keys, in: outer)
    return YieldNews(
      market: parameter(part["market"], "market", in: source),
      ratio: parameter(part[ratio], ratio, in: source)
    )
  }

  // MARK: State

  private static let stateKeys = [
    "fed-funds", "core-inflation", "unemployment", "two-year", "ten-year", "vix",
  ]
  private static let optionalStateKeys = ["trailing-volatility", "credit", "oil", "dollar"]

  mutating func state(_ tree: SourceTree?, assets: [String]) -> EconomicState {
    let known = ["source"] + Self.stateKeys + Self.optionalStateKeys
    let part = tree.map {
      fields.part($0, named: "`state`", keys: known + assets, required: Self.stateKeys)
    }
    func percent(_ key: String, _ bound: NumberBound = .any) -> Double? {
      part?[key].map { self.percent($0, key, bound) }
    }
    let range = part?["fed-funds"].map { self.range($0, "fed-funds") } ?? (0, 0)
    var levels: [String: Double] = [:]
    for entry in part?.entries ?? [] where !known.contains(entry.key) {
      if assets.contains(entry.key) { levels[entry.key] = level(entry.value, entry.key) }
    }
    return EconomicState(
      fedFundsLow: range.0,
      fedFundsHigh: range.1,
      coreInflation: percent("core-inflation") ?? 0,
      unemployment: percent("unemployment", .nonNegative) ?? 0,
      twoYear: percent("two-year") ?? 0,
      tenYear: percent("ten-year") ?? 0,
      vix: part?["vix"].map { fields.number($0, "vix", .positive) } ?? 20,
      trailingVolatility: percent("trailing-volatility", .positive),
      credit: percent("credit", .nonNegative),
      oil: part?["oil"].map { fields.number($0, "oil", .positive) },
      dollar: part?["dollar"].map { fields.number($0, "dollar", .positive) },
      levels: levels
    )
  }

  /// Reads `4.14 %`: the state is written as in a scenario, where a rate has its unit.
  mutating func percent(
    _ tree: SourceTree,
    _ name: String,
    _ bound: NumberBound
  ) -> Double {
    let text = fields.text(tree, name)
    guard !text.isEmpty else { return bound.standIn }
    guard let value = Self.withoutPercent(text).flatMap({ DecimalText.number($0) }) else {
      let isBare = DecimalText.number(text) != nil
      fields.report(
        "E604",
        isBare ? "`\(text)` has no unit" : "`\(text)` is no level in percent",
        at: tree.place,
        "a level in percent is expected",
        help: "write it as `4.14 %`",
        replacement: isBare ? "\(text) %" : nil
      )
      return bound.standIn
    }
    return fields.check(value, name, bound, at: tree.place) ? value : bound.standIn
  }

  private static func withoutPercent(_ text: String) -> String? {
    guard text.utf8.last == 0x25 else { return nil }
    let number = text.utf8.dropLast()
    return String(decoding: number.last == 0x20 ? number.dropLast() : number, as: UTF8.self)
  }

  /// Reads `3.75..4.00 %`.
  private mutating func range(_ tree: SourceTree, _ name: String) -> (Double, Double) {
    let text = fields.text(tree, name)
    let parts = Self.withoutPercent(text)?.split(separator: "..").map(String.init) ?? []
    if parts.count == 2, let low = DecimalText.number(parts[0]),
      let high = DecimalText.number(parts[1]), low <= high
    {
      return (low, high)
    }
    if !text.isEmpty {
      fields.report(
        "E604",
        "`\(text)` is no target range",
        at: tree.place,
        "low and high are expected",
        help: "write it as `3.75..4.00 %`, the lower end first"
      )
    }
    return (0, 0)
  }

  /// Reads `level 6864`.
  private mutating func level(_ tree: SourceTree, _ name: String) -> Double {
    let text = fields.text(tree, name)
    if text.hasPrefix("level "), let value = DecimalText.number(String(text.dropFirst(6))),
      value > 0
    {
      return value
    }
    if !text.isEmpty {
      fields.report(
        "E604",
        "`\(text)` is no index level",
        at: tree.place,
        "`level` and a number are expected",
        help: "write it as `level 6864`"
      )
    }
    return 1
  }
}
