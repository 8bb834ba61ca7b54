import Domain
import Foundation
import Numerics
import Results
import Simulation
import Testing

/// Closed-form cases through the engine and its statistics.
@Suite("Exact cases")
struct CaseTests {
  private func close(_ got: Double, _ expected: Double, _ absolute: Double = 1e-10) -> Bool {
    abs(got - expected) <= absolute + 1e-9 * abs(expected)
  }

  /// A decision that is 92 % priced, and lines that lose 1 % and more for 25 bp of it.
  private static let decisions = EventModel(
    fomc: FOMCModel(
      targetDeviation: Markets.number(0),
      pathDeviation: Markets.number(0),
      riskDeviation: Markets.number(0),
      target: Markets.number(-1),
      path: Markets.number(0),
      correlation: 0,
      targetYields: .init(twoYear: Markets.number(0), tenYear: Markets.number(0)),
      pathYields: .init(twoYear: Markets.number(0), tenYear: Markets.number(0))
    ),
    cpi: nil,
    jobs: nil
  )

  /// False alarm: 6·10⁻⁵ with new draws; odds that are off by 0.4 points would be seen.
  @Test("EV01: a cut that is 92 % priced")
  func pricedCut() async throws {
    let model = Markets.still(lines: ["one"], events: Self.decisions)
    let scenario = Scenes.scenario(
      of: model,
      horizons: try Scenes.horizons("2025-12-10"),
      events: [try Scenes.december()]
    )
    let paths = 100_000
    let entry = try #require(
      try await Scenes.run(scenario, model, paths: paths, seed: Chance.seed(41)).ledger.first
    )
    #expect(close(entry.priced ?? .nan, -23))
    #expect(entry.view == 0)
    for (outcome, goal) in zip(
      entry.outcomes.sorted { $0.outcome < $1.outcome },
      [(-25.0, 92.0, -2.0), (0, 8, 23)]
    ) {
      #expect(close(outcome.outcome, goal.0) && close(outcome.odds, goal.1))
      #expect(close(outcome.surprise, goal.2))
    }
    let plan = try Scenes.plan(scenario, model, paths: paths, seed: Chance.seed(41))
    let logs = try plan.logReturns("one")
    let compensation = -log(0.92 * exp(0.0008) + 0.08 * exp(-0.0092))
    var cuts = 0.0
    for value in logs.values {
      let response = 100 * (value - compensation)
      let isCut = abs(response - 0.08) < 1e-4
      #expect(isCut || abs(response + 0.92) < 1e-4)
      cuts += isCut ? 1 : 0
    }
    let z = Chance.standardErrors
    #expect(abs(cuts / logs.count - 0.92) < z * (0.92 * 0.08 / logs.count).squareRoot())
    #expect(abs(100 * (logs.mean - compensation)) < z * 100 * logs.meanError)
    #expect(abs(100 * logs.deviation - 0.2712931993250107) < z * 0.002)
  }

  @Test("EV03: a print is its figure rounded to the grid")
  func prints() throws {
    let law = PrintLaw(mean: 0.3, deviation: 0.09, grid: 0.1)
    let expected = [
      0.1: 0.045053750486570565, 0.2: 0.2414670084811573, 0.3: 0.42148527849205597,
      0.4: 0.2414670084811573, 0.5: 0.045053750486570565,
    ]
    for (print, probability) in expected {
      let point = try #require(law.points.first { abs($0.print - print) < 0.01 })
      #expect(close(point.probability, probability))
    }
    let high = law.points.filter { $0.print > 0.35 }.reduce(0) { $0 + $1.probability }
    #expect(close(high, 0.289257360753972))
    #expect(close(law.points.reduce(0) { $0 + $1.probability }, 1))
  }

  /// False alarm: 6·10⁻⁵ for each of 5 shares with new draws.
  @Test("EV03: so are the prints that the engine draws")
  func drawnPrints() throws {
    var events = EventModel(fomc: nil, cpi: Markets.events.cpi, jobs: nil)
    events.cpi?.noiseDeviation = Markets.number(0)
    events.cpi?.passThroughLow = Markets.number(10)
    events.cpi?.passThroughHigh = Markets.number(10)
    events.cpi?.low = Markets.number(1)
    events.cpi?.high = Markets.number(1)
    let model = Markets.still(lines: ["one"], events: events)
    let day = try Scenes.day("2025-12-18")
    let release = Release(
      series: .coreMonthly,
      consensus: .law(.normal(mean: Print(0.3), deviation: Print(0.09)))
    )
    let event = Event(id: "prices", date: day, kind: .cpi([release]))
    let plan = try Scenes.plan(
      of: event,
      model,
      paths: 100_000,
      seed: Chance.seed(42)
    )
    // 0.1 points move the two-year by 10 bp and the line by 0.4 %.
    let surprises = try plan.logReturns("one").map { $0 * 100 / 4 }
    let compensation = surprises.quantile(0.5)
    for (print, probability) in [
      (0.1, 0.045053750486570565), (0.2, 0.2414670084811573), (0.3, 0.42148527849205597),
      (0.4, 0.2414670084811573), (0.5, 0.045053750486570565),
    ] {
      let share =
        Double(
          surprises.values.filter { abs($0 - compensation - (print - 0.3)) < 0.001 }.count
        )
        / surprises.count
      let error = (probability * (1 - probability) / surprises.count).squareRoot()
      #expect(abs(share - probability) < Chance.standardErrors * error, "\(print)")
    }
    let stray = surprises.values.filter {
      let tenths = ($0 - compensation) * 10
      return abs(tenths - tenths.rounded()) > 0.01
    }
    #expect(stray.isEmpty)
  }

  @Test("DI06: standard errors of independent draws of a normal law")
  func independentErrors() {
    let (sigma, n, tail) = (0.18, 10_000, 0.05)
    let quantile = NormalLaw.quantile(tail)
    let shortfall = NormalLaw.density(quantile) / tail
    #expect(close(IndependentError.mean(deviation: sigma, count: n), 0.0018))
    #expect(close(IndependentError.deviation(deviation: sigma, count: n), 0.0012727922061357855))
    #expect(close(IndependentError.probability(0.05, count: n), 0.0021794494717703367))
    #expect(
      close(
        IndependentError.quantile(
          tail,
          density: NormalLaw.density(quantile) / sigma,
          count: n
        ),
        0.0038037375197443554
      )
    )
    let variance = 1 - quantile * shortfall - shortfall * shortfall
    #expect(
      close(
        IndependentError.expectedShortfall(
          tail: tail,
          tailVariance: sigma * sigma * variance,
          excess: sigma * (shortfall + quantile),
          count: n
        ),
        0.004438031295254673
      )
    )
  }

  /// The engine's errors under fixed parameters, where draws are independent, for the same law.
  ///
  /// With 512 tiles an error is known to 3 %; a factor of 1.2 would be seen.
  @Test("DI06: the engine's own errors of a normal law are those of independent draws")
  func engineErrors() async throws {
    var model = Markets.still(lines: ["one"])
    // Annual volatility of 0.18 % keeps simple returns normal.
    let week = 252.0 * 7 / 365.2425
    model.covariance = RegimePair(
      calm: [[0.18 * 0.18 * week / 252]],
      stress: [[0.18 * 0.18 * week / 252]]
    )
    let year = TradingCalendar.builtIn.adding(tradingDays: 252, to: Scenes.asof)
    let n = 512 * 64
    let result = try await Scenes.run(
      Scenes.scenario(of: model, horizons: [Horizon(label: "1y", date: year)]),
      model,
      paths: n,
      seed: Chance.seed(43)
    )
    let total = try #require(result.assets.first).total
    let scale = (10_000 / Double(n)).squareRoot()
    for (estimate, error) in [
      (total.mean, 0.0018), (total.sd, 0.0012727922061357855),
      (total.q05, 0.0038037375197443554), (total.expectedShortfall95, 0.004438031295254673),
    ] {
      #expect(abs(estimate.standardError / (error * scale) - 1) < 0.2)
    }
    let half = 50 / Double(n).squareRoot()
    #expect(abs(total.lossProbability.standardError / half - 1) < 0.2)
  }

  @Test("DI08: quantiles and tails of ten values, sorted and in a fine histogram")
  func smallSample() {
    let data = [-7.2, -3.1, -2.4, -1.0, -0.3, 0.4, 0.9, 1.5, 2.2, 4.8]
    let sorted = SortedSample(data.reversed())
    var counts = [UInt32](repeating: 0, count: 1 << 20)
    let width = 16.0 / Double(counts.count)
    for value in data { counts[Int((value + 8) / width)] += 1 }
    let histogram = HistogramSample(low: -8, width: width, counts: counts)
    for (p, expected) in [(0.05, -5.355), (0.25, -2.05), (0.5, 0.05), (0.95, 3.63)] {
      #expect(close(sorted.quantile(p), expected))
      #expect(abs(histogram.quantile(p) - expected) < width)
    }
    #expect(close(-sorted.lowerTailMean(share: 0.15), 5.833333333333333))
    #expect(abs(-histogram.lowerTailMean(share: 0.15) - 5.833333333333333) < width)
    var moments = BatchMoments()
    moments.add(
      size: 10,
      sum: data.reduce(0, +),
      squares: data.reduce(0) { $0 + $1 * $1 }
    )
    #expect(close(moments.mean, -0.42, 1e-9))
    #expect(close(moments.deviation, 3.2936976856482207, 1e-9))
  }

  /// Annual volatilities of 16 and 22 % with correlation 0.82, drifts of logarithms of 6 and 5.5 %.
  private static func miniatureModel() -> MarketModel {
    let week = 252.0 * 7 / 365.2425
    func covariance(_ a: Double, _ b: Double) -> Double { a * b * 1e4 * week / 252 }
    var model = Markets.still(
      lines: ["spx", "rut"],
      loadings: [[1, 0], [0, 1]],
      factors: [Factor(name: "first", unit: .percent), Factor(name: "second", unit: .percent)],
      betas: [1, 1.375],
      events: decisions
    )
    let matrix = [
      [covariance(0.16, 0.16), 0.82 * covariance(0.16, 0.22)],
      [0.82 * covariance(0.16, 0.22), covariance(0.22, 0.22)],
    ]
    model.covariance = RegimePair(calm: matrix, stress: matrix)
    model.lines = zip(model.lines, [(0.06, 0.16), (0.055, 0.22)]).map { line, law in
      Line(
        name: line.name,
        loadings: line.loadings,
        totalBeta: line.totalBeta,
        excess: [:],
        drift: Markets.number(100 * (law.0 + law.1 * law.1 / 2))
      )
    }
    return model
  }

  /// False alarm: 6·10⁻⁵ for each of 16 numbers with new draws.
  @Test("E2E01: two assets and a priced cut over 63 days have their exact distributions")
  func miniature() async throws {
    let model = Self.miniatureModel()
    let end = TradingCalendar.builtIn.adding(tradingDays: 63, to: Scenes.asof)
    let horizon = Horizon(label: "63bd", date: end)
    let ask = Question(
      text: "P(rut > spx)",
      measure: .probabilityOfOrder(higher: "rut", lower: "spx"),
      horizon: horizon,
      limit: nil
    )
    let scenario = Scenes.scenario(
      of: model,
      horizons: [horizon],
      events: [try Scenes.december()],
      asks: [ask]
    )
    let paths = 200_000
    let result = try await Scenes.run(scenario, model, paths: paths, seed: Chance.seed(44))
    let z = Chance.standardErrors
    func agrees(_ estimate: Estimate, _ percent: Double, _ name: String) {
      #expect(
        abs(estimate.value - percent) < z * estimate.standardError,
        "\(name): \(estimate) for \(percent)"
      )
    }
    for (asset, goal) in zip(
      result.assets,
      [
        (
          1.8370366469924796, [-11.011822088486045, 1.511469662313307, 15.796154874354776],
          42.56688496807981
        ),
        (
          2.0004389557643068, [-15.404715027027677, 1.3847207219303485, 21.504864600826015],
          45.02823136871983
        ),
      ]
    ) {
      agrees(asset.total.mean, goal.0, "mean")
      agrees(asset.total.q05, goal.1[0], "q05")
      agrees(asset.total.median, goal.1[1], "median")
      agrees(asset.total.q95, goal.1[2], "q95")
      agrees(asset.total.lossProbability, goal.2, "loss")
      let variance = try #require(asset.variance)
      #expect(abs(variance.events - 0.0011486790191280029) < z * 7.6e-5)
      #expect(variance.open == 0)
    }
    agrees(try #require(result.answers.first).value, 49.218371787512144, "order")
    let plan = try Scenes.plan(scenario, model, paths: paths, seed: Chance.seed(44))
    let logs = [try plan.logReturns("spx"), try plan.logReturns("rut")]
    for (sample, goal) in zip(
      logs,
      [(0.015, 0.08004598678259892), (0.01375, 0.11006323182607351)]
    ) {
      #expect(abs(sample.mean - goal.0) < z * sample.meanError)
      #expect(abs(sample.deviation / goal.1 - 1) < z / (2 * Double(paths)).squareRoot())
    }
    let (a, b) = (logs[0], logs[1])
    let correlation = Sample(
      zip(a.values, b.values).map {
        ($0 - 0.015) * ($1 - 0.01375) / (0.08004598678259892 * 0.11006323182607351)
      }
    )
    #expect(abs(correlation.mean - 0.820206762223443) < z * correlation.meanError)
  }
}
