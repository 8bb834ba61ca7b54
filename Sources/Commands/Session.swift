import Texts

/// One run of a command: its streams, and how the user wants them to look.
struct Session: Sendable {
  let streams: Streams
  let width: Int
  let colorsOutput: Bool
  let colorsError: Bool
  let isQuiet: Bool
  let isVerbose: Bool
  let diagnosticFormat: DiagnosticRenderer.Format

  /// Columns where no window tells.
  private static let defaultWidth = 100

  init(streams: Streams, options: CommonOptions) {
    let output = Terminal(descriptor: streams.output.descriptor)
    let error = Terminal(descriptor: streams.error.descriptor)
    self.streams = streams
    width = options.width ?? output.columns ?? Self.defaultWidth
    colorsOutput = output.usesColor(options.color, environment: streams.environment)
    colorsError = error.usesColor(options.color, environment: streams.environment)
    isQuiet = options.quiet
    isVerbose = options.verbose
    diagnosticFormat = options.format
  }

  /// Whether somebody watches standard error, so that a progress line makes sense.
  var showsProgress: Bool {
    !isQuiet && Terminal(descriptor: streams.error.descriptor).isTerminal
  }

  /// Prints a part of the result.
  func print(_ text: String) throws(CommandFailure) { try streams.output.write(text) }

  /// Prints a remark that `--quiet` silences.
  func remark(_ text: String) throws(CommandFailure) {
    guard !isQuiet else { return }
    try streams.error.write(text)
  }

  /// Prints a fact about the work that only `--verbose` asks for.
  func detail(_ text: String) throws(CommandFailure) {
    guard isVerbose else { return }
    try streams.error.write(text)
  }

  /// Writes a text to a file, or prints it where there is none or it is `-`.
  func deliver(
    _ text: String,
    to path: String?,
    isReplacing: Bool
  ) throws(CommandFailure) {
    guard let path, path != "-" else { return try print(text) }
    try OutputFile(path: path, isReplacing: isReplacing).write(text)
    try remark("wrote \(path)\n")
  }
}
