import Domain
import Foundation
import Results
import Simulation
import Testing

/// Summaries against plain arithmetic on the same paths.
@Suite("Summaries")
struct SummaryTests {
  let model = Markets.small()
  let scenario: Scenario
  let paths = 64 * 90 + 30
  let plan: SimulationPlan

  init() throws {
    let december = try Scenes.december()
    let horizons = try Scenes.horizons("2025-12-11", "2026-02-05")
    scenario = Scenes.scenario(
      of: model,
      horizons: horizons,
      events: [december] + Scenes.open(through: horizons[1].date, except: [december]),
      spreads: [.spread(long: "outside", short: "growing")]
    )
    plan = try Scenes.plan(scenario, model, paths: paths, seed: 51, parameters: .estimated)
  }

  private func run() async throws -> ArmResult {
    try await Scenes.run(scenario, model, paths: paths, seed: 51, parameters: .estimated)
  }

  /// Standard error of a mean from tiles of 64, the short last one weighted by its size.
  private func tileError(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    var spread = 0.0
    var tiles = 0.0
    for start in stride(from: 0, to: values.count, by: 64) {
      let sum = values[start..<min(start + 64, values.count)].reduce(0) { $0 + $1 - mean }
      spread += sum * sum
      tiles += 1
    }
    return (spread * tiles / (tiles - 1)).squareRoot() / Double(values.count)
  }

  private func close(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance
  }

  @Test("every statistic of an asset is that of its paths, and its error that of its tiles")
  func totals() async throws {
    for asset in try await run().assets {
      let horizon = try #require(scenario.horizons.firstIndex(of: asset.horizon))
      let sample = try plan.returns(asset.asset.name, horizon: horizon).map { $0 * 100 }
      let values = sample.values
      let (m, s) = (sample.mean, sample.deviation)
      // A bin is a few thousandths of a standard deviation.
      let bin = 0.004 * s
      #expect(close(asset.total.mean.value, m, 1e-6))
      #expect(close(asset.total.mean.standardError, tileError(values), 1e-6))
      #expect(close(asset.total.sd.value, s, 1e-5))
      let influence = values.map { (($0 - m) * ($0 - m) - s * s) / (2 * s) }
      #expect(close(asset.total.sd.standardError, tileError(influence), 1e-4 * s))
      for (p, quantile) in zip(DistributionSummary.probabilities, asset.total.quantiles) {
        let q = sample.quantile(p)
        #expect(close(quantile.value, q, bin))
        let reach = 2 * (p * (1 - p) / sample.count).squareRoot()
        let (low, high) = (
          max(p - reach, 0.5 / sample.count), min(p + reach, 1 - 0.5 / sample.count)
        )
        let density = (high - low) / (sample.quantile(high) - sample.quantile(low))
        let error = tileError(values.map { $0 <= q ? 1 : 0 }) / density
        #expect(abs(quantile.standardError / error - 1) < 0.06, "quantile \(p)")
      }
      let losses = values.map { $0 < 0 ? 100.0 : 0 }
      #expect(close(asset.total.lossProbability.value, Sample(losses).mean, 1e-9))
      #expect(close(asset.total.lossProbability.standardError, tileError(losses), 1e-9))
      for (tail, shortfall) in [
        (0.05, asset.total.expectedShortfall95), (0.01, asset.total.expectedShortfall99),
      ] {
        let sorted = values.sorted()
        let size = sample.count * tail
        let whole = Int(size)
        let sum =
          sorted.prefix(whole).reduce(0, +) + (size - Double(whole)) * sorted[whole]
        #expect(close(shortfall.value, -sum / size, bin))
        let q = sample.quantile(tail)
        let error = tileError(values.map { max(q - $0, 0) / tail })
        #expect(abs(shortfall.standardError / error - 1) < 0.03)
      }
    }
  }

  @Test("excess returns and spreads are differences of simple returns on each path")
  func spreads() async throws {
    let result = try await run()
    for asset in result.assets {
      let horizon = try #require(scenario.horizons.firstIndex(of: asset.horizon))
      guard let excess = asset.excess else {
        #expect(asset.asset.name == "index")
        continue
      }
      let (own, index) = (
        try plan.returns(asset.asset.name, horizon: horizon),
        try plan.returns("index", horizon: horizon)
      )
      let sample = Sample(zip(own.values, index.values).map { 100 * ($0 - $1) })
      #expect(close(excess.mean.value, sample.mean, 1e-5))
      #expect(close(excess.median.value, sample.quantile(0.5), 0.02 * sample.deviation))
      let share = Double(sample.values.filter { $0 > 0 }.count) / sample.count * 100
      #expect(close(excess.positiveProbability.value, share, 0.05))
    }
    for spread in result.spreads {
      let horizon = try #require(scenario.horizons.firstIndex(of: spread.horizon))
      let (long, short) = (
        try plan.returns("outside", horizon: horizon), try plan.returns("growing", horizon: horizon)
      )
      let sample = Sample(zip(long.values, short.values).map { 100 * ($0 - $1) })
      #expect(close(spread.mean.value, sample.mean, 1e-5))
      #expect(close(spread.mean.standardError, tileError(sample.values), 1e-5))
      #expect(close(spread.sd.value, sample.deviation, 1e-4))
      for (p, q) in [(0.05, spread.q05), (0.5, spread.median), (0.95, spread.q95)] {
        #expect(close(q.value, sample.quantile(p), 0.02 * sample.deviation))
      }
    }
  }

  @Test(
    "a drawdown is the largest fall from the highest week end, the start and the horizon included"
  )
  func drawdowns() throws {
    var weekly = scenario
    let ends = Scenes.weekEnds(8)
    weekly.horizons = (ends + scenario.horizons).sorted { $0.date < $1.date }
    let fine = try Scenes.plan(weekly, model, paths: paths, seed: 51, parameters: .estimated)
    for name in ["index", "first", "outside"] {
      for (number, horizon) in scenario.horizons.enumerated() {
        let observed = weekly.horizons.indices.filter {
          let date = weekly.horizons[$0].date
          return date == horizon.date || (date < horizon.date && ends.contains(weekly.horizons[$0]))
        }
        let prices = try observed.map {
          try fine.returns(name, horizon: $0).values.map { 1 + $0 }
        }
        let asset = try plan.asset(name)
        let drawn = plan.samples([
          try plan.channel(.drawdown(asset: asset, horizon: number))
        ])[0].values
        var error = 0.0
        for path in drawn.indices {
          var (top, fall) = (1.0, 0.0)
          for price in prices {
            top = max(top, price[path])
            fall = max(fall, 1 - price[path] / top)
          }
          error = max(error, abs(fall - drawn[path]))
        }
        #expect(error < 2e-6, "\(name) at \(horizon.label)")
      }
    }
  }

  @Test("a paired difference is the difference of two statistics, with the error of its tiles")
  func differences() async throws {
    var hold = scenario
    hold.events = try scenario.events.map {
      $0.id == "december"
        ? try Scenes.december(delivery: .outcome(.known(BasisPoints(0)))) : $0
    }
    let result = try await Scenes.run(
      [scenario, hold],
      model,
      paths: paths,
      seed: 51,
      parameters: .estimated
    )
    let other = try Scenes.plan(hold, model, paths: paths, seed: 51, parameters: .estimated)
    for difference in result.differences[0].assets {
      let horizon = try #require(scenario.horizons.firstIndex(of: difference.horizon))
      let name = difference.asset.name
      let (a, b) = (
        try plan.returns(name, horizon: horizon).map { $0 * 100 },
        try other.returns(name, horizon: horizon).map { $0 * 100 }
      )
      let paired = zip(a.values, b.values).map { $1 - $0 }
      #expect(close(difference.mean.value, b.mean - a.mean, 1e-5))
      #expect(close(difference.mean.standardError, tileError(paired), 1e-4))
      #expect(
        close(difference.median.value, b.quantile(0.5) - a.quantile(0.5), 0.01 * a.deviation)
      )
      #expect(
        close(difference.q05.value, b.quantile(0.05) - a.quantile(0.05), 0.01 * a.deviation)
      )
      let worse = paired.map { $0 < -0.1 ? 100.0 : 0 }
      #expect(close(difference.worse.value, Sample(worse).mean, 0.06))
      #expect(abs(difference.worse.standardError - tileError(worse)) < 0.01)
      let independent = pow(tileError(a.values), 2) + pow(tileError(b.values), 2)
      #expect(
        abs(difference.varianceRatio / (independent / pow(tileError(paired), 2)) - 1) < 0.01
      )
      if let excess = difference.excessMean {
        let (x, y) = (
          try plan.returns("index", horizon: horizon), try other.returns("index", horizon: horizon)
        )
        #expect(close(excess.value, b.mean - a.mean - 100 * (y.mean - x.mean), 1e-4))
      }
    }
  }

  /// Parts of the variance of a log return, from a market without one of its causes.
  @Test("the variance splits into events, open events, market and parameters, adding to one")
  func split() async throws {
    let result = try await run()
    for asset in result.assets {
      let parts = try #require(asset.variance)
      let sum = parts.events + parts.open + parts.market + parts.parameters
      #expect(abs(sum - 1) < 1e-9)
      #expect(parts.events > 0 && parts.market > 0.7)
      // Nothing but the decision happens before the first horizon.
      #expect(asset.horizon == scenario.horizons[0] ? parts.open == 0 : parts.open > 0)
    }
    let fixed = try await Scenes.run(scenario, model, paths: 64 * 500, seed: 51)
    for asset in fixed.assets { #expect(try #require(asset.variance).parameters < 0.005) }
    var certain = model
    certain.equityPremium = Markets.number(3.5, 60)
    let wide = try await Scenes.run(
      scenario,
      certain,
      paths: 64 * 500,
      seed: 52,
      parameters: .estimated
    )
    let outside = try #require(wide.assets.last)
    // Two months of a premium with an error of 60 points a year: 1.3 · 0.6 · T.
    let days = Double(
      TradingCalendar.builtIn.tradingDays(after: plan.asof, through: outside.horizon.date)
    )
    let parameters = pow(1.3 * 0.6 * days / 252, 2)
    let logs = try Scenes.plan(
      scenario,
      certain,
      paths: 64 * 500,
      seed: 52,
      parameters: .estimated
    ).logReturns("outside", horizon: 1)
    // 500 draws know a variance to 6 %.
    let share = try #require(outside.variance).parameters
    #expect(abs(share / (parameters / logs.variance) - 1) < 0.3)
  }
}
