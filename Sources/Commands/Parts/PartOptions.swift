internal import ArgumentParser
import Simulation

/// How much of a run is done here, where its state is kept, and what it may take.
struct PartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Simulate share i of N only, and write it to --part; `merge` joins them.",
      valueName: "i/N"
    )
  )
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Keep the state of the run there, now and then and when it is stopped.",
      valueName: "file"
    )
  )
  var part: String?

  @Flag(help: "Go on from the file of --part, where there is one.")
  var resume = false

  @Option(
    name: .customLong("max-time"),
    help: ArgumentHelp(
      "Stop simulating then: 90s, 10min, 2h. (at least 4,096 paths)",
      valueName: "time"
    )
  )
  var maxTime: TimeLimit?

  @Option(
    name: .customLong("max-memory"),
    help: ArgumentHelp(
      "Use fewer threads where all would take more: 500M, 2G.",
      valueName: "size"
    )
  )
  var maxMemory: MemoryLimit?

  mutating func validate() throws {
    if shard != nil && part == nil { throw ValidationError("--shard needs --part, to write to") }
    if resume && part == nil { throw ValidationError("--resume needs --part, to go on from") }
    if part == "-" { throw ValidationError("--part takes a file, not -") }
  }

  /// Refuses what a share of a run cannot give, and a state of several runs.
  func check(files: Int, isShown: Bool, result: ResultOptions) throws {
    if part != nil && files > 1 {
      throw ValidationError("--part keeps the state of one run; give one file")
    }
    if shard != nil && (result.json || result.csv || result.output != nil || isShown) {
      throw ValidationError(
        "--shard gives no result yet; `dovetail merge` takes --json, --csv, --output and what to show"
      )
    }
  }

  /// Says early that the file could not be created, or is there and nobody said what to do with it.
  func checkTarget(isReplacing: Bool) throws(CommandFailure) {
    guard let part, !resume else { return }
    let file = OutputFile(path: part, isReplacing: isReplacing)
    do throws(CommandFailure) {
      try file.checkTarget()
    } catch {
      guard case .message(let code, let text, .some) = error else { throw error }
      throw .message(code, text, help: "`--resume` goes on from it, `--force` replaces it")
    }
  }

  /// Whether a file keeps the state of the run.
  var keepsState: Bool { part != nil }

  /// When the limit on time is reached, on the clock's seconds.
  var deadline: Double? { maxTime.map { Clock.seconds + $0.seconds } }

  /// What of this holds for a run by a verb that must end at `deadline`.
  func limits(of command: String, isReplacing: Bool, deadline: Double?) -> RunLimits {
    RunLimits(
      command: command,
      shard: shard,
      path: part,
      resumes: resume,
      isReplacing: isReplacing,
      deadline: deadline,
      maxMemory: maxMemory
    )
  }
}

/// The share of a run that is asked for, where its state is kept, and when it ends.
struct RunLimits {
  var command = ""
  var shard: Shard?
  /// The file of the state; nil: none is kept.
  var path: String?
  var resumes = false
  var isReplacing = false
  /// On the clock's seconds; nil: none.
  var deadline: Double?
  var maxMemory: MemoryLimit?

  /// The file of the state, with what it must say; nil where none is kept.
  func store(of study: Study, _ scenarios: [PreparedScenario], _ session: Session) -> PartStore? {
    path.map { path in
      PartStore(
        session: session,
        path: path,
        header: PartHeader(
          command: command,
          inputs: scenarios.flatMap(\.inputs),
          study: study,
          shard: shard
        ),
        isReplacing: isReplacing || resumes
      )
    }
  }
}

extension Shard: ExpressibleByArgument {
  /// `3/8`.
  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else {
      return nil
    }
    self.init(number: number, count: count)
  }
}

/// A length of time: a number and `s`, `min` or `h`.
struct TimeLimit: ExpressibleByArgument, Hashable, Sendable {
  let seconds: Double
  /// As it was written.
  let text: String

  init?(argument: String) {
    let units = ["s": 1.0, "sec": 1, "m": 60, "min": 60, "h": 3_600, "d": 86_400]
    let number = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = argument.dropFirst(number.count).trimmingPrefix { $0 == " " }
    guard let value = Double(number), let factor = units[String(unit)],
      (0.001...31_536_000).contains(value * factor)
    else { return nil }
    seconds = value * factor
    text = argument
  }
}
