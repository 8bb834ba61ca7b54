import Domain
import Numerics
import Results

/// Estimates with their standard errors from one arm's tally and its second pass.
struct Summary {
  let plan: SimulationPlan
  let tally: Tally
  let quantiles: ChannelQuantiles
  let influence: Influence
  private let places: [Channel.Source: Int]
  private let sharePlaces: [ShareChannel.Source: Int]

  init(
    plan: SimulationPlan,
    tally: Tally,
    quantiles: ChannelQuantiles,
    influence: Influence
  ) {
    self.plan = plan
    self.tally = tally
    self.quantiles = quantiles
    self.influence = influence
    places = Dictionary(
      plan.readings.channels.enumerated().map { ($1.source, $0) },
      uniquingKeysWith: { a, _ in a }
    )
    sharePlaces = Dictionary(
      plan.readings.shares.enumerated().map { ($1.source, $0) },
      uniquingKeysWith: { a, _ in a }
    )
  }

  func place(_ source: Channel.Source) -> Int {
    guard let place = places[source] else { preconditionFailure("no channel \(source)") }
    return place
  }

  // Estimates are in percent: 100 times what the paths hold.

  /// Not a number where the mean was not to be read.
  func mean(_ source: Channel.Source, scale: Double = 100) -> Estimate {
    let channel = place(source)
    guard plan.readings.channels[channel].readsMean else {
      return Estimate(.nan, standardError: .nan)
    }
    let found = tally.moments[channel].mean(controlledBy: tally.controls[channel])
    return Estimate(found.value * scale, standardError: found.error * scale)
  }

  func deviation(_ source: Channel.Source, scale: Double = 100) -> Estimate {
    let moments = tally.moments[place(source)]
    return Estimate(moments.deviation * scale, standardError: moments.deviationError * scale)
  }

  func quantile(_ source: Channel.Source, _ p: Double, scale: Double = 100) -> Estimate {
    let channel = place(source)
    guard let slot = plan.readings.channels[channel].quantiles.firstIndex(of: p) else {
      preconditionFailure("no quantile \(p) of \(source)")
    }
    let found = quantiles.quantiles[channel][slot]
    let shares = influence.column(channel, 1 + slot).map { $0 / found.density }
    let error = BatchError.ofMean(sums: shares, sizes: influence.sizes, paths: plan.paths)
    return Estimate(found.value * scale, standardError: error * scale)
  }

  func expectedShortfall(_ source: Channel.Source, tail: Double) -> Estimate {
    let channel = place(source)
    let plan = plan.readings.channels[channel]
    guard let slot = plan.tails.firstIndex(of: tail) else {
      preconditionFailure("no tail \(tail) of \(source)")
    }
    let value = -quantiles.tails[channel][slot].mean
    let sums = influence.column(channel, 1 + plan.quantiles.count + slot).map { $0 / tail }
    let error = BatchError.ofMean(sums: sums, sizes: influence.sizes, paths: self.plan.paths)
    return Estimate(value * 100, standardError: error * 100)
  }

  func share(_ source: ShareChannel.Source) -> Estimate {
    guard let place = sharePlaces[source] else { preconditionFailure("no share \(source)") }
    let share = tally.shares[place]
    return Estimate(share.share * 100, standardError: share.error * 100)
  }

  // MARK: Paired differences

  func difference(
    from base: Summary,
    arm: Int,
    horizons: [(arm: Int, base: Int)]
  ) -> ArmDifference {
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
    return ArmDifference(arm: arm, assets: assets)
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

  /// The influence of a path on a quantile is (p − 1{x ≤ q})/f(q); that of tiles is subtracted.
  private func quantileDifference(
    from base: Summary,
    _ mine: Channel.Source,
    _ other: Channel.Source,
    _ p: Double
  ) -> Estimate {
    let (m, o) = (place(mine), base.place(other))
    guard let slot = plan.readings.channels[m].quantiles.firstIndex(of: p),
      let otherSlot = base.plan.readings.channels[o].quantiles.firstIndex(of: p)
    else { preconditionFailure("no quantile \(p)") }
    let (found, otherFound) = (
      quantiles.quantiles[m][slot], base.quantiles.quantiles[o][otherSlot]
    )
    let sums = zip(influence.column(m, 1 + slot), base.influence.column(o, 1 + otherSlot)).map {
      $1 / otherFound.density - $0 / found.density
    }
    return Estimate(
      (found.value - otherFound.value) * 100,
      standardError: error(of: sums) * 100
    )
  }

  private func shortfallDifference(
    from base: Summary,
    _ mine: Channel.Source,
    _ other: Channel.Source,
    tail: Double
  ) -> Estimate {
    let (m, o) = (place(mine), base.place(other))
    let (mineChannel, otherChannel) = (
      plan.readings.channels[m], base.plan.readings.channels[o]
    )
    guard let slot = mineChannel.tails.firstIndex(of: tail),
      let otherSlot = otherChannel.tails.firstIndex(of: tail)
    else { preconditionFailure("no tail \(tail)") }
    let sums = zip(
      influence.column(m, 1 + mineChannel.quantiles.count + slot),
      base.influence.column(o, 1 + otherChannel.quantiles.count + otherSlot)
    ).map { ($0 - $1) / tail }
    let value =
      expectedShortfall(mine, tail: tail).value - base.expectedShortfall(other, tail: tail).value
    return Estimate(value, standardError: error(of: sums) * 100)
  }

  private func error(of sums: [Double]) -> Double {
    BatchError.ofMean(sums: sums, sizes: influence.sizes, paths: plan.paths)
  }
}
