package import Domain

/// Reads the tail that a command line names.
package enum TailReader {
  /// Why a text names no tail of a scenario.
  package struct Fault: Error, Hashable, Sendable {
    package let message: String
    package let help: String?
  }

  /// The tail of a return that the scenario is simulated for.
  ///
  /// The horizon must be one that is simulated anyway, so that naming a tail changes no other number.
  package static func tail(
    _ text: String,
    level: Double,
    of scenario: Scenario,
    model: MarketModel
  ) throws(Fault) -> TailQuestion {
    let place = SourcePlace(path: "--tail", range: SourceRange(0, 0))
    // A probability as questions have it is its limit.
    let isQuestion = text.hasPrefix("P(") && text.hasSuffix(")")
    let bare = isQuestion ? String(text.dropFirst(2).dropLast()) : text
    var parser = ExpressionParser(LiteralSource(text: bare, place: place), Vocabulary(model))
    let parsed: ParsedTail
    do throws(Diagnostic) {
      parsed = try parser.tail()
    } catch {
      let help = [error.help, error.replacement.map { "`\($0)`?" }].compactMap { $0 }
      throw Fault(
        message: error.message,
        help: error.code == BadExpression.document.code || help.isEmpty
          ? example : help.joined(separator: " ")
      )
    }
    let named = parsed.horizon.text.filter { $0 != " " }
    guard
      let horizon = scenario.horizons.first(where: {
        $0.label.filter { $0 != " " } == named || $0.date.description == named
      })
    else {
      let labels = scenario.horizons.map(\.label).joined(separator: ", ")
      throw Fault(
        message: "`\(parsed.horizon.text)` is no horizon of \(scenario.name): \(labels)",
        help: "a tail is read where the scenario is: add the horizon to `horizons`"
      )
    }
    return TailQuestion(
      text: bare,
      subject: parsed.subject,
      horizon: horizon,
      level: level,
      limit: parsed.limit
    )
  }

  private static let example =
    "for example --tail \"sp-500 at 6mo\" or --tail \"sp-500 < -20 % at 6mo\""
}
