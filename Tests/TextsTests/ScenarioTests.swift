import Domain
import TestSupport
import Testing

@testable import Texts

@Suite("Scenarios")
struct ScenarioTests {
  private func scenario(_ body: String) throws -> Scenario {
    let checked = Loading.load(RuleDocument.usualHead + body)
    return try #require(checked.scenario, "\(Loading.lines(checked))")
  }

  private func codes(_ body: String) -> [String] {
    Loading.codes(Loading.load(RuleDocument.usualHead + body))
  }

  private func decision(_ keys: String) throws -> Decision {
    let scenario = try scenario("events:\n  - {id: december, fomc: 2025-12-10, \(keys)}")
    guard case .fomc(let decision) = try #require(scenario.events.first).kind else {
      throw UnknownDate.fault("no decision", at: SourcePlace(path: "", range: SourceRange(0, 0)))
    }
    return decision
  }

  @Test("odds over target ranges are odds over moves from the present range")
  func ranges() throws {
    let moves = try decision("priced: {-25bp: 92 %, hold: rest}")
    let ranges = try decision("priced: {3.50..3.75 %: 92 %, 3.75..4.00 %: rest}")
    #expect(moves == ranges)
    let lower = try decision("priced: none, outcome: 3.25..3.50 %")
    #expect(lower.delivery == .outcome(.known(BasisPoints(-50))))
  }

  @Test(
    "odds that do not sum are mended by leaving the largest open",
    arguments: [
      ("{-25bp: 70 %, -50bp: 25 %}", "{-25bp: rest, -50bp: 25 %}"),
      ("{-25bp: 20 %, 0bp: 83 %}", "{-25bp: 20 %, 0bp: rest}"),
      ("{-25bp: 33.3 %, 0bp: 33.3 %, 25bp: 33.3 %}", "{-25bp: rest, 0bp: 33.3 %, 25bp: 33.3 %}"),
      ("{-25bp: 70 %, 0bp: 40 %, 25bp: rest}", "{-25bp: rest, 0bp: 40 %, 25bp: 0 %}"),
      ("{-25bp: 80 %, 0bp: 70 %, 25bp: 60 %}", nil),
    ] as [(String, String?)]
  )
  func oddsSums(_ odds: String, _ mended: String?) throws {
    let text =
      RuleDocument.usualHead + "events:\n  - {id: december, fomc: 2025-12-10, priced: \(odds)}\n"
    let fault = try #require(Loading.load(text).diagnostics.first)
    #expect(fault.code == "E203" && fault.replacement == mended)
  }

  @Test("a file of one line without a space behind its colon is no list of words")
  func tightColon() {
    #expect(Loading.codes(Loading.load("asof:2025-12-05\n")) == ["E104"])
    #expect(Loading.codes(Loading.load("")) == ["E115"])
    #expect(Loading.codes(Loading.load("# only a comment\n")) == ["E115"])
  }

  @Test("a decimal comma in braces is read as the number it was meant to be")
  func decimalComma() throws {
    let text = RuleDocument.usualHead + "state: {two-year: 3,56 %, vix: 15}\n"
    let fault = try #require(Loading.load(text).diagnostics.first)
    #expect(fault.code == "E105" && fault.replacement == "3.56 %")
    let mended = try #require(Loading.paste(fault, into: text))
    #expect(Loading.load(mended).scenario?.state.twoYear == 3.56)
  }

  @Test("odds of zero leave no branch, and certainty is a number")
  func certainty() throws {
    let decision = try decision("priced: {-25bp: 100 %, 0bp: 0 %}, outcome: {0bp: rest}")
    #expect(decision.priced == .law(.known(BasisPoints(-25))))
    #expect(decision.delivery == .outcome(.known(BasisPoints(0))))
  }

  @Test("a decision without a word is open, and none means nothing was priced")
  func omissions() throws {
    #expect(try decision("stream: other") == Decision())
    let unpriced = try decision("priced: none, outcome: hold, path: 0bp")
    #expect(unpriced.priced == .nothing && unpriced.path == .known(BasisPoints(0)))
    let surprise = try decision("surprise: +5bp ± 2bp")
    #expect(surprise.priced == .open)
    #expect(
      surprise.delivery == .surprise(.normal(mean: BasisPoints(5), deviation: BasisPoints(2)))
    )
  }

  @Test("a stated spread of zero is kept, and an unstated one is estimated")
  func spreads() throws {
    func consensus(_ text: String) throws -> Pricing<Print> {
      let scenario = try scenario(
        "events:\n  - {id: prices, cpi: 2025-12-18, consensus: {core-mom: \(text)}}"
      )
      guard case .cpi(let releases) = try #require(scenario.events.first { $0.isListed }).kind
      else { return .open }
      return releases[0].consensus
    }
    #expect(try consensus("0.3 % ± 0pp") == .law(.known(Print(0.3))))
    // Of published figures 0.117; of unrounded ones less by the variance of rounding.
    let unrounded = Print((0.117 * 0.117 - 0.1 * 0.1 / 12).squareRoot())
    #expect(try consensus("0.3 %") == .law(.normal(mean: Print(0.3), deviation: unrounded)))
    #expect(
      try consensus("{0.2 %: 40 %, 0.3 %: rest}")
        == .law(
          .branches([
            Branch(Print(0.2), try #require(Probability(0.4))),
            Branch(Print(0.3), try #require(Probability(0.6))),
          ])
        )
    )
  }

  @Test("listing an event takes it from the open ones and adds no other")
  func listing() throws {
    let open = try scenario("").events
    let listed = try scenario("events:\n  - {id: mine, cpi: 2025-12-18}").events
    #expect(open.count == listed.count)
    #expect(Set(open.map(\.date)) == Set(listed.map(\.date)))
    #expect(Set(open.map(\.stream)).subtracting(listed.map(\.stream)) == ["open-cpi-2025-12-18"])
    #expect(try scenario("releases: listed").events.isEmpty)
  }

  @Test("a model without releases opens none")
  func partsOff() throws {
    let events = try scenario("model: no-releases").events
    #expect(events.map(\.kindName) == ["fomc"])
  }

  @Test("calendar changes add, move and cancel releases and close days")
  func calendar() throws {
    let changed = try scenario(
      """
      calendar:
        added: [{fomc: 2025-12-22}]
        moved: [{cpi: 2025-12-18, to: 2025-12-19}]
        cancelled: [{jobs: 2025-12-16}]
        holidays: [2025-12-12]
      """
    )
    #expect(
      changed.events.map { "\($0.kindName) \($0.date)" } == [
        "fomc 2025-12-10", "cpi 2025-12-19", "fomc 2025-12-22",
      ]
    )
    #expect(changed.horizons[0].date.description == "2025-12-11")
    #expect(
      codes(
        "calendar: {moved: [{cpi: 2025-12-18, to: 2025-12-19}]}\n"
          + "events: [{id: prices, cpi: 2025-12-18}]"
      ) == ["E306"]
    )
    #expect(codes("calendar: {added: [{cpi: 2025-12-20}]}") == ["E301"])
    #expect(codes("calendar: {cancelled: [{fomc: 2025-12-11}]}") == ["E304"])
    #expect(codes("calendar: {moved: [{fomc: 2025-12-10}]}") == ["E406"])
  }

  @Test("state is the model's while that is fresh, and says so")
  func state() throws {
    let state = try scenario("state: {vix: 20, sp-500: level 6900}").state
    #expect(state.vix == 20 && state.twoYear == 3.56)
    #expect(
      state.fromModel == ["fed-funds", "core-inflation", "unemployment", "two-year", "ten-year"]
    )
    #expect(state.levels == ["sp-500": 6900, "russell-2000": 2520])
  }

  @Test("a shock reads impulses in the units of what they move")
  func shocks() throws {
    let scenario = try scenario(
      """
      releases: listed
      events:
        - id: yields
          shock: 2025-12-15
          impulse: {ten-year: +60bp ± 10bp, ai-leaders: -12 % ± 5 %, IWM: -3 %, market: -5 %}
          because: inflation
          spread-over: 1w
          isolate: true
          probability: 35 %
      """
    )
    let event = try #require(scenario.events.first)
    #expect(event.probability.value == 0.35)
    guard case .shock(let shock) = event.kind else {
      Issue.record("no shock")
      return
    }
    #expect(
      shock.impulses == [
        .rate(
          name: "ten-year",
          .normal(mean: BasisPoints(60), deviation: BasisPoints(10))
        ),
        .assets(name: "ai-leaders", .normal(mean: Percent(-12), deviation: Percent(5))),
        .assets(name: "russell-2000", .known(Percent(-3))),
        .relative(name: "market", .known(Percent(-5))),
      ]
    )
    #expect(shock.cause == .inflation && shock.isIsolated)
    #expect(shock.spreadUntil?.description == "2025-12-22")
  }

  @Test("a replay reads what really happened")
  func realised() throws {
    let scenario = try scenario(
      """
      realised:
        - {asset: IWM, horizon: 2w, return: +9.5 %, source: "total return of the fund"}
        - {spread: russell-2000 - sp-500, horizon: 2025-12-18, return: 4.3pp, source: the same}
      run: {paths: 200k, seed: 7, parameters: fixed}
      report: {assets: [SPY], groups: sector, spreads: [IWM - SPY], statistics: [sd, es95]}
      """
    )
    #expect(scenario.realised.map(\.subject.text) == ["russell-2000", "russell-2000 - sp-500"])
    #expect(scenario.realised.map(\.value.magnitude) == [9.5, 4.3])
    #expect(scenario.silentHorizons.map(\.date.description) == ["2025-12-18", "2025-12-19"])
    #expect(scenario.run == RunSettings(paths: 200_000, seed: 7, parameters: .fixed))
    #expect(scenario.report.assets == ["sp-500"] && scenario.report.groups == [.sector])
    #expect(scenario.report.spreads == [.spread(long: "russell-2000", short: "sp-500")])
  }

  @Test(
    "is refused with one finding for one fault",
    arguments: [
      ("horizons: 5", "E103"), ("state: {sp-500: 6864}", "E206"),
      ("state: {IWM: level 2520}", "E320"),
      ("state: {gold: 4000}", "E408"), ("events: [{id: a, shock: 2025-12-15}]", "E309"),
      ("events: [{id: a, shock: 2025-12-15, impulse: {slope: -10bp}}]", "E310"),
      ("events: [{id: a}]", "E317"), ("events: [{fomc: 2025-12-10}]", "E406"),
      ("events: {id: a, fomc: 2025-12-10}", "E114"),
      ("events: [{id: a, fmoc: 2025-12-10}]", "E401"),
      ("events: [{id: a, fomc: 2025-12-10, when: x}]", "E407"), ("set: [a]", "E407"),
      ("events: [{id: a, cpi: 2025-11-13}]", "E306"),
      ("events: [{id: a, fomc: 2025-12-10, probability: 0 %}]", "E202"),
      ("events: [{id: a, fomc: 2025-12-10, priced: {-25bp: 0.92, 0bp: rest}}]", "E201"),
      ("events: [{id: a, fomc: 2025-12-10, priced: {-25: 92 %, 0bp: rest}}]", "E201"),
      ("events: [{id: a, cpi: 2025-12-18, consensus: {unemployment: 4.5 %}}]", "E408"),
      ("run: {precision: 20pp}", "E207"), ("run: {precision: -1pp}", "E207"),
      ("run: {paths: 10}", "E213"),
      ("report: {groups: [sectors]}", "E214"), ("dovetail", "E101"), ("model: ./x.yaml", "E506"),
    ]
  )
  func refused(_ body: String, _ code: String) {
    #expect(codes(body) == [code], "\(Loading.lines(Loading.load(RuleDocument.usualHead + body)))")
  }

  @Test("all faults of a file are found in one pass, in order of place")
  func allAtOnce() {
    let text = """
      dovetail: 1
      asof: 2025-12-05
      horizons: [1w, 3m]
      state: {vix: 15.4 %, two-year: 3.56}
      events:
        - {id: a, fomc: 2025-12-11}
        - {id: b, cpi: 2025-12-18, consensus: {core-yo: 3 %}}
      ask: [median(sp500 at 1w)]
      runs: {}
      """
    #expect(
      Loading.codes(Loading.load(text))
        == ["E212", "E204", "E201", "E304", "E408", "E402", "E401"]
    )
  }

  @Test("an extended file lies below, and findings point into it")
  func extends() throws {
    let base = """
      dovetail: 1
      name: base
      asof: 2025-12-05
      horizons: [1w]
      state: {vix: 15.4}
      events:
        - {id: december, fomc: 2025-12-10, surprise: +5bp}
      expect: ["P(sp-500 < -30 % at 1w) < 5 %"]
      """
    let top = """
      dovetail: 1
      extends: base.yaml
      state: {two-year: 3.6 %}
      events:
        - {id: december, fomc: 2025-12-10, surprise: -5bp, override: true}
        - {id: prices, cpi: 2025-12-18}
      horizons: [1mo]
      expect: ["P(sp-500 < -20 % at 1w) < 9 %"]
      """
    let checked = Loading.load(top, others: ["base.yaml": base])
    let scenario = try #require(checked.scenario, "\(Loading.lines(checked))")
    #expect(scenario.name == "base" && scenario.horizons.map(\.label) == ["1mo"])
    #expect(scenario.state.vix == 15.4 && scenario.state.twoYear == 3.6)
    #expect(scenario.events.filter(\.isListed).map(\.id) == ["december", "prices"])
    #expect(scenario.expectations.count == 2)
    let broken = Loading.load(
      top,
      others: ["base.yaml": base.replacing("vix: 15.4", with: "vix: 1540")]
    )
    let fault = try #require(broken.diagnostics.first)
    #expect(fault.labels[0].place.path == "base.yaml" && fault.code == "E207")
  }

  @Test("extending follows folders inside the project and no further")
  func paths() {
    let leaf = "dovetail: 1\nasof: 2025-12-05\nhorizons: [1w]\n"
    func codes(_ path: String, _ extends: String, _ others: [String: String]) -> [String] {
      Loading.codes(
        Loading.load("dovetail: 1\nextends: \(extends)\n", path: path, others: others)
      )
    }
    #expect(
      codes("x.yaml", "sub/a.yaml", ["sub/a.yaml": "extends: ../b.yaml\n", "b.yaml": leaf]) == []
    )
    #expect(codes("scenarios/mine/x.yaml", "../base.yaml", ["../base.yaml": leaf]) == [])
    #expect(codes("other/mine/x.yaml", "../base.yaml", ["../base.yaml": leaf]).contains("E503"))
    #expect(codes("x.yaml", "/etc/passwd", [:]).contains("E503"))
    #expect(codes("x.yaml", "a/../../b.yaml", [:]).contains("E503"))
    #expect(
      codes("x.yaml", "a.yaml", ["a.yaml": "extends: x.yaml\n"]).contains("E502")
    )
  }
}
