import Domain
import TestSupport
import Testing

@testable import Texts

@Suite("Why yields move")
struct CauseTests {
  private static func load(
    _ impulse: String,
    because: String,
    model: MarketModel = SmallModel.model
  ) -> CheckedScenario {
    Loading.load(
      """
      dovetail: 1
      asof: 2025-12-05
      horizons: [1mo]
      events:
        - {id: yields, shock: 2025-12-15, impulse: {\(impulse)}, because: \(because)}

      """,
      model: model
    )
  }

  private static func shock(_ checked: CheckedScenario) throws -> Shock {
    let event = try #require(checked.scenario?.events.first { $0.id == "yields" })
    guard case .shock(let shock) = event.kind else { throw NoShock() }
    return shock
  }

  private struct NoShock: Error {}

  @Test("each cause is read, and those whose response is an assumption are warned of")
  func causes() throws {
    for cause in Cause.allCases {
      let checked = Self.load("ten-year: +30bp", because: cause.rawValue)
      #expect(try Self.shock(checked).cause == cause)
      let isAssumed = [.growth, .termPremium].contains(cause)
      #expect(Loading.codes(checked) == (isAssumed ? ["W305"] : []), "\(cause)")
      #expect(checked.diagnostics.allSatisfy { $0.message.contains("`\(cause.rawValue)`") })
    }
  }

  @Test("an estimate is not warned of, nor an assumption of what the shock is not because of")
  func estimated() {
    var model = SmallModel.model
    let source = Provenance.estimated(source: "auctions", sample: "2000..2025", count: 90)
    model.events.termPremium?.market = Parameter(-1, standardError: 0.4, provenance: source)
    let premium = Self.load("ten-year: +30bp", because: "term-premium", model: model)
    #expect(Loading.codes(premium) == [])
    let growth = Self.load("ten-year: +30bp", because: "growth", model: model)
    #expect(Loading.codes(growth) == ["W305"])
  }

  @Test("the term premium moves long yields, growth all of them")
  func yields() {
    let hardly = Self.load("two-year: +30bp", because: "term-premium")
    #expect(Loading.codes(hardly) == ["E329"])
    #expect(hardly.scenario == nil)
    for yield in ["two-year", "ten-year", "slope"] {
      #expect(Loading.codes(Self.load("\(yield): +30bp", because: "growth")) == ["W305"])
    }
    #expect(Loading.codes(Self.load("slope: +30bp", because: "term-premium")) == ["W305"])
    // Two yields are one mistake, whatever they move because of.
    let both = Self.load("two-year: +1bp, ten-year: +30bp", because: "term-premium")
    #expect(Loading.codes(both).contains("E312"))
  }

  @Test("a cause that is none is met with the five there are")
  func unknown() {
    let checked = Self.load("ten-year: +30bp", because: "supply")
    #expect(Loading.codes(checked) == ["E214"])
    let label = checked.diagnostics.first?.labels.first?.text ?? ""
    #expect(Cause.allCases.allSatisfy { label.contains("`\($0.rawValue)`") }, "\(label)")
    #expect(checked.scenario == nil)
  }
}
