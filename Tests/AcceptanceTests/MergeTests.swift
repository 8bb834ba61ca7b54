import Commands
import Glibc
import Testing

@Suite("Shards, merging and resuming")
struct MergeTests {
  static let flagship = "scenarios/december-cut.yaml"
  static let hold = "scenarios/surprise-hold.yaml"

  let folder: TemporaryFolder

  init() throws {
    try #require(Project.isWorkingDirectory)
    folder = try TemporaryFolder()
  }

  /// Runs all shards of a command line and gives their files.
  private func shards(
    _ command: [String],
    of count: Int,
    threads: (Int) -> Int = { _ in 1 }
  ) async throws -> [String] {
    var files: [String] = []
    for number in 1...count {
      let file = "\(folder.path)/\(number)-\(count).part"
      let run = try await CommandLineRun(
        command + fewPaths + [
          "--shard", "\(number)/\(count)", "--part", file, "--threads", "\(threads(number))",
        ]
      )
      #expect(run.code == .done, "\(run.error)")
      #expect(run.output.isEmpty)
      files.append(file)
    }
    return files
  }

  @Test(
    "shards of a run merge to its very bytes, in any order, by any number of workers",
    arguments: 1...8
  )
  func run(count: Int) async throws {
    let whole = try await CommandLineRun(["run", Self.flagship, "--json"] + fewPaths)
    var files = try await shards(["run", Self.flagship], of: count) { $0 % 4 + 1 }
    files.reverse()
    files.swapAt(0, count / 2)
    let joined = try await CommandLineRun(
      ["merge", "--json", "--threads", "\((count + 1) % 4 + 1)"] + files
    )
    #expect(joined.code == whole.code)
    #expect(joined.output == whole.output)
    #expect(joined.error == whole.error)
  }

  @Test("the table, CSV and chosen horizon of merged shards are those of one run")
  func forms() async throws {
    let files = try await shards(["run", Self.flagship], of: 3)
    for form in [[], ["--csv"], ["--horizon", "1mo"]] {
      let whole = try await CommandLineRun(["run", Self.flagship] + form + fewPaths)
      let joined = try await CommandLineRun(["merge"] + files + form)
      #expect(joined.output == whole.output)
      #expect(joined.code == whole.code)
    }
    let wrong = try await CommandLineRun(["merge", "--horizon", "2y"] + files)
    #expect(wrong.code == .usage)
  }

  @Test("shards of a comparison merge to its very bytes", arguments: [1, 2, 5])
  func compare(count: Int) async throws {
    let command = ["compare", Self.flagship, Self.hold]
    let files = try await shards(command, of: count) { $0 % 4 + 1 }
    for form in [["--json"], []] {
      let whole = try await CommandLineRun(command + form + fewPaths)
      let joined = try await CommandLineRun(["merge"] + form + files.reversed())
      #expect(joined.output == whole.output)
      #expect(joined.code == whole.code)
    }
  }

  @Test(
    "shards merge to the bytes of one run whatever the draws, drawdowns and means are",
    arguments: [
      ["--sampling", "antithetic"], ["--sampling", "sobol", "--drawdown", "continuous"],
      ["--plain-means"],
    ]
  )
  func schemes(options: [String]) async throws {
    let command = ["run", Self.flagship] + options
    let whole = try await CommandLineRun(command + ["--json"] + fewPaths)
    let files = try await shards(command, of: 3) { $0 }
    let joined = try await CommandLineRun(["merge", "--json"] + files.reversed())
    #expect(joined.output == whole.output)
    let plain = try await CommandLineRun(
      ["run", Self.flagship, "--shard", "3/3", "--part", files[2], "--force"] + fewPaths
    )
    #expect(plain.code == .done)
    let mixed = try await CommandLineRun(["merge"] + files)
    #expect(mixed.code == .data)
    #expect(mixed.error.contains("are not of one run: `"), "\(mixed.error)")
  }

  @Test("expectations of merged shards decide the exit code as those of one run do")
  func expectations() async throws {
    let path = try folder.write(
      """
      dovetail: 1
      asof: 2025-12-05
      horizons: [1mo]
      expect:
        - P(sp-500 < 0 % at 1mo) < 5 %

      """,
      to: "fails.yaml"
    )
    let files = try await shards(["run", path], of: 2)
    #expect(try await CommandLineRun(["merge"] + files).code == .negative)
  }

  @Test("merging needs the parts alone: scenario, extended file and model may be gone")
  func alone() async throws {
    let model = try #require(Project.text(of: "scenarios/models/us-equities-2018.yaml"))
    try folder.write(model, to: "model.yaml")
    let base = try #require(Project.text(of: "scenarios/replay-2022-cpi-day.yaml"))
    try folder.write(
      base.replacing("models/us-equities-2018.yaml", with: "model.yaml"),
      to: "base.yaml"
    )
    let path = try folder.write("dovetail: 1\nextends: base.yaml\nname: mine\n", to: "mine.yaml")
    let whole = try await CommandLineRun(["run", path, "--json"] + fewPaths)
    try #require(whole.code == .done, "\(whole.error)")
    let files = try await shards(["run", path], of: 2)
    for name in ["model.yaml", "base.yaml", "mine.yaml"] { _ = unlink("\(folder.path)/\(name)") }
    let joined = try await CommandLineRun(["merge", "--json"] + files)
    #expect(joined.output == whole.output)
    // What is only doubtful in the texts is said again.
    #expect(joined.error == whole.error)
  }

  @Test("parts that do not belong together are refused, and what differs is named")
  func foreign() async throws {
    let files = try await shards(["run", Self.flagship], of: 2)
    func part(_ arguments: [String]) async throws -> String {
      let file = "\(folder.path)/other.part"
      _ = unlink(file)
      let run = try await CommandLineRun(arguments + ["--shard", "2/2", "--part", file])
      try #require(run.code == .done, "\(run.error)")
      return file
    }
    let others: [([String], String)] = [
      (["run", Self.flagship, "--seed", "7"] + fewPaths, "`seed` is 1 in one and 7 in the other"),
      (["run", Self.flagship, "--paths", "12800"], "`paths` is 6400 in one and 12800"),
      (["run", Self.hold] + fewPaths, "december-cut.yaml and scenarios/surprise-hold.yaml"),
      (["compare", Self.flagship, Self.hold] + fewPaths, "the command is run in one and compare"),
    ]
    for (arguments, text) in others {
      let run = try await CommandLineRun("merge", files[0], try await part(arguments))
      #expect(run.code == .data)
      #expect(run.error.contains(text), "\(run.error)")
      #expect(run.output.isEmpty)
    }
  }

  @Test("parts that overlap, leave a gap, are cut, or are none, are refused with their names")
  func incomplete() async throws {
    let files = try await shards(["run", Self.flagship], of: 4)
    func refusal(_ files: [String]) async throws -> String {
      let run = try await CommandLineRun(["merge"] + files)
      #expect(run.code == .data)
      #expect(run.output.isEmpty)
      return run.error
    }
    #expect(
      try await refusal([files[0], files[2], files[3]])
        .contains("shard 2/4 is missing: paths 1,601–3,200 of 6,400")
    )
    #expect(try await refusal([files[2]]).contains("shards 1/4, 2/4 and 4/4 are missing"))
    #expect(
      try await refusal(files + [files[1]])
        .contains("2-4.part overlap: both have paths 1,601–3,200")
    )
    let thirds = try await shards(["run", Self.flagship], of: 3)
    #expect(try await refusal([files[0], thirds[1], thirds[2]]).contains("1,601–2,112 of 6,400"))
    #expect(
      try await refusal([thirds[0]] + files[1...]).contains("overlap: both have paths 1,601–2,112")
    )
    let text = try folder.write("dovetail: 1\n", to: "no.part")
    #expect(try await refusal([text]).contains("cannot use \(text): it is not a part"))
    #expect(truncate(files[3], 50_000) == 0)
    #expect(try await refusal(files).contains("4-4.part: it is cut short: 50000 of"))
    let none = try await CommandLineRun("merge", "\(folder.path)/none.part")
    #expect(none.code == .noInput)
  }

  @Test("a run that the limit on time stops again and again ends with the bytes of one run")
  func resume() async throws {
    let file = "\(folder.path)/run.part"
    let command = ["run", Self.flagship, "--paths", "10000", "--json"]
    let whole = try await CommandLineRun(command)
    // 4,096 paths are simulated whatever the limit.
    for paths in ["4,096", "8,192"] {
      let run = try await CommandLineRun(
        command + ["--part", file, "--resume", "--max-time", "0.001s"]
      )
      #expect(run.code == .limit)
      #expect(run.output.isEmpty)
      #expect(run.error.contains("run.part has \(paths) of 10,000 paths"), "\(run.error)")
      let early = try await CommandLineRun("merge", file)
      #expect(early.code == .data)
      #expect(early.error.contains("run.part is not complete: paths"))
    }
    #expect(folder.names == ["run.part"])
    let last = try await CommandLineRun(command + ["--part", file, "--resume", "--threads", "3"])
    #expect(last.code == whole.code)
    #expect(last.output == whole.output)
    // Its file has the whole run now, and what it says can be had again.
    for again in [command + ["--part", file, "--resume"], ["merge", file, "--json"]] {
      #expect(try await CommandLineRun(again).output == whole.output)
    }
  }

  @Test("a shard that was interrupted leaves a part, and goes on from it")
  func interrupted() async throws {
    let files = (1...2).map { "\(folder.path)/\($0).part" }
    func command(_ number: Int) -> [String] {
      ["run", Self.flagship] + fewPaths + ["--shard", "\(number)/2", "--part", files[number - 1]]
    }
    let work = Task { try await CommandLineRun(command(1)) }
    work.cancel()
    let stopped = try await work.value
    #expect(stopped.code == .interrupted)
    #expect(stopped.error.contains("1.part has 0 of 3,200 paths of shard 1/2"))
    _ = try await CommandLineRun(command(2))
    let early = try await CommandLineRun(["merge"] + files)
    #expect(early.code == .data)
    for _ in 0..<2 {
      let resumed = try await CommandLineRun(command(1) + ["--resume"])
      #expect(resumed.code == .done)
      #expect(resumed.error == "\(files[0]) has 3,200 of 3,200 paths of shard 1/2\n")
    }
    let whole = try await CommandLineRun(["run", Self.flagship, "--json"] + fewPaths)
    #expect(try await CommandLineRun(["merge", "--json"] + files).output == whole.output)
  }

  @Test("a file that is there is neither replaced nor gone on from unless that is asked for")
  func occupied() async throws {
    let file = try folder.write("mine\n", to: "my.part")
    let command = ["run", Self.flagship, "--shard", "1/2", "--part", file] + fewPaths
    let refused = try await CommandLineRun(command)
    #expect(refused.code == .cannotCreate)
    #expect(refused.error.contains("--resume") && refused.error.contains("--force"))
    let resumed = try await CommandLineRun(command + ["--resume"])
    #expect(resumed.code == .data)
    #expect(folder.text(of: "my.part") == "mine\n")
    #expect(try await CommandLineRun(command + ["--force"]).code == .done)
    for (change, text) in [
      (["--seed", "3"], "cannot go on from \(file): `seed` is 1 in one and 3 in the other"),
      (["--shard", "2/2"], "it is of shard 1/2, and this is shard 2/2"),
    ] {
      let other = try await CommandLineRun(command + change + ["--resume"])
      #expect(other.code == .data)
      #expect(other.error.contains(text), "\(other.error)")
    }
    #expect(folder.names == ["my.part"])
    let nowhere = try await CommandLineRun(
      ["run", Self.flagship, "--part", "/nowhere/at/all.part"] + fewPaths
    )
    #expect(nowhere.code == .cannotCreate)
  }

  @Test("a run that the limit on time stops reports on its first paths, and says so")
  func limited() async throws {
    let command = ["run", Self.flagship, "--max-time", "0.001s"]
    let fewer = try await CommandLineRun("run", Self.flagship, "--paths", "4096", "--json")
    let run = try await CommandLineRun(command + ["--json"])
    #expect(run.code == .limit)
    #expect(run.output.contains("\"paths\": 4096,\n  \"paths_asked\": 200000,"))
    let rest = run.output.split(separator: "\n").filter { !$0.contains("paths_asked") }
    #expect(rest == fewer.output.split(separator: "\n"))
    #expect(run.error.contains("stopped by --max-time after 4,096 of 200,000 paths"))
    let page = try await CommandLineRun(command)
    #expect(page.output.contains("4,096 of 200,000 paths · seed 1"))
    let two = try await CommandLineRun(command + [Self.hold])
    #expect(two.code == .limit && two.output.contains("4,096 of 200,000 paths ·"))
    let both = try await CommandLineRun(
      "compare",
      Self.flagship,
      Self.hold,
      "--max-time",
      "0.001s"
    )
    #expect(both.code == .limit && both.output.contains("same 4,096 of 200,000 worlds"))
  }

  @Test("a run with a precision takes as many paths as that takes, and says how many")
  func precision() async throws {
    let run = try await CommandLineRun("run", Self.flagship, "--precision", "1pp", "--json")
    let plain = try await CommandLineRun("run", Self.flagship, "--paths", "32768", "--json")
    #expect(run.code == plain.code)
    #expect(run.output == plain.output)
  }

  @Test(
    "options that cannot be together, or mean nothing, are mistakes of the command line",
    arguments: [
      ["--shard", "1/2"], ["--resume"], ["--part", "-"], ["--shard", "3/2", "--part", "x"],
      ["--shard", "0/2", "--part", "x"], ["--shard", "1", "--part", "x"],
      ["--shard", "1/2", "--part", "x", "--json"], ["--shard", "1/2", "--part", "x", "-o", "y"],
      ["--shard", "1/2", "--part", "x", "--horizon", "1mo"], ["--max-time", "10"],
      ["--max-memory", "10"], ["--max-memory", "x"], ["--max-memory", "1P"],
      ["--max-memory", "20M"], ["--max-time", "0s"], ["--max-time", "-1s"],
      ["--max-time", "1 week"],
      ["--precision", "1pp", "--part", "x"], ["--precision", "1pp", "--max-time", "9s"],
      ["--precision", "1pp", "--shard", "1/2", "--part", "x"], [hold, "--part", "x"],
      ["--paths", "128", "--shard", "1/3", "--part", "/tmp/x-of-three"],
    ]
  )
  func usage(arguments: [String]) async throws {
    let run = try await CommandLineRun(["run", Self.flagship] + arguments)
    #expect(run.code == .usage, "\(run.error)")
    #expect(run.output.isEmpty)
  }
}
