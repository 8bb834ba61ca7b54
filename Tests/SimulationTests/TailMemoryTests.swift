import Domain
import Results
import Testing

@testable import Simulation

@Suite("Memory of a tail's pass")
struct TailMemoryTests {
  @Test("what is counted is what is allocated", arguments: ["2025-12-12", "2026-06-05"])
  func counted(day: String) throws {
    let model = Markets.small()
    let horizon = try Scenes.horizon(day)
    let scenario = Scenes.scenario(of: model, horizons: [horizon])
    let study = try Study(
      arms: [StudyArm(scenario: scenario, model: model, modelFingerprint: "m")],
      settings: RunSettings(paths: 64),
      threads: 1
    )
    let question = TailQuestion(
      text: "t",
      subject: .asset("outside"),
      horizon: horizon,
      level: 0.01,
      limit: nil
    )
    let found = try TailPass.place(of: question, study.plans[0], study.arms[0])
    let plan = found.plan
    let tilt = TailTilt(
      plan: plan,
      tables: study.tables[0],
      exposure: TailExposure(plan: plan, weights: found.weights, horizon: found.horizon),
      distance: -0.2,
      otherVariance: 0.01
    )
    let walker = TileWalker(plan: plan, tables: study.tables[0])
    let before = walker.arena.byteCount
    _ = TiltState(tilt, arena: &walker.arena)
    #expect(walker.arena.byteCount - before == TiltState.byteCount(weeks: plan.weeks.count))
    let odds = tilt.weeks.reduce(0) {
      $0 + $1.stress.count + $1.stressLogOdds.count + $1.shares.count + $1.logOdds.count
    }
    // Weeks that hold the regime before them have no odds of one.
    let most = TailTilt.byteCount(weeks: plan.weeks.count)
    #expect(8 * odds <= most && 8 * odds > most * 9 / 10)
    let (without, with) = (
      try study.memory(keepsState: false), try study.memory(keepsState: false, tail: question)
    )
    for workers in [1, 4] {
      let more = with.bytes(workers: workers) - without.bytes(workers: workers)
      let each = walker.arena.byteCount + 2 * 8_192 * 96
      #expect(more >= workers * each + 2 * 8_192 * 96 + 8 * odds, "\(workers)")
      #expect(more < 2 * ((workers + 1) * each + 8 * odds) + (2 << 20), "\(workers)")
    }
  }
}
