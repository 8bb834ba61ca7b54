import Domain
import Foundation
import Simulation
import Testing

/// What a known surprise does to assets and yields.
@Suite("Responses to events")
struct EventResponseTests {
  /// One line with beta 1.3, and an excess response of its own for each cause.
  private func market(noise: Bool = false) -> MarketModel {
    var events = Markets.events
    if !noise {
      events.fomc?.riskDeviation = Markets.number(0)
      events.fomc?.pathDeviation = Markets.number(0)
      events.cpi?.noiseDeviation = Markets.number(0)
      events.jobs?.noiseDeviation = Markets.number(0)
    }
    var model = Markets.still(
      lines: ["one"],
      loadings: [[0, 0]],
      factors: [
        Factor(name: "two-year", unit: .basisPoints), Factor(name: "slope", unit: .basisPoints),
      ],
      betas: [1.3],
      events: events
    )
    let excess: [SensitivityCause: Double] = [
      .policy: 0.2, .inflationLow: -0.4, .inflationHigh: 0.3, .labor: 0.5,
    ]
    model.lines = model.lines.map {
      Line(
        name: $0.name,
        loadings: $0.loadings,
        totalBeta: $0.totalBeta,
        excess: excess.mapValues { Line.Excess(shrunk: Markets.number($0), raw: nil) },
        drift: Markets.number(0)
      )
    }
    return model
  }

  /// The move of the line in percent and of the yields in bp on the day, compensation included.
  private func move(
    _ kind: Event.Kind,
    inflation: Double = 3
  ) throws -> (line: Double, twoYear: Double, tenYear: Double) {
    let model = market()
    let day = try Scenes.day("2025-12-10")
    var state = Scenes.state
    state.coreInflation = inflation
    let plan = try Scenes.plan(
      Scenes.scenario(
        of: model,
        horizons: [Horizon(label: "after", date: day)],
        events: [Event(id: "event", date: day, kind: kind)],
        state: state
      ),
      model
    )
    let levels = try [[0], [0, 1]].map {
      plan.samples([try plan.channel(.level(factors: $0, horizon: 0))])[0].mean
    }
    return (
      try plan.logReturns("one").mean * 100, (levels[0] - 3.56) * 100, (levels[1] - 4.14) * 100
    )
  }

  private func expect(
    _ got: (line: Double, twoYear: Double, tenYear: Double),
    line: Double,
    twoYear: Double,
    tenYear: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(abs(got.line - line) < 2e-5, "line \(got.line)", sourceLocation: sourceLocation)
    #expect(
      abs(got.twoYear - twoYear) < 1e-3,
      "two-year \(got.twoYear)",
      sourceLocation: sourceLocation
    )
    #expect(
      abs(got.tenYear - tenYear) < 1e-3,
      "ten-year \(got.tenYear)",
      sourceLocation: sourceLocation
    )
  }

  @Test("a decision moves assets by beta times target and path, plus an excess on both")
  func decision() throws {
    let path = Law<BasisPoints>.known(BasisPoints(10))
    let surprised = Decision(
      priced: .law(.known(BasisPoints(0))),
      delivery: .surprise(.known(BasisPoints(23))),
      path: path
    )
    let line = (1.3 * (-1.48 * 23 - 1.46 * 10) + 0.2 * 33) / 25
    let (two, ten) = ((8.5 * 23 + 22.3 * 10) / 25, (2.8 * 23 + 15.4 * 10) / 25)
    expect(try move(.fomc(surprised)), line: line, twoYear: two, tenYear: ten)
    // The same surprise as an outcome against what was priced; nothing priced leaves all of it.
    let unpriced = Decision(
      priced: .nothing,
      delivery: .outcome(.known(BasisPoints(23))),
      path: path
    )
    expect(try move(.fomc(unpriced)), line: line, twoYear: two, tenYear: ten)
    let priced = Decision(
      priced: .law(Scenes.odds((-25, 0.92), (0, 0.08))),
      delivery: .outcome(.known(BasisPoints(0))),
      path: path
    )
    let a = (1.3 * -1.48 + 0.2) / 2_500
    let compensation = -100 * log(0.92 * exp(-2 * a) + 0.08 * exp(23 * a))
    expect(
      try move(.fomc(priced)),
      line: line + compensation,
      twoYear: two,
      tenYear: ten
    )
  }

  @Test("prices move the two-year by what the gate passes through, and assets by it")
  func prices() throws {
    for (inflation, w) in [(1.0, 0.00127), (3, 0.5), (6, 0.99995)] {
      let surprise = Release(
        series: .coreMonthly,
        consensus: .nothing,
        delivery: .surprise(.known(Print(0.2)))
      )
      let move = try move(.cpi([surprise]), inflation: inflation)
      let weight = 1 / (1 + exp(-(inflation - 3) / 0.3))
      #expect(abs(weight - w) < 1e-4)
      let two = 2 * ((1 - weight) * 0.2 + weight * 4.3)
      let response =
        (1 - weight) * (1.3 * 1.03 - 0.4) + weight * (1.3 * -1.73 + 0.3)
      expect(move, line: response * two / 25, twoYear: two, tenYear: 0.76 * two)
    }
  }

  @Test("payrolls and unemployment reprice apart, and add")
  func jobs() throws {
    let payrolls = Release(
      series: .payrolls,
      consensus: .nothing,
      delivery: .surprise(.known(Print(150)))
    )
    let unemployment = Release(
      series: .unemployment,
      consensus: .nothing,
      delivery: .surprise(.known(Print(0.2)))
    )
    for (releases, two) in [
      ([payrolls, unemployment], 1.5 * 4.3 - 2 * 2.8),
      ([unemployment, payrolls], 1.5 * 4.3 - 2 * 2.8),
    ] {
      let move = try move(.jobs(releases))
      expect(move, line: (1.3 * 0.97 + 0.5) * two / 25, twoYear: two, tenYear: 0.74 * two)
    }
  }

  @Test("a print against its consensus surprises by the difference, on the grid")
  func consensus() throws {
    let print = Release(
      series: .coreMonthly,
      consensus: .law(.known(Print(0.3))),
      delivery: .outcome(.known(Print(0.5)))
    )
    let two = 2 * (0.5 * 0.2 + 0.5 * 4.3)
    let move = try move(.cpi([print]))
    #expect(abs(move.twoYear - two) < 1e-3)
    #expect(abs(move.tenYear - 0.76 * two) < 1e-3)
  }

  /// False alarm: 6·10⁻⁵ for each of 3 shares with new draws.
  @Test("a consensus of branches is drawn as it is written, and compensated exactly")
  func branches() throws {
    let branches = [(0.1, 0.2), (0.3, 0.7), (0.9, 0.1)]
    let law = Law<Print>.branches(
      branches.compactMap { value, odds in Probability(odds).map { Branch(Print(value), $0) } }
    )
    let mean = 0.32
    var model = market()
    model.events.cpi?.high = Markets.number(-100)
    let day = try Scenes.day("2025-12-10")
    let event = Event(
      id: "event",
      date: day,
      kind: .cpi([Release(series: .coreMonthly, consensus: .law(law))])
    )
    let plan = try Scenes.plan(
      of: event,
      model,
      paths: 40_000,
      seed: Chance.seed(92)
    )
    let level = plan.samples([try plan.channel(.level(factors: [0], horizon: 0))])[0]
    for (value, odds) in branches {
      let goal = 3.56 + (value - mean) * 10 * 2.25 / 100
      let share = Double(level.values.filter { abs($0 - goal) < 1e-4 }.count) / level.count
      #expect(
        abs(share - odds) < Chance.standardErrors * (odds * (1 - odds) / level.count).squareRoot()
      )
    }
    let returns = try plan.returns("one")
    #expect(returns.deviation > 0.05)
    #expect(abs(returns.mean) < Chance.standardErrors * returns.meanError)
  }

  /// False alarm below 10⁻⁹; a deviation that is off by 3 % would be seen.
  @Test("open surprises have their estimated laws")
  func openLaws() throws {
    var model = market(noise: true)
    model.lines = model.lines.map {
      Line(
        name: $0.name,
        loadings: $0.loadings,
        totalBeta: Markets.number(1),
        excess: [:],
        drift: Markets.number(0)
      )
    }
    let day = try Scenes.day("2025-12-10")
    func moves(_ kind: Event.Kind) throws -> (two: Sample, line: Sample) {
      let plan = try Scenes.plan(
        Scenes.scenario(
          of: model,
          horizons: [Horizon(label: "after", date: day)],
          events: [Event(id: "event", date: day, kind: kind, isListed: false)]
        ),
        model,
        paths: 100_000,
        seed: Chance.seed(91)
      )
      let level = plan.samples([try plan.channel(.level(factors: [0], horizon: 0))])[0]
      return (level.map { ($0 - 3.56) * 100 }, try plan.logReturns("one").map { $0 * 100 })
    }
    func scaled(_ sample: Sample, by deviation: Double) -> Sample {
      let mean = sample.mean
      return sample.map { ($0 - mean) / deviation }
    }
    let decision = try moves(.fomc(Decision()))
    let two = (pow(8.5 * 2.3, 2) + pow(22.3 * 7.1, 2)).squareRoot() / 25
    #expect(KnownLaw.fits(scaled(decision.two, by: two), quantile: KnownLaw.normal))
    let line =
      (pow(1.48 * 2.3 / 25, 2) + pow(1.46 * 7.1 / 25, 2) + 0.36).squareRoot()
    #expect(KnownLaw.fits(scaled(decision.line, by: line), quantile: KnownLaw.normal))
    for (kind, variance) in [
      (Event.Kind.cpi([]), pow(2.25 * 1.17, 2) + pow(3.8, 2)),
      (.jobs([]), pow(4.3 * 0.87, 2) + pow(2.8 * 1.31, 2) + pow(5.6, 2)),
    ] {
      let sample = try moves(kind).two
      #expect(abs(sample.mean) < Chance.standardErrors * sample.meanError)
      #expect(
        abs(sample.variance - variance) < Chance.standardErrors * sample.varianceError
      )
    }
  }

  @Test("a published law has the deviation it was given, its rounding included")
  func publishedDeviation() {
    for (deviation, series) in [
      (0.117, ReleaseSeries.coreMonthly), (0.131, .unemployment), (87, .payrolls), (400, .payrolls),
    ] {
      let unrounded = series.unroundedDeviation(ofPublished: deviation)
      let points = PrintLaw(mean: 0.3, deviation: unrounded, grid: series.grid).points
      let mean = points.reduce(0) { $0 + $1.print * $1.probability }
      let variance = points.reduce(0) {
        $0 + $1.probability * ($1.print - mean) * ($1.print - mean)
      }
      #expect(abs(mean - 0.3) < 1e-4 * deviation)
      #expect(abs(variance.squareRoot() / deviation - 1) < 2e-4)
    }
  }

  @Test("a consensus beyond doubt is a point: a print at it surprises nobody")
  func pointConsensus() throws {
    let releases: [Event.Kind] = [
      .cpi([Release(series: .coreMonthly, consensus: .law(.known(Print(0.3))))]),
      .jobs([
        Release(series: .unemployment, consensus: .law(.known(Print(4.45)))),
        Release(series: .payrolls, consensus: .law(.known(Print(50)))),
      ]),
    ]
    for release in releases {
      expect(try move(release), line: 0, twoYear: 0, tenYear: 0)
    }
  }
}
