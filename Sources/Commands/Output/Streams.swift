import Glibc

/// Where a command reads and writes, and the part of the environment that looks depend on.
///
/// Nothing here can change a number.
package struct Streams: Sendable {
  let input: Int32
  let output: OutputStream
  let error: OutputStream
  let environment: [String: String]
  /// How long a signal waits for work that has something to save.
  let patience = Patience()

  /// Streams over open descriptors, which stay the caller's.
  package init(input: Int32, output: Int32, error: Int32, environment: [String: String]) {
    self.input = input
    self.output = OutputStream(descriptor: output, name: "standard output")
    self.error = OutputStream(descriptor: error, name: "standard error")
    self.environment = environment
  }

  /// The process's own, with the variables that decide on colour.
  static var process: Streams {
    var environment: [String: String] = [:]
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "TERM"] {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    return Streams(input: 0, output: 1, error: 2, environment: environment)
  }
}
