internal import ArgumentParser
import Glibc

/// The command line: one verb for each thing a user wants done.
package enum Commands {
  /// Runs what the process's arguments ask for and ends the process.
  ///
  /// The work has its own tasks; this thread waits for signals.
  package static func main() -> Never {
    ignoreFileSignals()
    let interruption = Interruption()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let streams = Streams.process
    let work = Task {
      let code = await run(arguments: arguments, streams: streams)
      exit((interruption.exitCode ?? code).rawValue)
    }
    interruption.wait(streams.patience) { work.cancel() }
  }

  /// Runs one command line in this process, and gives the exit code.
  package static func run(arguments: [String], streams: Streams) async -> ExitCode {
    do throws(CommandFailure) {
      return try await execute(arguments, streams: streams)
    } catch {
      return say(error, to: streams)
    }
  }

  private static func execute(
    _ arguments: [String],
    streams: Streams
  ) async throws(CommandFailure) -> ExitCode {
    var command: any ParsableCommand
    do {
      command = try RootCommand.parseAsRoot(arguments)
      // The parser's own commands, help among them, speak by throwing.
      if !(command is any Verb) { try command.run() }
    } catch {
      return try answer(error, streams: streams)
    }
    guard let verb = command as? any Verb else { return .done }
    return try await verb.execute(in: Session(streams: streams, options: verb.common))
  }

  /// Prints what the argument parser has to say: help and versions, or what is wrong.
  private static func answer(
    _ error: any Error,
    streams: Streams
  ) throws(CommandFailure) -> ExitCode {
    let message = RootCommand.fullMessage(for: error) + "\n"
    guard RootCommand.exitCode(for: error).isSuccess else {
      try streams.error.write(message)
      return .usage
    }
    try streams.output.write(message)
    return .done
  }

  /// Says why a command ended early; a failure to say it changes nothing.
  static func say(_ failure: CommandFailure, to streams: Streams) -> ExitCode {
    if case .message(let code, let text, let help) = failure {
      var lines = "dovetail: \(text)\n"
      if let help { lines += "  help: \(help)\n" }
      if code == .defect { lines += "  This is a defect of dovetail, not of your files.\n" }
      try? streams.error.write(lines)
    }
    return failure.exitCode
  }

  /// Makes a closed pipe and a file grown too large errors of the write that meets them.
  private static func ignoreFileSignals() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }
}
