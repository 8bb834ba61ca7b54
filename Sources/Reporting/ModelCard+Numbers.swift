import Domain

/// A number of a card with its name and unit.
struct CardNumber: Hashable, Sendable {
  let key: String
  let parameter: Parameter
  let unit: String

  init(_ key: String, _ parameter: Parameter, _ unit: String) {
    self.key = key
    self.parameter = parameter
    self.unit = unit
  }
}

/// The numbers of one part of a model.
struct CardGroup: Hashable, Sendable {
  let key: String
  let title: String
  let rows: [CardNumber]
}

extension ModelCard {
  /// The parts of a model that are lists of single numbers; those that are off are left out.
  static func groups(of model: MarketModel) -> [CardGroup] {
    var groups: [CardGroup] = []
    if let regimes = model.regimes { groups.append(self.regimes(regimes, factors: model.factors)) }
    var general = [
      CardNumber("equity-premium", model.equityPremium, "% a year"),
      CardNumber("half-life", model.residuals.halfLife, "trading days of the residual start"),
    ]
    if let freedom = model.freedom {
      general.append(CardNumber("freedom", freedom, "degrees of freedom of a week's variance"))
    }
    if let effect = model.leverageEffect {
      general.append(
        CardNumber("leverage-effect", effect, "correlation of the market with a week's variance")
      )
    }
    if let halfLife = model.betaHalfLife {
      general.append(CardNumber("beta-half-life", halfLife, "weeks of what a beta has lately been"))
    }
    groups.append(CardGroup(key: "general", title: "PREMIUM AND TAILS", rows: general))
    if let fomc = model.events.fomc { groups.append(self.fomc(fomc)) }
    if let cpi = model.events.cpi { groups.append(self.cpi(cpi)) }
    if let jobs = model.events.jobs { groups.append(self.jobs(jobs)) }
    for (cause, title) in [(Cause.growth, "GROWTH"), (.termPremium, "THE TERM PREMIUM")] {
      if let news = model.events.news(of: cause) { groups.append(self.news(news, cause, title)) }
    }
    return groups
      + [
        named("macro", "THE ECONOMY, MONTH BY MONTH", model.macro),
        named("rule", "THE RULE OF POLICY", model.rule),
        named("checks", "THE SAME, ESTIMATED ANOTHER WAY", model.checks),
      ].filter { !$0.rows.isEmpty }
  }

  private static func named(
    _ key: String,
    _ title: String,
    _ numbers: [NamedParameter]
  ) -> CardGroup {
    CardGroup(
      key: key,
      title: title,
      rows: numbers.map { CardNumber($0.name, $0.value, "") }
    )
  }

  private static func regimes(_ r: RegimeModel, factors: [Factor]) -> CardGroup {
    CardGroup(
      key: "regimes",
      title: "REGIMES",
      rows: [
        CardNumber("stay-calm", r.stayCalm, "probability a week"),
        CardNumber("stay-stress", r.stayStress, "probability a week"),
        CardNumber("start-intercept", r.startIntercept, "log odds of calm at VIX 20"),
        CardNumber("start-slope", r.startSlope, "log odds per log VIX"),
        CardNumber("volatility-ratio", r.volatilityRatio, "trailing volatility per VIX"),
      ] + (r.startVariance.map { startVariance($0, factors) } ?? [])
    )
  }

  private static func startVariance(
    _ start: StartVariance,
    _ factors: [Factor]
  ) -> [CardNumber] {
    let elasticities =
      start.sharedElasticity.map {
        [CardNumber("start-elasticity", $0, "log factor variance per log VIX")]
      }
      ?? zip(factors, start.elasticity).map { factor, elasticity in
        CardNumber(
          "start-elasticity-\(factor.name)",
          elasticity,
          "log \(factor.name) variance per log VIX"
        )
      }
    return elasticities + [
      CardNumber("start-calm", start.level.calm, "VIX, geometric mean before weeks of calm"),
      CardNumber("start-stress", start.level.stress, "VIX, geometric mean before weeks of stress"),
    ]
  }

  private static func fomc(_ f: FOMCModel) -> CardGroup {
    CardGroup(
      key: "fomc",
      title: "DECISIONS",
      rows: [
        CardNumber("target-deviation", f.targetDeviation, "bp, open target surprise"),
        CardNumber("path-deviation", f.pathDeviation, "bp, path surprise"),
        CardNumber("risk-deviation", f.riskDeviation, "%, the market's own move"),
        CardNumber("target", f.target, "%, market per 25 bp of target surprise"),
        CardNumber("path", f.path, "%, market per 25 bp of path surprise"),
        CardNumber("target-two-year", f.targetYields.twoYear, "bp per 25 bp"),
        CardNumber("target-ten-year", f.targetYields.tenYear, "bp per 25 bp"),
        CardNumber("path-two-year", f.pathYields.twoYear, "bp per 25 bp"),
        CardNumber("path-ten-year", f.pathYields.tenYear, "bp per 25 bp"),
      ]
        + [
          f.twoYearAlone.map {
            CardNumber("two-year-alone", $0, "%, market per 25 bp of the two-year's surprise")
          }
        ].compactMap { $0 }
    )
  }

  private static func cpi(_ c: CPIModel) -> CardGroup {
    CardGroup(
      key: "cpi",
      title: "CONSUMER PRICES",
      rows: [
        CardNumber("surprise-deviation", c.surpriseDeviation, "pp, core month on month"),
        CardNumber("pass-through-low", c.passThroughLow, "bp of two-year per 0.1 pp"),
        CardNumber("pass-through-high", c.passThroughHigh, "bp of two-year per 0.1 pp"),
        CardNumber("noise-deviation", c.noiseDeviation, "bp of two-year"),
        CardNumber("gate-centre", c.gateCentre, "%, core inflation"),
        CardNumber("gate-width", c.gateWidth, "%"),
        CardNumber("ten-year-ratio", c.tenYearRatio, "ten-year per two-year"),
        CardNumber("low", c.low, "%, market per 25 bp, low inflation"),
        CardNumber("high", c.high, "%, market per 25 bp, high inflation"),
      ]
    )
  }

  private static func jobs(_ j: JobsModel) -> CardGroup {
    CardGroup(
      key: "jobs",
      title: "JOBS",
      rows: [
        CardNumber("payroll-deviation", j.payrollDeviation, "thousand"),
        CardNumber("unemployment-deviation", j.unemploymentDeviation, "pp"),
        CardNumber("payroll-pass-through", j.payrollPassThrough, "bp of two-year per 100k"),
        CardNumber(
          "unemployment-pass-through",
          j.unemploymentPassThrough,
          "bp of two-year per 0.1 pp"
        ),
        CardNumber("noise-deviation", j.noiseDeviation, "bp of two-year"),
        CardNumber("ten-year-ratio", j.tenYearRatio, "ten-year per two-year"),
        CardNumber("labor", j.labor, "%, market per 25 bp"),
      ]
    )
  }

  private static func news(_ n: YieldNews, _ cause: Cause, _ title: String) -> CardGroup {
    let (own, other) = (cause.ownYield, cause.otherYield)
    return CardGroup(
      key: cause.rawValue,
      title: title,
      rows: [
        CardNumber("market", n.market, "%, market per 25 bp of the \(own)"),
        CardNumber("\(other)-ratio", n.ratio, "\(other) per \(own)"),
      ]
    )
  }
}
