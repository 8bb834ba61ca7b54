import ArgumentParser
import Glibc
import ReferenceJob

/// Measures everything in turn and prints it beside the goals.
struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Measures job J, its NumPy peers and the flagship scenario, beside the goals."
  )

  @Option(help: "Repetitions of all cases in turn.")
  var repeats = 5

  @Option(help: "Simulated paths.")
  var paths = 1_000_000

  @Option(help: "The program dovetail.")
  var program = ".build/release/dovetail"

  @Option(help: "The folder of the NumPy programs.")
  var peers = "../shared/benchmark"

  @Option(name: .customLong("json"), help: "Save every number there, as JSON.")
  var output: String?

  mutating func validate() throws {
    guard (1...1_000).contains(repeats) else {
      throw ValidationError("--repeats takes 1 to 1000, not \(repeats)")
    }
    guard (10_000...100_000_000).contains(paths) else {
      throw ValidationError("--paths takes 10000 to 100000000, not \(paths)")
    }
  }

  func run() throws {
    let bench = Bench(
      own: "/proc/\(getpid())/exe",
      program: program,
      peers: peers,
      paths: paths,
      scenario: "scenarios/december-cut.yaml",
      other: "scenarios/surprise-hold.yaml"
    )
    let isTerminal = isatty(2) == 1
    let measurement = Measurement(bench, machine: .current(), repetitions: repeats) { text in
      guard isTerminal else { return }
      Self.say("\u{1B}[2K\r\(text)")
    }
    if isTerminal { Self.say("\u{1B}[2K\r") }
    let report = BenchReport(measurement: measurement)
    print(report.text, terminator: "")
    if let output { try SavedFile.write(report.json.text(), to: output) }
  }

  /// Shows where the measurement is; a failure to show it changes nothing.
  private static func say(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
