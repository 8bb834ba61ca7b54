import Numerics
import TestSupport
import Testing

@Suite("Variance that switches between two states")
struct SwitchingVarianceTests {
  @Test("RG03: one step of Hamilton's filter")
  func filterStep() {
    func logNormal(_ y: Double, _ mean: Double, _ sd: Double) -> Double {
      let z = (y - mean) / sd
      return -0.5 * z * z - Elementary.log(sd) - 0.5 * Elementary.log(2 * Double.pi)
    }
    let step = TwoStateFilter(
      prior: 0.12,
      stay: (1 - 1 / 64.2, 1 - 1 / 10.3),
      logDensities: (logNormal(-1.8, 0.3, 1), logNormal(-1.8, -0.9, 2.2))
    )
    #expect(abs(step.predicted - 0.12205667967214107) < 1e-10)
    #expect(abs(step.posterior - 0.34519419724277756) < 1e-10)
    #expect(abs(step.logLikelihood + 2.8306952044235505) < 1e-9)
  }

  /// A long sample of the law: normal over the root of chi-square, from inverted uniforms.
  private func sample(_ count: Int, seed: UInt64, freedom: Double) throws -> [Double] {
    var draws = try RandomStream(RandomSource(seed: seed))
    let law = StudentT(degreesOfFreedom: freedom, unitVariance: true)
    var isHigh = false
    return (0..<count).map { _ in
      let uniforms = (draws.uniform(), draws.uniform())
      isHigh = isHigh ? uniforms.0 < 0.93 : uniforms.0 > 0.975
      return 0.2 + (isHigh ? 3.8 : 1.5) * law.quantile(uniforms.1)
    }
  }

  /// False alarm below 2e-4 with new draws, if the errors are right.
  ///
  /// Six numbers of 5 samples each within 4.5 of their own errors. An error too small by half would
  /// show as a spread of 2.
  @Test("known numbers are found again within their errors, which are the estimates' spread")
  func recovery() throws {
    var squares: [Double] = []
    for seed in 1...5 {
      let fit = try SwitchingVariance(sample(4_000, seed: UInt64(seed), freedom: 8))
      let (e, s) = (fit.estimates, fit.errors)
      let distances = [
        (e.mean - 0.2) / s.mean, (e.low - 1.5) / s.low, (e.high - 3.8) / s.high,
        (e.stayLow - 0.975) / s.stayLow, (e.stayHigh - 0.93) / s.stayHigh,
        (Elementary.log(e.freedom / 8)) / (s.freedom / e.freedom),
      ]
      for distance in distances { #expect(abs(distance) < 4.5) }
      squares += distances.map { $0 * $0 }
      #expect(fit.smoothed.allSatisfy { (0...1).contains($0) })
    }
    // The mean of 30 squares of standard normals lies in 0.35…2 but for 1 in 2,000.
    let mean = squares.reduce(0, +) / Double(squares.count)
    #expect(mean > 0.35 && mean < 2)
  }

  @Test("no neighbour of the fitted numbers has a higher likelihood")
  func maximum() throws {
    let values = try sample(600, seed: 9, freedom: 10)
    let fit = try SwitchingVariance(values, freedom: 10)
    let best = likelihood(values, fit.estimates)
    #expect(abs(best - fit.logLikelihood) < 0.7)  // the first state's odds are estimated there
    let steps: [(inout SwitchingVariance.Parameters) -> Void] = [
      { $0.mean += 0.02 }, { $0.mean -= 0.02 }, { $0.low *= 1.02 }, { $0.low /= 1.02 },
      { $0.high *= 1.03 }, { $0.high /= 1.03 }, { $0.stayLow += 0.006 }, { $0.stayLow -= 0.006 },
      { $0.stayHigh += 0.02 }, { $0.stayHigh -= 0.02 },
    ]
    for step in steps {
      var moved = fit.estimates
      step(&moved)
      #expect(likelihood(values, moved) < best + 0.05)
    }
  }

  /// The likelihood by matrices of sums over states, from the stationary start.
  private func likelihood(_ values: [Double], _ p: SwitchingVariance.Parameters) -> Double {
    let stationary = (1 - p.stayLow) / (2 - p.stayLow - p.stayHigh)
    var (low, high, sum) = (1 - stationary, stationary, 0.0)
    for (t, x) in values.enumerated() {
      if t > 0 {
        (low, high) = (
          low * p.stayLow + high * (1 - p.stayHigh), low * (1 - p.stayLow) + high * p.stayHigh
        )
      }
      low *= density(x, p.mean, p.low, p.freedom)
      high *= density(x, p.mean, p.high, p.freedom)
      let total = low + high
      sum += Elementary.log(total)
      (low, high) = (low / total, high / total)
    }
    return sum
  }

  /// The t density with ν = 10 by its closed form.
  private func density(_ x: Double, _ mean: Double, _ sd: Double, _ nu: Double) -> Double {
    let z = (x - mean) / sd
    // Γ(5.5) = 945/32 · √π and Γ(5) = 24.
    let constant = 945.0 / 32 / 24 / 8.0.squareRoot()
    return constant / sd * Elementary.exp(-5.5 * Elementary.log(1 + z * z / 8))
  }

  @Test("one state, too little, and what is no number are refused")
  func refusals() throws {
    #expect(throws: SwitchingVariance.Failure.tooFewObservations(count: 3, needed: 60)) {
      try SwitchingVariance([1, 2, 3])
    }
    var values = try sample(200, seed: 4, freedom: 10)
    values[7] = .nan
    #expect(throws: SwitchingVariance.Failure.unusableNumber) { try SwitchingVariance(values) }
    #expect(throws: SwitchingVariance.Failure.self) {
      try SwitchingVariance([Double](repeating: 1, count: 100))
    }
  }
}
