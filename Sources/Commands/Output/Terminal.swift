import Glibc

/// What is known of the place where a stream is read: colour and width.
struct Terminal: Hashable, Sendable {
  let isTerminal: Bool
  /// Columns of the window; nil where there is none.
  let columns: Int?

  init(descriptor: Int32) {
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    columns = isKnown ? Int(size.ws_col) : nil
  }

  /// Whether to colour, decided for each stream by itself.
  ///
  /// The option wins; then `NO_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb` as they are commonly
  /// understood; then whether somebody watches.
  func usesColor(_ choice: ColorChoice, environment: [String: String]) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto:
      if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return false }
      if environment["CLICOLOR_FORCE"].map({ !$0.isEmpty && $0 != "0" }) ?? false { return true }
      return isTerminal && environment["TERM"] != "dumb"
    }
  }
}

/// When to colour.
enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }
