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

  func sharePlace(_ source: ShareChannel.Source) -> Int {
    guard let place = sharePlaces[source] else { preconditionFailure("no share \(source)") }
    return place
  }

  func share(_ source: ShareChannel.Source) -> Estimate {
    let share = tally.shares[sharePlace(source)]
    return Estimate(share.share * 100, standardError: share.error * 100)
  }
}
