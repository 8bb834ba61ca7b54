import Numerics

/// What is known of a channel's distribution once all paths are counted.
struct ChannelQuantiles: Sendable {
  struct Quantile: Sendable {
    let value: Double
    /// The density there, from the spacing of the quantiles at p ± 2√(p(1 − p)/n).
    let density: Double
  }

  struct Tail: Sendable {
    let quantile, mean: Double
  }

  /// By channel, in the order of the channel's quantiles and tails.
  let quantiles: [[Quantile]]
  let tails: [[Tail]]

  /// Takes one histogram at a time, so that memory does not grow with their number.
  init(plan: ReadingPlan, tally: Tally) {
    var quantiles: [[Quantile]] = []
    var tails: [[Tail]] = []
    for (number, channel) in plan.channels.enumerated() {
      guard !channel.quantiles.isEmpty || !channel.tails.isEmpty else {
        quantiles.append([])
        tails.append([])
        continue
      }
      let sample = tally.sample(of: number)
      quantiles.append(
        channel.quantiles.map {
          Quantile(value: sample.quantile($0), density: Self.density(of: sample, at: $0))
        }
      )
      tails.append(
        channel.tails.map {
          Tail(quantile: sample.quantile($0), mean: sample.lowerTailMean(share: $0))
        }
      )
    }
    self.quantiles = quantiles
    self.tails = tails
  }

  static func density(of sample: HistogramSample, at p: Double) -> Double {
    let n = Double(max(sample.count, 1))
    let reach = 2 * (p * (1 - p) / n).squareRoot()
    let (low, high) = (max(p - reach, 0.5 / n), min(p + reach, 1 - 0.5 / n))
    let spacing = sample.quantile(high) - sample.quantile(low)
    return spacing > 0 ? (high - low) / spacing : .infinity
  }
}
