import Domain
import Testing

@testable import Reporting

@Suite("What changed between two models")
struct ModelDifferenceTests {
  private func group(_ difference: ModelDifference, _ key: String) -> ModelDifference.Group? {
    difference.groups.first { $0.key == key }
  }

  @Test("a model differs from itself in nothing")
  func same() {
    let difference = ModelDifference(from: CardModel.model, to: CardModel.model)
    #expect(difference.isEmpty)
    #expect(difference.groups.allSatisfy { $0.moves.isEmpty && $0.common >= 0 })
    #expect(difference.names.isEmpty && difference.sources.isEmpty)
    #expect(group(difference, "loadings")?.common == 9)
    let text = TerminalRenderer(width: 100).render(difference.report())
    #expect(text.contains("The models are the same."))
  }

  /// The model with one loading, one law, a correlation and a weight moved.
  private var moved: MarketModel {
    var model = CardModel.model
    var loadings = model.lines[1].loadings
    loadings[0] = CardModel.number(loadings[0].value + 0.05, 0.1)
    loadings[1] = CardModel.number(loadings[1].value - 0.15, 0.05)
    model.lines[1] = Line(
      name: "bank",
      loadings: loadings,
      totalBeta: model.lines[1].totalBeta,
      excess: model.lines[1].excess,
      residualStart: 1.5
    )
    model.events.fomc?.path = CardModel.number(-1, 0.3)
    model.covariance.calm[0][1] = 1
    model.covariance.calm[1][0] = 1
    model.assets[0] = CardModel.asset("index", .index([Weight("tech", 0.3), Weight("bank", 0.7)]))
    return model
  }

  @Test("numbers that moved are listed by size in standard errors of the old")
  func moves() throws {
    let difference = ModelDifference(from: CardModel.model, to: moved)
    let loadings = try #require(group(difference, "loadings")).moves
    #expect(loadings.map(\.name) == ["bank, two-year", "bank, market"])
    #expect(abs((loadings[0].inErrors ?? 0) + 3) < 1e-9)
    #expect(abs((loadings[1].inErrors ?? 0) - 0.5) < 1e-9)
    let events = try #require(group(difference, "events")).moves
    #expect(events.map(\.name) == ["fomc.path"])
    #expect(abs((events[0].change ?? 0) - 0.4) < 1e-12)
    #expect(abs((events[0].inErrors ?? 0) - 1) < 1e-9)
    #expect(events[0].new == Estimate(-1, standardError: 0.3))
    // −1/√(4 · 25) and its opposite; a correlation has no error.
    let correlations = try #require(group(difference, "correlations")).moves
    #expect(correlations.map(\.name) == ["market and two-year, calm"])
    #expect(abs((correlations[0].change ?? 0) - 0.2) < 1e-12)
    #expect(correlations[0].inErrors == nil)
    #expect(group(difference, "volatilities")?.moves.isEmpty == true)
    let weights = try #require(group(difference, "weights")).moves
    #expect(Set(weights.map(\.name)) == ["tech in index", "bank in index"])
    #expect(group(difference, "responses")?.moves.isEmpty == false)
  }

  @Test("what only one model has is named, and has no change")
  func names() throws {
    var other = CardModel.model
    other.assets.removeLast()
    other.events.jobs = nil
    let difference = ModelDifference(from: CardModel.model, to: other)
    #expect(difference.names.map(\.kind) == ["assets", "events"])
    #expect(difference.names[0].removed == ["tail"] && difference.names[0].added.isEmpty)
    let gone = try #require(
      group(difference, "responses")?.moves.first { $0.name == "tech, labor" }
    )
    #expect(gone.new == nil && gone.change == nil && gone.inErrors == nil)
    let back = ModelDifference(from: other, to: CardModel.model)
    #expect(back.names[0].added == ["tail"])
  }

  @Test("a model that learns of growth is told from one that does not know it")
  func news() throws {
    var other = CardModel.model
    other.events.growth = YieldNews(
      market: CardModel.number(2.5, 3),
      ratio: CardModel.number(0.75, 0.2)
    )
    let difference = ModelDifference(from: CardModel.model, to: other)
    #expect(difference.names.map(\.added) == [["growth"]])
    let events = try #require(group(difference, "events")).moves
    #expect(Set(events.map(\.name)) == ["growth.market", "growth.ten-year-ratio"])
    let responses = try #require(group(difference, "responses")).moves
    #expect(responses.count == other.assets.count)
    #expect(responses.allSatisfy { $0.old == nil && $0.name.hasSuffix(", growth") })
  }

  @Test("a leverage effect is told from none")
  func leverageEffect() throws {
    var other = CardModel.model
    other.leverageEffect = CardModel.number(-0.55, 0.14)
    let difference = ModelDifference(from: CardModel.model, to: other)
    let regimes = try #require(group(difference, "regimes")).moves
    #expect(regimes.map(\.name) == ["leverage-effect"])
    let move = try #require(regimes.first)
    #expect(move.old == nil && move.new == Estimate(-0.55, standardError: 0.14))
  }

  @Test("betas that follow are told from betas that do not")
  func betaStarts() throws {
    var other = CardModel.model
    other.betaHalfLife = CardModel.number(17, 5)
    other.lines[0].betaStart = CardModel.number(0.12, 0.06)
    let difference = ModelDifference(from: CardModel.model, to: other)
    let groups = difference.groups.filter { !$0.moves.isEmpty }
    // Responses are those of the model's date, which the start moves.
    #expect(groups.map(\.key) == ["responses", "loadings", "regimes"])
    #expect(groups.dropFirst().flatMap(\.moves).map(\.name) == ["tech, β start", "beta-half-life"])
    let move = try #require(group(difference, "loadings")?.moves.first)
    #expect(move.old == nil && move.new == Estimate(0.12, standardError: 0.06))
  }

  @Test("a source is the same where its words are, whatever its sample")
  func sources() {
    var other = CardModel.model
    other.equityPremium = Parameter(
      3.5,
      standardError: 2,
      provenance: .published(source: "a survey")
    )
    let difference = ModelDifference(from: CardModel.model, to: other)
    #expect(difference.sources.map(\.text) == ["published: a survey"])
    #expect(difference.sources.first?.old == nil && difference.sources.first?.new == "")
    #expect(!difference.isEmpty && difference.groups.allSatisfy(\.moves.isEmpty))
  }

  @Test("the page fits every width and names old, new and move", arguments: [60, 80, 100, 140])
  func page(width: Int) {
    let report = ModelDifference(from: CardModel.model, to: moved).report()
    let text = TerminalRenderer(width: width).render(report)
    #expect(text.contains(width < 80 ? "bank, t" : "bank, two-year") && text.contains("−3.00"))
    #expect(text.contains("NOT MOVED"))
    let widest = text.split(separator: "\n").map { TextLayout.width(String($0)) }.max() ?? 0
    #expect(widest <= width)
  }
}
