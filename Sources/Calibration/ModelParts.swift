import Domain
import Numerics

/// Where economy and market stand at the model's date.
enum ModelState {
  /// Market levels are the last of their series; `vix`, `credit`, `oil` and `dollar` are found by
  /// the factor of that name.
  static func state(
    _ data: CalibrationData,
    _ recipe: Recipe,
    _ regimes: RegimeModel
  ) throws(CalibrationError) -> EconomicState {
    func last(_ reference: SeriesReference) throws(CalibrationError) -> Double {
      guard let value = try data.series(reference, through: recipe.date).values.last else {
        throw .missingSeries(reference)
      }
      return value
    }
    func level(_ factor: String) throws(CalibrationError) -> Double? {
      guard let found = recipe.factors.first(where: { $0.name == factor }) else { return nil }
      return try last(found.series)
    }
    let vix =
      if let index = try level("vix") ?? recipe.numbers[.vix]?.value { index } else {
        try trailing(data, recipe, regimes)
      }
    let tenYear =
      if let series = recipe.events.tenYear { try last(series) } else {
        try recipe.number(.tenYear).value
      }
    return EconomicState(
      fedFundsLow: try recipe.number(.fedFundsLow).value,
      fedFundsHigh: try recipe.number(.fedFundsHigh).value,
      coreInflation: try recipe.number(.coreInflation).value,
      unemployment: try recipe.number(.unemployment).value,
      twoYear: try last(recipe.events.twoYear),
      tenYear: tenYear,
      vix: vix,
      credit: try level("credit"),
      oil: try level("oil"),
      dollar: try level("dollar"),
      levels: recipe.levels
    )
  }

  /// What stands in for a volatility index: trailing volatility over what it is of the index.
  private static func trailing(
    _ data: CalibrationData,
    _ recipe: Recipe,
    _ regimes: RegimeModel
  ) throws(CalibrationError) -> Double {
    guard let market = recipe.factors.first, regimes.volatilityRatio.value > 0 else {
      throw .unlawfulRecipe("no market or no ratio of volatilities to start the regimes from")
    }
    let daily = try RegimeSplit.trailing(
      try data.series(market.series, through: recipe.date).logReturns,
      at: [recipe.date],
      window: recipe.weekly.window
    )
    return (daily.first ?? .nan) * 252.0.squareRoot() / regimes.volatilityRatio.value
  }
}

extension RegimeModel {
  /// The chain and the start odds that a recipe takes over.
  init(_ recipe: Recipe) throws(CalibrationError) {
    self.init(
      stayCalm: try recipe.number(.stayCalm),
      stayStress: try recipe.number(.stayStress),
      startIntercept: try recipe.number(.startIntercept),
      startSlope: try recipe.number(.startSlope),
      volatilityRatio: try recipe.number(.volatilityRatio)
    )
  }

  /// The probability of stress at a VIX.
  func stressOdds(vix: Double) -> Double {
    1 / (1 + Elementary.exp(startIntercept.value - startSlope.value * Elementary.log(vix / 20)))
  }
}

extension Recipe {
  /// The lines behind the members of the index identity; empty where there is none.
  func members() throws(CalibrationError) -> [(line: Int, weight: Double)] {
    let names = lineNames
    var result: [(line: Int, weight: Double)] = []
    for asset in assets {
      guard case .index(let weights) = asset.origin else { continue }
      guard result.isEmpty else { throw .unlawfulRecipe("more than one index is derived") }
      guard weights.allSatisfy({ $0.value > 0 && $0.value.isFinite }) else {
        throw .unlawfulRecipe("a weight of \(asset.asset.name) is not positive")
      }
      for weight in weights {
        guard let line = names.firstIndex(of: weight.name), line < names.count - spreads.count
        else {
          throw .unlawfulRecipe("\(weight.name) of \(asset.asset.name) has no series")
        }
        result.append((line, weight.value))
      }
    }
    let total = result.reduce(0) { $0 + $1.weight }
    return result.map { ($0.line, $0.weight / total) }
  }

  /// The model's lines in the order of `lineNames`.
  func lines(
    _ fit: FactorFit,
    _ excess: [[SensitivityCause: Line.Excess]],
    _ starts: [Double],
    betas: [Parameter]?
  ) -> [Line] {
    let assetCount = lineNames.count - spreads.count
    let none = Parameter(0, provenance: .assumption(reason: "a spread has no expected return"))
    return lineNames.indices.map { i in
      Line(
        name: lineNames[i],
        loadings: fit.loadings[i],
        totalBeta: fit.totalBetas[i],
        excess: excess[i],
        residualStart: starts[i],
        betaStart: betas?[i],
        drift: i < assetCount ? nil : none
      )
    }
  }

  /// Where the tables come from.
  func provenance(weeks: Sample) -> MatrixProvenance {
    let rescaled = numbers[.marketCalm] != nil || numbers[.marketStress] != nil
    return MatrixProvenance(
      covariance: weeks.provenance(
        "weekly covariances by regime" + (rescaled ? ", market rescaled to the chain's" : "")
      ),
      eventCovariance: .assumption(
        reason: "8 decisions, 12 consumer-price and 12 jobs releases a year at the events' laws"
      ),
      residualStart: weeks.provenance(
        "weekly residual variance weighted by \(weekly.decay) a week over its expectation"
      ),
      weights: weightsSource,
      state: stateSource
    )
  }

  /// The recipe's notes, and how far identities and ranks moved the estimates.
  func notes(_ reconciliation: Reconciliation, _ residualError: Double) -> String {
    let own = notes.map { $0 + "\n" } ?? ""
    var text =
      "A residual correlation is off by at most \(Self.short(residualError))"
      + " for its \(weekly.ranks) ranks."
    if !reconciliation.members.isEmpty {
      text +=
        " The identity of the index moved no loading by more than"
        + " \(Self.short(reconciliation.largestLoading)) and no response by more than"
        + " \(Self.short(reconciliation.largestResponse)) standard errors."
    }
    return own + text
  }

  private static func short(_ value: Double) -> String {
    "\((value * 100).rounded() / 100)"
  }

  /// Every reported asset with its derivation; weights of an index made to sum to 1.
  var modelAssets: [ModelAsset] {
    assets.map { asset in
      ModelAsset(
        asset: asset.asset,
        derivation: derivation(asset),
        dividendYield: asset.dividendYield,
        source: source(asset)
      )
    }
  }

  private func derivation(_ asset: RecipeAsset) -> ModelAsset.Derivation {
    func weight(_ spread: String) -> Double {
      spreads.first { $0.name == spread }?.weight.value ?? .nan
    }
    switch asset.origin {
    case .series: return .line
    case .index(let weights):
      let total = weights.reduce(0) { $0 + $1.value }
      return .index(weights.map { Weight($0.name, $0.value / total) })
    case .part(let of, let spread):
      return .part(of: of, spread: spread, weight: weight(spread))
    case .rest(let of, let spread):
      return .rest(of: of, spread: spread, weight: weight(spread))
    }
  }

  private func source(_ asset: RecipeAsset) -> String {
    switch asset.origin {
    case .series(let series, let before):
      return series.column + (before.map { ", earlier \($0.column)" } ?? "")
    case .index(let weights): return "\(weights.count) sectors"
    case .part(let of, let spread), .rest(let of, let spread):
      guard let found = spreads.first(where: { $0.name == spread }) else { return of }
      return "\(of) and \(found.part.column)"
    }
  }
}
