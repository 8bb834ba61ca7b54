import Commands
import Testing

/// A page reads what it shows; saving the result beside it reads everything.
@Suite("Pages read what they show")
struct PageScopeTests {
  init() throws { try #require(Project.isWorkingDirectory) }

  private func expectSamePage(_ arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let few = arguments + ["--paths", "2048", "--seed", "7"]
    let page = try await CommandLineRun(few)
    let saved = try await CommandLineRun(few + ["-o", folder.path + "/all.json"])
    #expect(page.output.count > 1_000, "\(page.error)")
    #expect(page.output == saved.output)
    #expect(page.code == saved.code)
  }

  @Test(
    "a page is the same whether or not everything is read",
    arguments: [
      "december-cut", "surprise-hold", "term-premium", "replay-2025-rotation", "hot-inflation",
    ]
  )
  func pages(name: String) async throws {
    let file = "scenarios/\(name).yaml"
    try await expectSamePage(["run", file])
    try await expectSamePage(["run", file, "--drawdown", "continuous"])
  }

  @Test(
    "a page of another horizon, of several scenarios or of a comparison is, too",
    arguments: [
      ["run", "scenarios/december-cut.yaml", "--horizon", "1w", "--sampling", "sobol"],
      ["run", "scenarios/base.yaml", "scenarios/december-cut.yaml"],
      ["run", "scenarios/base.yaml", "scenarios/december-cut.yaml", "--statistic", "drawdown"],
      ["run", "scenarios/base.yaml", "scenarios/december-cut.yaml", "--horizon", "1mo"],
      ["run", "scenarios/december-cut.yaml", "--tail", "energy < -15 % at 1mo"],
      ["compare", "scenarios/base.yaml", "scenarios/december-cut.yaml"],
      ["compare", "scenarios/base.yaml", "scenarios/december-cut.yaml", "--horizon", "1w"],
      [
        "compare", "scenarios/base.yaml", "scenarios/december-cut.yaml",
        "scenarios/surprise-hold.yaml",
      ],
    ]
  )
  func others(arguments: [String]) async throws { try await expectSamePage(arguments) }

  @Test("an unknown horizon is refused as before, and a precision still holds for every headline")
  func limits() async throws {
    let unknown = try await CommandLineRun([
      "run", "scenarios/december-cut.yaml", "--paths", "640", "--horizon", "5y",
    ])
    #expect(unknown.code == .usage && unknown.error.contains("5y"), "\(unknown.error)")
    // Without questions an asset at the longest horizon is what takes more than the first stage.
    var counts: Set<Substring> = []
    for more in [[], ["--horizon", "1w"], ["--json"]] {
      let run = try await CommandLineRun(
        ["run", "scenarios/base.yaml", "--precision", "0.15pp"] + more
      )
      counts.insert(try #require(run.error.firstMatch(of: /([0-9,]+) paths/)?.1, "\(run.error)"))
    }
    #expect(counts.count == 1 && !counts.contains("32,768"), "\(counts)")
  }

  /// Nothing is asked, so that the medians at the longest horizon alone decide.
  private static func scenario(_ name: String, _ horizons: String) -> String {
    """
    dovetail: 1
    name: \(name)
    asof: 2025-12-05
    horizons: [\(horizons)]
    model: us-equities
    state: {fed-funds: 3.75..4.00 %, core-inflation: 3.0 %, unemployment: 4.4 %, vix: 15.4}
    """
  }

  @Test(
    "a precision of several scenarios takes as many paths for a page as for all that can be read",
    arguments: [["run"], ["compare"]]
  )
  func precisions(verb: [String]) async throws {
    let folder = try TemporaryFolder()
    let long = try folder.write(Self.scenario("long", "1w, 6mo"), to: "long.yaml")
    let short = try folder.write(Self.scenario("short", "1w, 1mo"), to: "short.yaml")
    let precise = verb + [long, short, "--precision", "0.15pp"]
    let (page, json) = (
      try await CommandLineRun(precise), try await CommandLineRun(precise + ["--json"])
    )
    #expect(page.error.contains(" paths: "), "\(page.error)")
    #expect(page.error == json.error)
  }

  @Test("what is saved of a comparison has every horizon", arguments: ["--json", "--csv"])
  func saved(form: String) async throws {
    let run = try await CommandLineRun([
      "compare", "scenarios/base.yaml", "scenarios/december-cut.yaml", "--paths", "640", form,
    ])
    for horizon in ["1w", "1mo", "3mo", "6mo"] { #expect(run.output.contains(horizon)) }
    #expect(run.output.count > 20_000)
  }

  @Test("drawdowns stand on the page where they are observed at every moment")
  func drawdowns() async throws {
    let few = ["run", "scenarios/december-cut.yaml", "--paths", "2048", "--width", "140"]
    let weekly = try await CommandLineRun(few)
    let continuous = try await CommandLineRun(few + ["--drawdown", "continuous"])
    #expect(!weekly.output.contains("drawdown"))
    #expect(continuous.output.contains("drawdown  drawdown 95 %"))
  }
}
