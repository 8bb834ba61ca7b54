import Numerics
import Testing

@Suite("Shrinkage")
struct EmpiricalBayesTests {
  @Test("an estimate meets a prior as in case PU02")
  func pair() {
    let posterior = NormalPosterior(
      estimate: -1.8,
      standardError: 1.1,
      priorMean: -4,
      priorDeviation: 1.5
    )
    expectAgreement(posterior.mean, -2.569364161849711)
    expectAgreement(posterior.deviation, 0.8870454954412761)
    expectAgreement(posterior.weightOfEstimate, 0.6502890173410405)
    expectAgreement(posterior.conflict, 1.1827273272550347)
  }

  @Test(
    "with equal standard errors the variance between is the sample's less the error's",
    arguments: [EmpiricalBayes.Method.derSimonianLaird, .pauleMandel]
  )
  func equalErrors(method: EmpiricalBayes.Method) {
    let y = [1.0, 3, -2, 6, 0.5]
    let errors = [Double](repeating: 0.8, count: 5)
    let free = EmpiricalBayes(estimates: y, standardErrors: errors, method: method)
    expectAgreement(free.mean ?? .nan, 1.7)
    let sample = y.reduce(0) { $0 + ($1 - 1.7) * ($1 - 1.7) } / 4
    expectAgreement(free.betweenVariance, sample - 0.64)
    let fixed = EmpiricalBayes(
      estimates: y,
      standardErrors: errors,
      toward: [0, 0, 0, 0, 0],
      method: method
    )
    expectAgreement(fixed.betweenVariance, y.reduce(0) { $0 + $1 * $1 } / 5 - 0.64)
    let weight = fixed.betweenVariance / (fixed.betweenVariance + 0.64)
    expectAgreement(fixed.posteriors.map(\.mean), y.map { weight * $0 })
  }

  @Test("the variance of Paule and Mandel brings the squares to their expectation")
  func pauleMandel() throws {
    let (y, errors) = ([1.0, 3, -2, 6, 0.5], [0.2, 1, 0.5, 2, 0.1])
    let fit = EmpiricalBayes(estimates: y, standardErrors: errors)
    let centre = try #require(fit.mean)
    let squares = zip(y, errors).reduce(0) {
      $0 + ($1.0 - centre) * ($1.0 - centre) / ($1.1 * $1.1 + fit.betweenVariance)
    }
    expectAgreement(squares, 4)
  }

  /// Source of the formula: DerSimonian and Laird (1986), computed here term by term.
  @Test("the variance of DerSimonian and Laird has its closed form")
  func derSimonianLaird() {
    let (y, errors) = ([1.0, 3, -2], [0.5, 1, 0.25])
    // Weights 4, 1, 16: mean (4 + 3 − 32)/21, Q = 62.952…, lost (16 + 1 + 256)/21 = 13.
    let mean = -25.0 / 21
    let q = 4 * (1 - mean) * (1 - mean) + (3 - mean) * (3 - mean) + 16 * (-2 - mean) * (-2 - mean)
    let fit = EmpiricalBayes(estimates: y, standardErrors: errors, method: .derSimonianLaird)
    expectAgreement(fit.betweenVariance, (q - 2) / (21 - 13))
  }

  @Test("estimates that agree within their errors are all shrunk to the common mean")
  func agreement() {
    let fit = EmpiricalBayes(estimates: [1, 1.1, 0.9], standardErrors: [1, 1, 1])
    #expect(fit.betweenVariance == 0)
    expectAgreement(fit.posteriors.map(\.mean), [1, 1, 1])
  }
}
