import Domain
import Testing

@testable import Texts

@Suite("A model file and its model")
struct ModelRoundTripTests {
  static func read(_ text: String) -> CheckedModel {
    ModelReader.read(SourceFile(path: "model.yaml", text: text))
  }

  static func messages(_ checked: CheckedModel) -> [String] {
    checked.diagnostics.map { "\($0.code) \($0.message)" }
  }

  @Test("a whole model reads without a diagnostic")
  func wholeReads() throws {
    let checked = Self.read(ModelTexts.whole)
    #expect(Self.messages(checked) == [])
    let model = try #require(checked.model)
    #expect(model.factors.map(\.name) == ["market", "two-year", "credit", "vix"])
    #expect(model.covariance.stress[2] == [-90, 20, 1600, 60])
    #expect(model.covariance.calm[0][2] == -8)
    #expect(model.freedom?.value == 15)
    #expect(model.leverageEffect?.value == -0.55 && model.leverageEffect?.standardError == 0.14)
    #expect(model.betaHalfLife?.value == 17 && model.betaHalfLife?.standardError == 5)
    #expect(model.lines[0].betaStart?.value == 0.07 && model.lines[1].betaStart == nil)
    let ofEvents = model.lines[0].excess[.policy]?.shrunk.provenance
    #expect(model.lines[0].betaStart?.provenance == ofEvents)
    #expect(model.regimes?.startVariance?.elasticity.map(\.value) == [1.8, 0, -0.3, 0])
    #expect(model.regimes?.startVariance?.level.stress.value == 26)
    #expect(model.events.growth?.market.value == 2.4)
    #expect(model.events.growth?.ratio.standardError == 0.25)
    #expect(model.events.termPremium?.market.provenance.word == "assumption")
    #expect(model.events.termPremium?.ratio.value == 0.05)
    #expect(model.identityMoves.map(\.name) == ["market", "two-year", "total-beta", "labor"])
    #expect(model.identityMoves.map(\.value) == [0.012, -0.3, 0.02, 0.15])
  }

  @Test("one elasticity stands for all factors, and is written as one")
  func sharedElasticity() throws {
    let text = ModelTexts.whole.replacing(
      "start-elasticity: {market: 1.8 ± 0.4 (e1), credit: -0.3 ± 0.5 (e1)}",
      with: "start-elasticity: 1.8 ± 0.4 (e1)"
    )
    let model = try #require(Self.read(text).model)
    #expect(model.regimes?.startVariance?.elasticity.map(\.value) == [1.8, 1.8, 1.8, 1.8])
    let written = ModelWriter.text(of: model)
    #expect(written.contains("start-elasticity: 1.8 ± 0.4 (e1)\n"))
    #expect(Self.read(written).model == model)
  }

  @Test("a record of the identity's moves names what the model has")
  func unknownMove() {
    let text = ModelTexts.whole.replacing("total-beta: 0.02,", with: "total-beat: 0.02,")
    #expect(Self.messages(Self.read(text)).contains { $0.hasPrefix("E601") })
  }

  @Test(
    "a response without the other yield's part, or of another yield, is found where it stands",
    arguments: [
      ("ten-year-ratio: 0.75 ± 0.25 (e2)", "two-year-ratio: 0.75 (e2)", ["E601"]),
      ("    ten-year-ratio: 0.75 ± 0.25 (e2)\n", "", ["E602"]),
      ("market: 2.4 ± 3", "market: 2.4 ± -3", ["E605"]),
      ("two-year-ratio: 0.05 ± 0.2 (e2)", "two-year-ratio: 0.05 (e2)", ["E612"]),
    ]
  )
  func newsFaults(written: String, instead: String, codes: [String]) {
    let checked = Self.read(ModelTexts.whole.replacing(written, with: instead))
    #expect(checked.diagnostics.map(\.code).sorted() == codes, "\(Self.messages(checked))")
    #expect(checked.model == nil)
  }

  @Test("reading and writing gives the same text again, comments aside")
  func textSurvives() throws {
    let model = try #require(Self.read(ModelTexts.whole).model)
    let written = ModelWriter.text(of: model)
    let lines = written.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    #expect(body == ModelTexts.whole)
  }

  @Test(
    "writing and reading gives exactly the model again",
    arguments: [ModelTexts.whole, ModelTexts.pair]
  )
  func modelSurvives(text: String) throws {
    let model = try #require(Self.read(text).model)
    let written = ModelWriter.text(of: model)
    let again = Self.read(written)
    #expect(Self.messages(again) == [])
    #expect(again.model == model)
    #expect(again.model.map { ModelWriter.text(of: $0) } == written)
  }

  @Test("a model by hand may leave out all that is off")
  func pairReads() throws {
    let checked = Self.read(ModelTexts.pair)
    #expect(Self.messages(checked) == [])
    let model = try #require(checked.model)
    #expect(model.regimes == nil)
    #expect(model.freedom == nil && model.leverageEffect == nil)
    #expect(model.betaHalfLife == nil && model.lines.allSatisfy { $0.betaStart == nil })
    #expect(model.events.cpi == nil)
    #expect(model.events.fomc?.path.value == 0)
    #expect(model.assets.map(\.asset.title) == ["Large", "Small"])
    #expect(model.benchmark == "large")
    #expect(model.lines[0].totalBeta == model.lines[0].loadings[0])
    let weekly = 16.0 * 16 / 52.1775
    #expect(abs(model.covariance.calm[0][0] - weekly) < 1e-12 * weekly)
    #expect(model.covariance.calm == model.covariance.stress)
    #expect(abs(model.residuals.own.calm[1] - 12.5921 / 52.1775.squareRoot()) < 1e-12)
  }
}
