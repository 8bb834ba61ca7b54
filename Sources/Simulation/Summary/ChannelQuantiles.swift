import Numerics

/// The quantiles of a tally's channels, and of the tails whose means are asked for.
struct ChannelQuantiles: Sendable {
  let samples: [HistogramSample]
  let quantiles: [[Double]]
  let tailQuantiles: [[Double]]

  init(plan: ReadingPlan, tally: Tally) {
    let samples = plan.channels.indices.map { tally.sample(of: $0) }
    self.samples = samples
    quantiles = zip(plan.channels, samples).map { channel, sample in
      channel.quantiles.map { sample.quantile($0) }
    }
    tailQuantiles = zip(plan.channels, samples).map { channel, sample in
      channel.tails.map { sample.quantile($0) }
    }
  }
}
