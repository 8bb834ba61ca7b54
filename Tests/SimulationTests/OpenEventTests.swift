import Domain
import Results
import Simulation
import TestSupport
import Testing

@Suite("Open events")
struct OpenEventTests {
  /// With the same draws a path's log return is a sum over events: exact but for single precision.
  @Test("two in one interval move a path by the sum of what each does alone")
  func together() throws {
    let model = Markets.small()
    let horizon = try Scenes.horizon("2025-12-19")
    let monday = try Scenes.day("2025-12-15")
    let open = Scenes.open(through: horizon.date).filter { $0.date > monday }
    #expect(open.map(\.kindName) == ["jobs", "cpi"])
    func returns(_ events: [Event]) throws -> [Double] {
      let scenario = Scenes.scenario(of: model, horizons: [horizon], events: events)
      let plan = try Scenes.plan(scenario, model, paths: 2_048, seed: Chance.seed(77))
      #expect(plan.intervals.count { $0.happenings.count == 2 } == (events.count == 2 ? 1 : 0))
      return try plan.logReturns("growing").values
    }
    let (none, both) = (try returns([]), try returns(open))
    let (first, second) = (try returns([open[0]]), try returns([open[1]]))
    for path in none.indices {
      let apart = first[path] + second[path] - none[path]
      #expect(abs(both[path] - apart) < 2e-6)
    }
    #expect(Sample(zip(first, none).map(-)).deviation > 1e-4)
    #expect(Sample(zip(second, none).map(-)).deviation > 1e-4)
  }
}
