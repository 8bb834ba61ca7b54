import Calibration
import Domain
import Numerics
import Testing

/// The comparisons of all data sets, made once for all tests.
enum SimulationBasedFits {
  static let groups = results.groups
  static let failures = results.failures

  private static let results: (groups: [String: [Comparison]], failures: [String]) = {
    var groups: [String: [Comparison]] = [:]
    var failures: [String] = []
    for k in 0..<Replications.count {
      do {
        let market = try SimulationBasedMarket(
          seed: Replications.seed,
          replication: k,
          drifts: !k.isMultiple(of: 2)
        )
        let model = try Calibration.fit(market.data, recipe: market.recipe)
        var comparisons = Comparisons(market: market)
        try comparisons.add(model)
        groups.merge(comparisons.groups) { $0 + $1 }
      } catch {
        failures.append("data set \(k): \(error)")
      }
    }
    return (groups, failures)
  }()
}

/// Every estimate of one model that a truth is known for.
private struct Comparisons {
  let market: SimulationBasedMarket
  private(set) var groups: [String: [Comparison]] = [:]

  init(market: SimulationBasedMarket) { self.market = market }

  private var truth: KnownMarket { market.truth }

  mutating func add(_ model: MarketModel) throws {
    addLines(of: model)
    try addDecisions(of: model)
    try addReleases(of: model)
    try addRegimes(of: model)
  }

  private mutating func add(_ group: String, _ estimate: Parameter, _ truth: Double) {
    groups[group, default: []].append(Comparison(truth: truth, estimate: estimate))
  }

  private mutating func addLines(of model: MarketModel) {
    let word = market.drifts ? "recent " : ""
    for (i, line) in model.lines.enumerated() {
      for (k, factor) in model.factors.enumerated() {
        add("\(word)loading on \(factor.name)", line.loadings[k], truth.loadings[i][k])
      }
      add("\(word)total beta", line.totalBeta, truth.totalBeta(i))
      // The excess is over the estimated beta, which drift has moved.
      for cause in SensitivityCause.allCases where !market.drifts {
        guard let excess = line.excess[cause] else { continue }
        add("excess \(cause.rawValue)", excess.shrunk, truth.excess[cause]?[i] ?? .nan)
      }
    }
  }

  private mutating func addDecisions(of model: MarketModel) throws {
    let fomc = try #require(model.events.fomc)
    // The path is what the sample's target leaves of the two-year, so that target takes on a
    // part of the path's response as large as the sample's lean is off.
    let lean = market.lean
    add("target", fomc.target, truth.target)
    add("target, given its lean", fomc.target, truth.target + truth.path * lean)
    add("path", fomc.path, truth.path)
    add("target deviation", fomc.targetDeviation, truth.surprises.target)
    add("path deviation", fomc.pathDeviation, truth.surprises.path)
    add("risk", fomc.riskDeviation, truth.surprises.risk)
    let yields = truth.yields
    add("two-year on target", fomc.targetYields.twoYear, 25 * yields.target)
    add(
      "two-year on target, given its lean",
      fomc.targetYields.twoYear,
      25 * (yields.target + yields.path * lean)
    )
    add("two-year on path", fomc.pathYields.twoYear, 25 * yields.path)
    add("ten-year on path", fomc.pathYields.tenYear, 25 * yields.path * truth.tenYear)
  }

  private mutating func addReleases(of model: MarketModel) throws {
    let cpi = try #require(model.events.cpi)
    add("low", cpi.low, truth.low)
    add("high", cpi.high, truth.high)
    add("ten-year on prices", cpi.tenYearRatio, truth.tenYear)
    add("core deviation", cpi.surpriseDeviation, KnownMarket.core)
    add("pass-through low", cpi.passThroughLow, truth.prices.low)
    add("pass-through high", cpi.passThroughHigh, truth.prices.high)
    add("prices noise", cpi.noiseDeviation, truth.prices.noise)
    let jobs = try #require(model.events.jobs)
    add("labor", jobs.labor, truth.labor)
    add("ten-year on jobs", jobs.tenYearRatio, truth.tenYear)
    add("payroll deviation", jobs.payrollDeviation, KnownMarket.payrolls)
    add("unemployment deviation", jobs.unemploymentDeviation, KnownMarket.unemployment)
    add("payroll pass-through", jobs.payrollPassThrough, truth.jobs.payrolls)
    add("unemployment pass-through", jobs.unemploymentPassThrough, truth.jobs.unemployment)
    add("jobs noise", jobs.noiseDeviation, truth.jobs.noise)
  }

  private mutating func addRegimes(of model: MarketModel) throws {
    let regimes = try #require(model.regimes)
    add("stay calm", regimes.stayCalm, KnownMarket.stay.calm)
    add("stay stress", regimes.stayStress, KnownMarket.stay.stress)
    add("start slope", regimes.startSlope, .nan)
    add("start intercept", regimes.startIntercept, .nan)
    let freedom = try #require(model.freedom)
    // At its bound ν has no error, and nothing is claimed.
    if freedom.standardError.isFinite, freedom.standardError > 0 {
      add("freedom", freedom, Double(KnownMarket.freedom))
    }
    let start = KnownMarket.meanStart(truth.elasticity.market)
    for (name, table, isStress) in [
      ("calm deviation", model.covariance.calm, false),
      ("stress deviation", model.covariance.stress, true),
    ] {
      let own = truth.diffusion(isStress: isStress).market
      let truth = (start * own + truth.ofEvents.market).squareRoot()
      let value = table[0][0].squareRoot()
      add(name, Parameter(value, provenance: .assumption(reason: "no error")), truth)
    }
    if let start = regimes.startVariance {
      add("elasticity of the market", start.elasticity[0], truth.elasticity.market)
      add("elasticity of the two-year", start.elasticity[1], truth.elasticity.twoYear)
      add("usual fear before calm", start.level.calm, .nan)
      add("usual fear before stress", start.level.stress, .nan)
    }
    if let effect = model.leverageEffect, !market.drifts {
      add("leverage effect", effect, truth.leverage)
    }
    let credit = try #require(model.factors.first { $0.name == "credit" }?.reversion)
    add("speed", credit.speed, -Elementary.log(truth.persistence) / 4.83)
    add("home", credit.level.calm, KnownMarket.home)
  }
}

extension SimulationBasedMarket {
  /// How far the sample's regression of the two-year's surprise on the target's is from 0.5.
  fileprivate var lean: Double {
    let used = decisions.filter { $0.date >= dates[5] }
    return covariance(used.map(\.target), used.map(\.yield))
      / variance(used.map(\.target)) - 0.5
  }
}

/// The odds of a start given the fear index, as they come out of a sample without end in which
/// regimes are not seen but smoothed from returns: by the test's own passes over a known chain.
struct SmoothedStart {
  /// In the middle of those that are drawn.
  private static let (elasticity, leverage) = (1.6, -0.15)

  let slope: Double
  let intercept: Double
  /// Geometric means of the index before either regime.
  let usual: (calm: Double, stress: Double)

  init(weeks: Int, seed: UInt64) throws {
    var draws = try RandomStream(RandomSource(seed: seed))
    let stay = KnownMarket.stay
    var isStress = false
    var densities: [(calm: Double, stress: Double)] = []
    var index: [Double] = []
    var distance = 0.0
    let fear = KnownMarket.fear
    let news = fear.deviation * (1 - fear.persistence * fear.persistence).squareRoot()
    let weekly = KnownMarket.deviations.market * 5.0.squareRoot()
    // What the deviations of the two states come to is estimated, the start's variance included.
    let wider = KnownMarket.meanStart(Self.elasticity).squareRoot()
    for _ in 0..<weeks {
      let high = KnownMarket.stressScale * weekly
      let multiplier = WeekMultiplier(&draws)
      let noise = (1 - Self.leverage * Self.leverage).squareRoot() * multiplier.root
      let z = noise * draws.normal() + Self.leverage * multiplier.score
      let start = KnownMarket.start(Self.elasticity, distance).squareRoot()
      let r = start * (isStress ? high : weekly) * z
      densities.append((Self.density(r, wider * weekly), Self.density(r, wider * high)))
      if draws.uniform() > (isStress ? stay.stress : stay.calm) { isStress.toggle() }
      distance = fear.persistence * distance + news * draws.normal()
      index.append((isStress ? fear.stress : fear.calm) + distance)
    }
    let odds = Self.smoothed(densities)
    var (weight, first, second) = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0))
    for (x, p) in zip(index, odds.dropFirst()) {
      weight = (weight.0 + 1 - p, weight.1 + p)
      first = (first.0 + (1 - p) * x, first.1 + p * x)
      second = (second.0 + (1 - p) * x * x, second.1 + p * x * x)
    }
    let (low, high) = (first.0 / weight.0, first.1 / weight.1)
    let squares = second.0 + second.1 - weight.0 * low * low - weight.1 * high * high
    let v = squares / (weight.0 + weight.1)
    usual = (20 * Elementary.exp(low), 20 * Elementary.exp(high))
    slope = (high - low) / v
    intercept = (high * high - low * low) / (2 * v) - Elementary.log(weight.1 / weight.0)
  }

  /// The t density of a return up to a factor that both regimes share.
  private static func density(_ r: Double, _ deviation: Double) -> Double {
    let nu = Double(KnownMarket.freedom)
    let square = r * r / (deviation * deviation * (nu - 2))
    return Elementary.exp(-(nu + 1) / 2 * Elementary.log(1 + square)) / deviation
  }

  /// P(stress) of each week given all weeks, forward and backward.
  private static func smoothed(_ densities: [(calm: Double, stress: Double)]) -> [Double] {
    let stay = KnownMarket.stay
    var forward: [Double] = []
    var odds = 0.0
    for d in densities {
      let prior = odds * stay.stress + (1 - odds) * (1 - stay.calm)
      odds = prior * d.stress / (prior * d.stress + (1 - prior) * d.calm)
      forward.append(odds)
    }
    // The ratio of what later weeks say of stress to what they say of calm.
    var ratio = 1.0
    var result = forward
    for t in densities.indices.reversed() {
      let p = forward[t] * ratio
      result[t] = p / (p + 1 - forward[t])
      let (c, s) = (densities[t].calm, densities[t].stress * ratio)
      ratio =
        (stay.stress * s + (1 - stay.stress) * c) / ((1 - stay.calm) * s + stay.calm * c)
    }
    return result
  }
}
