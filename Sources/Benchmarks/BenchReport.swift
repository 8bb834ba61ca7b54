import Reporting

/// The table of a measurement.
struct BenchReport {
  let measurement: Measurement

  var text: String {
    let machine = measurement.machine
    var lines = [
      "\(machine.processor), \(machine.processors) processors, best level \(machine.level.name), "
        + "load \(fixed(machine.load, 1))",
      "\(measurement.repetitions) repetitions of all cases in turn, each a whole process; "
        + "\(measurement.bench.paths) paths; median (least…greatest)",
      "",
    ]
    lines += Self.table(costs)
    lines.append("")
    lines += Self.table(goals)
    for (title, reason) in measurement.absent { lines.append("not measured: \(title): \(reason)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private var costs: [[String]] {
    [["whole processes", "CPU s", "", "clock s", "peak MiB", "ns/path-step"]]
      + measurement.bench.cases.compactMap { item in
        guard let processor = measurement.values(item.name, \.processor),
          let clock = measurement.values(item.name, \.clock),
          let peak = measurement.values(item.name, \.peak)
        else { return nil }
        let spread = Spread(processor)
        return [
          item.title, fixed(spread.median, 3), range(spread, 3), fixed(Spread(clock).median, 3),
          fixed(Spread(peak).median, 1),
          item.pathSteps.map { fixed(spread.median * 1e9 / $0, 1) } ?? "",
        ]
      }
  }

  private var goals: [[String]] {
    [["goals, by pairs within a repetition", "measured", "", "goal", "", ""]]
      + measurement.goals.map { goal in
        let spread = Spread(goal.values)
        let (sign, number) =
          switch goal.limit {
          case .least(let number): ("≥", number)
          case .most(let number): ("≤", number)
          }
        return [
          goal.title, fixed(spread.median, goal.decimals), range(spread, goal.decimals),
          "\(sign) \(NumberFormat.trimmed(number, decimals: 2))", goal.unit,
          goal.isMet ? "met" : "not met",
        ]
      }
  }

  private func range(_ spread: Spread, _ decimals: Int) -> String {
    "(\(fixed(spread.least, decimals))…\(fixed(spread.greatest, decimals)))"
  }

  private func fixed(_ value: Double, _ decimals: Int) -> String {
    NumberFormat.fixed(value, decimals: decimals)
  }

  /// Rows as lines: the first column to the left, numbers to the right, words to the left.
  private static func table(_ rows: [[String]]) -> [String] {
    let widths = (rows.first?.indices ?? 0..<0).map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        let isWord = column == 0 || column >= 4 && row[column].first?.isNumber != true
        return isWord ? row[column] + padding : padding + row[column]
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Every measured number.
  var json: JSONValue {
    let machine = measurement.machine
    return [
      "schema": "dovetail.benchmarks/1",
      "processor": .string(machine.processor),
      "processors": .integer(machine.processors),
      "level": .string(machine.level.name),
      "load": .number(machine.load),
      "repetitions": .integer(measurement.repetitions),
      "paths": .integer(measurement.bench.paths),
      "cases": .array(
        measurement.bench.cases.compactMap { item in
          measurement.costs[item.name].map { costs in
            [
              "name": .string(item.name.rawValue),
              "title": .string(item.title),
              "cpu_seconds": .array(costs.map { .number($0.processor) }),
              "clock_seconds": .array(costs.map { .number($0.clock) }),
              "peak_mib": .array(costs.map { .number($0.peak) }),
            ]
          }
        }
      ),
      "goals": .array(measurement.goals.map(Self.json)),
      "absent": .array(
        measurement.absent.map { ["title": .string($0.title), "reason": .string($0.reason)] }
      ),
    ]
  }

  private static func json(_ goal: Measurement.Goal) -> JSONValue {
    let (key, number) =
      switch goal.limit {
      case .least(let number): ("at_least", number)
      case .most(let number): ("at_most", number)
      }
    return .object([
      .init("name", .string(goal.key)),
      .init("unit", .string(goal.unit)),
      .init("values", .array(goal.values.map { .number($0) })),
      .init("median", .number(Spread(goal.values).median)),
      .init(key, .number(number)),
      .init("met", .boolean(goal.isMet)),
    ])
  }
}
