import Domain
import Reporting
import Results
import Testing

@Suite("What reports say in words")
struct ReportWordsTests {
  @Test(
    "a surprise is said with its direction",
    arguments: [
      (SurpriseScale.policy, 23.0, "hawkish +23bp"), (.policy, -2, "dovish −2bp"),
      (.policy, 0.04, "as priced"), (.inflation, 0.1, "hot +0.1pp"),
      (.inflation, -0.15, "cool −0.15pp"), (.unemployment, 0.1, "weak +0.1pp"),
      (.unemployment, -0.1, "strong −0.1pp"), (.payrolls, 40, "strong +40k"),
      (.payrolls, -60, "weak −60k"), (.payrolls, 0, "as expected"),
    ]
  )
  func directions(scale: SurpriseScale, surprise: Double, words: String) {
    #expect(scale.words(for: surprise) == words)
  }

  @Test("the timeline gives each branch less what was priced, and the view")
  func surprises() {
    let lines = Fixtures.summary.lines
    #expect(lines[0].surprise == "dovish −2bp | hawkish +23bp; view −1.3bp; path +6bp ± 4bp")
    #expect(lines[1].priced == "4.5 % ± 0.13, 50k ± 87k")
    #expect(lines[1].surprise == "mean 0")
    #expect(lines[2].surprise == "hot +0.1pp")
    #expect(lines[4].surprise == "dovish −1.9bp | hawkish +23.1bp")
    #expect(lines[5].surprise == "dovish −50bp")
    #expect(lines[6].surprise == "hawkish +10bp")
  }

  @Test("open events beyond the fifth are counted, and listed when asked for")
  func folding() {
    let folded = TerminalRenderer().render(Report.check(Fixtures.summary, width: 100))
    #expect(folded.contains("… 3 more open events to 2026-03-13 (--all) · 41 intervals"))
    let all = TerminalRenderer().render(Report.check(Fixtures.summary, all: true, width: 100))
    #expect(!all.contains("more open") && all.contains("2026-03-13 08:30  open"))
  }

  @Test("the table is at the horizon asked for, otherwise at the longest")
  func horizons() throws {
    func title(_ horizon: String?) throws -> String {
      let options = RunOptions(horizon: horizon)
      let report = try Report.run(Fixtures.arm(), record: Fixtures.record, options: options)
      return TerminalRenderer().render(report)
    }
    #expect(try title(nil).contains("\nTOTAL RETURN TO 2026-12-31, %"))
    #expect(try title("3mo").contains("\n3-MONTH TOTAL RETURN, %"))
    #expect(try title("2026-03-05").contains("\n3-MONTH TOTAL RETURN, %"))
    #expect(throws: ReportError.unknownHorizon("2y", known: ["1mo", "3mo", "2026-12-31"])) {
      try title("2y")
    }
  }

  @Test("the first page says ES 95 of what the scenario asks about at every horizon, and how sure")
  func firstPage() throws {
    for width in [60, 100, 140] {
      let report = try Report.run(Fixtures.arm(), record: Fixtures.record)
      let text = TerminalRenderer(width: width).render(report)
      #expect(text.contains("20.70 ±0.05"))
      #expect(text.contains("Monte Carlo error") && text.contains("It is not model error."))
      #expect(text.contains("research, not advice"))
    }
  }

  @Test("a spread's chance of loss is what its chance of gain leaves")
  func spreadLoss() throws {
    let report = try Report.run(Fixtures.arm(), record: Fixtures.record)
    let lines = TerminalRenderer().render(report).split(separator: "\n")
    let spread = try #require(lines.first { $0.contains("Russell 2000 − S&P 500  1mo") })
    #expect(spread.contains("48.4 %"))
  }

  @Test("an unknown statistic is an error that lists the names")
  func statistics() {
    let options = RunOptions(selection: ReportSelection(statistics: ["sharpe"]))
    #expect(throws: ReportError.self) {
      try Report.run(Fixtures.arm(), record: Fixtures.record, options: options)
    }
    #expect(throws: ReportError.self) {
      try Report.sideBySide([(Fixtures.arm(), Fixtures.record)], statistic: "sharpe")
    }
    #expect(TableStatistic(name: "excess-median") == .excessMedian)
    #expect(ReportError.unknownStatistic("a\n", known: ["x"]).message.contains("`a\\n`"))
  }

  @Test("scenarios stand side by side at the longest horizon that all list")
  func common() throws {
    let arm = Fixtures.arm()
    let short = ArmResult(
      scenarioName: "short",
      asof: arm.asof,
      fingerprint: "",
      modelName: "m",
      modelVersion: "1",
      modelDate: arm.asof,
      modelFingerprint: "",
      benchmark: arm.benchmark,
      horizons: [Fixtures.month, Fixtures.quarter],
      assets: arm.assets.filter { $0.horizon != Fixtures.yearEnd },
      spreads: [],
      levels: [],
      ledger: [],
      answers: [],
      expectations: [],
      realised: []
    )
    let report = try Report.sideBySide([(arm, Fixtures.record), (short, Fixtures.record)])
    let text = TerminalRenderer().render(report)
    #expect(text.hasPrefix("3-MONTH TOTAL RETURN, MEDIAN, %"))
    let single = ArmResult(
      scenarioName: "none",
      asof: arm.asof,
      fingerprint: "",
      modelName: "m",
      modelVersion: "1",
      modelDate: arm.asof,
      modelFingerprint: "",
      benchmark: arm.benchmark,
      horizons: [],
      assets: [],
      spreads: [],
      levels: [],
      ledger: [],
      answers: [],
      expectations: [],
      realised: []
    )
    #expect(throws: ReportError.noCommonHorizon) {
      try Report.sideBySide([(arm, Fixtures.record), (single, Fixtures.record)])
    }
  }

  @Test("a difference within two standard errors is not listed as one")
  func beyondError() {
    #expect(!Fixtures.difference(Fixtures.index, 0.019, 0.01).isBeyondError)
    #expect(Fixtures.difference(Fixtures.index, 0.021, 0.01).isBeyondError)
    #expect(!Fixtures.difference(Fixtures.index, -0.0, 0).isBeyondError)
    #expect(!Fixtures.difference(Fixtures.index, .nan, .nan).isBeyondError)
    #expect(Fixtures.difference(Fixtures.index, -0.1, 0).isBeyondError)
  }

  @Test("a scenario compared with itself is said to be the same in every world")
  func same() throws {
    let study = StudyResult(
      record: Fixtures.record,
      arms: [Fixtures.arm(), Fixtures.arm()],
      differences: [
        ArmDifference(arm: 1, assets: [Fixtures.difference(Fixtures.index, 0, 0)])
      ]
    )
    let text = TerminalRenderer().render(try Report.comparison(study, inputs: [[]]))
    #expect(text.contains("none: the scenarios ask the same question"))
    #expect(text.contains("the same in every world: all differences are exactly 0"))
  }
}
