package import Domain

/// What `check` tells of a scenario that is in order: its timeline and what it implies.
package struct CheckSummary: Hashable, Sendable {
  package let scenario: Scenario
  package let modelName: String
  package let modelDate: TradingDate
  /// Intervals of the plan.
  package let intervals: Int
  /// What a run would take, in words such as `about 0.3 s, 30 MB`; nil where unknown.
  package let cost: String?
  /// Spread of a consensus that gives none, by series, in the series' unit.
  let surpriseDeviations: [ReleaseSeries: Double]

  package init(scenario: Scenario, model: MarketModel, intervals: Int, cost: String? = nil) {
    self.scenario = scenario
    modelName = model.name
    modelDate = model.date
    self.intervals = intervals
    self.cost = cost
    var deviations: [ReleaseSeries: Double] = [:]
    if let cpi = model.events.cpi {
      deviations[.coreMonthly] = cpi.surpriseDeviation.value
      deviations[.coreYearly] = cpi.surpriseDeviation.value
    }
    if let jobs = model.events.jobs {
      deviations[.unemployment] = jobs.unemploymentDeviation.value
      deviations[.payrolls] = jobs.payrollDeviation.value
    }
    surpriseDeviations = deviations
  }

  /// One event of the timeline in words.
  package struct Line: Hashable, Sendable {
    package let when: String
    package let name: String
    package let kind: String
    package let priced: String
    package let outcome: String
    package let surprise: String
  }

  /// The timeline in order.
  package var lines: [Line] { scenario.events.map(line) }

  private func line(_ event: Event) -> Line {
    let words: (priced: String, outcome: String, surprise: String) =
      switch event.kind {
      case .fomc(let decision): decisionWords(decision)
      case .cpi(let releases), .jobs(let releases): releaseWords(releases)
      case .shock(let shock): ("none", shock.words, "all of it")
      }
    var outcome = words.outcome
    if event.isDateExpected { outcome += "; date by rule" }
    let odds = event.probability.value * 100
    let happens = odds < 100 ? " (\(NumberFormat.odds(odds)))" : ""
    return Line(
      when: "\(event.date) \(event.time)",
      name: (event.isListed ? TextLayout.printable(event.id) : "open") + happens,
      kind: event.kindName,
      priced: words.priced,
      outcome: outcome,
      surprise: words.surprise
    )
  }

  private func decisionWords(_ decision: Decision) -> (String, String, String) {
    let words = SurpriseWords(scale: .policy, priced: decision.priced, delivery: decision.delivery)
    let path = decision.path.map {
      "; path " + SurpriseScale.policy.law($0, isChange: true)
    }
    return (words.pricedText, words.outcomeText, words.surpriseText + (path ?? ""))
  }

  private func releaseWords(_ releases: [Release]) -> (String, String, String) {
    guard !releases.isEmpty else { return ("open", "estimated law", "mean 0") }
    let words = releases.map { release in
      let words = SurpriseWords(
        scale: SurpriseScale(release.series),
        priced: release.consensus,
        delivery: release.delivery,
        deviation: surpriseDeviations[release.series]
      )
      let name = release.series.shortName
      return (name + words.pricedText, name + words.outcomeText, words.surpriseText)
    }
    if releases.allSatisfy({ $0.consensus == .open && $0.delivery == .market }) {
      return ("open", "estimated law", "mean 0")
    }
    // What every series shares is said once.
    let joined = { (texts: [String]) in
      Set(texts).count == 1 ? texts[0] : texts.joined(separator: ", ")
    }
    let outcome =
      releases.allSatisfy { $0.delivery == .market } ? "market's law" : joined(words.map(\.1))
    return (joined(words.map(\.0)), outcome, joined(words.map(\.2)))
  }
}

extension Shock {
  /// What it moves and how: `ai-leaders −12 % ± 5 %; because inflation; isolated`.
  var words: String {
    let moves = impulses.map { impulse in
      switch impulse {
      case .rate(let name, let law):
        "\(name) " + SurpriseScale.policy.law(law, isChange: true)
      case .relative(let name, let law), .assets(let name, let law):
        "\(name) " + SurpriseScale.relative.law(law)
      }
    }
    var parts = [moves.joined(separator: ", ")]
    if let cause { parts.append("because \(cause.rawValue)") }
    if let spreadUntil { parts.append("spread to \(spreadUntil)") }
    if isIsolated { parts.append("isolated") }
    return parts.joined(separator: "; ")
  }
}

extension ReleaseSeries {
  /// Before a figure where the bare figure would not say which series it is.
  fileprivate var shortName: String {
    switch self {
    case .coreMonthly: "core m/m "
    case .coreYearly: "core y/y "
    case .unemployment, .payrolls: ""
    }
  }
}

/// What was priced, what is delivered and the surprise between, each in words.
struct SurpriseWords<Value: Quantity> {
  let scale: SurpriseScale
  let priced: Pricing<Value>
  let delivery: Delivery<Value>
  /// The spread of a consensus that gives none.
  var deviation: Double?

  var pricedText: String {
    switch priced {
    case .open: "open"
    case .nothing: "none"
    case .law(let law): scale.law(law, deviation: deviation)
    }
  }

  var outcomeText: String {
    switch delivery {
    case .market: priced == .open ? "estimated law" : "market's law"
    case .outcome(let law): scale.law(law)
    case .surprise(let law): "surprise " + scale.law(law, isChange: true)
    }
  }

  /// `dovish −2bp | hawkish +23bp; view −1.3bp`.
  var surpriseText: String {
    let mean: Double? =
      switch priced {
      case .open: nil
      case .nothing: 0
      case .law(let law): law.mean.magnitude
      }
    switch (delivery, priced) {
    case (.surprise(let law), _): return text(law, less: 0)
    case (.outcome(let law), _): return text(law, less: mean ?? 0)
    case (.market, .law(let law)): return text(law, less: mean ?? 0)
    case (.market, _): return "mean 0"
    }
  }

  private func text(_ law: Law<Value>, less priced: Double) -> String {
    guard case .branches(let branches) = law else {
      let mean = law.mean.magnitude - priced
      let isMarket = delivery == .market
      return isMarket ? "mean 0" : scale.words(for: mean)
    }
    let words = branches.map { scale.words(for: $0.value.magnitude - priced) }
    let view = scale.change(law.mean.magnitude - priced)
    let isView = view != scale.change(0)
    return words.joined(separator: " | ") + (isView ? "; view \(view)" : "")
  }
}
