import Domain
import Results

extension ValidationReport {
  /// The result as JSON: `dovetail.validation/1`; shares in 0…1, scores in percent of return.
  package var json: JSONValue {
    [
      "format": "dovetail.validation/1", "model": .string(result.modelName),
      "model_dates": .array(result.modelDates.map { .string($0.description) }),
      "through": .string(result.through.description), "level": .number(result.level),
      "paths": .integer(result.paths), "seed": .unsigned(result.seed),
      "rejected": .boolean(!result.rejections.isEmpty),
      "rejections": .array(result.rejections.map { rejection($0.row, $0.test) }),
      "summary": summary, "rows": .array(result.rows.map(row)),
      "assets": .array(result.assets.map(row)),
    ]
  }

  /// What a model's card shows: one short entry for each kind of forecast, all assets together.
  package var summary: JSONValue {
    .array(
      result.rows.filter { $0.subject == .all }.map { row in
        [
          "forecast": .string(row.kind.key), "n": .integer(row.count), "dates": .integer(row.dates),
          "first": .string(row.first.description), "last": .string(row.last.description),
          "coverage": .array(row.coverage.map { .number(rounded($0.value, 1_000)) }),
          "score_ratio": .object(
            row.ratios.map { .init($0.reference, .number(rounded($0.ratio.value, 1_000))) }
          ),
          "rejected": .array(
            row.tests.filter { $0.adjusted < result.level }.map { .string($0.kind.rawValue) }
          ),
        ]
      }
    )
  }

  private func rounded(_ value: Double, _ unit: Double) -> Double {
    (value * unit).rounded() / unit
  }

  private func rejection(_ row: ValidationRow, _ test: ValidationTest) -> JSONValue {
    [
      "forecast": .string(row.kind.key), "subject": .string(row.subject.key),
      "test": .string(test.kind.rawValue), "p": .number(test.pValue),
      "p_family": .number(test.adjusted),
    ]
  }

  private func row(_ row: ValidationRow) -> JSONValue {
    [
      "forecast": .string(row.kind.key), "subject": .string(row.subject.key),
      "n": .integer(row.count), "dates": .integer(row.dates),
      "first": .string(row.first.description), "last": .string(row.last.description),
      "coverage": .object(
        zip(["50", "80", "95"], row.coverage).map { .init($0, estimate($1)) }
      ),
      "below_5": estimate(row.lowerTail),
      "pit": [
        "shares": .array(row.histogram.map { .number($0) }), "band": .number(row.band),
      ],
      "crps": .number(row.score),
      "crps_ratio": .object(row.ratios.map { .init($0.reference, estimate($0.ratio)) }),
      "effective_n": .number(row.effectiveCount),
      "tests": .object(
        row.tests.map { test in
          .init(
            test.kind.rawValue,
            .object(
              [.init("p", .number(test.pValue))]
                + (test.power.map { [.init("power", .number($0))] } ?? [])
                + (test.adjusted.isNaN ? [] : [.init("p_family", .number(test.adjusted))])
            )
          )
        }
      ),
    ]
  }

  private func estimate(_ estimate: Estimate) -> JSONValue {
    ["value": .number(estimate.value), "se": .number(estimate.standardError)]
  }
}

extension ValidationRow.Subject {
  fileprivate var key: String {
    switch self {
    case .all: "all"
    case .group(let group): group.rawValue
    case .asset(let asset): asset.name
    }
  }
}
