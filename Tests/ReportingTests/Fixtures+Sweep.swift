import Domain
import Reporting
import Results

extension Fixtures {
  static let embedded = EmbeddedInputs(scenario: ["dovetail": 1], model: ["name": "us-equities"])

  /// One to three keys with two values each; answers move with the number of the point.
  static func sweep(keys count: Int) -> SweepResult {
    let keys: [(path: String, written: String?, values: [String])] = [
      ("state.vix", "15.4", ["12", "32"]),
      ("events.december.outcome", nil, ["-25bp", "hold"]),
      ("events.december.path", "+6bp ± 4bp", ["0bp", "{-5bp: 30 %, +12bp: rest}"]),
    ]
    let answers = comparison.differences[0].answers
    let values = keys.prefix(count).reduce([[]]) { points, key in
      points.flatMap { point in key.values.map { point + [$0] } }
    }
    return SweepResult(
      record: record,
      baseline: arm(
        answers: answers.map { Answer(question: $0.question, value: $0.baseline, verdict: nil) }
      ),
      keys: keys.prefix(count).map { ($0.path, $0.written) },
      points: values.enumerated().map { number, values in
        SweepResult.Point(values: values, answers: answers.map { moved($0, Double(number)) })
      }
    )
  }

  private static func moved(_ answer: AnswerDifference, _ factor: Double) -> AnswerDifference {
    func times(_ estimate: Estimate) -> Estimate {
      Estimate(estimate.value * factor, standardError: estimate.standardError * factor)
    }
    let difference = times(answer.difference)
    let value = answer.baseline.value + difference.value
    return AnswerDifference(
      question: answer.question,
      baseline: answer.baseline,
      arm: Estimate(value, standardError: answer.arm.standardError),
      difference: difference
    )
  }
}
