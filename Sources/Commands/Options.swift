internal import ArgumentParser
import Domain
import Glibc
import Numerics

/// How a scenario is simulated, where the command line differs from the file.
struct SimulationOptions: ParsableArguments {
  /// More would keep a machine busy for days; ask for it in several seeds.
  static let pathRange = 64...100_000_000

  @Option(help: ArgumentHelp("Simulated paths, instead of the scenario's.", valueName: "number"))
  var paths: Int?

  @Option(help: ArgumentHelp("Seed of all draws, instead of the scenario's.", valueName: "number"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Threads to use; never changes a number. (default: all)",
      valueName: "number"
    )
  )
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Observe drawdowns weekly or at every moment, by Brownian bridges: weekly or continuous.",
      valueName: "when"
    )
  )
  var drawdown: DrawdownObservation = .weekly

  @Option(
    help: ArgumentHelp(
      "How draws depend on each other: independent, antithetic or sobol.",
      valueName: "scheme"
    )
  )
  var sampling: SamplingScheme = .independent

  @Option(
    help: ArgumentHelp(
      "Add paths until every headline's standard error is below this, e.g. 0.05pp.",
      valueName: "points"
    )
  )
  var precision: PrecisionGoal?

  @Flag(help: "Take means of paths as they are, without control variates.")
  var plainMeans = false

  @Option(
    help: ArgumentHelp(
      "Instructions to use: avx512, avx2 or portable; never changes a number. (default: the best)",
      valueName: "set"
    )
  )
  var instructions: InstructionSet?

  mutating func validate() throws {
    if let instructions, !instructions.use() {
      throw ValidationError("this processor does not have \(instructions.name)")
    }
    if let paths, !Self.pathRange.contains(paths) {
      throw ValidationError("--paths takes 64 to 100000000, not \(paths)")
    }
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads takes 1 to 1024, not \(threads)")
    }
  }

  /// The scenario's settings under these options.
  func settings(of scenario: Scenario) -> RunSettings {
    var settings = scenario.run
    if let paths { settings.paths = paths }
    if let seed { settings.seed = seed }
    settings.drawdown = drawdown
    settings.sampling = sampling
    settings.controlsMeans = !plainMeans
    if let precision { settings.precision = precision.points }
    return settings
  }

  /// Paths at which a run to a precision stops: far away unless it is given here.
  var precisionLimit: Int { paths ?? 20_000_000 }

  /// Threads as asked for, or as many as this process may run on.
  var threadCount: Int { Self.threadCount(threads) }

  static func threadCount(_ threads: Int?) -> Int {
    threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
}

/// A standard error in percentage points, as the command line has it.
struct PrecisionGoal: ExpressibleByArgument {
  let points: Double

  init?(argument: String) {
    guard argument.hasSuffix("pp"), let points = Double(argument.dropLast(2)),
      (0.000_1...10).contains(points)
    else { return nil }
    self.points = points
  }
}

extension InstructionSet: ExpressibleByArgument {
  init?(argument: String) { self.init(name: argument) }

  static var allValueStrings: [String] { allCases.reversed().map(\.name) }
}

extension DrawdownObservation: ExpressibleByArgument {}
extension SamplingScheme: ExpressibleByArgument {}

/// What form results take and where they go.
struct ResultOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Print tidy CSV: a heading, and a row for each number with its error.")
  var csv = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Save the result there, as JSON unless --csv, and print the table.",
      valueName: "file"
    )
  )
  var output: String?

  @Flag(help: "Replace a file that is there.")
  var force = false

  mutating func validate() throws {
    if json && csv { throw ValidationError("--json and --csv exclude each other") }
  }

  /// The file to save to; nil where there is none or it is standard output.
  var file: OutputFile? {
    guard let output, output != "-" else { return nil }
    return OutputFile(path: output, isReplacing: force)
  }

  /// Whether the table goes to standard output.
  var printsTable: Bool {
    output == nil ? !json && !csv : output != "-"
  }

  /// Whether nothing is given but the table.
  var isTableOnly: Bool { file == nil && printsTable }

  /// Delivers a result: saved, or printed in the form asked for, or as the table.
  func deliver(
    in session: Session,
    table: () throws(CommandFailure) -> String,
    json: () -> String,
    csv: () -> String
  ) throws(CommandFailure) {
    if let file {
      try file.write(self.csv ? csv() : json())
      try session.remark("wrote \(file.path)\n")
    } else if !printsTable {
      try session.print(self.csv ? csv() : json())
    }
    if printsTable && !(session.isQuiet && file != nil) { try session.print(table()) }
  }
}
