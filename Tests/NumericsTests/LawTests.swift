import Numerics
import Testing

@Suite("Closed forms")
struct LawTests {
  @Test("a day with two outcomes is the mixture of case DI01")
  func mixture() throws {
    let law = NormalMixture(weights: [0.92, 0.08], means: [0.1, -1.2], deviations: [0.9, 1.6])
    expectAgreement(law.mean, -0.004)
    expectAgreement(law.deviation, 1.0365249635199338)
    expectAgreement(law.skewness, -0.5730356706335592)
    expectAgreement(law.excessKurtosis, 1.6379155843348812)
    let quantiles = try [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map {
      p throws(GSLError) in try law.quantile(p)
    }
    let expected = [
      -3.0605967354657753, -1.715246735029853, -0.6080759069219112, 0.04470430526183832,
      0.6755304864035642, 1.5739442415392644, 2.213144502070349,
    ]
    expectAgreement(quantiles, expected)
    expectAgreement(law.probability(below: 0), 0.48117280124816403)
    expectAgreement(try law.valueAtRisk(tail: 0.05), 1.715246735029853)
    expectAgreement(try law.expectedShortfall(tail: 0.05), 2.511194663022669)
  }

  @Test("a mixture of one law has that law's quantiles")
  func mixtureOfOne() throws {
    let law = NormalMixture(weights: [1], means: [2], deviations: [3])
    expectAgreement(try law.quantile(0.05), 2 - 3 * 1.6448536269514722)
  }

  @Test("a lognormal return is that of case DI03")
  func lognormal() {
    let law = LognormalReturn(logMean: 0.06, logDeviation: 0.18)
    expectAgreement(law.mean, 0.07917838825280551)
    expectAgreement(law.deviation, 0.19583622451046023)
    let expected = [
      -0.30144587605718376, -0.21027749352358066, 0.061836546545359625, 0.42771269950255886,
      0.6140436552224445,
    ]
    expectAgreement([0.01, 0.05, 0.5, 0.95, 0.99].map(law.quantile), expected)
    expectAgreement(law.probability(below: 0), 0.3694413401817636)
    expectAgreement(law.expectedShortfall(tail: 0.05), 0.2659091820080647)
  }

  @Test(
    "value at risk and expected shortfall of Student's t are those of case DI04",
    arguments: [
      (3, 0.05, [2.3533634348018238, 3.8742675177193022, 1.3587150125838554, 2.2368093942678624]),
      (3, 0.01, [4.5407028585681335, 7.0030820362421125, 2.621576017704415, 4.043231298781416]),
      (5, 0.05, [2.0150483733330242, 2.890128946273074, 1.5608497583442298, 2.2386842554615214]),
      (5, 0.01, [3.3649299989072188, 4.45242911181797, 2.60646356938428, 3.448836760048016]),
      (8, 0.05, [1.8595480375308984, 2.513852924674481, 1.6104158400592568, 2.177060494145909]),
      (8, 0.01, [2.8964594477096224, 3.590890071264565, 2.5084074627479778, 3.1098020239124264]),
    ] as [(Double, Double, [Double])]
  )
  func studentT(nu: Double, tail: Double, expected: [Double]) {
    let (raw, scaled) = (
      StudentT(degreesOfFreedom: nu), StudentT(degreesOfFreedom: nu, unitVariance: true)
    )
    let got = [raw, scaled].flatMap {
      [$0.valueAtRisk(tail: tail), $0.expectedShortfall(tail: tail)]
    }
    expectAgreement(got, expected)
  }

  @Test("one asset beats another as in case DI05")
  func pair() {
    let pair = NormalPair(means: (0.08, 0.065), deviations: (0.22, 0.16), correlation: 0.82)
    expectAgreement(pair.probabilityFirstIsGreater, 0.546803778598674)
    expectAgreement(pair.meanDifference, 0.015)
    expectAgreement(pair.deviationOfDifference, 0.12756174975281578)
    expectAgreement(pair.varianceRatio, 4.5476892822025565)
    expectAgreement(pair.deviationOfDifference / 100, 0.001275617497528158)
    expectAgreement(
      pair.deviationOfDifference / 100 * pair.varianceRatio.squareRoot(),
      0.0027202941017470885
    )
  }

  @Test("variance within and between models, and of an uncertain response, as in case PU01")
  func varianceSplit() {
    let law = NormalMixture(
      weights: [0.5, 0.3, 0.2],
      means: [1.2, -0.4, -3],
      deviations: [2, 2.5, 4]
    )
    expectAgreement(law.mean, -0.12)
    expectAgreement(law.varianceWithin, 7.075)
    expectAgreement(law.varianceBetween, 2.5536)
    expectAgreement(law.variance, 9.6286)
    expectAgreement(law.varianceBetween / law.variance, 0.26520989551959784)
    let response = ResponseVariance(
      coefficient: -4,
      standardError: 1.2,
      surpriseDeviation: 0.08,
      residualDeviation: 0.9
    )
    expectAgreement(
      [response.surprise, response.coefficient, response.residual, response.total],
      [0.1024, 0.009216, 0.81, 0.921616]
    )
  }

  @Test("a reverting level moves as in case OU01")
  func reversion() {
    let process = OrnsteinUhlenbeck(rate: 0.8, home: 3, volatility: 1.1)
    let state = process.evolved(.init(mean: 4.2), for: 0.25)
    expectAgreement(state.mean, 3.9824769036935783)
    expectAgreement(state.variance, 0.2493204651855478)
    expectAgreement(process.stationaryDeviation, 0.8696263565463043)
    expectAgreement(process.halfLife, 0.8664339756999316)
    expectAgreement(process.covariance(0.25, 0.5), 0.2041263322191163)
    expectAgreement(process.covariance(0.5, 0.25), 0.2041263322191163)
  }

  @Test("a jump on the way is carried as in case OU04")
  func jump() {
    let process = OrnsteinUhlenbeck(rate: 0.8, home: 3, volatility: 1.1)
    let before = process.evolved(.init(mean: 4.2), for: 0.1)
    let after = process.evolved(before.jumped(by: -0.5, deviation: 0.2), for: 0.15)
    expectAgreement(after.mean, 3.5390166853349996)
    expectAgreement(after.variance, 0.28078557962820994)
  }

  @Test("two steps of reversion make one, and no reversion is Brownian motion")
  func composition() {
    for rate in [0.0, 1e-6, 3e-5, 1e-4, 0.01, 2] {
      let process = OrnsteinUhlenbeck(rate: rate, home: 1, volatility: 0.3)
      let whole = process.evolved(.init(mean: 2), for: 5)
      let parts = process.evolved(process.evolved(.init(mean: 2), for: 2), for: 3)
      expectAgreement(parts.mean, whole.mean)
      expectAgreement(parts.variance, whole.variance, absolute: 0, relative: 1e-11)
    }
    let still = OrnsteinUhlenbeck(rate: 0, home: 1, volatility: 0.3)
    #expect(still.innovationScale(5) == 1 && still.decay(5) == 1)
  }

  @Test("a chain of two states is that of case RG01")
  func chain() throws {
    let chain = try #require(MarkovChain(leavingFirst: 1 / 64.2, leavingSecond: 1 / 10.3))
    expectAgreement(
      chain.transition.elements,
      [0.9844236760124611, 0.01557632398753894, 0.0970873786407767, 0.9029126213592233]
    )
    expectAgreement(try chain.stationary(), [1 - 0.138255033557047, 0.138255033557047])
    expectAgreement(
      chain.transition(steps: 12).elements,
      [0.8946862044943583, 0.10531379550564172, 0.6564219098506989, 0.3435780901493011]
    )
    expectAgreement(chain.survival(in: [0], from: 0, steps: 12), 0.8282941661882401)
    expectAgreement(chain.persistence ?? .nan, 0.8873362973716844)
  }

  /// Both ways of staying in for two steps from state 0, written out.
  @Test("survival in two of three states sums the ways that avoid the third")
  func survival() throws {
    let p = [[0.7, 0.2, 0.1], [0.05, 0.55, 0.4], [0.3, 0.3, 0.4]]
    let chain = try #require(MarkovChain(Matrix(p)))
    let expected = 0.7 * (0.7 + 0.2) + 0.2 * (0.05 + 0.55)
    expectAgreement(chain.survival(in: [0, 1], from: 0, steps: 2), expected)
    expectAgreement(chain.survival(in: [0, 1], from: 1, steps: 1), 0.6)
    expectAgreement(
      try chain.stationary(),
      chain.transition(steps: 200).row(1),
      absolute: 1e-12
    )
  }

  @Test("what is not a chain is refused")
  func noChain() throws {
    #expect(MarkovChain(Matrix([[0.5, 0.6], [0.5, 0.5]])) == nil)
    #expect(MarkovChain(Matrix([[1.5, -0.5], [0.5, 0.5]])) == nil)
    let split = try #require(MarkovChain(Matrix.identity(2)))
    #expect(throws: MatrixError.singular) { try split.stationary() }
    #expect(split.survival(in: [1], from: 0, steps: 3) == 0)
  }

  @Test("a correlated stress has the conditional law of case ST01")
  func stress() throws {
    let law = try ConditionalNormal(
      mean: [0.5, 0.1, 0, 0.4],
      covariance: MatrixTests.sigma,
      given: [1, 2],
      values: [1.5, -2]
    )
    expectAgreement(
      law.response.elements,
      [-0.7708333333333334, 0.4305555555555556, -0.6458333333333334, 0.18055555555555555]
    )
    expectAgreement(law.mean, [-1.4402777777777778, -0.8652777777777778])
    let covariance = [
      2.7895833333333333, 1.3020833333333333, 1.3020833333333333, 8.439583333333333,
    ]
    expectAgreement(law.covariance.elements, covariance)
    expectAgreement(law.squaredDistance, 3.115740740740741)
    expectAgreement(law.tailProbability, 0.21058406006010766)
    expectAgreement(law.scaleFactor(degreesOfFreedom: 5), 1.1593915343915344)
    let scale = law.scaleFactor(degreesOfFreedom: 5) * law.covariance
    expectAgreement(
      scale.elements,
      [3.2342193011463847, 1.509624393738977, 1.509624393738977, 9.784781470458555]
    )
    #expect(law.free == [0, 3])
  }

  @Test("the order of what is given does not matter")
  func stressOrder() throws {
    let prior = [0.5, 0.1, 0, 0.4]
    let a = try ConditionalNormal(
      mean: prior,
      covariance: MatrixTests.sigma,
      given: [1, 2],
      values: [1.5, -2]
    )
    let b = try ConditionalNormal(
      mean: prior,
      covariance: MatrixTests.sigma,
      given: [2, 1],
      values: [-2, 1.5]
    )
    expectAgreement(a.mean, b.mean)
    expectAgreement(a.covariance.elements, b.covariance.elements)
  }
}
