import ArgumentParser
import Glibc
import Numerics
import ReferenceJob
import Reporting

extension InstructionSet: ExpressibleByArgument {
  init?(argument: String) { self.init(name: argument) }

  static var allValueStrings: [String] { allCases.map(\.name) }
}

/// Runs job J alone, so that it can be timed from outside.
struct JobCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job-j",
    abstract: "Runs job J: 12 steps, 10 factors, 30 assets."
  )

  @Option(help: "Simulated paths.")
  var paths = 1_000_000

  @Option(help: "Threads to use; never changes a number.")
  var threads = 1

  @Option(help: "Instruction set: avx512, avx2 or portable. (default: the best there is)")
  var level: InstructionSet?

  @Option(help: "Seed of all draws.")
  var seed: UInt64 = 1

  @Flag(help: "Print every statistic as JSON.")
  var json = false

  mutating func validate() throws {
    let range = LatticeRun.pathRange
    guard range.contains(paths) else {
      throw ValidationError(
        "--paths takes \(range.lowerBound) to \(range.upperBound), not \(paths)"
      )
    }
    guard (1...1_024).contains(threads) else {
      throw ValidationError("--threads takes 1 to 1024, not \(threads)")
    }
    if let level, !level.isAvailable {
      throw ValidationError("this machine has no \(level.name)")
    }
  }

  func run() async throws {
    let run = LatticeRun(.jobJ, level: level ?? .best, paths: paths, seed: seed)
    let started = ResourceUse.now()
    let tally = try await run.tally(threads: threads)
    let summary = LatticeSummary(tally)
    let report = JobReport(
      run: run,
      threads: threads,
      summary: summary,
      use: ResourceUse.now().since(started),
      peak: ResourceUse.peakMemory()
    )
    print(json ? report.json.text() : report.text, terminator: "")
  }
}
