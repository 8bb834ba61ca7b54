/// Why a command ends early.
enum CommandFailure: Error, Hashable, Sendable {
  /// The reader of our output went away: not an error.
  case closedPipe
  /// The work was cancelled by a signal.
  case cancelled
  /// Everything has been said already, as diagnostics.
  case reported(ExitCode)
  /// To be said in one line, and perhaps a line of help.
  case message(ExitCode, String, help: String? = nil)

  var exitCode: ExitCode {
    switch self {
    case .closedPipe: .done
    case .cancelled: .interrupted
    case .reported(let code), .message(let code, _, _): code
    }
  }
}
