import Domain
import Numerics
import Results

/// Differences from another arm in the same worlds, percentage points.
extension Summary {
  /// Assets that both list, at the horizons that both list.
  func differences(
    from base: Summary,
    horizons: [(arm: Int, base: Int)]
  ) -> [AssetDifference] {
    var assets: [AssetDifference] = []
    let common = Engine.commonAssets(of: plan, with: base.plan)
    for (position, pair) in horizons.enumerated() {
      for (number, asset) in common.enumerated() {
        assets.append(
          difference(
            from: base,
            asset: asset,
            horizons: pair,
            comparison: position * common.count + number
          )
        )
      }
    }
    return assets
  }

  private func difference(
    from base: Summary,
    asset: (arm: Int, base: Int),
    horizons: (arm: Int, base: Int),
    comparison: Int
  ) -> AssetDifference {
    let mine = Channel.Source.total(asset: asset.arm, horizon: horizons.arm)
    let other = Channel.Source.total(asset: asset.base, horizon: horizons.base)
    let (short, otherShort) = (plan.readings.benchmark, base.plan.readings.benchmark)
    let hasExcess =
      asset.arm != short && asset.base != otherShort
      && plan.assets[short].asset.name == base.plan.assets[otherShort].asset.name
    let mean = meanDifference(from: base, mine, other)
    let worse = tally.worse[comparison]
    let a = tally.moments[place(mine)].meanError * 100
    let b = base.tally.moments[base.place(other)].meanError * 100
    return AssetDifference(
      asset: plan.assets[asset.arm].asset,
      horizon: plan.readings.horizons[horizons.arm],
      mean: mean,
      median: quantileDifference(from: base, mine, other, 0.5),
      q05: quantileDifference(from: base, mine, other, 0.05),
      expectedShortfall95: shortfallDifference(from: base, mine, other, tail: 0.05),
      excessMean: hasExcess
        ? meanDifference(
          from: base,
          .spread(long: asset.arm, short: short, horizon: horizons.arm),
          .spread(long: asset.base, short: otherShort, horizon: horizons.base)
        ) : nil,
      worse: Estimate(worse.share * 100, standardError: worse.error * 100),
      varianceRatio: mean.standardError > 0
        ? (a * a + b * b) / (mean.standardError * mean.standardError) : .infinity
    )
  }

  private func meanDifference(
    from base: Summary,
    _ mine: Channel.Source,
    _ other: Channel.Source
  ) -> Estimate {
    let (m, o) = (place(mine), base.place(other))
    let sums = zip(influence.column(m, 0), base.influence.column(o, 0)).map { $0 - $1 }
    return Estimate(
      self.mean(mine).value - base.mean(other).value,
      standardError: error(of: sums) * 100
    )
  }

  private func quantileDifference(
    from base: Summary,
    _ mine: Channel.Source,
    _ other: Channel.Source,
    _ p: Double
  ) -> Estimate {
    let sums = zip(quantileSums(mine, p), base.quantileSums(other, p)).map { $0 - $1 }
    return Estimate(
      quantile(mine, p).value - base.quantile(other, p).value,
      standardError: error(of: sums) * 100
    )
  }

  private func shortfallDifference(
    from base: Summary,
    _ mine: Channel.Source,
    _ other: Channel.Source,
    tail: Double
  ) -> Estimate {
    let sums = zip(tailSums(mine, tail), base.tailSums(other, tail)).map { ($0 - $1) / tail }
    let value =
      expectedShortfall(mine, tail: tail).value - base.expectedShortfall(other, tail: tail).value
    return Estimate(value, standardError: error(of: sums) * 100)
  }

  private func error(of sums: [Double]) -> Double {
    BatchError.ofMean(sums: sums, sizes: influence.sizes, paths: plan.paths)
  }

  // MARK: Answers

  /// The questions that both arms are asked.
  func differences(
    from base: Summary,
    of arm: StudyArm,
    and baseline: StudyArm
  ) throws(SimulationError) -> [AnswerDifference] {
    let reading = ReadingLowering(scenario: arm.scenario, model: arm.model, plan: plan)
    let other = ReadingLowering(
      scenario: baseline.scenario,
      model: baseline.model,
      plan: base.plan
    )
    let known = baseline.scenario.asks + baseline.scenario.expectations
    var found: [AnswerDifference] = []
    for question in arm.scenario.asks + arm.scenario.expectations {
      guard let same = known.first(where: { $0.asksLike(question) }),
        !found.contains(where: { $0.question.asksLike(question) })
      else { continue }
      let (mine, theirs) = (
        try asked(question, reading, at: "ask"), try base.asked(same, other, at: "ask")
      )
      found.append(
        AnswerDifference(
          question: question,
          baseline: theirs.value,
          arm: mine.value,
          difference: Estimate(
            mine.value.value - theirs.value.value,
            standardError: pairedError(of: mine, and: theirs, scale: question.isOfRank ? 1 : 100)
          )
        )
      )
    }
    return found
  }

  /// Tiles that must tell two answers apart before their spread says anything.
  private static let leastTiles = 8

  /// The error of the difference of two answers; that of independent ones, which is larger, where
  /// the first tiles hardly tell them apart, as with a share of very few paths.
  private func pairedError(
    of mine: (value: Estimate, sums: [Double]),
    and theirs: (value: Estimate, sums: [Double]),
    scale: Double
  ) -> Double {
    let sums = zip(mine.sums, theirs.sums).map { $0 - $1 }
    let telling = sums.count { $0 != 0 }
    if telling == 0, mine.value == theirs.value { return 0 }
    if telling < min(Self.leastTiles, sums.count) {
      let (a, b) = (mine.value.standardError, theirs.value.standardError)
      return (a * a + b * b).squareRoot()
    }
    return error(of: sums) * scale
  }

  /// An answer, and the sums of the influence on it over each of the first tiles.
  private func asked(
    _ question: Question,
    _ reading: ReadingLowering,
    at keyPath: String
  ) throws(SimulationError) -> (value: Estimate, sums: [Double]) {
    let value = try value(of: question, reading, at: keyPath)
    guard case .statistic(let statistic, let subject) = question.measure else {
      let place = sharePlace(try reading.shareSource(of: question, at: keyPath))
      return (value, influence.column(share: place))
    }
    let source = try reading.source(subject, question.horizon, at: keyPath)
    switch statistic {
    case .mean: return (value, influence.column(place(source), 0))
    case .sd: return (value, deviationSums(place(source)))
    case .median: return (value, quantileSums(source, 0.5))
    case .quantile(let p): return (value, quantileSums(source, p))
    case .valueAtRisk(let confidence):
      return (value, quantileSums(source, 1 - confidence).map { -$0 })
    case .expectedShortfall(let confidence):
      let tail = 1 - confidence
      return (value, tailSums(source, tail).map { $0 / tail })
    case .drawdown:
      return (value, influence.column(place(try reading.drawdown(source, at: keyPath)), 0))
    case .rank:
      return (value, influence.column(rank: rankPlace(try reading.rank(source, at: keyPath))))
    }
  }

  /// Of a quantile q it is (p − 1{x ≤ q})/f(q).
  private func quantileSums(_ source: Channel.Source, _ p: Double) -> [Double] {
    let channel = place(source)
    guard let slot = plan.readings.channels[channel].quantiles.firstIndex(of: p) else {
      preconditionFailure("no quantile \(p)")
    }
    let density = quantiles.quantiles[channel][slot].density
    return influence.column(channel, 1 + slot).map { -$0 / density }
  }

  /// Of an expected shortfall, times the tail's share: what lies below its quantile.
  private func tailSums(_ source: Channel.Source, _ tail: Double) -> [Double] {
    let channel = place(source)
    let readings = plan.readings.channels[channel]
    guard let slot = readings.tails.firstIndex(of: tail) else {
      preconditionFailure("no tail \(tail)")
    }
    return influence.column(channel, 1 + readings.quantiles.count + slot)
  }

  /// Of a standard deviation s it is ((x − m)² − s²)/2s; nothing where all values are one.
  private func deviationSums(_ channel: Int) -> [Double] {
    let moments = tally.moments[channel]
    let (mean, deviation) = (moments.mean, moments.deviation)
    return zip(influence.squares(channel), influence.sizes).map { tile, size in
      guard deviation > 0 else { return 0 }
      let squares = tile.squares - 2 * mean * tile.sum + Double(size) * mean * mean
      return (squares - Double(size) * deviation * deviation) / (2 * deviation)
    }
  }
}
