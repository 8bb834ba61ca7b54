import Domain
import Foundation
import Reporting
import Results
import TestSupport
import Testing

@Suite("Pages as they stand")
struct GoldenReportTests {
  @Test("the page of one scenario reads well at every width", arguments: [40, 60, 80, 100, 140])
  func run(width: Int) throws {
    let options = RunOptions(
      horizon: "3mo",
      selection: ReportSelection(statistics: width > 100 ? ["sd", "drawdown"] : [])
    )
    let report = try Report.run(Fixtures.arm(), record: Fixtures.record, options: options)
    let text = TerminalRenderer(width: width).render(report)
    #expect(Golden.mismatch(text, "run-\(width).txt") == nil)
  }

  @Test(
    "a tail that was sampled says where it begins, and what that is worth",
    arguments: [60, 100]
  )
  func tail(width: Int) throws {
    var arm = Fixtures.arm()
    arm.tail = Fixtures.tail
    let report = try Report.run(arm, record: Fixtures.record, options: RunOptions(horizon: "3mo"))
    let text = TerminalRenderer(width: width).render(report)
    let passage = try #require(text.range(of: "TAIL")).lowerBound
    let rest = try #require(text.range(of: "HOW SURE")).lowerBound
    #expect(Golden.mismatch(String(text[passage..<rest]), "tail-\(width).txt") == nil)
    #expect(ResultCSV.text([arm]).hasPrefix(ResultCSV.text([Fixtures.arm()])))
  }

  @Test("a hundred columns hold every standard column and the bars")
  func ordinary() throws {
    let options = RunOptions(
      horizon: "3mo",
      selection: ReportSelection(assets: ["sp-500", "russell-2000"])
    )
    let report = try Report.run(Fixtures.arm(), record: Fixtures.record, options: options)
    #expect(Golden.mismatch(TerminalRenderer().render(report), "run-ordinary.txt") == nil)
  }

  @Test("colour repeats what words and marks say")
  func color() throws {
    let report = try Report.run(Fixtures.arm(), record: Fixtures.record)
    let text = TerminalRenderer(width: 100, isColored: true).render(report)
    #expect(Golden.mismatch(text, "run-color.txt") == nil)
  }

  @Test("the page of a comparison reads well at every width", arguments: [40, 60, 80, 100, 140])
  func compare(width: Int) throws {
    let report = try Report.comparison(Fixtures.comparison, inputs: [Fixtures.inputs])
    let text = TerminalRenderer(width: width).render(report)
    #expect(Golden.mismatch(text, "compare-\(width).txt") == nil)
  }

  @Test("the page of a sweep reads well at every width", arguments: [40, 60, 100])
  func sweep(width: Int) throws {
    for keys in 1...3 {
      let text = TerminalRenderer(width: width).render(Report.sweep(Fixtures.sweep(keys: keys)))
      #expect(Golden.mismatch(text, "sweep-\(keys)-\(width).txt") == nil)
    }
  }

  @Test("a sweep's JSON and CSV have every number")
  func sweepForms() {
    let sweep = Fixtures.sweep(keys: 2)
    let json = JSONValue.sweep(sweep, embedding: Fixtures.embedded).text()
    #expect(Golden.mismatch(json, "sweep.json") == nil)
    #expect(Golden.mismatch(SweepCSV.text(sweep), "sweep.csv") == nil)
  }

  @Test("scenarios stand side by side", arguments: [60, 100])
  func sideBySide(width: Int) throws {
    let arms = [Fixtures.arm(), Fixtures.arm(name: "A surprise hold")]
    let report = try Report.sideBySide(
      arms.map { ($0, Fixtures.record) },
      statistic: "es95",
      options: RunOptions(horizon: "3mo")
    )
    let text = TerminalRenderer(width: width).render(report)
    #expect(Golden.mismatch(text, "side-by-side-\(width).txt") == nil)
  }

  @Test("the timeline says surprises in words", arguments: [40, 60, 80, 100, 140])
  func check(width: Int) {
    let report = Report.check(Fixtures.summary, all: width == 140, width: width)
    let text = TerminalRenderer(width: width).render(report)
    #expect(Golden.mismatch(text, "check-\(width).txt") == nil)
  }

  @Test("JSON and CSV carry the same result in full")
  func files() throws {
    let inputs = EmbeddedInputs(scenario: ["dovetail": 1], model: ["name": "us-equities"])
    let json = JSONValue.result(Fixtures.arm(), record: Fixtures.record, embedding: inputs)
    #expect(Golden.mismatch(json.text(), "result.json") == nil)
    let comparison = JSONValue.comparison(
      Fixtures.comparison,
      inputs: [Fixtures.inputs],
      embedding: [inputs, inputs]
    )
    #expect(Golden.mismatch(comparison.text(), "comparison.json") == nil)
    #expect(Golden.mismatch(ResultCSV.text([Fixtures.arm()]), "result.csv") == nil)
    #expect(
      Golden.mismatch(ResultCSV.text(differencesOf: Fixtures.comparison), "differences.csv") == nil
    )
  }
}
