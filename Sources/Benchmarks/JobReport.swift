import ReferenceJob
import Reporting

/// What a run of job J found and what it cost.
struct JobReport {
  let run: LatticeRun
  let threads: Int
  let summary: LatticeSummary
  let use: ResourceUse
  /// MiB.
  let peak: Double

  /// Nanoseconds of processor time for a step of a path.
  private var nanoseconds: Double {
    use.processor * 1e9 / (Double(run.paths) * Double(run.parameters.stepCount))
  }

  /// A line of costs, and one for each of three assets.
  var text: String {
    var text =
      "job-j \(run.level.name) threads=\(threads) N=\(run.paths) seed=\(run.seed): "
      + "cpu \(fixed(use.processor, 4)) s, \(fixed(nanoseconds, 2)) ns per path-step, "
      + "clock \(fixed(use.clock, 4)) s, peak \(fixed(peak, 1)) MiB\n"
    for (number, asset) in summary.assets.enumerated() where [0, 15, 29].contains(number) {
      let quantiles = asset.quantiles.map { fixed($0, 5) }.joined(separator: " ")
      let first = number > 0 ? summary.probability(of: number, above: 0) : 0
      text +=
        "\(number) mean \(fixed(asset.mean, 6)) sd \(fixed(asset.deviation, 6)) q [\(quantiles)] "
        + "es1 \(fixed(asset.shortfall1, 5)) es5 \(fixed(asset.shortfall5, 5)) "
        + "mdd \(fixed(asset.meanFall, 5)) mdd95 \(fixed(asset.fall95, 5)) "
        + "win0 \(fixed(first, 4))\n"
    }
    return text
  }

  /// Every statistic of every asset and pair.
  var json: JSONValue {
    [
      "schema": "dovetail.job-j/1",
      "level": .string(run.level.name),
      "threads": .integer(threads),
      "paths": .integer(run.paths),
      "seed": .unsigned(run.seed),
      "cpu_seconds": .number(use.processor),
      "clock_seconds": .number(use.clock),
      "ns_per_path_step": .number(nanoseconds),
      "peak_mib": .number(peak),
      "assets": .array(summary.assets.map(asset)),
      "wins": .array(
        summary.assets.indices.map { a in
          .array((0..<a).map { .number(summary.probability(of: a, above: $0)) })
        }
      ),
    ]
  }

  private func asset(_ asset: LatticeSummary.Asset) -> JSONValue {
    [
      "mean": .number(asset.mean),
      "sd": .number(asset.deviation),
      "quantiles": .array(asset.quantiles.map { .number($0) }),
      "es1": .number(asset.shortfall1),
      "es5": .number(asset.shortfall5),
      "mean_drawdown": .number(asset.meanFall),
      "drawdown95": .number(asset.fall95),
    ]
  }

  private func fixed(_ value: Double, _ decimals: Int) -> String {
    NumberFormat.fixed(value, decimals: decimals).replacing("−", with: "-")
  }
}
