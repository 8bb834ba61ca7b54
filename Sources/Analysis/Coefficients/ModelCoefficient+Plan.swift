import Domain
import Results
import Simulation

extension MarketModel {
  /// The coefficients that a run draws, in the order of its plan's parameters; nil where the model
  /// has none.
  var coefficients: [ModelCoefficient?] {
    let titles = Dictionary(
      assets.map { ($0.asset.name, $0.asset.title) },
      uniquingKeysWith: { a, _ in a }
    )
    func title(_ line: Line) -> String { titles[line.name] ?? line.name }
    let loadings = lines.flatMap { line in
      zip(factors, line.loadings).map { factor, loading in
        ModelCoefficient(
          path: "lines.\(line.name).loadings.\(factor.name)",
          title: "\(title(line)): loading on \(factor.name)",
          unit: factor.unit == .percent ? "% per %" : "% per 25 bp",
          parameter: loading
        )
      }
    }
    let betas = lines.map { line in
      ModelCoefficient(
        path: "lines.\(line.name).total-beta",
        title: "\(title(line)): β",
        unit: "% per % of the market",
        parameter: line.totalBeta
      )
    }
    let excess = SensitivityCause.allCases.flatMap { cause in
      lines.map { line in
        line.excess[cause].map {
          ModelCoefficient(
            path: "lines.\(line.name).excess.\(cause.rawValue)",
            title: "\(title(line)): response to \(cause.words) beyond β",
            unit: "% per 25 bp",
            parameter: $0.shrunk
          )
        }
      }
    }
    return loadings + betas + excess + ParameterPlan.Scalar.allCases.map(coefficient)
  }

  private func coefficient(_ scalar: ParameterPlan.Scalar) -> ModelCoefficient? {
    let (fomc, cpi, jobs) = (events.fomc, events.cpi, events.jobs)
    func of(_ parameter: Parameter?, _ path: String, _ title: String, _ unit: String)
      -> ModelCoefficient?
    {
      parameter.map { ModelCoefficient(path: path, title: title, unit: unit, parameter: $0) }
    }
    func market(_ parameter: Parameter?, _ path: String, _ cause: String) -> ModelCoefficient? {
      of(parameter, "events.\(path)", "Market: response to \(cause)", "% per 25 bp")
    }
    func yields(_ parameter: Parameter?, _ path: String, _ title: String) -> ModelCoefficient? {
      of(parameter, "events.fomc.\(path)", title, "bp per 25 bp")
    }
    return switch scalar {
    case .premium: of(equityPremium, "equity-premium", "Equity premium", "% a year")
    case .target: market(fomc?.target, "fomc.target", "target surprise")
    case .path: market(fomc?.path, "fomc.path", "path surprise")
    case .inflationLow: market(cpi?.low, "cpi.low", "inflation, low")
    case .inflationHigh: market(cpi?.high, "cpi.high", "inflation, high")
    case .labor: market(jobs?.labor, "jobs.labor", "labor news")
    case .twoYearTarget:
      yields(
        fomc?.targetYields.twoYear,
        "target-yields.two-year",
        "Two-year on target surprise"
      )
    case .twoYearPath:
      yields(fomc?.pathYields.twoYear, "path-yields.two-year", "Two-year on path surprise")
    case .tenYearTarget:
      yields(
        fomc?.targetYields.tenYear,
        "target-yields.ten-year",
        "Ten-year on target surprise"
      )
    case .tenYearPath:
      yields(fomc?.pathYields.tenYear, "path-yields.ten-year", "Ten-year on path surprise")
    case .passThroughLow:
      of(
        cpi?.passThroughLow,
        "events.cpi.pass-through-low",
        "Two-year on core prices, inflation low",
        "bp per 0.1 pp"
      )
    case .passThroughHigh:
      of(
        cpi?.passThroughHigh,
        "events.cpi.pass-through-high",
        "Two-year on core prices, inflation high",
        "bp per 0.1 pp"
      )
    case .payrolls:
      of(
        jobs?.payrollPassThrough,
        "events.jobs.payroll-pass-through",
        "Two-year on payrolls",
        "bp per 100k"
      )
    case .unemployment:
      of(
        jobs?.unemploymentPassThrough,
        "events.jobs.unemployment-pass-through",
        "Two-year on unemployment",
        "bp per 0.1 pp"
      )
    case .growth: market(events.growth?.market, "growth.market", "growth")
    case .termPremium:
      market(events.termPremium?.market, "term-premium.market", "the term premium")
    }
  }
}

extension SensitivityCause {
  /// In a sentence: `response to …`.
  fileprivate var words: String {
    switch self {
    case .policy: "policy"
    case .inflationLow: "inflation, low,"
    case .inflationHigh: "inflation, high,"
    case .labor: "labor news"
    }
  }
}
