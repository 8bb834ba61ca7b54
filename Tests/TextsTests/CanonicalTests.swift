import Domain
import Testing

@testable import Texts

@Suite("The canonical form")
struct CanonicalTests {
  @Test("reads back to the same scenario, and is a fixed point")
  func roundTrip() throws {
    let others = [
      Loading.flagship,
      RuleDocument.usualHead + """
        name: "a: \\"quoted\\" # name, with everything"
        notes: |
          two lines
          of notes
        state: {fed-funds: 3.75..4.00 %, vix: 22, russell-2000: level 2500}
        events:
          - {id: yields, shock: 2025-12-15, impulse: {ten-year: uniform -10..60bp}, because: labor}
          - {id: december, fomc: 2025-12-10, priced: {3.75..4.00 %: rest, 3.50..3.75 %: 92 %}}
          - {id: jobs, jobs: 2025-12-16, surprise: {payrolls: t4 -60k ± 20k}, probability: 50 %}
        ask: P(sp-500 within -1 % .. +1 % at 2w) > 5 %
        report: {spreads: [IWM - SPY]}
        realised: [{asset: SPY, horizon: 2w, return: +5.1 %, source: "a, b"}]
        """,
    ]
    for text in others {
      let first = Loading.load(text)
      let tree = try #require(first.tree)
      let written = ScenarioWriter.text(Canonical.tree(of: tree))
      let second = Loading.load(written)
      let again = try #require(second.scenario, "\(written)\n\(Loading.lines(second))")
      var scenario = try #require(first.scenario, "\(Loading.lines(first))")
      // Questions keep the author's spelling, which is not part of their meaning.
      scenario.asks = again.asks
      scenario.expectations = again.expectations
      #expect(again == scenario, "\(written)")
      let secondTree = try #require(second.tree)
      #expect(ScenarioWriter.text(Canonical.tree(of: secondTree)) == written)
    }
  }

  @Test(
    "spells every literal in one way",
    arguments: [
      ("−25 bp", "-25bp"), ("+6bp+-4bp", "6bp ± 4bp"), ("3.1%  ±  0.10pp", "3.1 % ± 0.1pp"),
      ("hold", "0bp"), ("3.75 ..4.00%", "3.75..4 %"), ("2025-12-10", "2025-12-10"),
      ("P( a>b at  3mo )", "P(a > b at 3mo)"),
      ("P(a - b > -1.0% at 3mo)<5%", "P(a - b > -1 % at 3mo) < 5 %"),
      ("level 6864.0", "level 6864"), ("t4 -12 % ± 5 %", "t4 -12 % ± 5 %"), ("sp-500", "sp-500"),
      ("uniform 30 % .. 49 %", "uniform 30 %..49 %"), ("3mo", "3mo"),
    ]
  )
  func literals(_ text: String, _ canonical: String) {
    #expect(Canonical.literal(text) == canonical)
    #expect(Canonical.literal(canonical) == canonical)
  }

  @Test("does not depend on comments, order of keys or rest")
  func invariance() throws {
    let a =
      "dovetail: 1\nasof: 2025-12-05\nstate: {vix: 15, two-year: 3.6 %}\nevents:\n"
      + "  - {id: d, fomc: 2025-12-10, priced: {-25bp: 92 %, hold: rest}}\n"
    let b =
      "events:\n  - priced: {0bp: 8.0 %, −25bp: 92%} # c\n    fomc: 2025-12-10\n    id: d\n"
      + "state:\n  two-year: 3.60%\n  vix: 15.0\nasof: 2025-12-05\ndovetail: 1\n"
    let trees = try [a, b].map { try #require(Loading.load($0).tree) }
    #expect(Canonical.tree(of: trees[0]) == Canonical.tree(of: trees[1]))
    #expect(ScenarioDifference.between(trees[0], trees[1]).isEmpty)
  }

  @Test("shows what differs as a screen prints it")
  func differences() throws {
    let a = try #require(Loading.load(Loading.flagship).tree)
    let changed = Loading.flagship
      .replacing("outcome: {-25bp: 97 %, 0bp: rest}", with: "outcome: hold")
      .replacing("vix: 15.4", with: "vix: 18")
      .replacing("  - median(sp-500 at 1w)", with: "  - mean(sp-500 at 1w)")
      .replacing("name: December cut", with: "name: Another")
    let b = try #require(Loading.load(changed).tree)
    let lines = ScenarioDifference.between(a, b).map {
      "\($0.kind.rawValue) \($0.keyPath)   \($0.old ?? "")  →  \($0.new ?? "")"
    }
    #expect(
      lines == [
        "~ state.vix   15.4  →  18",
        "~ events.december.outcome   {−25bp: 97 %, hold: 3 %}  →  hold",
        "- ask.median(sp-500 at 1w)   median(sp-500 at 1w)  →  ",
        "+ ask.mean(sp-500 at 1w)     →  mean(sp-500 at 1w)",
      ]
    )
  }
}
