import Domain
import Testing

@testable import Reporting

/// A model whose responses can be worked out by hand: β and excess of two members and a spread.
enum CardModel {
  static let estimated = Provenance.estimated(
    source: "event days",
    sample: "2000..2025",
    count: 200
  )
  static let chosen = Provenance.assumption(reason: "chosen")

  static func number(_ value: Double, _ error: Double = 0) -> Parameter {
    Parameter(value, standardError: error, provenance: error > 0 ? estimated : chosen)
  }

  static func line(_ name: String, beta: Double, excess: Double, raw: Double?) -> Line {
    Line(
      name: name,
      loadings: [number(beta, 0.1), number(0.25, 0.05)],
      totalBeta: number(beta, 0.1),
      excess: [
        .policy: Line.Excess(shrunk: number(excess, 0.2), raw: raw.map { number($0, 0.5) }),
        .labor: Line.Excess(shrunk: number(-excess, 0.3), raw: nil),
      ],
      residualStart: 1.5
    )
  }

  static func asset(_ name: String, _ derivation: ModelAsset.Derivation) -> ModelAsset {
    ModelAsset(
      asset: Asset(name: name, group: .sector, title: name.uppercased(), alias: nil),
      derivation: derivation,
      dividendYield: derivation == .line ? nil : number(1.2),
      source: "made"
    )
  }

  static let model: MarketModel = {
    let off = EventModel.YieldResponse(twoYear: number(8, 3), tenYear: number(3, 2))
    let table = [[4.0, -1], [-1, 25]]
    return MarketModel(
      name: "small",
      version: "1",
      date: TradingDate(daysSince1970: 20_427),
      notes: "Made for <tests> | of cards.\nIn two lines.",
      factors: [
        Factor(name: "market", unit: .percent),
        Factor(
          name: "two-year",
          unit: .basisPoints,
          reversion: Factor.Reversion(
            speed: number(0.01, 0.002),
            level: RegimePair(calm: number(3, 0.5), stress: number(7, 1))
          )
        ),
      ],
      lines: [
        line("tech", beta: 1.4, excess: 0.3, raw: -2.5),
        line("bank", beta: 0.8, excess: 0.1, raw: -1),
        line("gap", beta: -0.2, excess: 0.05, raw: -0.3),
      ],
      assets: [
        asset("index", .index([Weight("tech", 0.25), Weight("bank", 0.75)])),
        asset("tech", .line), asset("bank", .line),
        asset("top", .part(of: "index", spread: "gap", weight: 0.6)),
        asset("tail", .rest(of: "index", spread: "gap", weight: 0.6)),
      ],
      lists: [],
      benchmark: "index",
      covariance: RegimePair(calm: table, stress: table.map { $0.map { $0 * 4 } }),
      eventCovariance: [[0.2, 0], [0, 5]],
      residuals: ResidualModel(
        loadings: RegimePair(calm: [[3], [0], [0]], stress: [[6], [0], [0]]),
        own: RegimePair(calm: [4, 1, 1], stress: [8, 2, 2]),
        halfLife: number(60),
        provenance: estimated
      ),
      regimes: nil,
      freedom: number(15),
      events: EventModel(
        fomc: FOMCModel(
          targetDeviation: number(2.3, 0.2),
          pathDeviation: number(7, 0.7),
          riskDeviation: number(0.6),
          target: number(-1.5, 0.3),
          path: number(-1.4, 0.4),
          correlation: -0.1,
          targetYields: off,
          pathYields: off
        ),
        cpi: nil,
        jobs: JobsModel(
          payrollDeviation: number(87),
          unemploymentDeviation: number(0.13),
          payrollPassThrough: number(4.3),
          unemploymentPassThrough: number(-2.8),
          noiseDeviation: number(5.6),
          tenYearRatio: number(0.74),
          labor: number(1, 0.2)
        )
      ),
      equityPremium: number(3.5, 2),
      state: EconomicState(
        fedFundsLow: 3.75,
        fedFundsHigh: 4,
        coreInflation: 3,
        unemployment: 4.4,
        twoYear: 3.56,
        tenYear: 4.14,
        vix: 15.4,
        levels: ["index": 6864]
      ),
      provenance: MatrixProvenance(of: chosen)
    )
  }()
}

@Suite("The card of a model")
struct ModelCardTests {
  private func sensitivity(_ asset: String, _ cause: ModelSensitivity.Cause) -> ModelSensitivity? {
    ModelSensitivity.all(of: CardModel.model).first {
      $0.asset.name == asset && $0.cause == cause
    }
  }

  private func isNear(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-12 } ?? false }

  @Test("the index responds as the market does, and its members' responses sum to that")
  func identity() throws {
    let index = try #require(sensitivity("index", .policyTarget))
    #expect(index.estimate == Estimate(-1.5, standardError: 0.3))
    for cause in [ModelSensitivity.Cause.policyTarget, .policyPath, .labor] {
      let tech = try #require(sensitivity("tech", cause)).estimate.value
      let bank = try #require(sensitivity("bank", cause)).estimate.value
      let whole = try #require(sensitivity("index", cause)).estimate.value
      #expect(abs(0.25 * tech + 0.75 * bank - whole) < 1e-12)
    }
  }

  /// The error of β S with β ± b and S ± s is √(β² s² + S² b²), as nothing else is drawn.
  @Test("growth and the term premium move assets by β times the market's, and say what they are")
  func news() throws {
    var model = CardModel.model
    let chosen = Provenance.assumption(reason: "the middle of what signs allow")
    model.events.growth = YieldNews(
      market: Parameter(2.5, standardError: 3, provenance: chosen),
      ratio: Parameter(0.75, standardError: 0.25, provenance: chosen)
    )
    model.events.termPremium = YieldNews(
      market: Parameter(-2, standardError: 2, provenance: chosen),
      ratio: Parameter(0.05, provenance: chosen)
    )
    let all = ModelSensitivity.all(of: model)
    for (cause, market) in [
      (ModelSensitivity.Cause.growth, Estimate(2.5, standardError: 3)),
      (.termPremium, Estimate(-2, standardError: 2)),
    ] {
      let rows = all.filter { $0.cause == cause }
      #expect(rows.count == model.assets.count)
      #expect(rows.allSatisfy { $0.raw == nil && $0.provenance == chosen })
      let index = try #require(rows.first { $0.asset.name == "index" })
      #expect(index.estimate == market)
      // 1.4 and 0.8 less 0.25 · 1.4 + 0.75 · 0.8 − 1 = −0.05, the identity's shift of betas.
      let tech = try #require(rows.first { $0.asset.name == "tech" }).estimate
      #expect(isNear(tech.value, 1.45 * market.value))
      // Of betas drawn with ±0.1 each, tech keeps 0.75 of its own and takes −0.75 of the other's.
      let beta = (0.075 * 0.075 + 0.075 * 0.075).squareRoot()
      let (a, b) = (1.45 * market.standardError, market.value * beta)
      #expect(isNear(tech.standardError, (a * a + b * b).squareRoot()))
      // The spread has β −0.2 and no identity: top is the index less 0.4 of it.
      let top = try #require(rows.first { $0.asset.name == "top" }).estimate
      #expect(isNear(top.value, 1.08 * market.value))
    }
    let page = TerminalRenderer(width: 120).render(ModelCard(model).report(width: 120))
    #expect(page.contains("RESPONSE TO YIELDS THAT MOVE BECAUSE OF THE TERM PREMIUM"))
    #expect(page.contains("two-year-ratio") && page.contains("shock to a yield: S_cause"))
    let alone = TerminalRenderer(width: 120)
      .render(ModelCard(model).responses(of: ["index"]))
    #expect(alone.contains(/term-premium +−2.0 +±2.0 .* assumption/))
    let plain = TerminalRenderer(width: 120).render(ModelCard(CardModel.model).report(width: 120))
    #expect(
      !plain.contains("term-premium") && plain.contains("growth, the term premium: the model")
    )
  }

  @Test("a leverage effect has its number, its equation and its words, and none has none")
  func leverageEffect() {
    func page(_ model: MarketModel) -> String {
      TerminalRenderer(width: 120).render(ModelCard(model).report(width: 120))
    }
    let plain = page(CardModel.model)
    #expect(plain.contains("have no skew") && !plain.contains("leverage-effect"))
    var model = CardModel.model
    model.leverageEffect = CardModel.number(-0.56, 0.1)
    let leaning = page(model)
    #expect(!leaning.contains("have no skew") && leaning.contains("√(V(1 − ρ²)) z"))
    #expect(leaning.contains("leverage-effect") && leaning.contains("−0.56"))
  }

  @Test("betas that follow have their half-life, their starts and their words, others have none")
  func betaStarts() {
    func page(_ model: MarketModel) -> String {
      TerminalRenderer(width: 140).render(ModelCard(model).report(width: 140))
    }
    let plain = page(CardModel.model)
    #expect(!plain.contains("added to total β") && !plain.contains("beta-half-life"))
    var model = CardModel.model
    model.betaHalfLife = CardModel.number(17, 5)
    model.lines[0].betaStart = CardModel.number(0.123, 0.061)
    let following = page(model)
    #expect(following.contains("added to total β") && following.contains("beta-half-life"))
    #expect(following.contains("β + δ") && following.contains(/0\.123 +±0\.061/))
    #expect(!ModelCard(CardModel.model).json.text().contains("\"start\": {"))
    #expect(ModelCard(model).json.text().contains(/"start": {\s*"value": 0.123/))
  }

  @Test("a member's response is its reconciled β times the market's, and its excess")
  func member() throws {
    // The weighted β is 0.95 and the weighted excess 0.15, so β + 0.05 and x − 0.15.
    let tech = try #require(sensitivity("tech", .policyTarget))
    #expect(isNear(tech.estimate.value, 1.45 * -1.5 + 0.15))
    // Each draw is reconciled: θ_tech + (goal − ¼ θ_tech − ¾ θ_bank) has 2·(3/4)² of the variance.
    let error = (1.45 * 1.45 * 0.09 + 1.125 * (2.25 * 0.01 + 0.04)).squareRoot()
    #expect(isNear(tech.estimate.standardError, error))
    #expect(tech.raw == Estimate(-2.5, standardError: 0.5))
    let labor = try #require(sensitivity("tech", .labor))
    #expect(isNear(labor.estimate.value, 1.45 * 1 - 0.15))
    #expect(labor.raw == nil)
  }

  @Test("part and rest of an index respond as the index and their weight in the spread")
  func parts() throws {
    let spread = -0.2 * -1.5 + 0.05
    let top = try #require(sensitivity("top", .policyTarget)).estimate
    let tail = try #require(sensitivity("tail", .policyTarget)).estimate
    #expect(isNear(top.value, -1.5 - 0.4 * spread))
    #expect(isNear(tail.value, -1.5 + 0.6 * spread))
    #expect(isNear(0.6 * top.value + 0.4 * tail.value, -1.5))
    let error = (pow(1.08 * 0.3) + pow(0.4 * 1.5 * 0.1) + pow(0.4 * 0.2)).squareRoot()
    #expect(isNear(top.standardError, error))
  }

  private func pow(_ x: Double) -> Double { x * x }

  @Test("a raw response is neither shrunk nor reconciled, and the index's is the market's")
  func raw() throws {
    let top = try #require(sensitivity("top", .policyPath)?.raw)
    #expect(isNear(top.value, -1.4 - 0.4 * -0.3))
    #expect(isNear(top.standardError, (pow(0.4) + pow(0.4 * 0.5)).squareRoot()))
    #expect(sensitivity("index", .policyPath)?.raw == Estimate(-1.4, standardError: 0.4))
    #expect(sensitivity("top", .labor)?.raw == nil)
  }

  @Test("the response to the two-year's surprise alone is the regression under the open law")
  func twoYearAlone() throws {
    // Q = (8 z_T + 8 z_P)/25, so that of 25 bp the target has 2.3² parts and the path 7².
    let (u, v) = (pow(2.3), pow(7.0))
    let (a, b) = (25.0 / 8 * u / (u + v), 25.0 / 8 * v / (u + v))
    let index = try #require(sensitivity("index", .policy))
    #expect(isNear(index.estimate.value, a * -1.5 + b * -1.4))
    #expect(index.derivation?.contains("law of open decisions") == true)
    let tech = try #require(sensitivity("tech", .policy))
    let market = index.estimate.value
    #expect(isNear(tech.estimate.value, 1.45 * market + 25.0 / 8 * 0.15))
    #expect(isNear(tech.raw?.value, 25.0 / 8 * -2.5))
    // The weights' errors by differences: t and p have an error of 3, the deviations 0.2 and 0.7.
    func response(_ t: Double, _ p: Double, _ st: Double, _ sp: Double) -> Double {
      25 * (t * st * st * -1.5 + p * sp * sp * -1.4) / (t * t * st * st + p * p * sp * sp)
    }
    let h = 1e-5
    let slopes = [
      (response(8 + h, 8, 2.3, 7) - response(8 - h, 8, 2.3, 7)) * 3,
      (response(8, 8 + h, 2.3, 7) - response(8, 8 - h, 2.3, 7)) * 3,
      (response(8, 8, 2.3 + h, 7) - response(8, 8, 2.3 - h, 7)) * 0.2,
      (response(8, 8, 2.3, 7 + h) - response(8, 8, 2.3, 7 - h)) * 0.7,
    ]
    let stages = slopes.reduce(0) { $0 + pow($1 / (2 * h)) }
    let coefficients = pow(a * 0.3) + pow(b * 0.4) + 2 * a * 0.3 * b * 0.4 * -0.1
    let expected = (stages + coefficients).squareRoot()
    #expect(abs(index.estimate.standardError - expected) < 1e-6 * expected)
  }

  @Test("causes that the model does not know have no entry")
  func absentCauses() {
    #expect(sensitivity("index", .inflationLow) == nil)
    #expect(ModelSensitivity.all(of: CardModel.model).count == 4 * 5)
  }

  @Test("where the market's own response to the two-year is known it stands for the derived one")
  func twoYearKnown() throws {
    var model = CardModel.model
    model.events.fomc?.twoYearAlone = CardModel.number(-1.8, 0.4)
    let all = ModelSensitivity.all(of: model)
    let index = try #require(all.first { $0.asset.name == "index" && $0.cause == .policy })
    #expect(index.estimate == Estimate(-1.8, standardError: 0.4))
    #expect(index.raw == Estimate(-1.8, standardError: 0.4))
    let tech = try #require(all.first { $0.asset.name == "tech" && $0.cause == .policy })
    #expect(isNear(tech.estimate.value, 1.45 * -1.8 + 25.0 / 8 * 0.15))
    // The factor of the excess is 25/8 with errors 3·25/64·(parts of 2.3² and 7²) from t and p.
    let (u, v) = (pow(2.3), pow(7.0))
    let parts = pow(3 * 25.0 / 64 * 0.15) * (pow(u) + pow(v)) / pow(u + v)
    let draws = pow(1.45 * 0.4) + 1.125 * (pow(1.8 * 0.1) + pow(25.0 / 8 * 0.2))
    let error = (parts + draws).squareRoot()
    #expect(abs(tech.estimate.standardError - error) < 1e-9)
  }

  @Test("every width shows every number, with its error to two digits")
  func text() {
    let card = ModelCard(CardModel.model)
    for width in [60, 80, 100, 140] {
      let text = card.text(width: width)
      for part in ["−1.50 ±0.30", "3.5 ±2.0", "0.0100 ±0.0020", "1.40 ±0.10", "87", "level 6864"] {
        #expect(text.contains(part), "\(part) at \(width)")
      }
      let widest = text.split(separator: "\n").map { TextLayout.width(String($0)) }.max() ?? 0
      #expect(widest <= width)
    }
  }

  @Test("residuals are shown with both of their parts")
  func residuals() {
    let text = ModelCard(CardModel.model).text()
    #expect(text.contains("tech  5.00      4.00   10.00      8.00     1.50"))
  }

  @Test("sources are counted and numbered in order of first use")
  func sources() {
    let text = ModelCard(CardModel.model).text()
    #expect(text.contains("[1] estimated: event days, n 200"))
    #expect(text.contains("[2] assumption: chosen"))
    // Lines: 3 × (total, 2 loadings, 2 excess, 1 raw); reversion 3; premium; decisions 8; labor.
    #expect(text.contains("31 estimated"))
  }

  @Test("Markdown escapes what it would read otherwise and keeps each error in its cell")
  func markdown() {
    let text = ModelCard(CardModel.model).markdown
    #expect(text.contains("Made for &lt;tests&gt; \\| of cards."))
    #expect(text.contains("| TECH | −2.03 ±0.51 | −2.50 ±0.50 | 200 | \\[1\\] |"))
    let tables = text.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(tables.allSatisfy { $0.hasSuffix("|") })
  }

  @Test("JSON has one entry for each asset and cause, in the words of the design")
  func json() throws {
    let text = ModelCard(CardModel.model).json.text()
    guard case .object(let members) = ModelCard(CardModel.model).json,
      case .array(let rows)? = members.first(where: { $0.key == "sensitivities" })?.value,
      case .object(let row)? = rows.first
    else {
      Issue.record("no sensitivities in \(text)")
      return
    }
    #expect(rows.count == 20)
    #expect(
      row.map(\.key) == [
        "asset", "cause", "per", "value", "se", "raw", "n", "sample", "source", "provenance",
      ]
    )
    #expect(row[2].value == "25bp")
    #expect(row[1].value == "policy")
    #expect(text.contains("\"why\": \"the model has no raw response of this asset\""))
    #expect(text.contains("\"correlation\": -0.1"))
    #expect(text.contains("\"regimes\": null"))
  }

  @Test("a card says what the numbers themselves say against the model")
  func weaknesses() {
    let text = ModelCard(CardModel.model).weaknesses.joined(separator: "\n")
    // top and tail respond to labor news by 0.98 ± 0.25 and more; all others are further from zero.
    #expect(text.contains("labor 0 of 5"))
    // Own responses 0.3 ± 0.2 and ±0.3 ± 0.3, 0.1, 0.05 and their opposites: none is clear.
    #expect(text.contains("Of 6 responses beyond β, 0 differ from zero"))
    #expect(text.contains("Held as if exact") && text.contains("jobs.noise-deviation"))
    let misuse = ModelCard(CardModel.model).misuse.joined(separator: "\n")
    #expect(misuse.contains("consumer prices") && !misuse.contains("jobs reports"))
    #expect(ModelCard(CardModel.model).data.contains { $0.contains("from 2000 to 2025") })
  }

  @Test("what the identity moved is shown in the members' standard errors")
  func adjustments() throws {
    var model = CardModel.model
    model.identityMoves = [
      IdentityMove("market", 0.05), IdentityMove(IdentityMove.totalBeta, -0.2),
      IdentityMove("policy", 0.1),
    ]
    let moves = ModelCard(model).identityAdjustments
    #expect(moves.map(\.name) == ["market", "total-beta", "policy"])
    #expect(isNear(moves[0].most, 0.5) && isNear(moves[1].most, 2) && isNear(moves[2].least, 0.5))
    let text = ModelCard(model).text()
    #expect(text.contains("MOVED BY THE IDENTITY"))
    #expect(!ModelCard(CardModel.model).text().contains("MOVED BY THE IDENTITY"))
  }

  @Test("the responses of one asset are also given per 100 bp")
  func perHundred() {
    let report = ModelCard(CardModel.model, sameSignAtDecisions: 0.304).responses(of: ["index"])
    let text = TerminalRenderer(width: 100).render(report)
    #expect(text.contains("policy-target") && text.contains("−6.0") && text.contains("±1.2"))
    #expect(text.contains("At 30 % of decisions"))
  }
}
