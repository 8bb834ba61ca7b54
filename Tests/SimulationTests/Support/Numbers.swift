import Domain
import Results

/// Every number of a result with its name, so that whole results can be compared.
struct Numbers: Equatable {
  private(set) var names: [String] = []
  private(set) var values: [Double] = []

  mutating func add(_ name: String, _ value: Double) {
    names.append(name)
    values.append(value)
  }

  mutating func add(_ name: String, _ estimate: Estimate) {
    add(name, estimate.value)
    add("s.e. of \(name)", estimate.standardError)
  }

  /// Equal bit for bit, NaN included.
  static func == (a: Numbers, b: Numbers) -> Bool {
    a.names == b.names && a.values.map(\.bitPattern) == b.values.map(\.bitPattern)
  }

  /// The first number that differs bit for bit.
  func firstDifference(from other: Numbers) -> String? {
    guard names == other.names else { return "other numbers" }
    return names.indices.first { values[$0].bitPattern != other.values[$0].bitPattern }.map {
      "\(names[$0]): \(values[$0]) and \(other.values[$0])"
    }
  }

  var areFinite: Bool { values.allSatisfy(\.isFinite) }
}

extension Numbers {
  init(_ result: StudyResult) {
    for arm in result.arms { add(arm) }
    for difference in result.differences {
      for asset in difference.assets { add(asset) }
      for answer in difference.answers {
        add("difference of \(answer.question.text)", answer.difference)
      }
    }
  }

  init(_ arm: ArmResult) { add(arm) }

  private mutating func add(_ arm: ArmResult) {
    for asset in arm.assets { add(asset) }
    for spread in arm.spreads {
      let name = "\(spread.long.name) - \(spread.short.name) at \(spread.horizon.label)"
      add("mean of \(name)", spread.mean)
      add("sd of \(name)", spread.sd)
      add("q05 of \(name)", spread.q05)
      add("median of \(name)", spread.median)
      add("q95 of \(name)", spread.q95)
      add("P of \(name)", spread.positiveProbability)
    }
    for level in arm.levels {
      let name = "\(level.series) at \(level.horizon.label)"
      add("start of \(name)", level.start)
      add("q05 of \(name)", level.q05)
      add("median of \(name)", level.median)
      add("q95 of \(name)", level.q95)
    }
    for entry in arm.ledger {
      add("repricing of \(entry.event.id)", entry.repricing.mean)
      add("sd of repricing of \(entry.event.id)", entry.repricing.sd)
      for effect in entry.effects {
        let name = "\(entry.event.id) on \(effect.asset.name)"
        add("mean of \(name)", effect.mean)
        add("q05 of \(name)", effect.q05)
        add("median of \(name)", effect.median)
        add("q95 of \(name)", effect.q95)
      }
    }
    for answer in arm.answers { add(answer.question.text, answer.value) }
  }

  private mutating func add(_ result: AssetResult) {
    let name = "\(result.asset.name) at \(result.horizon.label)"
    add("mean of \(name)", result.total.mean)
    add("sd of \(name)", result.total.sd)
    for (p, quantile) in zip(DistributionSummary.probabilities, result.total.quantiles) {
      add("quantile \(p) of \(name)", quantile)
    }
    add("loss of \(name)", result.total.lossProbability)
    add("es95 of \(name)", result.total.expectedShortfall95)
    add("es99 of \(name)", result.total.expectedShortfall99)
    if let excess = result.excess {
      add("mean excess of \(name)", excess.mean)
      add("median excess of \(name)", excess.median)
      add("P excess of \(name)", excess.positiveProbability)
    }
    if let drawdown = result.drawdown {
      add("drawdown of \(name)", drawdown.mean)
      add("q95 drawdown of \(name)", drawdown.q95)
    }
    if let variance = result.variance {
      add("events' share of \(name)", variance.events)
      add("open share of \(name)", variance.open)
      add("market's share of \(name)", variance.market)
      add("parameters' share of \(name)", variance.parameters)
    }
  }

  private mutating func add(_ difference: AssetDifference) {
    let name = "\(difference.asset.name) at \(difference.horizon.label)"
    add("difference of means of \(name)", difference.mean)
    add("difference of medians of \(name)", difference.median)
    add("difference of q05 of \(name)", difference.q05)
    add("difference of es95 of \(name)", difference.expectedShortfall95)
    if let excess = difference.excessMean { add("difference of excess of \(name)", excess) }
    add("worse of \(name)", difference.worse)
  }
}
