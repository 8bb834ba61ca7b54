/// What was asked of a report that the result does not hold; a mistake of the command line.
package enum ReportError: Error, Hashable, Sendable {
  case unknownHorizon(String, known: [String])
  case unknownStatistic(String, known: [String])
  case noCommonHorizon

  /// One line that says what is wrong and what may be written.
  package var message: String {
    switch self {
    case .unknownHorizon(let label, let known):
      "no horizon `\(TextLayout.printable(label))`: this result has "
        + known.map { "`\($0)`" }.joined(separator: ", ")
    case .unknownStatistic(let name, let known):
      "no statistic `\(TextLayout.printable(name))`: write one of "
        + known.map { "`\($0)`" }.joined(separator: ", ")
    case .noCommonHorizon: "the scenarios have no horizon in common"
    }
  }
}
