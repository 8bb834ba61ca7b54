import Domain
import Testing

@testable import Texts

@Suite("The flagship")
struct FlagshipTests {
  private let checked = Loading.load(Loading.flagship)

  @Test("is valid without a word")
  func valid() throws {
    #expect(checked.diagnostics.isEmpty, "\(Loading.lines(checked))")
    #expect(checked.scenario != nil)
  }

  @Test("has its horizons rolled to trading days")
  func horizons() throws {
    let scenario = try #require(checked.scenario)
    #expect(
      scenario.horizons.map(\.date.description)
        == ["2025-12-12", "2026-01-05", "2026-03-05", "2026-06-05"]
    )
    #expect(scenario.silentHorizons.isEmpty)
  }

  @Test("keeps listed events under their ids and opens the calendar's others")
  func events() throws {
    let scenario = try #require(checked.scenario)
    let listed = scenario.events.filter(\.isListed)
    #expect(listed.map(\.id) == ["december", "november-jobs", "november-prices"])
    let open = scenario.events.filter { !$0.isListed }
    #expect(open.allSatisfy { $0.id == "open-\($0.kindName)-\($0.date)" && $0.stream == $0.id })
    let fomc = open.filter { $0.kindName == "fomc" }.map(\.date.description)
    #expect(fomc == ["2026-01-28", "2026-03-18", "2026-04-29"])
    #expect(scenario.events.map(\.date) == scenario.events.map(\.date).sorted())
  }

  @Test("says what was priced, what is delivered and what is guided")
  func decision() throws {
    let scenario = try #require(checked.scenario)
    guard case .fomc(let decision) = scenario.events[0].kind,
      case .law(.branches(let priced)) = decision.priced,
      case .outcome(.branches(let outcome)) = decision.delivery
    else {
      Issue.record("no decision with odds")
      return
    }
    #expect(priced.map(\.value.magnitude) == [-25, 0])
    #expect(priced.map(\.probability.value) == [0.92, 0.08])
    #expect(outcome.map(\.probability.value) == [0.97, 0.03])
    #expect(decision.path == .normal(mean: BasisPoints(6), deviation: BasisPoints(4)))
  }

  @Test("gives a consensus without a spread the estimated one")
  func spreads() throws {
    let scenario = try #require(checked.scenario)
    guard case .jobs(let jobs) = scenario.events[1].kind,
      case .cpi(let prices) = scenario.events[2].kind
    else {
      Issue.record("no releases")
      return
    }
    func unrounded(_ published: Double, _ grid: Double) -> Print {
      Print((published * published - grid * grid / 12).squareRoot())
    }
    #expect(jobs.map(\.series) == [.unemployment, .payrolls])
    #expect(
      jobs.map(\.consensus) == [
        .law(.normal(mean: Print(4.5), deviation: unrounded(0.131, 0.1))),
        .law(.normal(mean: Print(50), deviation: unrounded(87, 1))),
      ]
    )
    #expect(prices.count == 1 && prices[0].series == .coreYearly)
    let spread = unrounded(0.117, 0.1)
    #expect(prices[0].consensus == .law(.normal(mean: Print(3), deviation: spread)))
    #expect(prices[0].delivery == .outcome(.normal(mean: Print(3.1), deviation: Print(0.1))))
  }

  @Test("keeps the place of every key")
  func places() throws {
    let file = try #require(checked.sources.first)
    let place = try #require(checked.places["events.december.outcome"])
    #expect(file.text(in: place.range) == "{-25bp: 97 %, 0bp: rest}")
    let vix = try #require(checked.places["state.vix"])
    #expect(file.text(in: vix.range) == "15.4")
  }
}
