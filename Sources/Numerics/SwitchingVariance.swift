/// Observations around one mean whose deviation switches between two states of a Markov chain.
///
/// Given its state an observation is t-distributed with ν degrees of freedom, one ν for both
/// states, and the states' deviations are those of the law itself, so that ν does not move them.
/// Fitted by maximum likelihood: expectation and maximisation for all but ν (Hamilton 1990,
/// Journal of Econometrics 45; Liu and Rubin 1995 for the weights of the t law), ν by its profile.
package struct SwitchingVariance: Sendable {
  package enum Failure: Error, Equatable, Sendable {
    case tooFewObservations(count: Int, needed: Int)
    case unusableNumber
    /// The states could not be told apart.
    case oneState
  }

  /// The numbers of the law; `low` and `high` are the standard deviations of the two states.
  package struct Parameters: Hashable, Sendable {
    package var mean, low, high, stayLow, stayHigh, freedom: Double

    package init(
      mean: Double,
      low: Double,
      high: Double,
      stayLow: Double,
      stayHigh: Double,
      freedom: Double
    ) {
      self.mean = mean
      self.low = low
      self.high = high
      self.stayLow = stayLow
      self.stayHigh = stayHigh
      self.freedom = freedom
    }
  }

  package let estimates: Parameters
  /// Standard errors from the curvature of the likelihood; NaN for a ν at a bound or given.
  package let errors: Parameters
  package let logLikelihood: Double
  /// P(high) at each observation given all of them.
  package let smoothed: [Double]

  /// The bounds of ν.
  package static let freedoms = 4.5...200

  /// Fits the law; where ν is given it is held.
  ///
  /// Throws `Failure` below 60 observations or where there are not two states.
  package init(_ values: [Double], freedom given: Double? = nil) throws(Failure) {
    guard values.count >= 60 else {
      throw .tooFewObservations(count: values.count, needed: 60)
    }
    guard values.allSatisfy(\.isFinite) else { throw .unusableNumber }
    var walk = SwitchingWalk(values)
    var start = walk.start
    guard start.low > 0 else { throw .unusableNumber }
    func profile(_ logFreedom: Double) -> Double {
      start.freedom = Elementary.exp(logFreedom)
      start = walk.fit(from: start)
      return walk.logLikelihood(start)
    }
    let bounds = (
      Elementary.log(Self.freedoms.lowerBound), Elementary.log(Self.freedoms.upperBound)
    )
    let best =
      given.map { Elementary.log($0) }
      ?? GoldenSection.maximum(between: bounds, tolerance: 1e-5, of: profile)
    start.freedom = given ?? Elementary.exp(best)
    let fitted = walk.fit(from: start, tolerance: 1e-12)
    guard fitted.low.isFinite, fitted.high > 1.02 * fitted.low,
      (1e-6...(1 - 1e-6)).contains(fitted.stayLow), (1e-6...(1 - 1e-6)).contains(fitted.stayHigh)
    else { throw .oneState }
    let atBound = best - bounds.0 < 1e-3 || bounds.1 - best < 1e-3
    estimates = fitted
    logLikelihood = walk.logLikelihood(fitted)
    smoothed = walk.smoothed(fitted)
    guard let errors = walk.errors(of: fitted, isFreedomFree: given == nil && !atBound) else {
      throw .oneState
    }
    self.errors = errors
  }
}

/// The passes over the observations.
private struct SwitchingWalk {
  private let values: [Double]
  /// P(high) at each observation: before it, given the past with it, given all.
  private var predicted, filtered, smooth: [Double]
  /// P(high) before the first observation, estimated with the rest.
  private var first = 0.5

  init(_ values: [Double]) {
    self.values = values
    predicted = values.map { _ in 0 }
    filtered = predicted
    smooth = predicted
  }

  /// A third of the observations' variance and three times it.
  var start: SwitchingVariance.Parameters {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let variance = squares / Double(values.count)
    return SwitchingVariance.Parameters(
      mean: mean,
      low: (variance / 3).squareRoot(),
      high: (variance * 3).squareRoot(),
      stayLow: 0.97,
      stayHigh: 0.9,
      freedom: 10
    )
  }

  mutating func logLikelihood(_ p: SwitchingVariance.Parameters) -> Double { filter(p) }

  mutating func smoothed(_ p: SwitchingVariance.Parameters) -> [Double] {
    _ = filter(p)
    smoothen(p)
    return smooth
  }

  /// Steps of expectation and maximisation until the likelihood moves by less than the tolerance.
  mutating func fit(
    from start: SwitchingVariance.Parameters,
    tolerance: Double = 1e-9
  ) -> SwitchingVariance.Parameters {
    var p = start
    var last = -Double.infinity
    first = 0.5
    for _ in 0..<5_000 {
      let likelihood = filter(p)
      guard likelihood.isFinite, likelihood - last > tolerance * abs(likelihood) else { break }
      last = likelihood
      smoothen(p)
      p = improved(p)
    }
    return p
  }

  private mutating func filter(_ p: SwitchingVariance.Parameters) -> Double {
    let density = TDensity(freedom: p.freedom)
    let logs = (Elementary.log(p.low), Elementary.log(p.high))
    var (sum, prior) = (0.0, first)
    for (t, x) in values.enumerated() {
      let step = TwoStateFilter(
        prior: prior,
        stay: t == 0 ? (1, 1) : (p.stayLow, p.stayHigh),
        logDensities: (
          density.log((x - p.mean) / p.low) - logs.0, density.log((x - p.mean) / p.high) - logs.1
        )
      )
      predicted[t] = step.predicted
      filtered[t] = step.posterior
      prior = step.posterior
      sum += step.logLikelihood
    }
    return sum
  }

  /// Kim's backward pass over the filtered probabilities.
  private mutating func smoothen(_ p: SwitchingVariance.Parameters) {
    guard var next = filtered.last else { return }
    smooth[values.count - 1] = next
    for t in stride(from: values.count - 2, through: 0, by: -1) {
      let high = predicted[t + 1]
      let toHigh = high > 0 ? next / high : 0
      let toLow = high < 1 ? (1 - next) / (1 - high) : 0
      next = filtered[t] * (p.stayHigh * toHigh + (1 - p.stayHigh) * toLow)
      smooth[t] = next
    }
  }

  private mutating func improved(
    _ p: SwitchingVariance.Parameters
  ) -> SwitchingVariance.Parameters {
    let nu = p.freedom
    let scales = (p.low * p.low * (nu - 2) / nu, p.high * p.high * (nu - 2) / nu)
    var (top, bottom) = (0.0, 0.0)
    for (t, x) in values.enumerated() {
      let square = (x - p.mean) * (x - p.mean)
      let low = (1 - smooth[t]) * (nu + 1) / (nu + square / scales.0) / scales.0
      let high = smooth[t] * (nu + 1) / (nu + square / scales.1) / scales.1
      top += (low + high) * x
      bottom += low + high
    }
    var result = p
    result.mean = top / bottom
    var (low, high, weight) = (0.0, 0.0, 0.0)
    for (t, x) in values.enumerated() {
      let old = (x - p.mean) * (x - p.mean)
      let square = (x - result.mean) * (x - result.mean)
      low += (1 - smooth[t]) * (nu + 1) / (nu + old / scales.0) * square
      high += smooth[t] * (nu + 1) / (nu + old / scales.1) * square
      weight += smooth[t]
    }
    let factor = nu / (nu - 2)
    result.low = (factor * low / (Double(values.count) - weight)).squareRoot()
    result.high = (factor * high / weight).squareRoot()
    (result.stayLow, result.stayHigh) = chain(p)
    first = smooth[0]
    return result
  }

  /// Expected shares of the transitions that stay.
  private func chain(_ p: SwitchingVariance.Parameters) -> (Double, Double) {
    var (low, lows, high, highs) = (0.0, 0.0, 0.0, 0.0)
    for t in 1..<values.count {
      let (before, after, ahead) = (filtered[t - 1], smooth[t], predicted[t])
      high += ahead > 0 ? before * p.stayHigh * after / ahead : 0
      low += ahead < 1 ? (1 - before) * p.stayLow * (1 - after) / (1 - ahead) : 0
      highs += smooth[t - 1]
      lows += 1 - smooth[t - 1]
    }
    return (low / lows, high / highs)
  }

  /// Standard errors by the inverse of the observed information; nil where it has none.
  mutating func errors(
    of p: SwitchingVariance.Parameters,
    isFreedomFree: Bool
  ) -> SwitchingVariance.Parameters? {
    let point =
      [
        p.mean / p.low, Elementary.log(p.low), Elementary.log(p.high),
        Elementary.log(p.stayLow / (1 - p.stayLow)), Elementary.log(p.stayHigh / (1 - p.stayHigh)),
      ] + (isFreedomFree ? [Elementary.log(p.freedom)] : [])
    let unit = p.low
    func law(_ q: [Double]) -> SwitchingVariance.Parameters {
      func share(_ x: Double) -> Double { 1 / (1 + Elementary.exp(-x)) }
      return SwitchingVariance.Parameters(
        mean: q[0] * unit,
        low: Elementary.exp(q[1]),
        high: Elementary.exp(q[2]),
        stayLow: share(q[3]),
        stayHigh: share(q[4]),
        freedom: isFreedomFree ? Elementary.exp(q[5]) : p.freedom
      )
    }
    var information = Matrix(rows: point.count, columns: point.count)
    let step = 2e-3
    for i in point.indices {
      for j in 0...i {
        var second = 0.0
        for (a, b) in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)] {
          var moved = point
          moved[i] += a * step
          moved[j] += b * step
          second += a * b * filter(law(moved))
        }
        information[i, j] = -second / (4 * step * step)
        information[j, i] = information[i, j]
      }
    }
    guard let spread = try? CholeskyFactor(information).inverse else { return nil }
    let deviations = spread.diagonal.map { $0.squareRoot() }
    return SwitchingVariance.Parameters(
      mean: deviations[0] * unit,
      low: deviations[1] * p.low,
      high: deviations[2] * p.high,
      stayLow: deviations[3] * p.stayLow * (1 - p.stayLow),
      stayHigh: deviations[4] * p.stayHigh * (1 - p.stayHigh),
      freedom: isFreedomFree ? deviations[5] * p.freedom : .nan
    )
  }
}
