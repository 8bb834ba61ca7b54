import Commands
import Testing

/// Paths per run of a test: enough for every statistic to exist, and quick.
let fewPaths = ["--paths", "6400"]

@Suite("The scenarios that ship")
struct ScenarioFileTests {
  init() throws { try #require(Project.isWorkingDirectory) }

  @Test("there are the base, eight stories, the flagship among them, and six replays")
  func complete() {
    #expect(
      Project.scenarios.map { $0.dropFirst("scenarios/".count).dropLast(".yaml".count) } == [
        "ai-disappointment", "base", "december-cut", "hawkish-cut", "hot-inflation",
        "replay-2020-vaccine", "replay-2022-cpi-day", "replay-2022-given-print",
        "replay-2024-given-print", "replay-2024-rotation", "replay-2025-rotation",
        "surprise-hold", "term-premium", "weak-jobs", "yields-rise",
      ]
    )
  }

  @Test("a scenario that ships is in order and at most 40 lines", arguments: Project.scenarios)
  func check(path: String) async throws {
    let run = try await CommandLineRun("check", path)
    #expect(run.code == .done)
    #expect(run.output.contains("\(path) is valid: 0 errors"))
    let text = try #require(Project.text(of: path))
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 41)
  }

  @Test("a scenario that ships runs, and its expectations hold", arguments: Project.scenarios)
  func run(path: String) async throws {
    let run = try await CommandLineRun(["run", path] + fewPaths)
    #expect(run.code == .done)
    #expect(run.output.contains("S&P 500"))
    #expect(run.output.contains("research, not advice"))
    #expect(!run.output.lowercased().contains(/\b(nan|inf|infinity)\b/))
  }

  @Test("a response that is an assumption is called one on the page and in JSON, no other is")
  func assumption() async throws {
    let words = "The response to term-premium is an assumption of the model, not an estimate."
    for (name, isAssumed) in [("term-premium", true), ("yields-rise", false)] {
      let path = "scenarios/\(name).yaml"
      let page = try await CommandLineRun(["run", path] + fewPaths)
      #expect(page.output.contains(words) == isAssumed, "\(page.output)")
      #expect(page.error.contains("W305") == isAssumed)
      let check = try await CommandLineRun("check", path)
      #expect(check.error.contains("W305") == isAssumed)
      let json = try await CommandLineRun(["run", "--json", path] + fewPaths).output
      #expect(json.matches(of: /"assumption": true/).count == (isAssumed ? 1 : 0))
    }
  }

  @Test("every story can be compared with the flagship", arguments: Project.scenarios)
  func compare(path: String) async throws {
    let run = try await CommandLineRun(["compare", "scenarios/december-cut.yaml", path] + fewPaths)
    if path.contains("replay") {
      #expect(run.code == .data)
      #expect(run.error.contains("`asof` is 2025-12-05 in one and "))
    } else {
      #expect(run.code == .done)
      #expect(run.output.contains("INPUTS THAT DIFFER"))
    }
  }

  @Test(
    "a starter scenario is in order",
    arguments: ["decision", "release", "shock", "baseline", "replay"]
  )
  func starter(name: String) async throws {
    let text = try await CommandLineRun("init", "--template", name, "-").output
    let check = try await CommandLineRun("check", "-", input: text)
    #expect(check.code == .done, "\(check.error)")
    let run = try await CommandLineRun(["run", "-"] + fewPaths, input: text)
    #expect(run.code == .done, "\(run.error)")
  }

  @Test("`init --list` names every template")
  func starters() async throws {
    let run = try await CommandLineRun("init", "--list")
    let names = run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(names == ["decision", "release", "shock", "baseline", "replay"])
  }
}
