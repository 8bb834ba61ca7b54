internal import Domain
package import Results

extension JSONValue {
  /// `dovetail.results/1`: several scenarios that were run side by side, unpaired.
  package static func results(
    _ arms: [(arm: ArmResult, record: RunRecord, inputs: EmbeddedInputs)]
  ) -> JSONValue {
    [
      "format": "dovetail.results/1",
      "arms": .array(arms.map { result($0.arm, record: $0.record, embedding: $0.inputs) }),
    ]
  }

  /// `dovetail.comparison/1`: what differs between a baseline and other scenarios, paired.
  ///
  /// Differences are arm less baseline, in percentage points, of statistics in the same worlds;
  /// `worse` in percent of worlds. `inputs` has one list for each arm after the first, `embedded`
  /// one entry for each arm. The arms' own results follow as `dovetail.result/1`.
  package static func comparison(
    _ study: StudyResult,
    inputs: [[InputDifference]],
    embedding embedded: [EmbeddedInputs]
  ) -> JSONValue {
    precondition(inputs.count == study.differences.count)
    precondition(embedded.count == study.arms.count)
    let baseline = study.arms.first?.scenarioName ?? ""
    let value: JSONValue = [
      "format": "dovetail.comparison/1", "engine": .string(study.record.engine),
      "paths": .integer(study.record.paths), "seed": .unsigned(study.record.seed),
      "parameters": .string(study.record.parameters.rawValue),
      "sampling": .string(study.record.sampling.rawValue), "paired": true,
      "baseline": .string(baseline),
      "comparisons": .array(
        zip(study.differences, inputs).map { difference, inputs in
          [
            "scenario": .string(study.arms[difference.arm].scenarioName),
            "inputs": .array(inputs.map(inputDifference)),
            "differences": .array(difference.assets.map(assetDifference)),
            "asked": .array(difference.answers.map(answerDifference)),
          ]
        }
      ),
      "arms": .array(
        zip(study.arms, embedded).map { result($0, record: study.record, embedding: $1) }
      ),
    ]
    return value.inserting(study.record.askedMember, after: "paths")
  }

  private static func inputDifference(_ input: InputDifference) -> JSONValue {
    [
      "path": .string(input.path), "old": input.old.map { .string($0) } ?? .null,
      "new": input.new.map { .string($0) } ?? .null,
    ]
  }

  static func answerDifference(_ answer: AnswerDifference) -> JSONValue {
    let question = answer.question
    return [
      "text": .string(question.text), "horizon": .string(question.horizon.label),
      "date": .string(question.horizon.date.description), "unit": .string(question.unit),
      "baseline": estimate(answer.baseline), "scenario": estimate(answer.arm),
      "difference": estimate(answer.difference),
    ]
  }

  private static func assetDifference(_ difference: AssetDifference) -> JSONValue {
    let none: JSONValue = ["value": nil, "se": nil, "why": "the asset is the benchmark itself"]
    return [
      "asset": .string(difference.asset.name),
      "group": .string(difference.asset.group.rawValue),
      "horizon": .string(difference.horizon.label),
      "date": .string(difference.horizon.date.description),
      "mean": estimate(difference.mean), "median": estimate(difference.median),
      "q05": estimate(difference.q05), "es95": estimate(difference.expectedShortfall95),
      "excess_mean": difference.excessMean.map(estimate) ?? none,
      "worse": estimate(difference.worse), "beyond_error": .boolean(difference.isBeyondError),
      "variance_ratio": .number(difference.varianceRatio),
    ]
  }
}
