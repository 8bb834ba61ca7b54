import Numerics
import Testing

@Suite("A variance that follows an index which reverts")
struct RevertingVarianceTests {
  private static let law = RevertingVariance(elasticity: 1.8, speed: 0.05)

  @Test("is the power of the index over its level, and of what is left of that distance later")
  func power() {
    // An index of 30 over a level of 15: 2^1.8 today.
    let distance = Elementary.log(2)
    #expect(abs(Self.law.relative(distance: distance, after: 0) - 3.4822022531844965) < 1e-14)
    // After ln 2/k days half of the logarithm is left: 2^0.9.
    let half = Elementary.log(2) / 0.05
    #expect(abs(Self.law.relative(distance: distance, after: half) - 1.8660659830736148) < 1e-14)
    #expect(
      abs(Self.law.relative(distance: -distance, after: half) * 1.8660659830736148 - 1) < 1e-14
    )
    #expect(abs(Self.law.relative(distance: distance, after: 700) - 1) < 1e-12)
  }

  @Test("over days it is the mean of their middles, and without elasticity it is exactly 1")
  func days() {
    let week = Self.law.mean(distance: 0.5, days: 5..<8)
    let sum = [5.5, 6.5, 7.5].reduce(0.0) { $0 + Self.law.relative(distance: 0.5, after: $1) }
    #expect(abs(week - sum / 3) < 1e-15)
    #expect(RevertingVariance(elasticity: 0, speed: 0.05).mean(distance: 2, days: 0..<5) == 1)
    #expect(Self.law.mean(distance: 0, days: 0..<5) == 1)
    #expect(Self.law.mean(distance: 2, days: 3..<3) == 1)
  }
}
