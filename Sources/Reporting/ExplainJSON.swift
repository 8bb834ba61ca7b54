internal import Domain
internal import Results

extension JSONValue {
  /// `dovetail.explanation/1`: the variance split and the leading coefficients of one scenario.
  ///
  /// Answers in percent (a rank as it is), coefficients in their own unit, shares of variance in
  /// 0…1.
  package static func explanation(_ explanation: Explanation) -> JSONValue {
    let (arm, record) = (explanation.arm, explanation.record)
    return [
      "format": "dovetail.explanation/1", "engine": .string(record.engine),
      "paths": .integer(record.paths), "seed": .unsigned(record.seed),
      "scenario": [
        "name": .string(arm.scenarioName), "asof": .string(arm.asof.description),
        "fingerprint": .string(arm.fingerprint),
      ],
      "model": model(of: arm),
      "variance": variance(arm),
      "coefficients_screened": .integer(explanation.screened),
      "paths_of_ends": .integer(explanation.pathsOfEnds),
      "headlines": .array(explanation.headlines.map(headline)),
    ]
  }

  private static func headline(_ headline: HeadlineCoefficients) -> JSONValue {
    [
      "text": .string(headline.question.text),
      "horizon": .string(headline.question.horizon.label),
      "date": .string(headline.question.horizon.date.description),
      "unit": .string(headline.question.unit), "held": estimate(headline.held),
      "coefficients": .array(headline.leading.map(effect)),
    ]
  }

  private static func effect(_ effect: CoefficientEffect) -> JSONValue {
    let coefficient = effect.coefficient
    let parameter = coefficient.parameter
    let (low, high) = coefficient.ends
    return [
      "path": .string(coefficient.path), "title": .string(coefficient.title),
      "unit": .string(coefficient.unit), "value": .number(parameter.value),
      "se": .number(parameter.standardError),
      "source": .string(CardSources.text(parameter.provenance)),
      "provenance": .string(parameter.provenance.word),
      "low": ["coefficient": .number(low), "answer": estimate(effect.low)],
      "high": ["coefficient": .number(high), "answer": estimate(effect.high)],
    ]
  }
}
