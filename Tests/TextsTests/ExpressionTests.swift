import Domain
import TestSupport
import Testing

@testable import Texts

@Suite("Questions")
struct ExpressionTests {
  private func parse(_ text: String) throws(Diagnostic) -> ParsedQuestion {
    let source = LiteralSource(
      text: text,
      place: SourcePlace(path: "t", range: SourceRange(0, text.utf8.count))
    )
    var parser = ExpressionParser(source, Vocabulary(SmallModel.model))
    return try parser.question()
  }

  private static let spread = Subject.spread(long: "russell-2000", short: "sp-500")

  @Test(
    "are read as what they measure",
    arguments: [
      (
        "P(russell-2000 > sp-500 at 3mo)",
        .probabilityOfOrder(higher: "russell-2000", lower: "sp-500")
      ),
      (
        "P(russell-2000 < sp-500 at 3mo)",
        .probabilityOfOrder(higher: "sp-500", lower: "russell-2000")
      ),
      ("P(IWM >= SPY at 3mo)", .probabilityOfOrder(higher: "russell-2000", lower: "sp-500")),
      (
        "P(sp-500 < -30 % at 3mo)",
        .probabilityOfReturn(.asset("sp-500"), .below(-30, orEqual: false))
      ),
      (
        "P(sp-500 <= −30 % at 3mo)",
        .probabilityOfReturn(.asset("sp-500"), .below(-30, orEqual: true))
      ),
      (
        "P(russell-2000 - sp-500 > 4.3pp at 3mo)",
        .probabilityOfReturn(spread, .above(4.3, orEqual: false))
      ),
      (
        "P(sp-500 within -1 % .. +1 % at 3mo)",
        .probabilityOfReturn(.asset("sp-500"), .within(-1, 1))
      ),
      (
        "P(sp-500 level >= 8100 at 3mo)",
        .probabilityOfLevel(asset: "sp-500", .above(8100, orEqual: true))
      ),
      ("median(sp-500 at 3mo)", .statistic(.median, .asset("sp-500"))),
      ("q05(russell-2000 - sp-500 at 3mo)", .statistic(.quantile(0.05), spread)),
      ("es95(energy at 3mo)", .statistic(.expectedShortfall(0.95), .asset("energy"))),
      ("var99(energy at 3mo)", .statistic(.valueAtRisk(0.99), .asset("energy"))),
      ("drawdown(energy at 3mo)", .statistic(.drawdown, .asset("energy"))),
      ("rank(energy at 3mo)", .statistic(.rank, .asset("energy"))),
    ] as [(String, Measure)]
  )
  func measures(_ text: String, _ measure: Measure) throws {
    let parsed = try parse(text)
    #expect(parsed.measure == measure)
    #expect(parsed.horizon.text == "3mo")
    #expect(parsed.limit == nil)
  }

  @Test(
    "may have a limit in the unit of what they measure",
    arguments: [
      ("P(sp-500 < -30 % at 1mo) < 5 %", .below(5, orEqual: false)),
      ("median(sp-500 at 1w) >= -2 %", .above(-2, orEqual: true)),
      ("es95(sp-500 at 1w) < 15 %", .below(15, orEqual: false)),
      ("rank(energy at 1w) <= 2", .below(2, orEqual: true)),
      ("median(sp-500 at 1w) within -1 % .. +1 %", .within(-1, 1)),
    ] as [(String, Limit)]
  )
  func limits(_ text: String, _ limit: Limit) throws {
    #expect(try parse(text).limit == limit)
  }

  @Test(
    "are refused with the code that explains them",
    arguments: [
      ("P(russell-2000 -sp-500 > 1 % at 1w)", "E221"),
      ("P(russell-2000- sp-500 > 1 % at 1w)", "E221"),
      ("es95(sp-500 at 1w) < -15 %", "E222"), ("median(sp-600 at 1w)", "E402"),
      ("mode(sp-500 at 1w)", "E409"), ("q00(sp-500 at 1w)", "E409"), ("es10(sp-500 at 1w)", "E409"),
      ("rank(energy - sp-500 at 1w)", "E324"), ("P(technology level > 100 at 1w)", "E324"),
      ("P(SPY level > 686 at 1w)", "E320"), ("P(sp-500 > sp-500 at 1w)", "E220"),
      ("P(sp-500 > 5 at 1w)", "E201"), ("P(sp-500 at 1w)", "E220"), ("median(sp-500)", "E220"),
      ("median(sp-500 at)", "E220"), ("median(sp-500 at 1w", "E220"), ("median sp-500", "E220"),
      ("P(sp-500 > 1 % at 1w) < 120 %", "E202"), ("P(sp-500 > 1 % at 1w) < 5 % or so", "E206"),
      ("P(a - b > c at 1w)", "E402"), ("P(energy - sp-500 > technology at 1w)", "E220"),
      ("", "E220"), ("((((", "E220"), ("P(P(P(", "E402"),
    ]
  )
  func refused(_ text: String, _ code: String) {
    let result = Result { () throws(Diagnostic) in try parse(text) }
    guard case .failure(let fault) = result else {
      Issue.record("\(text) was read")
      return
    }
    #expect(fault.code == code, "\(text): \(fault.message)")
  }

  @Test("a horizon that only a question names is simulated silently")
  func silentHorizons() throws {
    let text =
      RuleDocument.usualHead + """
        ask:
          - median(sp-500 at 2mo)
          - P(sp-500 level >= 7000 on 2026-12-31)
          - median(sp-500 at 1w)
        """
    let scenario = try #require(Loading.load(text).scenario)
    #expect(scenario.horizons.map(\.label) == ["1w", "1mo"])
    #expect(scenario.silentHorizons.map(\.label) == ["2mo", "2026-12-31"])
    #expect(scenario.asks[0].horizon.date.description == "2026-02-05")
    #expect(scenario.events.last?.date ?? scenario.asof <= scenario.silentHorizons[1].date)
    #expect(scenario.events.contains { $0.date.description == "2026-12-09" })
  }
}
