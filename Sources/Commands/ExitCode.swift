/// What the process says to its caller, after BSD's sysexits where it has a number for it.
package enum ExitCode: Int32, CaseIterable, Hashable, Sendable {
  /// Done, and every expectation held.
  case done = 0
  /// Done, and the answer is no: an expectation failed.
  case negative = 1
  /// An expectation lies within 3 standard errors of its limit.
  case inconclusive = 3
  /// The command line is wrong.
  case usage = 64
  /// A scenario, model or data file is wrong, or a file named inside one is missing.
  case data = 65
  /// A file named on the command line cannot be found or opened.
  case noInput = 66
  /// A defect of ours.
  case defect = 70
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// A limit that the user set was reached.
  case limit = 75
  case interrupted = 130
  case terminated = 143

  /// From the worst to the best: of several results the first one here wins.
  private static let order: [ExitCode] = [
    .interrupted, .terminated, .defect, .inputOutput, .cannotCreate, .noInput, .data, .usage,
    .limit, .negative, .inconclusive, .done,
  ]

  /// The code of several results together; `done` for none.
  package static func worst(of codes: some Sequence<ExitCode>) -> ExitCode {
    let present = Set(codes)
    return order.first { present.contains($0) } ?? .done
  }
}
