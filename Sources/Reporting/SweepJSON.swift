internal import Domain
package import Results

extension JSONValue {
  /// `dovetail.sweep/1`: the answers of a scenario where some of its keys are varied.
  ///
  /// Answers in percent (a rank as it is), differences from the scenario as it is written in
  /// percentage points, in the same worlds.
  package static func sweep(
    _ sweep: SweepResult,
    embedding inputs: EmbeddedInputs
  ) -> JSONValue {
    let (arm, record) = (sweep.baseline, sweep.record)
    return [
      "format": "dovetail.sweep/1", "engine": .string(record.engine),
      "paths": .integer(record.paths), "seed": .unsigned(record.seed),
      "parameters": .string(record.parameters.rawValue),
      "sampling": .string(record.sampling.rawValue), "paired": true,
      "scenario": scenario(of: arm, embedding: inputs),
      "model": model(of: arm, embedding: inputs),
      "keys": .array(
        sweep.keys.map {
          ["path": .string($0.path), "written": $0.written.map { .string($0) } ?? .null]
        }
      ),
      "points": .array(
        sweep.points.map { point in
          [
            "values": .array(point.values.map { .string($0) }),
            "asked": .array(point.answers.map(answerDifference)),
          ]
        }
      ),
    ]
  }
}

/// A sweep as tidy CSV: a row for each point and question.
package enum SweepCSV {
  /// Columns of the keys first.
  package static func text(_ sweep: SweepResult) -> String {
    let keys = sweep.keys.map { ResultCSV.quoted($0.path) + "," }.joined()
    var text = "\(keys)question,horizon,value,se,difference,difference_se,unit\n"
    for point in sweep.points {
      let values = point.values.map { ResultCSV.quoted($0) + "," }.joined()
      for answer in point.answers {
        let numbers = [
          answer.arm.value, answer.arm.standardError, answer.difference.value,
          answer.difference.standardError,
        ].map(ResultCSV.number).joined(separator: ",")
        let question = ResultCSV.quoted(answer.question.text)
        text += "\(values)\(question),\(answer.question.horizon.label),\(numbers)"
        text += ",\(answer.question.unit)\n"
      }
    }
    return text
  }
}
