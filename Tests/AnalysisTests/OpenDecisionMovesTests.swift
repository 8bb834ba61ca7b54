import Analysis
import Domain
import Numerics
import TestSupport
import Testing

@Suite("Market and two-year at a decision")
struct OpenDecisionMovesTests {
  @Test("they move the same way as often as the share that their correlation implies")
  func share() throws {
    let moves = try #require(OpenDecisionMoves(SmallModel.model))
    // S_T −1.48, S_P −1.46; t 8.5, p 22.3; deviations 2.3 and 7.1; own move 0.6 %.
    let (u, v) = (2.3 * 2.3, 7.1 * 7.1)
    let market = 1.48 * 1.48 * u + 1.46 * 1.46 * v + 15 * 15
    let twoYear = 8.5 * 8.5 * u + 22.3 * 22.3 * v
    let across = -1.48 * 8.5 * u - 1.46 * 22.3 * v
    let correlation = across / (market * twoYear).squareRoot()
    #expect(abs(moves.correlation - correlation) < 1e-12)
    #expect(abs(moves.sameSign - SameSign.share(correlation: correlation)) < 1e-12)
    #expect(moves.sameSign > 0.25 && moves.sameSign < 0.4)
  }

  @Test("without decisions, or where they move no yield, nothing is implied")
  func absent() {
    var model = SmallModel.model
    model.events.fomc?.targetYields.twoYear = Parameter(0, provenance: .published(source: "none"))
    model.events.fomc?.pathYields.twoYear = Parameter(0, provenance: .published(source: "none"))
    #expect(OpenDecisionMoves(model) == nil)
    model.events.fomc = nil
    #expect(OpenDecisionMoves(model) == nil)
  }
}
