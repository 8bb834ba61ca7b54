package import Domain
package import Simulation

extension StudyArm {
  /// The same arm with other questions and no tables, and perhaps other coefficients.
  package func asking(
    _ questions: [Question],
    under parameters: ParameterTreatment? = nil
  ) -> StudyArm {
    StudyArm(
      scenario: scenario.asking(questions),
      model: model,
      modelFingerprint: modelFingerprint,
      parameters: parameters
    )
  }
}

extension Scenario {
  /// The same scenario with other questions, and no tables.
  fileprivate func asking(_ questions: [Question]) -> Scenario {
    var scenario = self
    (scenario.horizons, scenario.silentHorizons) = ([], allHorizons)
    (scenario.asks, scenario.expectations, scenario.realised) = (questions, [], [])
    return scenario
  }

  /// The numbers that are looked at first: the median of some assets at the longest horizon, then
  /// every question and expectation.
  package func headlines(ofAssets names: [String]) -> [Question] {
    guard let horizon = horizons.max(by: { $0.date < $1.date }) else {
      return asks + expectations
    }
    let medians = names.map { name in
      Question(
        text: "median(\(name) at \(horizon.label))",
        measure: .statistic(.median, .asset(name)),
        horizon: horizon,
        limit: nil
      )
    }
    var headlines: [Question] = []
    for question in medians + asks + expectations
    where !headlines.contains(where: { $0.asksLike(question) }) {
      headlines.append(question)
    }
    return headlines
  }
}
