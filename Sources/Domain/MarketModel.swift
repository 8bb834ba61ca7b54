/// A model of the market: factors, lines with their loadings, events, regimes, tails.
///
/// Units: relative factors and returns in percent, rates in basis points, covariances per week,
/// loadings in percent per percent or, for rate factors, percent per 25 bp; sensitivities in
/// percent per 25 bp.
package struct MarketModel: Hashable, Sendable {
  package var name: String
  package var version: String
  /// The last day whose data were used.
  package var date: TradingDate
  package var notes: String?
  package var factors: [Factor]
  /// The series that diffuse by themselves: assets and the spreads behind derived assets.
  package var lines: [Line]
  /// Every reported asset, in the order of tables.
  package var assets: [ModelAsset]
  /// Weighted lists that shocks may name; weights sum to 1.
  package var lists: [AssetList]
  /// The asset that excess returns are measured over.
  package var benchmark: String
  package var covariance: RegimePair<[[Double]]>
  /// Weekly covariance of the factors that the default events cause, which is part of
  /// `covariance` and is deducted from it.
  package var eventCovariance: [[Double]]
  package var residuals: ResidualModel
  package var regimes: RegimeModel?
  /// Degrees of freedom of the weekly variance multiplier; nil: none.
  package var freedom: Parameter?
  /// ρ, the correlation of the market's weekly move, given its regime, with the normal score of
  /// the week's variance multiplier, in (−1, 1); nil: none.
  ///
  /// Negative: weeks of large variance are weeks of losses (Black 1976; Harvey and Shephard 1996).
  package var leverageEffect: Parameter?
  /// In how many weeks what a line's beta has lately been counts half; nil: betas do not follow.
  package var betaHalfLife: Parameter?
  package var events: EventModel
  package var equityPremium: Parameter
  /// State at the model's date.
  package var state: EconomicState
  /// Where the numbers come from that carry no provenance of their own.
  package var provenance: MatrixProvenance
  /// The economy's equations, the rule of policy, and estimates made another way for comparison;
  /// no path reads them.
  package var macro, rule, checks: [NamedParameter]
  /// How far the identity of the index moved its members' estimates, each kind alike; empty where
  /// it is not known.
  package var identityMoves: [IdentityMove] = []
  /// How it, or one estimated the same way on less, stood the test; nil: not known.
  package var validation: ValidationRecord?

  package init(
    name: String,
    version: String,
    date: TradingDate,
    notes: String?,
    factors: [Factor],
    lines: [Line],
    assets: [ModelAsset],
    lists: [AssetList],
    benchmark: String,
    covariance: RegimePair<[[Double]]>,
    eventCovariance: [[Double]],
    residuals: ResidualModel,
    regimes: RegimeModel?,
    freedom: Parameter?,
    leverageEffect: Parameter? = nil,
    events: EventModel,
    equityPremium: Parameter,
    state: EconomicState,
    provenance: MatrixProvenance = .unstated,
    macro: [NamedParameter] = [],
    rule: [NamedParameter] = [],
    checks: [NamedParameter] = []
  ) {
    self.name = name
    self.version = version
    self.date = date
    self.notes = notes
    self.factors = factors
    self.lines = lines
    self.assets = assets
    self.lists = lists
    self.benchmark = benchmark
    self.covariance = covariance
    self.eventCovariance = eventCovariance
    self.residuals = residuals
    self.regimes = regimes
    self.freedom = freedom
    self.leverageEffect = leverageEffect
    self.events = events
    self.equityPremium = equityPremium
    self.state = state
    self.provenance = provenance
    self.macro = macro
    self.rule = rule
    self.checks = checks
  }
}

extension MarketModel {
  /// Leverage effects that a model may have: some of the market's move is left to chance.
  package static let leverageEffects = -0.95...0.95
}

/// A number by a name in kebab case.
package struct NamedParameter: Hashable, Sendable {
  package let name: String
  package let value: Parameter

  package init(_ name: String, _ value: Parameter) {
    self.name = name
    self.value = value
  }
}

/// What an estimate of every member of an index was moved by, so that their weighted sum is the
/// index's.
package struct IdentityMove: Hashable, Sendable {
  /// A factor, `total-beta`, or a cause: what was moved.
  package let name: String
  /// In the unit of what was moved.
  package let value: Double

  package init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }

  /// The name of the move of total betas.
  package static let totalBeta = "total-beta"
}

/// Provenance of the tables whose numbers carry none of their own.
package struct MatrixProvenance: Hashable, Sendable {
  package var covariance, eventCovariance, residualStart, weights, state: Provenance

  package init(
    covariance: Provenance,
    eventCovariance: Provenance,
    residualStart: Provenance,
    weights: Provenance,
    state: Provenance
  ) {
    self.covariance = covariance
    self.eventCovariance = eventCovariance
    self.residualStart = residualStart
    self.weights = weights
    self.state = state
  }

  package static let unstated = MatrixProvenance(of: .assumption(reason: "not stated"))

  /// The same provenance for every table.
  package init(of one: Provenance) {
    self.init(
      covariance: one,
      eventCovariance: one,
      residualStart: one,
      weights: one,
      state: one
    )
  }
}

/// One value for calm and one for stress; equal where a model has one regime.
package struct RegimePair<Value: Hashable & Sendable>: Hashable, Sendable {
  package var calm: Value
  package var stress: Value

  package init(calm: Value, stress: Value) {
    self.calm = calm
    self.stress = stress
  }
}

/// What moves many assets between events.
package struct Factor: Hashable, Sendable {
  package enum Unit: String, Hashable, Sendable {
    case percent
    case basisPoints = "bp"
  }

  package let name: String
  package let unit: Unit
  /// Reversion of the reported level; nil: none.
  package let reversion: Reversion?

  package init(name: String, unit: Unit, reversion: Reversion? = nil) {
    self.name = name
    self.unit = unit
    self.reversion = reversion
  }

  /// Mean reversion of a level: speed per trading day, and the level it returns to, by regime.
  ///
  /// Levels in the series' own unit: percent for spreads, index points for the VIX.
  package struct Reversion: Hashable, Sendable {
    package let speed: Parameter
    package let level: RegimePair<Parameter>

    package init(speed: Parameter, level: RegimePair<Parameter>) {
      self.speed = speed
      self.level = level
    }
  }
}

/// A series that diffuses by itself: loadings, residual and responses to events.
package struct Line: Hashable, Sendable {
  package let name: String
  /// One for each factor, in the model's order.
  package let loadings: [Parameter]
  /// Market beta from the market alone; scales policy responses and the equity premium.
  package let totalBeta: Parameter
  /// Response beyond β × market, by cause; percent per 25 bp, after shrinkage.
  package let excess: [SensitivityCause: Excess]
  /// Residual variance at the model's date over its regime's expectation.
  package var residualStart: Double
  /// What the last weeks before the model's date add to its loading on the market and to its total
  /// beta; nil: nothing.
  package var betaStart: Parameter?
  /// Arithmetic expected return in percent a year, replacing rate plus premium; nil: none.
  package let drift: Parameter?

  package init(
    name: String,
    loadings: [Parameter],
    totalBeta: Parameter,
    excess: [SensitivityCause: Excess],
    residualStart: Double = 1,
    betaStart: Parameter? = nil,
    drift: Parameter? = nil
  ) {
    self.name = name
    self.loadings = loadings
    self.totalBeta = totalBeta
    self.excess = excess
    self.residualStart = residualStart
    self.betaStart = betaStart
    self.drift = drift
  }

  /// A shrunk excess response beside the raw response it comes from; percent per 25 bp.
  package struct Excess: Hashable, Sendable {
    package let shrunk: Parameter
    /// The raw response itself, not its excess; nil where it could not be estimated.
    package let raw: Parameter?

    package init(shrunk: Parameter, raw: Parameter?) {
      self.shrunk = shrunk
      self.raw = raw
    }
  }
}

/// The causes for which a model has sensitivities.
package enum SensitivityCause: String, CaseIterable, Hashable, Sendable {
  case policy
  case inflationLow = "inflation-low"
  case inflationHigh = "inflation-high"
  case labor
}

/// A reported asset and how its return follows from the lines.
package struct ModelAsset: Hashable, Sendable {
  package enum Derivation: Hashable, Sendable {
    /// The line of the same name.
    case line
    /// Weighted sum of simple returns of assets that are lines; weights sum to 1.
    case index([Weight])
    /// index − (1 − weight)·D for the part, index + weight·D for the rest, D the spread line.
    case part(of: String, spread: String, weight: Double)
    case rest(of: String, spread: String, weight: Double)
  }

  package let asset: Asset
  package let derivation: Derivation
  /// Dividend yield in percent a year, by which the price level lags total return; nil: no level.
  package let dividendYield: Parameter?
  /// The series behind it, for people.
  package let source: String

  package init(asset: Asset, derivation: Derivation, dividendYield: Parameter?, source: String) {
    self.asset = asset
    self.derivation = derivation
    self.dividendYield = dividendYield
    self.source = source
  }
}

/// An asset's weight in an index or a list, in 0…1.
package struct Weight: Hashable, Sendable {
  package let name: String
  package let value: Double

  package init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// A weighted list of assets that shocks may name.
package struct AssetList: Hashable, Sendable {
  package let name: String
  package let weights: [Weight]
  package let provenance: Provenance

  package init(name: String, weights: [Weight], provenance: Provenance) {
    self.name = name
    self.weights = weights
    self.provenance = provenance
  }
}

/// Residual covariance as low rank plus diagonal; percent per square-root week, by regime.
package struct ResidualModel: Hashable, Sendable {
  /// Lines × ranks.
  package var loadings: RegimePair<[[Double]]>
  /// Standard deviations of the lines' own parts.
  package var own: RegimePair<[Double]>
  /// Trading days in which the start ratio decays by half.
  package var halfLife: Parameter
  package var provenance: Provenance

  package init(
    loadings: RegimePair<[[Double]]>,
    own: RegimePair<[Double]>,
    halfLife: Parameter,
    provenance: Provenance
  ) {
    self.loadings = loadings
    self.own = own
    self.halfLife = halfLife
    self.provenance = provenance
  }
}

/// A weekly chain of calm and stress, and today's odds of stress from the VIX.
package struct RegimeModel: Hashable, Sendable {
  package var stayCalm, stayStress: Parameter
  /// P(stress) = 1/(1 + exp(intercept − slope·ln(VIX/20))).
  package var startIntercept, startSlope: Parameter
  /// A trailing volatility v counts as VIX v divided by this.
  package var volatilityRatio: Parameter
  /// What the VIX says of the factors' variance within a regime; nil: nothing.
  package var startVariance: StartVariance?

  package init(
    stayCalm: Parameter,
    stayStress: Parameter,
    startIntercept: Parameter,
    startSlope: Parameter,
    volatilityRatio: Parameter,
    startVariance: StartVariance? = nil
  ) {
    self.stayCalm = stayCalm
    self.stayStress = stayStress
    self.startIntercept = startIntercept
    self.startSlope = startSlope
    self.volatilityRatio = volatilityRatio
    self.startVariance = startVariance
  }
}

/// How the factors' variance in a regime moves with the VIX at the start, beside the regime's odds.
///
/// With x = ln(VIX/level) a factor's variance t trading days after the start is multiplied by
/// exp(ηx·e^(−kt)): η its elasticity, k the speed at which the VIX reverts. Correlations stay.
package struct StartVariance: Hashable, Sendable {
  /// One for each factor, in the model's order.
  package var elasticity: [Parameter]
  /// Geometric mean of the VIX before weeks of a regime.
  package var level: RegimePair<Parameter>

  package init(elasticity: [Parameter], level: RegimePair<Parameter>) {
    self.elasticity = elasticity
    self.level = level
  }

  /// The elasticity of all factors where they have the same; nil: each has its own.
  package var sharedElasticity: Parameter? {
    Set(elasticity).count == 1 ? elasticity.first : nil
  }
}
