package import Domain
import Numerics

/// Estimates a market model from observations.
package enum Calibration {
  /// Fits the model a recipe describes; equal input gives the same model, bit for bit.
  ///
  /// Weekly data give loadings, covariances by regime and residuals; event days give responses;
  /// numbers the recipe names are taken over. Throws `CalibrationError`.
  package static func fit(
    _ data: CalibrationData,
    recipe given: Recipe
  ) throws(CalibrationError) -> MarketModel {
    let recipe = given.completed()
    try recipe.check()
    let panel = try WeeklyPanel(data: data, recipe: recipe)
    var factors = try FactorFit(panel: panel, recipe: recipe)
    let residuals = try ResidualFit(factors.residuals, panel: panel)
    var regimes = try Self.regimes(panel, recipe)
    let state = try ModelState.state(data, recipe, regimes)
    let macro = try Self.macro(data, recipe)
    let study = try EventStudy(data: data, recipe: recipe)
    var (events, excess, checks) = try Self.events(study, data, recipe, betas: factors.totalBetas)
    let news = try YieldNewsFit.fit(panel, recipe: recipe)
    (events.growth, events.termPremium) = (news?.growth, news?.termPremium)
    var reconciliation = Reconciliation(members: try recipe.members())
    reconciliation.apply(to: &factors, factors: recipe.factors.map(\.name), &excess)

    let budget = EventCovariance(
      events: events,
      factors: recipe.factors,
      betas: factors.totalBetas.map(\.value),
      excess: excess,
      coreInflation: state.coreInflation
    )
    try check(factors.covariance, less: budget.ofFactors)
    let sample = Sample(dates: panel.completeWeeks.map { panel.ends[$0] })
    let (residualModel, residualError) = try residuals.model(
      deducting: budget.ofResiduals(loadings: factors.rawLoadings(recipe.factors)),
      ranks: recipe.weekly.ranks,
      halfLife: try recipe.number(.residualHalfLife),
      sample: sample
    )
    let starts = ResidualFit.startRatios(
      factors.residuals,
      decay: recipe.weekly.decay,
      stressOdds: regimes.stressOdds(vix: state.vix),
      covariance: residuals.covariance
    )

    let betaHalfLife = BetaHalfLifeFit.fit(panel, recipe: recipe)
    let betas = betaHalfLife.map { halfLife in
      let loadings = factors.rawLoadings(recipe.factors)
      return panel.betaStarts(loadings, halfLife: halfLife.value, members: reconciliation.members)
    }

    var modelFactors: [Factor] = []
    for factor in recipe.factors {
      modelFactors.append(
        Factor(
          name: factor.name,
          unit: factor.unit,
          reversion: try ReversionFit.reversion(of: factor, panel: panel)
        )
      )
    }
    regimes.startVariance = StartVarianceFit.fit(
      panel,
      factors: modelFactors,
      covariance: factors.covariance,
      recipe: recipe,
      regimes: regimes,
      events: budget.ofFactors
    )
    let leverage = try LeverageFit.fit(
      panel,
      factors: modelFactors,
      recipe: recipe,
      regimes: regimes,
      events: budget.ofFactors[0, 0]
    )
    var model = MarketModel(
      name: recipe.name,
      version: recipe.version,
      date: recipe.date,
      notes: recipe.notes(reconciliation, residualError),
      factors: modelFactors,
      lines: recipe.lines(factors, excess, starts, betas: betas),
      assets: recipe.modelAssets,
      lists: recipe.lists,
      benchmark: recipe.benchmark,
      covariance: RegimePair(
        calm: factors.covariance.calm.nested,
        stress: factors.covariance.stress.nested
      ),
      eventCovariance: budget.ofFactors.nested,
      residuals: residualModel,
      regimes: regimes,
      freedom: panel.regimes?.freedom ?? recipe.numbers[.freedom],
      leverageEffect: leverage,
      events: events,
      equityPremium: try recipe.number(.equityPremium),
      state: state,
      provenance: recipe.provenance(weeks: sample),
      macro: macro?.macro ?? [],
      rule: macro.map { $0.rule + (recipe.macro?.assumptions ?? []) } ?? [],
      checks: checks
    )
    model.betaHalfLife = betaHalfLife
    model.identityMoves = reconciliation.moves
    return model
  }

  private static func events(
    _ study: EventStudy,
    _ data: CalibrationData,
    _ recipe: Recipe,
    betas: [Parameter]
  ) throws(CalibrationError) -> (
    EventModel, [[SensitivityCause: Line.Excess]], [NamedParameter]
  ) {
    var checks: [NamedParameter] = []
    var days: [EventDays] = []
    var model = EventModel(fomc: nil, cpi: nil, jobs: nil)
    if let fomc = recipe.events.fomc {
      let fit =
        fomc.isDaily
        ? try FOMCFit(daysOf: fomc, study: study, data: data, recipe: recipe)
        : try FOMCFit(study: study, data: data, recipe: recipe, fomc: fomc)
      model.fomc = fit.model
      days.append(fit.days)
      checks += fit.checks
    }
    if let cpi = recipe.events.cpi {
      let fit =
        if let core = cpi.core {
          try CPIFit(study: study, data: data, recipe: recipe, cpi: cpi, core: core)
        } else {
          try CPIFit(withoutCore: cpi, study: study, data: data, recipe: recipe)
        }
      model.cpi = fit.model
      days.append(fit.days)
      checks += fit.checks
    }
    if let jobs = recipe.events.jobs {
      let fit = try JobsFit(study: study, data: data, recipe: recipe, jobs: jobs)
      model.jobs = fit.model
      days.append(fit.days)
      checks += fit.checks
    }
    return (model, try ExcessFit.responses(study: study, days: days, betas: betas), checks)
  }

  private static func macro(
    _ data: CalibrationData,
    _ recipe: Recipe
  ) throws(CalibrationError) -> MacroFit? {
    guard let parts = recipe.macro else { return nil }
    return try MacroFit(parts, data: data, through: recipe.date)
  }

  private static func regimes(
    _ panel: WeeklyPanel,
    _ recipe: Recipe
  ) throws(CalibrationError) -> RegimeModel {
    if let fit = panel.regimes { return fit.model }
    return try RegimeModel(recipe)
  }

  private static func check(
    _ covariance: RegimePair<Matrix>,
    less events: Matrix
  ) throws(CalibrationError) {
    for (matrix, regime) in [(covariance.calm, "calm"), (covariance.stress, "stress")] {
      do {
        _ = try CholeskyFactor(matrix - events)
      } catch {
        throw .notPositiveDefinite(what: "\(regime) factor covariance less events")
      }
    }
  }
}
