internal import ArgumentParser
import Texts

/// A command that runs in a session and answers with an exit code.
protocol Verb: ParsableCommand {
  var common: CommonOptions { get }
  func execute(in session: Session) async throws(CommandFailure) -> ExitCode
}

/// Options that every verb has.
struct CommonOptions: ParsableArguments {
  @Option(help: "When to colour the output.")
  var color: ColorChoice = .auto

  @Option(help: ArgumentHelp("Columns of the output.", valueName: "columns"))
  var width: Int?

  @Option(help: ArgumentHelp("How to print diagnostics.", valueName: "form"))
  var format: DiagnosticRenderer.Format = .full

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Also print facts about the work.")
  var verbose = false

  mutating func validate() throws {
    if let width, !(20...1_000).contains(width) {
      throw ValidationError("--width takes 20 to 1000 columns, not \(width)")
    }
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
  }
}

extension ColorChoice: ExpressibleByArgument {}

extension DiagnosticRenderer.Format: ExpressibleByArgument {}
