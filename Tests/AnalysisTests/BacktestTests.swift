import Analysis
import Numerics
import Testing

/// Cases BT01 and BT03 of the closed-form file, and exact oracles by enumeration.
@Suite("Backtests")
struct BacktestTests {
  private static func near(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 1e-10 + 1e-9 * abs(b)
  }

  @Test(
    "Kupiec's ratio and p-value are those of the closed form (BT01)",
    arguments: [
      (250.0, 5.0, 0.01, 1.9568097882306295, 0.1618549171960419),
      (500, 20, 0.05, 1.1267058200351976, 0.2884790856989421),
      (250, 0, 0.01, 5.02516792675072, 0.02498150305344977),
      (1000, 63, 0.05, 3.298788625934759, 0.06933099451413),
    ]
  )
  func kupiec(n: Double, x: Double, p: Double, ratio: Double, pValue: Double) {
    let test = Kupiec(count: n, misses: x, nominal: p)
    #expect(Self.near(test.statistic, ratio))
    #expect(Self.near(test.pValue, pValue))
  }

  @Test("scores are those of the closed form (BT03)")
  func scores() {
    #expect(Self.near(Score.crps(mean: 0.8, deviation: 2.5, outcome: -1.9), 1.646409648410062))
    #expect(Self.near(Score.log(mean: 0.8, deviation: 2.5, outcome: -1.9), -2.418429265078828))
    let low = 0.8 + 2.5 * NormalLaw.quantile(0.05)
    #expect(
      Self.near(
        Score.pinball(quantile: low, probability: 0.05, outcome: -1.9),
        0.07060670336893408
      )
    )
    #expect(Self.near(Score.crps(ascending: [-3, -1, 0, 2, 4], outcome: -1.9), 1.38))
  }

  @Test("an ensemble of a normal's quantiles scores as the normal does")
  func ensembleOfQuantiles() {
    let members = (0..<20_000).map { 0.8 + 2.5 * NormalLaw.quantile((Double($0) + 0.5) / 20_000) }
    let exact = Score.crps(mean: 0.8, deviation: 2.5, outcome: 1.3)
    #expect(abs(Score.crps(ascending: members, outcome: 1.3) - exact) < 1e-4)
  }

  @Test("the ranked score is twice the integral of the pinball loss over probabilities")
  func pinballIntegral() {
    let count = 20_000
    let sum = (0..<count).reduce(0.0) { sum, i in
      let p = (Double(i) + 0.5) / Double(count)
      let q = 0.8 + 2.5 * NormalLaw.quantile(p)
      return sum + 2 * Score.pinball(quantile: q, probability: p, outcome: 1.3) / Double(count)
    }
    #expect(abs(sum - Score.crps(mean: 0.8, deviation: 2.5, outcome: 1.3)) < 1e-4)
  }

  @Test("misses at the nominal rate pass, and a scaled sample scales Kupiec's ratio")
  func kupiecLaws() {
    #expect(Kupiec(count: 400, misses: 20, nominal: 0.05).statistic == 0)
    let whole = Kupiec(count: 400, misses: 31, nominal: 0.05).statistic
    let part = Kupiec(count: 100, misses: 7.75, nominal: 0.05).statistic
    #expect(Self.near(part, whole / 4))
  }

  @Test("Kupiec over 80 decisions rejects twice the right rate of misses only 41 % of the time")
  func kupiecPower() {
    let power = Kupiec.power(count: 80, nominal: 0.05, rate: 0.1, level: 0.05)
    #expect(abs(power - 0.41) < 0.005)
  }

  @Test("Kupiec's power sums the binomial law over the rejections")
  func kupiecPowerByHand() {
    // Of ten trials at 5 %, three misses or more are rejected at 5 %; two and none are not.
    #expect(Kupiec(count: 10, misses: 3, nominal: 0.05).pValue < 0.05)
    #expect(Kupiec(count: 10, misses: 2, nominal: 0.05).pValue >= 0.05)
    #expect(Kupiec(count: 10, misses: 0, nominal: 0.05).pValue >= 0.05)
    var below = 0.0
    var (ways, hit, missed) = (1.0, 1.0, 1.0)
    for _ in 0..<10 { missed *= 0.8 }
    for k in 0..<3 {
      below += ways * hit * missed
      ways *= Double(10 - k) / Double(k + 1)
      hit *= 0.2
      missed /= 0.8
    }
    let power = Kupiec.power(count: 10, nominal: 0.05, rate: 0.2, level: 0.05)
    #expect(Self.near(power, 1 - below))
  }

  /// Every series of a length with its probability under a chain.
  private static func series(
    _ count: Int,
    rate: Double,
    afterMiss: Double
  ) -> [(misses: [Bool], probability: Double)] {
    let afterHit = rate * (1 - afterMiss) / (1 - rate)
    return (0..<1 << count).map { word in
      let misses = (0..<count).map { word >> $0 & 1 == 1 }
      var probability = misses[0] ? rate : 1 - rate
      for (before, after) in zip(misses, misses.dropFirst()) {
        let chance = before ? afterMiss : afterHit
        probability *= after ? chance : 1 - chance
      }
      return (misses, probability)
    }
  }

  @Test("the power of the test of independence is that of all series, counted one by one")
  func christoffersenPower() {
    for (rate, afterMiss) in [(0.05, 0.2), (0.3, 0.3), (0.2, 0.6)] {
      let all = Self.series(12, rate: rate, afterMiss: afterMiss)
      let exact = all.reduce(0.0) {
        Christoffersen(misses: $1.misses).pValue < 0.05 ? $0 + $1.probability : $0
      }
      let power = Christoffersen.power(count: 12, rate: rate, afterMiss: afterMiss, level: 0.05)
      #expect(abs(power - exact) < 1e-12)
    }
  }

  @Test("the counted series have all of the probability")
  func everySeries() {
    for count in [2, 3, 9, 60] {
      let all = Christoffersen.power(count: count, rate: 0.1, afterMiss: 0.4, level: 2)
      #expect(abs(all - 1) < 1e-9)
    }
  }

  @Test("misses that come in one run are not independent, misses far apart are")
  func christoffersen() {
    var clustered = [Bool](repeating: false, count: 100)
    for i in 40..<45 { clustered[i] = true }
    let test = Christoffersen(misses: clustered)
    #expect(test.missMiss == 4 && test.hitMiss == 1 && test.missHit == 1 && test.hitHit == 93)
    // ln of 0.8⁴ 0.2 (1/94) (93/94)⁹³ against (5/99)⁵ (94/99)⁹⁴.
    #expect(abs(test.statistic - 23.519_994_6) < 1e-6)
    #expect(test.pValue < 2e-6)
    let spread = (0..<100).map { $0 % 20 == 10 }
    #expect(Christoffersen(misses: spread).pValue > 0.3)
    #expect(Christoffersen(misses: [Bool](repeating: false, count: 50)).statistic == 0)
  }

  @Test("conditional coverage adds the two ratios on two degrees of freedom")
  func conditionalCoverage() {
    let misses = (0..<100).map { $0 % 10 < 2 }
    let kupiec = Kupiec(count: 100, misses: 20, nominal: 0.05)
    let chain = Christoffersen(misses: misses)
    let both = chain.statistic + kupiec.statistic
    // χ² with two degrees of freedom is exponential.
    #expect(
      Self.near(chain.conditionalCoverage(with: kupiec), Elementary.exp(-both / 2))
    )
  }

  @Test("Holm's rule multiplies the smallest of m p-values by m, and never orders them anew")
  func holm() {
    let adjusted = HolmFamily.adjusted([0.03, 0.01, .nan, 0.04, 0.5])
    #expect(Self.near(adjusted[1], 0.04))
    #expect(Self.near(adjusted[0], 0.09))
    #expect(Self.near(adjusted[3], 0.09))
    #expect(Self.near(adjusted[4], 0.5))
    #expect(adjusted[2].isNaN)
  }
}
