import BuiltInModels
import Domain
import Glibc
import Results
import TestSupport
import Testing
import Texts

@testable import Analysis
@testable import Simulation

/// A share that answers to one decision alone, so that its coefficients' ends have a closed form.
private enum OneShare {
  static let asof = TradingDate(daysSince1970: 20_427)
  static let horizon = Horizon(label: "1w", date: asof.adding(days: 7))

  static func number(_ value: Double, _ error: Double = 0) -> Parameter {
    Parameter(value, standardError: error, provenance: .assumption(reason: "test"))
  }

  /// Responds by β × market + excess per 25 bp; diffusion so small that it does not show.
  static func model(targetError: Double, pathError: Double = 0.4, excessError: Double = 0)
    -> MarketModel
  {
    let small = 1e-10
    return MarketModel(
      name: "one",
      version: "1",
      date: asof,
      notes: nil,
      factors: [Factor(name: "market", unit: .percent)],
      lines: [
        Line(
          name: "share",
          loadings: [number(1)],
          totalBeta: number(1.2),
          excess: [.policy: .init(shrunk: number(0.1, excessError), raw: nil)]
        )
      ],
      assets: [
        ModelAsset(
          asset: Asset(name: "share", group: .index, title: "Share", alias: nil),
          derivation: .line,
          dividendYield: nil,
          source: "test"
        )
      ],
      lists: [],
      benchmark: "share",
      covariance: RegimePair(calm: [[small]], stress: [[small]]),
      eventCovariance: [[0]],
      residuals: ResidualModel(
        loadings: RegimePair(calm: [[]], stress: [[]]),
        own: RegimePair(calm: [1e-5], stress: [1e-5]),
        halfLife: number(60),
        provenance: .assumption(reason: "test")
      ),
      regimes: nil,
      freedom: nil,
      events: EventModel(
        fomc: FOMCModel(
          targetDeviation: number(2),
          pathDeviation: number(0),
          riskDeviation: number(0),
          target: number(-1.5, targetError),
          path: number(-1.4, pathError),
          correlation: 0.3,
          targetYields: .init(twoYear: number(8), tenYear: number(3)),
          pathYields: .init(twoYear: number(22), tenYear: number(15))
        ),
        cpi: nil,
        jobs: nil
      ),
      equityPremium: number(0),
      state: EconomicState(
        fedFundsLow: 0,
        fedFundsHigh: 0,
        coreInflation: 3,
        unemployment: 4.4,
        twoYear: 3.5,
        tenYear: 4,
        vix: 15
      )
    )
  }

  /// A cut of 25 bp that nobody expected, without guidance.
  static func arm(_ model: MarketModel) -> StudyArm {
    let hold = Law<BasisPoints>.known(BasisPoints(0))
    let cut = Law<BasisPoints>.known(BasisPoints(-25))
    let event = Event(
      id: "cut",
      date: asof.adding(days: 5),
      kind: .fomc(Decision(priced: .law(hold), delivery: .outcome(cut), path: hold))
    )
    return StudyArm(
      scenario: Scenario(
        name: "cut",
        asof: asof,
        horizons: [horizon],
        model: .builtIn("one"),
        state: model.state,
        events: [event]
      ),
      model: model,
      modelFingerprint: "one"
    )
  }

  static func leading(_ model: MarketModel) async throws -> HeadlineCoefficients {
    let arm = arm(model)
    var effort = LeadingCoefficients.Effort()
    (effort.screening, effort.ends) = (64, 32)
    let found = try await leadingCoefficients(
      of: arm.scenario.headlines(ofAssets: ["share"]),
      in: arm,
      settings: RunSettings(paths: 4_096),
      effort: effort
    )
    return try #require(found.first)
  }
}

/// What is found, with the answers of a study of the held arm.
private func leadingCoefficients(
  of questions: [Question],
  in arm: StudyArm,
  settings: RunSettings,
  effort: LeadingCoefficients.Effort
) async throws -> [HeadlineCoefficients] {
  let held = arm.asking(questions, under: .fixed)
  let study = try Study(arms: [arm, held], settings: settings, threads: 2)
  let answers = try #require(try await study.run().arms.last?.answers)
  return try await LeadingCoefficients(
    of: questions,
    in: arm,
    settings: settings,
    threads: 2,
    effort: effort
  )
  .found(held: answers.map(\.value))
}

@Suite("The coefficients that move a number most")
struct LeadingCoefficientsTests {
  /// Log of one plus a return in percent, in percent.
  private func log(_ answer: Estimate) -> Double { 100 * Glibc.log1p(answer.value / 100) }

  @Test("the answer at both ends of a response is the response there times the surprise")
  func closedForm() async throws {
    let headline = try await OneShare.leading(OneShare.model(targetError: 0.3, excessError: 0.2))
    // log return = −(1.2 S_T + 0.1) for a surprise of −25 bp, with nothing else moving.
    #expect(abs(log(headline.held) - 1.7) < 1e-4)
    let target = try #require(headline.leading.first)
    #expect(target.coefficient.path == "events.fomc.target")
    let reach = 1.6448536269514722
    #expect(abs(log(target.low) - (1.2 * (1.5 + reach * 0.3) - 0.1)) < 1e-4)
    #expect(abs(log(target.high) - (1.2 * (1.5 - reach * 0.3) - 0.1)) < 1e-4)
    let excess = try #require(headline.leading.dropFirst().first)
    #expect(excess.coefficient.path == "lines.share.excess.policy")
    #expect(abs(log(excess.low) - (1.7 + reach * 0.2)) < 1e-4)
    // Its error correlates with the target's, but held at its estimate the path moves nothing.
    #expect(headline.leading.count == 2)
  }

  @Test("a beta moves about where it starts, by the error that it starts with")
  func betaStart() async throws {
    var model = OneShare.model(targetError: 0, pathError: 0)
    model.lines[0].betaStart = OneShare.number(0.3, 0.4)
    let headline = try await OneShare.leading(model)
    // log return = 1.5 (1.2 + 0.3) − 0.1 for a surprise of −25 bp.
    #expect(abs(log(headline.held) - 2.15) < 1e-4)
    let beta = try #require(headline.leading.first { $0.coefficient.path.hasSuffix("total-beta") })
    #expect(abs(beta.coefficient.parameter.value - 1.5) < 1e-12)
    #expect(beta.coefficient.parameter.standardError == 0.4)
    let reach = 1.6448536269514722
    #expect(abs(log(beta.low) - (2.15 - 1.5 * reach * 0.4)) < 1e-4)
    #expect(abs(log(beta.high) - (2.15 + 1.5 * reach * 0.4)) < 1e-4)
  }

  @Test("twice the standard error moves the answers twice as far, and without one it is not listed")
  func scale() async throws {
    let once = try await OneShare.leading(OneShare.model(targetError: 0.2, pathError: 0))
    let twice = try await OneShare.leading(OneShare.model(targetError: 0.4, pathError: 0))
    func distance(_ headline: HeadlineCoefficients) throws -> Double {
      let effect = try #require(headline.leading.first)
      return log(effect.low) - log(effect.high)
    }
    #expect(abs(try distance(twice) - 2 * distance(once)) < 1e-4)
    let none = try await OneShare.leading(OneShare.model(targetError: 0, pathError: 0))
    #expect(none.leading.isEmpty)
  }

  @Test("a coefficient is the number of the plan at its place, and has its name")
  func places() throws {
    let model = SmallModel.model
    let arm = try Flagship.small(asking: ["median(sp-500 at 1mo)"])
    let plan = try QuestionProbe(arm.scenario.asks, of: arm, settings: RunSettings(paths: 64)).plan
    let parameters = plan.parameters
    let coefficients = model.coefficients
    #expect(coefficients.count == parameters.values.count)
    for (number, coefficient) in coefficients.enumerated() {
      let parameter = coefficient?.parameter
      #expect(Float(parameter?.value ?? 0) == parameters.values[number])
      #expect(Float(parameter?.standardError ?? 0) == parameters.errors[number])
    }
    for (scalar, path) in [
      (ParameterPlan.Scalar.labor, "events.jobs.labor"), (.growth, "events.growth.market"),
      (.termPremium, "events.term-premium.market"),
    ] {
      #expect(coefficients[parameters.scalar(scalar)]?.path == path)
    }
  }

  @Test("screening takes the largest effects first, whatever their order and sign")
  func pursuit() {
    // 200 tiles, 30 columns of normals from a fixed generator; noise of half the smallest effect.
    var generator = Generator(state: 7)
    let rows = (0..<200).map { _ in (0..<30).map { _ in generator.normal() } }
    let effects = [17: 3.0, 4: -1.5, 25: 0.8]
    let response = rows.map { row in
      effects.sorted { $0.key < $1.key }.reduce(0.4 * generator.normal()) {
        $0 + $1.value * row[$1.key]
      }
    }
    let all = Array(0..<30)
    #expect(Screening.leading(3, of: response, rows: rows, active: all) == [17, 4, 25])
    let others = all.filter { $0 != 17 }
    let found = Screening.leading(2, of: response, rows: rows, active: others)
    #expect(!found.contains(17))
    let constant = response.map { _ in 2.5 }
    #expect(Screening.leading(3, of: constant, rows: rows, active: all).isEmpty)
  }

  @Test("an end's error is that of the mean of 16 groups of tiles")
  func errorOfEnds() {
    // 32 tiles of 64 paths: the base is zero, group g moves by g/100 in both of its tiles.
    var (base, moved) = (HeadlineSample(), HeadlineSample())
    for tile in 0..<32 {
      base.add([Float](repeating: 0, count: 64))
      moved.add([Float](repeating: Float(tile / 2) / 100, count: 64))
    }
    let (value, error) = moved.difference(from: base, .mean)
    // 0…15 has mean 7.5 and a sum of squared deviations of 340.
    #expect(abs(value - 0.075) < 1e-7)
    #expect(abs(error - (340.0 / (16 * 15)).squareRoot() / 100) < 1e-7)
    #expect(base.difference(from: base, .quantile(0.5)).error == 0)
  }

  @Test("answers read off single paths are those of the run")
  func answers() async throws {
    let arm = try Flagship.small(asking: [
      "mean(technology at 1mo)", "sd(russell-2000 at 1mo)", "q05(sp-500 at 1mo)",
      "var95(sp-500 at 1mo)", "es95(energy at 1mo)", "drawdown(energy at 1mo)",
      "rank(technology at 1mo)", "P(russell-2000 > sp-500 at 1mo)",
      "P(sp-500 within -2 % .. +3 % at 1mo)", "median(russell-2000 - sp-500 at 1mo)",
    ])
    let settings = RunSettings(paths: 12_800, parameters: .fixed, controlsMeans: false)
    let run = try await Study(arms: [arm], settings: settings, threads: 2).run()
    let answers = try #require(run.arms.first?.answers)
    #expect(answers.count == 10)
    let probe = try QuestionProbe(arm.scenario.asks, of: arm, settings: settings)
    var samples = answers.map { _ in HeadlineSample() }
    try probe.visit(0..<200, under: [.estimates]) { tiles in
      for question in samples.indices { samples[question].add(tiles[0].values[question]) }
    }
    for (number, answer) in answers.enumerated() {
      let reading = probe.readings[number]
      let own = samples[number].answer(reading.measure) * reading.scale
      // A bin of a histogram is far below a tenth of the standard error.
      let allowed = 0.1 * answer.value.standardError
      #expect(abs(own - answer.value.value) <= allowed, "\(answer.question.text)")
    }
  }

  @Test("the three that screening finds move the answer as much as the best three of all")
  func bruteForce() async throws {
    let arm = try Flagship.small(asking: ["P(russell-2000 > sp-500 at 1mo)"])
    try await expectBest(arm, assets: ["sp-500", "energy"], tiles: 64)
  }

  @Test("so they do in the flagship, over all coefficients of the built-in model")
  func flagship() async throws {
    try await expectBest(try Flagship.arm(), assets: ["sp-500"], tiles: 128)
  }

  /// Compares what is found with both ends of every coefficient, on the same tiles.
  private func expectBest(_ arm: StudyArm, assets: [String], tiles: Int) async throws {
    let questions = arm.scenario.headlines(ofAssets: assets)
    var effort = LeadingCoefficients.Effort()
    effort.ends = tiles
    let settings = RunSettings(paths: 65_536)
    let found = try await leadingCoefficients(
      of: questions,
      in: arm,
      settings: settings,
      effort: effort
    )
    let swings = try BruteForce(arm, questions, settings, tiles: tiles).swings()
    for (headline, all) in zip(found, swings) {
      let best = all.values.sorted(by: >).prefix(3)
      guard let third = best.last, third > 0 else {
        #expect(headline.leading.allSatisfy { $0.swing == 0 } || best.isEmpty || best.last == 0)
        continue
      }
      #expect(headline.leading.count == 3, "\(headline.question.text)")
      for (effect, swing) in zip(headline.leading, best) {
        let name = "\(headline.question.text): \(effect.coefficient.path)"
        // Where two are about equal either may be taken; the sample of the ends decides.
        #expect(effect.swing >= 0.8 * swing, "\(name): \(effect.swing) and \(swing)")
        let same = try #require(all[effect.coefficient.path])
        #expect(abs(effect.swing - same) <= 1e-9 + 1e-6 * same, "\(name)")
      }
    }
  }
}

/// Both ends of every coefficient that a run draws.
private struct BruteForce {
  private let probe: QuestionProbe
  private let coefficients: [ModelCoefficient?]
  private let tiles: Range<Int>

  init(_ arm: StudyArm, _ questions: [Question], _ settings: RunSettings, tiles: Int) throws {
    var settings = settings
    settings.parameters = .fixed
    probe = try QuestionProbe(questions, of: arm, settings: settings)
    coefficients = arm.model.coefficients
    self.tiles = 0..<tiles
  }

  /// By question, the distance of the answers by the coefficient's path.
  func swings() throws -> [[String: Double]] {
    var result = probe.readings.map { _ in [String: Double]() }
    let errors = probe.plan.parameters.errors
    for (number, coefficient) in coefficients.enumerated() where errors[number] > 0 {
      let path = try #require(coefficient).path
      let (low, high) = (try answers(number, -1), try answers(number, 1))
      for question in result.indices {
        result[question][path] = abs(high[question] - low[question])
      }
    }
    return result
  }

  private func answers(_ coefficient: Int, _ sign: Double) throws -> [Double] {
    var samples = probe.readings.map { _ in HeadlineSample() }
    // Alone, so that it draws for itself.
    let end = QuestionProbe.Coefficients.shifted(
      coefficient,
      errors: sign * CoefficientEffect.reach
    )
    try probe.visit(tiles, under: [end]) { tiles in
      for question in samples.indices { samples[question].add(tiles[0].values[question]) }
    }
    return zip(samples, probe.readings).map { $0.answer($1.measure) * $1.scale }
  }
}

/// Scenarios read from text, with a small model and with the one of the program.
private enum Flagship {
  struct Unreadable: Error { let messages: [String] }

  static func arm() throws -> StudyArm {
    let bytes = UnsafeBufferPointer(
      start: builtin_us_equities(),
      count: builtin_us_equities_length()
    )
    let file = SourceFile(path: "us-equities.yaml", text: String(decoding: bytes, as: UTF8.self))
    let checked = ModelReader.read(file)
    guard let model = checked.model else {
      throw Unreadable(messages: checked.diagnostics.map(\.message))
    }
    return try arm(text, model)
  }

  static func small(asking questions: [String]) throws -> StudyArm {
    let asks = questions.map { "  - \($0)\n" }.joined()
    return try arm(text.replacing("ask:\n", with: "ask:\n" + asks), SmallModel.model)
  }

  /// What the flagship is about: a cut that is priced, guidance, and a hot print.
  private static let text = """
    dovetail: 1
    asof: 2025-12-05
    horizons: [1mo, 3mo]
    events:
      - id: december
        fomc: 2025-12-10
        priced: {-25bp: 92 %, 0bp: rest}
        outcome: {-25bp: 97 %, 0bp: rest}
        path: +6bp ± 4bp
      - id: prices
        cpi: 2025-12-18
        consensus: {core-yoy: 3.0 %}
        outcome: {core-yoy: 3.1 % ± 0.1pp}
    ask:
    expect: [P(sp-500 < -30 % at 1mo) < 5 %]

    """

  private static func arm(_ text: String, _ model: MarketModel) throws -> StudyArm {
    let text = text.replacing("ask:\nexpect", with: "expect")
    let checked = ScenarioLoader.load(
      SourceFile(path: "test.yaml", text: text),
      readRelative: { _ in .failure(ReadFailure(reason: "none")) },
      loadModel: { _ in .success(model) }
    )
    guard let scenario = checked.scenario else {
      throw Unreadable(messages: checked.diagnostics.map(\.message))
    }
    return StudyArm(scenario: scenario, model: model, modelFingerprint: model.name)
  }
}

/// A generator for tests of numbers alone (SplitMix64), with normals by sums of uniforms.
private struct Generator {
  var state: UInt64

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }
}
