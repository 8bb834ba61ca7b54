internal import Domain
package import Results

/// Tidy CSV: one statistic a row, for any program that reads tables.
///
/// Columns: scenario, asset, horizon, statistic, value, se, unit. Texts that people wrote are
/// quoted as RFC 4180 says; numbers are the shortest that read back the same; what cannot be told
/// is empty. Lines end with a line feed.
package enum ResultCSV {
  package static let header = "scenario,asset,horizon,statistic,value,se,unit\n"

  /// The rows of some arms under one header.
  package static func text(_ arms: [ArmResult]) -> String {
    arms.reduce(into: header) { text, arm in append(arm, to: &text) }
  }

  /// Paired differences under one header; the scenario names both arms.
  package static func text(differencesOf study: StudyResult) -> String {
    var text = header
    for difference in study.differences {
      let name =
        "\(study.arms[difference.arm].scenarioName) minus \(study.arms[0].scenarioName)"
      let rows = Rows(scenario: name)
      for asset in difference.assets { rows.append(asset, to: &text) }
      for answer in difference.answers { rows.append(answer, to: &text) }
    }
    return text
  }

  private static func append(_ arm: ArmResult, to text: inout String) {
    let rows = Rows(scenario: arm.scenarioName)
    for result in arm.assets { rows.append(result, to: &text) }
    for spread in arm.spreads { rows.append(spread, to: &text) }
    for level in arm.levels { rows.append(level, to: &text) }
    for answer in arm.answers { rows.append(answer, as: "ask", to: &text) }
    for answer in arm.expectations { rows.append(answer, as: "expect", to: &text) }
    for entry in arm.realised {
      let subject = quoted(entry.realised.subject.text)
      let value = Estimate(entry.realised.value.magnitude, standardError: .nan)
      let unit = entry.realised.subject.isSpread ? "pp" : "%"
      let label = entry.realised.horizon.label
      rows.append(subject, label, "realised", value, unit, to: &text)
      rows.append(subject, label, "realised_percentile", entry.percentile, "%", to: &text)
    }
    if let tail = arm.tail { rows.append(tail, to: &text) }
  }

  /// A text in double quotes, with its own doubled.
  static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// A number as it reads back; empty where it cannot be told.
  static func number(_ value: Double) -> String {
    value.isFinite ? (value == 0 ? "0.0" : value.description) : ""
  }
}

/// The rows of one scenario.
private struct Rows {
  let scenario: String

  init(scenario: String) { self.scenario = ResultCSV.quoted(scenario) }

  func append(
    _ subject: String,
    _ horizon: String,
    _ statistic: String,
    _ estimate: Estimate,
    _ unit: String,
    to text: inout String
  ) {
    let value = ResultCSV.number(estimate.value)
    let error = ResultCSV.number(estimate.standardError)
    text.append("\(scenario),\(subject),\(horizon),\(statistic),\(value),\(error),\(unit)\n")
  }

  func append(_ result: AssetResult, to text: inout String) {
    let (name, label) = (result.asset.name, result.horizon.label)
    for statistic in TableStatistic.allCases {
      guard let estimate = statistic.estimate(in: result) else { continue }
      append(name, label, statistic.rawValue, estimate, statistic.unit, to: &text)
    }
    guard let split = result.variance else { return }
    let shares = [
      ("events", split.events), ("open", split.open), ("market", split.market),
      ("parameters", split.parameters),
    ]
    for (part, share) in shares {
      let value = Estimate(share, standardError: .nan)
      append(name, label, "variance_\(part)", value, "share", to: &text)
    }
  }

  func append(_ spread: SpreadResult, to text: inout String) {
    let name = "\(spread.long.name) - \(spread.short.name)"
    let statistics = [
      ("mean", spread.mean, "pp"), ("sd", spread.sd, "pp"), ("q05", spread.q05, "pp"),
      ("median", spread.median, "pp"), ("q95", spread.q95, "pp"),
      ("p_positive", spread.positiveProbability, "%"),
    ]
    for (statistic, estimate, unit) in statistics {
      append(name, spread.horizon.label, statistic, estimate, unit, to: &text)
    }
  }

  func append(_ level: LevelResult, to text: inout String) {
    let statistics = [("q05", level.q05), ("median", level.median), ("q95", level.q95)]
    for (statistic, estimate) in statistics {
      append(level.series, level.horizon.label, statistic, estimate, level.unit, to: &text)
    }
  }

  func append(_ answer: Answer, as statistic: String, to text: inout String) {
    let question = answer.question
    append(
      ResultCSV.quoted(question.text),
      question.horizon.label,
      statistic,
      answer.value,
      answer.unit,
      to: &text
    )
  }

  func append(_ answer: AnswerDifference, to text: inout String) {
    let question = answer.question
    let unit = question.isOfRank ? "" : "pp"
    let (name, label) = (ResultCSV.quoted(question.text), question.horizon.label)
    append(name, label, "ask", answer.difference, unit, to: &text)
  }

  func append(_ tail: TailResult, to text: inout String) {
    let (question, label) = (tail.question, tail.question.horizon.label)
    let subject = ResultCSV.quoted(question.subject.text)
    let unit = question.subject.isSpread ? "pp" : "%"
    append(subject, label, "tail_quantile", tail.quantile.estimate, unit, to: &text)
    append(subject, label, "tail_es", tail.shortfall.estimate, unit, to: &text)
    if let probability = tail.probability {
      let asked = ResultCSV.quoted(question.text)
      append(asked, label, "tail_probability", probability.estimate, "%", to: &text)
    }
  }

  func append(_ difference: AssetDifference, to text: inout String) {
    var statistics = [
      ("mean", difference.mean, "pp"), ("median", difference.median, "pp"),
      ("q05", difference.q05, "pp"), ("es95", difference.expectedShortfall95, "pp"),
      ("worse", difference.worse, "%"),
    ]
    if let excess = difference.excessMean {
      statistics.insert(("excess_mean", excess, "pp"), at: 4)
    }
    let (name, label) = (difference.asset.name, difference.horizon.label)
    for (statistic, estimate, unit) in statistics {
      append(name, label, statistic, estimate, unit, to: &text)
    }
  }
}
