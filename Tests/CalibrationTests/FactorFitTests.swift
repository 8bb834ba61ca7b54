import Calibration
import Domain
import Foundation
import Numerics
import Testing

/// Bounds of 6 standard errors, passed by chance once in 5e8 each.
///
/// About 40 are asked, 8e-8 in all under fresh seeds. Power: with 24 years the standard
/// error of a market loading is below 0.03, so that one wrong by 0.3 cannot pass.
@Suite("Loadings and covariances")
struct FactorFitTests {
  let market: SyntheticMarket
  let recipe: Recipe
  let model: MarketModel
  let view: WeeklyView

  init() throws {
    market = try SyntheticMarket(years: 24, seed: 11)
    recipe = market.recipe()
    model = try Calibration.fit(market.data, recipe: recipe)
    view = WeeklyView(market, recipe: recipe)
  }

  private func line(_ name: String) throws -> Line {
    try #require(model.lines.first { $0.name == name })
  }

  @Test("the loadings of a line outside the index are those it was made with")
  func loadings() throws {
    let outsider = try line("outsider")
    for (loading, truth) in zip(outsider.loadings, SyntheticMarket.loadings[2]) {
      #expect(abs(loading.value - truth) < 6 * loading.standardError + 0.02 * abs(truth))
    }
    #expect(outsider.loadings[0].standardError < 0.03)
  }

  @Test("loadings are least squares in percent per 25 bp, with HAC errors")
  func exactLoadings() throws {
    let outsider = try line("outsider")
    let ones = view.ends.map { _ in 1.0 }
    let fit = try LeastSquares(
      design: Matrix([ones] + view.columns.prefix(3)).transposed,
      response: view.columns[5],
      covariance: .neweyWest(lags: Int(4 * pow(Double(view.ends.count) / 100, 2.0 / 9)))
    )
    for (k, scale) in [1.0, 25, 1].enumerated() {
      let loading = outsider.loadings[k]
      #expect(abs(loading.value - scale * fit.coefficients[k + 1]) < 1e-9)
      #expect(abs(loading.standardError / (scale * fit.standardErrors[k + 1]) - 1) < 1e-9)
    }
  }

  @Test("differences between members of an index stay as they were made")
  func members() throws {
    let (a, b) = (try line("alpha"), try line("beta"))
    for k in 0..<3 {
      let made = SyntheticMarket.loadings[1][k] - SyntheticMarket.loadings[0][k]
      let error = a.loadings[k].standardError + b.loadings[k].standardError
      #expect(abs(b.loadings[k].value - a.loadings[k].value - made) < 6 * error + 0.02 * abs(made))
    }
  }

  @Test("a spread line is the whole less the part over the rest's weight")
  func spread() throws {
    // The part is made so that the rest beyond it is beta less alpha, up to compounding in a week.
    let (spread, a, b) = (try line("spread"), try line("alpha"), try line("beta"))
    for k in 0..<3 {
      let difference = b.loadings[k].value - a.loadings[k].value
      #expect(abs(spread.loadings[k].value - difference) < 0.01 + 0.02 * abs(difference))
    }
    #expect(spread.drift?.value == 0)
    #expect(model.lines.allSatisfy { $0.name == "spread" || $0.drift == nil })
  }

  @Test("the members' weighted loadings are the market's, their responses the index's")
  func identity() throws {
    let members = try ["alpha", "beta"].map(line)
    func sum(_ value: (Line) -> Double) -> Double {
      zip(SyntheticMarket.weights, members).reduce(0) { $0 + $1.0 * value($1.1) }
    }
    #expect(abs(sum { $0.loadings[0].value } - 1) < 1e-12)
    #expect(abs(sum { $0.loadings[1].value }) < 1e-12)
    #expect(abs(sum { $0.loadings[2].value }) < 1e-12)
    #expect(abs(sum { $0.totalBeta.value } - 1) < 1e-12)
    for cause in SensitivityCause.allCases {
      #expect(abs(sum { $0.excess[cause]?.shrunk.value ?? .nan }) < 1e-12)
    }
  }

  @Test("the identity moves every member alike and no other line")
  func movesAlike() throws {
    var free = recipe
    free.assets.removeFirst()
    free.benchmark = "alpha"
    let raw = try Calibration.fit(market.data, recipe: free)
    func moves(_ value: (Line) -> Double) -> [Double] {
      zip(model.lines, raw.lines).map { value($0) - value($1) }
    }
    for k in 0..<3 {
      let move = moves { $0.loadings[k].value }
      #expect(abs(move[0] - move[1]) < 1e-12)
      #expect(move[2] == 0 && move[3] == 0)
      #expect(move[0] != 0)
    }
    let beta = moves { $0.totalBeta.value }
    #expect(abs(beta[0] - beta[1]) < 1e-12 && beta[2] == 0)
    // The model records what it did, under the names of what was moved.
    let recorded = Dictionary(
      model.identityMoves.map { ($0.name, $0.value) },
      uniquingKeysWith: { a, _ in a }
    )
    #expect(abs(try #require(recorded[IdentityMove.totalBeta]) - beta[0]) < 1e-12)
    for (k, factor) in model.factors.enumerated() {
      let move = moves { $0.loadings[k].value }
      #expect(abs(try #require(recorded[factor.name]) - move[0]) < 1e-12)
    }
    #expect(raw.identityMoves.isEmpty)
  }

  @Test("covariances are those of each regime's weeks, regimes split by trailing volatility")
  func covariances() {
    for (table, stress) in [(model.covariance.calm, false), (model.covariance.stress, true)] {
      for i in 0..<3 {
        for j in 0...i {
          let own = covariance(view.column(i, stress: stress), view.column(j, stress: stress))
          let scale = (table[i][i] * table[j][j]).squareRoot()
          #expect(abs(table[i][j] - own) < 1e-9 * scale)
          #expect(table[i][j] == table[j][i])
        }
      }
    }
    #expect(model.covariance.stress[0][0] > 3 * model.covariance.calm[0][0])
  }

  @Test("a given market deviation rescales the market's row and column and nothing else")
  func rescaled() throws {
    var given = recipe
    given.numbers[.marketCalm] = Parameter(3, provenance: .published(source: "test"))
    let other = try Calibration.fit(market.data, recipe: given)
    let scale = 3 / model.covariance.calm[0][0].squareRoot()
    #expect(abs(other.covariance.calm[0][0] - 9) < 1e-9)
    #expect(abs(other.covariance.calm[2][0] - scale * model.covariance.calm[2][0]) < 1e-9)
    #expect(other.covariance.calm[2][1] == model.covariance.calm[2][1])
    #expect(other.covariance.stress == model.covariance.stress)
  }

  @Test("diffusion, events and residual together keep a line's weekly variance in each regime")
  func varianceBudget() throws {
    let i = try #require(model.lines.firstIndex { $0.name == "outsider" })
    let b = zip(model.lines[i].loadings, model.factors).map {
      $0.value / ($1.unit == .basisPoints ? 25 : 1)
    }
    func form(_ table: [[Double]]) -> Double {
      var sum = 0.0
      for j in 0..<3 { for k in 0..<3 { sum += b[j] * table[j][k] * b[k] } }
      return sum
    }
    let events = EventVariance(model).variance(of: model.lines[i])
    let residuals = try view.residuals(5)
    for stress in [false, true] {
      let own = stress ? model.residuals.own.stress[i] : model.residuals.own.calm[i]
      let shared = stress ? model.residuals.loadings.stress[i] : model.residuals.loadings.calm[i]
      let table = stress ? model.covariance.stress : model.covariance.calm
      let residual = own * own + shared.reduce(0) { $0 + $1 * $1 }
      let simulated = form(table) - form(model.eventCovariance) + residual + events
      let weeks = view.stress.indices.filter { view.stress[$0] == stress }
      let historical = form(table) + variance(weeks.map { residuals[$0] })
      #expect(abs(simulated / historical - 1) < 1e-9)
    }
  }

  @Test("the residual start is the weighted recent variance over the expectation at the VIX")
  func residualStart() throws {
    let residuals = try view.residuals(5)
    var (sum, weights) = (0.0, 0.0)
    for (age, e) in residuals.reversed().enumerated() {
      var weight = 1.0
      for _ in 0..<age { weight *= 0.96 }
      sum += weight * e * e
      weights += weight
    }
    let odds = 1 / (1 + Elementary.exp(1 - 6 * Elementary.log(model.state.vix / 20)))
    let expected = [false, true].map { stress in
      variance(view.stress.indices.filter { view.stress[$0] == stress }.map { residuals[$0] })
    }
    let ratio = sum / weights / ((1 - odds) * expected[0] + odds * expected[1])
    #expect(abs(try line("outsider").residualStart / ratio - 1) < 1e-9)
  }
}
