import Domain
import Results

/// How the model stood the test of days that it had not seen, where it keeps a record of that.
extension ModelCard {
  var validationWords: [String] {
    guard let record = model.validation else {
      return [
        "Not validated: run `dovetail validate --recipe FILE --data DIR --frozen DATE --json -o"
          + " RESULT`, then `dovetail calibrate … --validation RESULT` keeps the result with the"
          + " model."
      ]
    }
    let frozen = record.frozen.map(\.description)
    let when =
      frozen.count > 1
      ? "estimated anew \(frozen.count) times from \(frozen.first ?? "") to \(frozen.last ?? "")"
      : "estimated to \(frozen.first ?? "")"
    let isItself = record.model == model.name && record.frozen == [model.date]
    return [
      isItself
        ? "This model was held against what came after it, to \(record.through)."
        : "Not this model, which has seen these days: \(record.model), \(when), was held against"
          + " what came to \(record.through).",
      "Rejected: \(record.rejections == 1 ? "1 test" : "\(record.rejections) tests") of all assets"
        + " and of their groups, at a family level of"
        + " \(NumberFormat.trimmed(100 * record.level, decimals: 2)) %."
        + " \(NumberFormat.grouped(record.paths)) paths a forecast, seed \(record.seed);"
        + " docs/validation.md says what is tested.",
    ]
  }

  var validationTable: [Report.Block] {
    guard let record = model.validation, !record.forecasts.isEmpty else { return [] }
    return [
      .table(
        Table(
          title: Phrase("OUTCOMES INSIDE THE INTERVALS", .strong),
          note: Phrase("%; score over a simple forecast's, below 1 is better", .faint),
          columns: [
            Table.Column("", .name), Table.Column("of 50", .number), Table.Column("80", .number),
            Table.Column("95", .number), Table.Column("score", .number),
            Table.Column("over", .text), Table.Column("n", .number, dropRank: 1),
            Table.Column("dates", .number, dropRank: 2), Table.Column("rejected", .text),
          ],
          rows: record.forecasts.map(row)
        )
      )
    ]
  }

  private func row(_ forecast: ValidationRecord.Forecast) -> Table.Row {
    let kind = ValidationKind.allCases.first { $0.key == forecast.name }
    let ratio = forecast.ratios.first
    let cells =
      [kind?.words ?? TextLayout.printable(forecast.name)]
      + forecast.coverage.map { NumberFormat.fixed(100 * $0, decimals: 0) }
      + [
        ratio.map { NumberFormat.fixed($0.value, decimals: 2) } ?? "",
        ratio.map { TextLayout.printable($0.reference) } ?? "",
        NumberFormat.grouped(forecast.count), NumberFormat.grouped(forecast.dates),
        TextLayout.printable(forecast.rejected.joined(separator: ", ")),
      ]
    return Table.Row(cells.map { .number($0) })
  }

  /// As `validate --json` has it; null where the model keeps no record.
  var validationValues: JSONValue {
    guard let record = model.validation else { return nil }
    return [
      "model": .string(record.model),
      "model_dates": .array(record.frozen.map { .string($0.description) }),
      "through": .string(record.through.description), "level": .number(record.level),
      "paths": .integer(record.paths), "seed": .unsigned(record.seed),
      "rejections": .integer(record.rejections),
      "summary": .array(record.forecasts.map(forecast)),
    ]
  }

  private func forecast(_ forecast: ValidationRecord.Forecast) -> JSONValue {
    [
      "forecast": .string(forecast.name), "n": .integer(forecast.count),
      "dates": .integer(forecast.dates), "first": .string(forecast.first.description),
      "last": .string(forecast.last.description),
      "coverage": .array(forecast.coverage.map { .number($0) }),
      "score_ratio": .object(forecast.ratios.map { .init($0.reference, .number($0.value)) }),
      "rejected": .array(forecast.rejected.map { .string($0) }),
    ]
  }
}

extension ValidationKind {
  /// Its name in a row of the card's table.
  fileprivate var words: String {
    switch self {
    case .fomc: "decision days"
    case .cpi: "consumer-price days"
    case .jobs: "jobs days"
    case .factors: "weeks, given the factors"
    case .week: "one week ahead"
    case .month: "one month ahead"
    case .quarter: "three months ahead"
    }
  }
}
