import Commands
import Testing

@Suite("Memory")
struct MemoryTests {
  private static let run = ["run", "scenarios/december-cut.yaml"]
  private static let compare = ["compare", "scenarios/base.yaml", "scenarios/december-cut.yaml"]

  init() throws { try #require(Project.isWorkingDirectory) }

  /// Estimated and measured memory of the program run to its end, in MiB.
  private func memory(_ arguments: [String]) throws -> (said: Int, taken: Int) {
    let program = try #require(BuiltProgram.path)
    let run = try BuiltProgram.run(program, arguments + ["-v"])
    let lines = run.error.split(separator: "\n").filter { $0.hasPrefix("memory: ") }
    let numbers = lines.compactMap { line in
      line.split(separator: " ").compactMap { $0.hasSuffix("M") ? Int($0.dropLast()) : nil }.first
    }
    try #require(run.status == 0 && numbers.count == 2, "\(run.error)")
    return (numbers[0], numbers[1])
  }

  /// What the program says it takes, in MiB.
  private func estimate(_ arguments: [String]) async throws -> Int {
    let run = try await CommandLineRun(arguments + ["-v"])
    let line = try #require(run.error.split(separator: "\n").first { $0.hasPrefix("memory:") })
    return try #require(Int(line.split(separator: " ")[2].dropLast()))
  }

  @Test(
    "a run takes no more memory than it says, and not much less",
    arguments: [(run, 1), (run, 2), (run, 4), (compare, 1), (compare, 3)]
  )
  func measured(command: [String], threads: Int) throws {
    let (said, taken) = try memory(command + ["--paths", "40000", "--threads", "\(threads)"])
    #expect(taken <= said)
    #expect(taken > said / 2)
  }

  @Test(
    "a run with a tail takes no more memory than it says, and says more than one without",
    arguments: [1, 3]
  )
  func tail(threads: Int) throws {
    // With a tail everything is read.
    let plain = Self.run + ["--paths", "40000", "--threads", "\(threads)", "--json"]
    let (said, taken) = try memory(plain + ["--tail", "sp-500 < -20 % at 6mo"])
    #expect(taken <= said)
    #expect(taken > said / 2)
    // Two strata of 8,192 bins of six sums of 16 bytes for each worker, and for their sum.
    let sums = 1.5 * Double(threads + 1)
    let more = Double(said - (try memory(plain)).said)
    #expect(more >= sums && more < 3 * sums + 8, "\(more)")
  }

  @Test("the limit on memory counts the pass of a tail")
  func tailLimit() async throws {
    let command = Self.run + fewPaths + ["--json", "--tail", "sp-500 at 6mo"]
    let two = try await estimate(command + ["--threads", "2"])
    let run = try await CommandLineRun(
      command + ["--threads", "2", "-v", "--max-memory", "\(two - 1)M"]
    )
    #expect(run.error.contains("on 1 thread\n"), "\(run.error)")
  }

  @Test("more paths take no more memory")
  func paths() throws {
    let few = try memory(Self.run + ["--paths", "40000", "--threads", "1"])
    let many = try memory(Self.run + ["--paths", "400000", "--threads", "1"])
    #expect(few.said == many.said)
    #expect(many.taken < few.taken + 4)
  }

  @Test("the limit on memory takes threads away, and no number changes")
  func limit() async throws {
    let command = Self.run + fewPaths + ["--json"]
    let whole = try await CommandLineRun(command)
    let one = try await estimate(command + ["--threads", "1"])
    let two = try await estimate(command + ["--threads", "2"])
    for (limit, words) in [
      (one, "on 1 thread\n"), (two - 1, "on 1 thread\n"), (two, "on 2 threads\n"),
    ] {
      let run = try await CommandLineRun(
        command + ["--threads", "8", "-v", "--max-memory", "\(limit)M"]
      )
      #expect(run.error.contains(words), "\(run.error)")
      #expect(run.output == whole.output)
    }
    let none = try await CommandLineRun(command + ["--max-memory", "\(one - 1)M"])
    #expect(none.code == .usage)
    #expect(
      none.error.contains("--max-memory \(one - 1)M is too little: one thread takes about \(one)M")
    )
  }
}
