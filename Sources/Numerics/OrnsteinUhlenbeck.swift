/// A number that reverts to its mean: dx = k (θ − x) dt + σ dW.
package struct OrnsteinUhlenbeck: Hashable, Sendable {
  /// k, for each unit of time; 0 is Brownian motion.
  package let rate: Double
  /// θ.
  package let home: Double
  /// σ, for the square root of a unit of time.
  package let volatility: Double

  package init(rate: Double, home: Double, volatility: Double) {
    precondition(rate >= 0 && volatility >= 0, "rate and volatility are not negative")
    self.rate = rate
    self.home = home
    self.volatility = volatility
  }

  /// A normal law of the state.
  package struct State: Hashable, Sendable {
    package let mean: Double
    package let variance: Double

    package init(mean: Double, variance: Double = 0) {
      self.mean = mean
      self.variance = variance
    }

    /// The law after an independent normal jump.
    package func jumped(by mean: Double, deviation: Double = 0) -> State {
      State(mean: self.mean + mean, variance: variance + deviation * deviation)
    }
  }

  /// The exact law after a time.
  package func evolved(_ state: State, for time: Double) -> State {
    let kept = decay(time)
    return State(
      mean: home + (state.mean - home) * kept,
      variance: state.variance * kept * kept + volatility * volatility * effectiveTime(time)
    )
  }

  /// e^{−k t}, what is left of a distance from home.
  package func decay(_ time: Double) -> Double { Elementary.exp(-rate * time) }

  /// √((1 − e^{−2kt})/(2kt)), the innovation's deviation over that of Brownian motion.
  package func innovationScale(_ time: Double) -> Double {
    time > 0 ? (effectiveTime(time) / time).squareRoot() : 1
  }

  /// The covariance of the states after two times, from a known start.
  package func covariance(_ first: Double, _ second: Double) -> Double {
    let (early, late) = (min(first, second), max(first, second))
    return volatility * volatility * effectiveTime(early) * decay(late - early)
  }

  /// The deviation in the long run; infinite without reversion.
  package var stationaryDeviation: Double { volatility / (2 * rate).squareRoot() }

  /// The time in which half of a distance from home is gone; infinite without reversion.
  package var halfLife: Double { Elementary.log(2) / rate }

  /// (1 − e^{−2kt})/(2k), which is t without reversion.
  private func effectiveTime(_ time: Double) -> Double {
    let x = 2 * rate * time
    // Below this the series is exact to a double, and the difference from 1 is not.
    guard x > 1e-4 else { return time * (1 - x / 2 * (1 - x / 3 * (1 - x / 4))) }
    return (1 - Elementary.exp(-x)) / (2 * rate)
  }
}
