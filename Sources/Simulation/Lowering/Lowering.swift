import Domain
import Numerics

/// Lowers a scenario and its model to a plan.
struct Lowering {
  let scenario: Scenario
  let model: MarketModel
  let settings: RunSettings
  let members: [Int]
  let weights: [Double]
  let residuals: ResidualCovariance
  /// Per trading day after the deduction of events, by regime.
  let factorCovariance: [[[Double]]]

  init(scenario: Scenario, model: MarketModel, settings: RunSettings) throws(SimulationError) {
    self.scenario = scenario
    let model = model.started(for: scenario)
    self.model = model
    self.settings = settings
    let index = Dictionary(
      model.lines.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { a, _ in a }
    )
    (members, weights) = try Self.identity(of: model, index)
    let days = Timeline.tradingDaysPerWeek
    let scale = 0.01 / days.squareRoot()
    residuals = ResidualCovariance(
      loadings: [model.residuals.loadings.calm, model.residuals.loadings.stress].map {
        $0.map { $0.map { $0 * scale } }
      },
      own: [model.residuals.own.calm, model.residuals.own.stress].map { $0.map { $0 * scale } },
      members: members,
      weights: weights
    )
    factorCovariance = [model.covariance.calm, model.covariance.stress].map { total in
      zip(total, model.eventCovariance).map { zip($0, $1).map { ($0 - $1) / days } }
    }
  }

  private static func identity(
    of model: MarketModel,
    _ index: [String: Int]
  ) throws(SimulationError) -> ([Int], [Double]) {
    var found: ([Int], [Double]) = ([], [])
    for asset in model.assets {
      guard case .index(let weights) = asset.derivation else { continue }
      guard found.0.isEmpty else {
        throw .model(
          keyPath: "assets.\(asset.asset.name)",
          message: "a model has at most one index identity"
        )
      }
      found = (weights.compactMap { index[$0.name] }, weights.map(\.value))
      guard found.0.count == weights.count else {
        throw .model(
          keyPath: "assets.\(asset.asset.name)",
          message: "a member of the index has no line"
        )
      }
    }
    return found
  }

  func plan(
    reading scope: ReadingScope = .everything
  ) throws(SimulationError) -> SimulationPlan {
    let calendar = scenario.calendar
    let timeline = Timeline(asof: scenario.asof, dates: stops, calendar: calendar)
    var lowering = EventLowering(
      model: model,
      scenario: scenario,
      residuals: residuals,
      factorCovariance: factorCovariance
    )
    for event in scenario.events { try lowering.lower(event) }
    let events = lowering.plans
    let parameters = try parameterPlan()
    let weeksAndIntervals = try intervals(of: timeline, events: events)
    let assets = try assetPlans()
    let bare = SimulationPlan(
      asof: scenario.asof,
      paths: settings.paths,
      seed: settings.seed,
      parameterTreatment: settings.parameters,
      drawdown: settings.drawdown,
      sampling: settings.sampling,
      controlsMeans: settings.controlsMeans,
      lineNames: model.lines.map(\.name),
      factorNames: model.factors.map(\.name),
      factorIsRelative: model.factors.map { $0.unit == .percent },
      rankCount: residuals.loadings[0].first?.count ?? 0,
      diffusion: try diffusion(),
      regime: regimePlan(),
      freedom: model.freedom?.value,
      weeks: weeksAndIntervals.0,
      intervals: weeksAndIntervals.1,
      events: events,
      parameters: parameters,
      assets: assets,
      members: members,
      memberWeights: weights.map { Float($0) },
      startLevels: startLevels.map { Float($0) },
      yieldRatios: YieldRatios(
        inflation: Float(model.events.cpi?.tenYearRatio.value ?? 0),
        labor: Float(model.events.jobs?.tenYearRatio.value ?? 0)
      ),
      readings: .none
    )
    let readings = try ReadingLowering(scenario: scenario, model: model, plan: bare).readings(scope)
    return bare.reading(readings)
  }

  /// Every date the plan must stop on besides week ends: horizons, and where drawdowns are
  /// continuous also what moves prices between them.
  private var stops: Set<TradingDate> {
    var dates = Set(scenario.allHorizons.map(\.date))
    guard settings.drawdown == .continuous else { return dates }
    let last = dates.max() ?? scenario.asof
    for event in scenario.events where event.date <= last {
      dates.insert(event.date)
      if case .shock(let shock) = event.kind, let until = shock.spreadUntil {
        dates.insert(min(until, last))
      }
    }
    dates.formUnion(Self.firstDays(of: scenario, until: last))
    return dates
  }

  /// The first five trading days: what is taken for the order of an interval's extremes matters
  /// where intervals are few.
  private static func firstDays(of scenario: Scenario, until last: TradingDate) -> [TradingDate] {
    let days = (1...14).map { scenario.asof.adding(days: $0) }
    return days.filter { $0 <= last && scenario.calendar.isTradingDay($0) }.prefix(5).map { $0 }
  }

  private func diffusion() throws(SimulationError) -> Diffusion {
    var cholesky: [[Float]] = []
    for (regime, covariance) in zip(["calm", "stress"], factorCovariance) {
      guard !covariance.isEmpty else {
        cholesky.append([])
        continue
      }
      do {
        let lower = try CholeskyFactor(Matrix(covariance)).lower
        cholesky.append(lower.elements.map { Float($0) })
      } catch {
        throw .model(
          keyPath: "factors.covariance.\(regime)",
          message: "less the events' part it is not positive definite"
        )
      }
    }
    return Diffusion(
      cholesky: cholesky,
      residual: residuals.loadings.map { $0.flatMap { $0.map { Float($0) } } },
      own: residuals.own.map { $0.map { Float($0) } },
      leverage: model.freedom == nil ? 0 : model.leverageEffect?.value ?? 0
    )
  }

  /// The VIX at `asof`, or what a trailing volatility stands for.
  func startIndex(_ regimes: RegimeModel) -> Double {
    scenario.state.trailingVolatility.map { $0 / regimes.volatilityRatio.value }
      ?? scenario.state.vix
  }

  private func regimePlan() -> RegimePlan {
    guard let regimes = model.regimes else {
      return RegimePlan(startStress: 0, stayCalm: 1, stayStress: 1)
    }
    let vix = startIndex(regimes)
    let exponent =
      regimes.startIntercept.value - regimes.startSlope.value * Elementary.log(vix / 20)
    return RegimePlan(
      startStress: 1 / (1 + Elementary.exp(exponent)),
      stayCalm: regimes.stayCalm.value,
      stayStress: regimes.stayStress.value
    )
  }

  /// Levels of the factors at `asof`: 100·ln(value), or basis points; 0 where unknown.
  private var startLevels: [Double] {
    let state = scenario.state
    return model.factors.map { factor in
      switch factor.name {
      case "two-year": state.twoYear * 100
      case "slope": (state.tenYear - state.twoYear) * 100
      case "credit": (state.credit ?? 0) * 100
      case "vix": 100 * Elementary.log(state.vix)
      case "oil": state.oil.map { 100 * Elementary.log($0) } ?? 0
      case "dollar": state.dollar.map { 100 * Elementary.log($0) } ?? 0
      default: 0
      }
    }
  }

  private func assetPlans() throws(SimulationError) -> [AssetPlan] {
    var plans: [AssetPlan] = []
    for entry in model.assets {
      func line(_ name: String) throws(SimulationError) -> Int {
        guard let index = model.lines.firstIndex(where: { $0.name == name }) else {
          throw .model(keyPath: "assets.\(entry.asset.name)", message: "there is no line \(name)")
        }
        return index
      }
      let derivation: AssetPlan.Derivation =
        switch entry.derivation {
        case .line: .line(try line(entry.asset.name))
        case .index: .index
        case .part(_, let spread, let weight):
          .part(spread: try line(spread), weight: Float(weight))
        case .rest(_, let spread, let weight):
          .rest(spread: try line(spread), weight: Float(weight))
        }
      plans.append(
        AssetPlan(
          asset: entry.asset,
          derivation: derivation,
          dividendYield: entry.dividendYield.map { $0.value / 100 }
        )
      )
    }
    return plans
  }
}
