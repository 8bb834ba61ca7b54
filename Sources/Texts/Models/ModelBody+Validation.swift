import Domain

extension ModelBody {
  mutating func validation(_ record: ValidationRecord?) {
    guard let record else { return }
    add(0, "validation:")
    add(1, "model: \(record.model)")
    add(1, "frozen: [\(record.frozen.map(\.description).joined(separator: ", "))]")
    add(1, "through: \(record.through)")
    add(1, "level: \(YAMLText.number(record.level))")
    add(1, "paths: \(record.paths)")
    add(1, "seed: \(record.seed)")
    add(1, "rejections: \(record.rejections)")
    guard !record.forecasts.isEmpty else { return add(1, "forecasts: {}") }
    add(1, "forecasts:")
    for forecast in record.forecasts {
      add(2, "\(YAMLText.scalar(forecast.name)): {\(Self.entries(of: forecast))}")
    }
  }

  private static func entries(of forecast: ValidationRecord.Forecast) -> String {
    let ratios = forecast.ratios.map {
      "\(YAMLText.scalar($0.reference)): \(YAMLText.number($0.value))"
    }
    let rejected = forecast.rejected.map(YAMLText.scalar)
    var entries = [
      "n: \(forecast.count)", "dates: \(forecast.dates)", "first: \(forecast.first)",
      "last: \(forecast.last)",
      "coverage: [\(forecast.coverage.map(YAMLText.number).joined(separator: ", "))]",
    ]
    if !ratios.isEmpty { entries.append("score-ratio: {\(ratios.joined(separator: ", "))}") }
    if !rejected.isEmpty { entries.append("rejected: [\(rejected.joined(separator: ", "))]") }
    return entries.joined(separator: ", ")
  }
}
