import Commands
import Testing
import Texts

@Suite("Verbs")
struct VerbTests {
  static let flagship = "scenarios/december-cut.yaml"
  static let base = "scenarios/base.yaml"

  init() throws { try #require(Project.isWorkingDirectory) }

  @Test("the manual page and the help name the same verbs")
  func manual() async throws {
    let help = try await CommandLineRun("--help").output
    let page = try String(contentsOfFile: "docs/dovetail.1", encoding: .utf8)
    var isVerb = false
    var verbs: [String] = []
    for line in help.split(separator: "\n") {
      if line.hasSuffix("SUBCOMMANDS:") { isVerb = true }
      guard isVerb, line.hasPrefix("  "), !line.hasPrefix("   ") else { continue }
      if let verb = line.split(separator: " ").first, verb.first?.isLowercase == true {
        verbs.append(String(verb))
      }
    }
    #expect(verbs.contains("sweep") && verbs.count >= 9, "\(verbs)")
    for verb in verbs {
      #expect(page.contains(".BI \(verb) ") || page.contains(".B \(verb)\n"), "\(verb)")
    }
  }

  @Test(
    "a file that is not there is 66, and a folder too",
    arguments: ["nowhere.yaml", "scenarios"]
  )
  func missing(path: String) async throws {
    for verb in ["check", "run"] {
      let run = try await CommandLineRun(verb, path)
      #expect(run.code == .noInput)
      #expect(run.error.contains(path))
      #expect(run.output.isEmpty)
    }
  }

  @Test("a file named inside a scenario that is not there is 65, at its place")
  func missingInside() async throws {
    let folder = try TemporaryFolder()
    let extends = try folder.write("dovetail: 1\nextends: none.yaml\n", to: "a.yaml")
    let model = try folder.write(
      "dovetail: 1\nasof: 2025-12-05\nmodel: none.yaml\n",
      to: "b.yaml"
    )
    for path in [extends, model] {
      let run = try await CommandLineRun("check", path)
      #expect(run.code == .data)
      #expect(run.error.contains("none.yaml"))
      #expect(run.error.contains("\(path):"))
    }
  }

  @Test("of several files the worst decides, and all are read")
  func several() async throws {
    let folder = try TemporaryFolder()
    let wrong = try folder.write("dovetail: 2\n", to: "wrong.yaml")
    let run = try await CommandLineRun("check", wrong, Self.base, "nowhere.yaml")
    #expect(run.code == .noInput)
    #expect(run.error.contains("wrong.yaml:1:11"))
    #expect(run.error.contains("nowhere.yaml"))
    #expect(run.output.contains("\(Self.base) is valid"))
    let none = try await CommandLineRun("run", Self.base, wrong)
    #expect(none.code == .data)
    #expect(none.output.isEmpty)
  }

  @Test("an endless or oversized input is refused, not read to its end")
  func endless() async throws {
    let run = try await CommandLineRun("check", "/dev/zero", "--format", "concise")
    #expect(run.code == .data)
    #expect(run.error.contains("E110"))
  }

  @Test(
    "expectations decide the exit code",
    arguments: [
      ("P(sp-500 < -30 % at 1mo) < 5 %", ExitCode.done),
      ("P(sp-500 < -30 % at 1mo) > 5 %", .negative),
      ("P(sp-500 < 0 % at 1mo) < 5 %", .negative),
    ]
  )
  func expectation(text: String, code: ExitCode) async throws {
    let scenario = "dovetail: 1\nasof: 2025-12-05\nhorizons: [1w]\nexpect:\n  - \(text)\n"
    let run = try await CommandLineRun(["run", "-"] + fewPaths, input: scenario)
    #expect(run.code == code)
    #expect(run.output.contains("EXPECTED"))
  }

  @Test("an expectation within 3 standard errors of its limit is inconclusive, exit 3")
  func inconclusive() async throws {
    func scenario(_ limit: String) -> String {
      "dovetail: 1\nasof: 2025-12-05\nhorizons: [1w]\nask:\n  - median(sp-500 at 1w)\n" + limit
    }
    let asked = try await CommandLineRun(
      ["run", "-", "--csv"] + fewPaths,
      input: scenario("")
    )
    let row = try #require(asked.output.split(separator: "\n").first { $0.contains(",median,") })
    let value = try #require(Double(row.split(separator: ",")[4]))
    let near = (value * 100).rounded() / 100
    let run = try await CommandLineRun(
      ["run", "-"] + fewPaths,
      input: scenario("expect:\n  - median(sp-500 at 1w) > \(near) %\n")
    )
    #expect(run.code == .inconclusive)
  }

  @Test("threads change no byte of a result, and neither does running it again")
  func threads() async throws {
    let arguments = ["run", Self.flagship, "--json"] + fewPaths
    let one = try await CommandLineRun(arguments + ["--threads", "1"]).output
    let many = try await CommandLineRun(arguments + ["--threads", "7"]).output
    #expect(one == many)
    #expect(one.hasPrefix("{"))
  }

  @Test("another seed gives another result, and paths and seed stand in it")
  func seed() async throws {
    let first = try await CommandLineRun(["run", Self.base, "--json"] + fewPaths).output
    let other = try await CommandLineRun(
      ["run", Self.base, "--json", "--seed", "2"] + fewPaths
    ).output
    #expect(first != other)
    #expect(other.contains("\"seed\": 2") && other.contains("\"paths\": 6400"))
  }

  @Test("a saved result is the JSON, beside the table on standard output")
  func save() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/result.json"
    let printed = try await CommandLineRun(["run", Self.base, "--json"] + fewPaths).output
    let run = try await CommandLineRun(["run", Self.base, "-o", path] + fewPaths)
    #expect(run.code == .done)
    #expect(folder.text(of: "result.json") == printed)
    #expect(run.output.contains("TOTAL RETURN"))
    #expect(folder.names == ["result.json"])
    let again = try await CommandLineRun(["run", Self.base, "-o", path] + fewPaths)
    #expect(again.code == .cannotCreate)
    #expect(again.output.isEmpty, "refused before anything is simulated")
    let text = try #require(folder.text(of: "result.json"))
    #expect(!text.contains("threads") && !text.contains(Project.root))
  }

  @Test("CSV is tidy: seven columns, one row a statistic")
  func csv() async throws {
    let run = try await CommandLineRun(["run", Self.base, "--csv"] + fewPaths)
    let rows = run.output.split(separator: "\n")
    #expect(rows.first == "scenario,asset,horizon,statistic,value,se,unit")
    #expect(rows.count > 37 * 4 * 10)
  }

  @Test("a scenario compared with itself differs by nothing at all")
  func itself() async throws {
    let run = try await CommandLineRun(
      ["compare", Self.flagship, Self.flagship, "--csv"] + fewPaths
    )
    #expect(run.code == .done)
    let rows = run.output.split(separator: "\n").dropFirst()
    #expect(!rows.isEmpty)
    for row in rows {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      #expect(cells[cells.count - 3] == "0.0", "\(row)")
    }
  }

  @Test("a comparison names the input that differs and is paired")
  func compare() async throws {
    let run = try await CommandLineRun(
      ["compare", Self.flagship, "scenarios/surprise-hold.yaml"] + fewPaths
    )
    #expect(run.code == .done)
    #expect(run.output.contains("events.december.outcome"))
    #expect(run.output.contains("{−25bp: 97 %, hold: 3 %}  →  hold"))
    #expect(run.output.contains("same 6,400 worlds"))
  }

  @Test("scenarios that cannot share worlds are not compared, and the message says why")
  func incomparable() async throws {
    let folder = try TemporaryFolder()
    let head = "dovetail: 1\nhorizons: [1w]\n"
    let a = try folder.write(head + "asof: 2025-12-05\nrun: {seed: 3}\n", to: "a.yaml")
    let b = try folder.write(head + "asof: 2025-12-04\n", to: "b.yaml")
    let c = try folder.write(head + "asof: 2025-12-05\n", to: "c.yaml")
    let dates = try await CommandLineRun("compare", a, b)
    #expect(dates.code == .data)
    #expect(dates.error.contains("`asof` is 2025-12-05 in one and 2025-12-04 in the other"))
    let seeds = try await CommandLineRun("compare", a, c)
    #expect(seeds.code == .data)
    #expect(seeds.error.contains("`run.seed`") && seeds.error.contains("--seed 3"))
    let decided = try await CommandLineRun(["compare", a, c, "--seed", "3"] + fewPaths)
    #expect(decided.code == .done)
  }

  @Test("a horizon or statistic that is not there is a mistake of the command line")
  func absent() async throws {
    let horizon = try await CommandLineRun(["run", Self.base, "--horizon", "2y"] + fewPaths)
    #expect(horizon.code == .usage && horizon.error.contains("2y"))
    let statistic = try await CommandLineRun(
      ["run", Self.base, Self.flagship, "--statistic", "mode"] + fewPaths
    )
    #expect(statistic.code == .usage && statistic.error.contains("mode"))
  }

  @Test("the table fits the width it is given", arguments: [60, 80, 100, 140])
  func width(columns: Int) async throws {
    let run = try await CommandLineRun(
      ["run", Self.flagship, "--width", "\(columns)"] + fewPaths
    )
    for line in run.output.split(separator: "\n") {
      #expect(line.unicodeScalars.count <= columns, "\(line)")
    }
  }

  @Test("the plan is one JSON text with everything the engine reads")
  func plan() async throws {
    let run = try await CommandLineRun("check", Self.flagship, "--print", "plan", "--json")
    #expect(run.code == .done)
    #expect(run.output.hasPrefix("{") && run.output.hasSuffix("}\n"))
    for key in ["\"dovetail.plan/1\"", "\"weeks\"", "\"events\"", "\"coefficients\""] {
      #expect(run.output.contains(key))
    }
    #expect(run.error.isEmpty)
  }

  @Test("the scenario after `extends` reads back to the same plan")
  func normalised() async throws {
    let path = "scenarios/surprise-hold.yaml"
    let text = try await CommandLineRun("check", path, "--print", "scenario").output
    let again = try await CommandLineRun("check", "-", "--print", "scenario", input: text).output
    #expect(again == text)
    let plan = ["--print", "plan", "--json"]
    let original = try await CommandLineRun(["check", path] + plan).output
    let reread = try await CommandLineRun(["check", "-"] + plan, input: text).output
    #expect(original == reread)
  }

  @Test("the built-in model is listed, shown, and its file reads back to itself")
  func models() async throws {
    let list = try await CommandLineRun("models", "list").output
    #expect(list.hasPrefix("us-equities"))
    let card = try await CommandLineRun("models", "show", "us-equities")
    #expect(card.code == .done && card.output.contains("estimated"))
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/model.yaml"
    let saved = try await CommandLineRun("models", "show", "us-equities", "--yaml", "-o", path)
    #expect(saved.code == .done)
    let again = try await CommandLineRun("models", "show", path, "--yaml")
    #expect(again.output == folder.text(of: "model.yaml"))
    let unknown = try await CommandLineRun("models", "show", "us-bonds")
    #expect(unknown.code == .noInput && unknown.error.contains("us-equities"))
  }

  @Test("a saved copy of the built-in model gives the same numbers")
  func copiedModel() async throws {
    let folder = try TemporaryFolder()
    let model = try await CommandLineRun("models", "show", "us-equities", "--yaml").output
    try folder.write(model, to: "copy.yaml")
    let head = "dovetail: 1\nname: same\nasof: 2025-12-05\nhorizons: [1w]\n"
    let own = try folder.write(head + "model: copy.yaml\n", to: "own.yaml")
    let csv = ["--csv"] + fewPaths
    let copied = try await CommandLineRun(["run", own] + csv)
    let builtIn = try await CommandLineRun(["run", "-"] + csv, input: head)
    #expect(copied.code == .done, "\(copied.error)")
    #expect(copied.output == builtIn.output)
  }

  @Test("a recipe or data file that is missing is told apart")
  func calibrate() async throws {
    let folder = try TemporaryFolder()
    let none = try await CommandLineRun(
      "calibrate",
      "--recipe",
      "\(folder.path)/none.yaml",
      "--data",
      folder.path
    )
    #expect(none.code == .noInput)
    let recipe = "Sources/BuiltInModels/us-equities.recipe.yaml"
    let data = try await CommandLineRun("calibrate", "--recipe", recipe, "--data", folder.path)
    #expect(data.code == .data)
    #expect(data.error.contains("cannot find \(folder.path)/"))
  }

  @Test("nothing is printed beside the result under --quiet")
  func quiet() async throws {
    let check = try await CommandLineRun("check", Self.base, "-q")
    #expect(check.code == .done && check.output.isEmpty && check.error.isEmpty)
    let run = try await CommandLineRun(["run", Self.base, "-q"] + fewPaths)
    #expect(run.error.isEmpty && !run.output.isEmpty)
  }
}
