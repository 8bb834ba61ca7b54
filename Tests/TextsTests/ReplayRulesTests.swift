import Domain
import TestSupport
import Testing

@testable import Texts

/// What a replay is told about its model, and about days on which nothing could be priced.
@Suite("A replay's dates")
struct ReplayRulesTests {
  private static let state = """
    state:
      fed-funds: 4.75..5.00 %
      core-inflation: 5.5 %
      unemployment: 3.5 %
      two-year: 3.97 %
      ten-year: 3.39 %
      vix: 18.4
    """

  private func codes(asof: String, modelDate: String, _ rest: String = "") throws -> [String] {
    var model = SmallModel.model
    model.date = try #require(TradingDate(modelDate))
    let text = "dovetail: 1\nasof: \(asof)\nhorizons: [1mo]\n\(Self.state)\n\(rest)"
    return Loading.codes(Loading.load(text, model: model))
  }

  @Test("a model of any later day is warned of, one of the same or an earlier day is not")
  func modelDate() throws {
    #expect(try codes(asof: "2023-04-05", modelDate: "2023-04-06") == ["W301"])
    #expect(try codes(asof: "2023-04-05", modelDate: "2025-12-05") == ["W301"])
    #expect(try codes(asof: "2023-04-05", modelDate: "2023-04-05").isEmpty)
    #expect(try codes(asof: "2023-04-05", modelDate: "2018-12-31").isEmpty)
  }

  @Test("a release on a holiday of the exchange is sent to the next open day, and is there")
  func goodFriday() throws {
    func event(_ date: String) -> String { "events:\n  - {id: march-jobs, jobs: \(date)}" }
    let friday = event("2023-04-07")
    #expect(try codes(asof: "2023-04-05", modelDate: "2018-12-31", friday) == ["E301"])
    let monday = event("2023-04-10")
    #expect(try codes(asof: "2023-04-05", modelDate: "2018-12-31", monday).isEmpty)
    let tuesday = event("2023-04-11")
    #expect(try codes(asof: "2023-04-05", modelDate: "2018-12-31", tuesday) == ["E305"])
  }
}
