import Domain

extension ModelBody {
  mutating func events(_ events: EventModel) {
    guard events != EventModel(fomc: nil, cpi: nil, jobs: nil) else { return }
    add(0, "events:")
    if let fomc = events.fomc { self.fomc(fomc) }
    if let cpi = events.cpi { part(1, "cpi", Self.parameters(of: cpi)) }
    if let jobs = events.jobs { part(1, "jobs", Self.parameters(of: jobs)) }
    for cause in Cause.allCases {
      guard let news = events.news(of: cause) else { continue }
      let numbers = [("market", news.market), ("\(cause.otherYield)-ratio", news.ratio)]
      part(1, cause.rawValue, numbers)
    }
  }

  private mutating func fomc(_ fomc: FOMCModel) {
    let start = text.count
    part(
      1,
      "fomc",
      [
        ("target-deviation", fomc.targetDeviation), ("path-deviation", fomc.pathDeviation),
        ("risk-deviation", fomc.riskDeviation), ("target", fomc.target), ("path", fomc.path),
      ]
    )
    if let alone = fomc.twoYearAlone {
      let value = number(alone, in: nil)
      add(2, "two-year-alone: \(value)")
    }
    if fomc.correlation != 0 { add(2, "correlation: \(YAMLText.number(fomc.correlation))") }
    yields("target-yields", fomc.targetYields)
    yields("path-yields", fomc.pathYields)
    // Without a leading response the part begins with what follows it.
    if text.count > start + 1, text[start].hasSuffix("{}") { replace(start, 1, "fomc:") }
  }

  private mutating func yields(_ key: String, _ yields: EventModel.YieldResponse) {
    let values = flow([("two-year", yields.twoYear), ("ten-year", yields.tenYear)], in: nil)
    if values != "{}" { add(2, "\(key): \(values)") }
  }

  private static func parameters(of cpi: CPIModel) -> [(String, Parameter)] {
    [
      ("surprise-deviation", cpi.surpriseDeviation), ("pass-through-low", cpi.passThroughLow),
      ("pass-through-high", cpi.passThroughHigh), ("noise-deviation", cpi.noiseDeviation),
      ("gate-centre", cpi.gateCentre), ("gate-width", cpi.gateWidth),
      ("ten-year-ratio", cpi.tenYearRatio), ("low", cpi.low), ("high", cpi.high),
    ]
  }

  private static func parameters(of jobs: JobsModel) -> [(String, Parameter)] {
    [
      ("payroll-deviation", jobs.payrollDeviation),
      ("unemployment-deviation", jobs.unemploymentDeviation),
      ("payroll-pass-through", jobs.payrollPassThrough),
      ("unemployment-pass-through", jobs.unemploymentPassThrough),
      ("noise-deviation", jobs.noiseDeviation), ("ten-year-ratio", jobs.tenYearRatio),
      ("labor", jobs.labor),
    ]
  }

  mutating func state(_ model: MarketModel) {
    let state = model.state
    add(0, "state:")
    add(1, "source: \(names.name(of: model.provenance.state))")
    let low = YAMLText.number(state.fedFundsLow)
    add(1, "fed-funds: \(low)..\(YAMLText.number(state.fedFundsHigh)) %")
    add(1, "core-inflation: \(YAMLText.number(state.coreInflation)) %")
    add(1, "unemployment: \(YAMLText.number(state.unemployment)) %")
    add(1, "two-year: \(YAMLText.number(state.twoYear)) %")
    add(1, "ten-year: \(YAMLText.number(state.tenYear)) %")
    add(1, "vix: \(YAMLText.number(state.vix))")
    if let value = state.trailingVolatility {
      add(1, "trailing-volatility: \(YAMLText.number(value)) %")
    }
    if let value = state.credit { add(1, "credit: \(YAMLText.number(value)) %") }
    if let value = state.oil { add(1, "oil: \(YAMLText.number(value))") }
    if let value = state.dollar { add(1, "dollar: \(YAMLText.number(value))") }
    for (name, level) in state.levels.sorted(by: { $0.key < $1.key }) {
      add(1, "\(name): level \(YAMLText.number(level))")
    }
  }
}
