import Numerics
import Testing

@Suite("Signs that agree")
struct SameSignTests {
  @Test("moves of shares and rates agree in sign as often as in case TP03")
  func share() {
    let expected = [0.34078788568404983, 0.3086116556224806, 0.26274601593273844]
    for (explained, share) in zip([0.23, 0.32, 0.46], expected) {
      expectAgreement(SameSign.share(correlation: -explained.squareRoot()), share)
      expectAgreement(SameSign.explainedVariance(ofShare: share), explained)
    }
    expectAgreement(SameSign.explainedVariance(ofShare: 1.0 / 3), 0.25)
    expectAgreement(SameSign.share(correlation: 0), 0.5)
    expectAgreement(SameSign.share(correlation: 1), 1)
  }
}
