import Domain
import Testing

@Suite("Quantities and laws")
struct QuantityTests {
  @Test("odds outside 0 to 1 are no probability, nor is what is not a number")
  func probability() {
    #expect(Probability(-0.01) == nil)
    #expect(Probability(1.01) == nil)
    #expect(Probability(.nan) == nil)
    #expect(Probability(0)?.value == 0)
    #expect(Probability(1) == .certain)
  }

  @Test("a sensitivity is percent per 25 bp: −1.5 moves a price by 1.5 % less for 25 bp")
  func sensitivity() {
    #expect(abs((Sensitivity(-1.5) * BasisPoints(25)).magnitude + 0.015) < 1e-15)
    // Case EV01 in these units: −4 % per 100 bp, 92 % priced.
    let moves = [-25.0, 0].map { BasisPoints($0) - BasisPoints(-23) }
    #expect(moves.map(\.magnitude) == [-2, 23])
    let responses = moves.map { (Sensitivity(-1) * $0).magnitude * 100 }
    #expect(abs(responses[0] - 0.08) < 1e-12 && abs(responses[1] + 0.92) < 1e-12)
  }

  @Test("the mean and deviation of branches are those of case EV01")
  func branches() throws {
    let law = Law<BasisPoints>.branches([
      Branch(BasisPoints(-25), try #require(Probability(0.92))),
      Branch(BasisPoints(0), try #require(Probability(0.08))),
    ])
    #expect(abs(law.mean.magnitude + 23) < 1e-12)
    #expect(abs(law.deviation.magnitude * 0.04 - 0.2712931993250107) < 1e-12)
  }

  @Test("a uniform law has its middle as mean and its width over √12 as deviation")
  func uniform() {
    let law = Law<Percent>.uniform(low: Percent(30), high: Percent(49))
    #expect(law.mean.magnitude == 39.5)
    #expect(abs(law.deviation.magnitude - 19 / 12.0.squareRoot()) < 1e-12)
  }
}
