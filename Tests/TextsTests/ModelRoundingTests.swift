import Domain
import Testing

@testable import Texts

@Suite("Rounding of a model's numbers")
struct ModelRoundingTests {
  @Test(
    "a number is rounded to significant digits, as a pocket calculator would",
    arguments: [
      (1.23456789, 4, 1.235), (-0.000123456, 3, -0.000123), (123_456, 2, 120_000), (0, 3, 0),
      (9.9996, 4, 10), (0.1, 5, 0.1), (2.5e-9, 1, 3e-9), (1e20, 5, 1e20),
    ]
  )
  func significant(value: Double, digits: Int, expected: Double) {
    #expect(ModelRounding.rounded(value, digits: digits) == expected)
  }

  @Test("a rounded number has no more digits than asked for, and rounding again changes nothing")
  func idempotent() {
    var random = ModelMutations(state: 11)
    for _ in 0..<2_000 {
      let scales = [1e-12, 1e-3, 1, 7e4]
      let whole = Double(random.below(1 << 30)) - 5e8
      let value = whole * scales[random.below(4)]
      let rounded = ModelRounding.rounded(value, digits: 5)
      let error = abs(rounded - value)
      #expect(error <= 0.5001e-4 * abs(value))
      #expect(ModelRounding.rounded(rounded, digits: 5) == rounded)
      let digits = YAMLText.number(abs(rounded)).prefix { $0 != "e" }.filter { $0 != "." }
      let leading = digits.drop { $0 == "0" }
      let significant = leading.reversed().drop { $0 == "0" }
      #expect(significant.count <= 5, "\(rounded)")
    }
  }

  @Test("weights still sum to 1, and equal ones stay equal")
  func weights() throws {
    let thirds = ModelTexts.whole
      .replacing(
        "index: {banks: 0.4, shops: 0.6}",
        with: "index: {banks: 0.3335, shops: 0.6665}"
      )
      .replacing("of: [banks, shops]", with: "of: [banks, shops, top]")
    let model = try #require(ModelReader.read(SourceFile(path: "m", text: thirds)).model)
    let rounded = ModelRounding.rounded(model, digits: 3)
    #expect(
      rounded.assets[0].derivation == .index([Weight("banks", 0.334), Weight("shops", 0.666)])
    )
    #expect(rounded.lists[0].weights.allSatisfy { $0.value == 1.0 / 3 })
    #expect(rounded.lines == model.lines)
  }

  @Test("a rounded model reads back from its file as itself")
  func roundTrip() throws {
    let text = ModelTexts.whole.replacing("market: 2.25", with: "market: 2.2512345678")
      .replacing("target: -1.48 ± 0.29", with: "target: -1.4812345 ± 0.2912345")
      .replacing("market: 2.4 ± 3", with: "market: 2.4012345 ± 3.0012345")
      .replacing("two-year-ratio: 0.05 ± 0.2", with: "two-year-ratio: 0.0512345 ± 0.2")
      .replacing("beta-start: 0.07 ± 0.03", with: "beta-start: 0.0712345 ± 0.0312345")
      .replacing("beta-half-life: 17 ± 5", with: "beta-half-life: 17.12345 ± 5.12345")
      .replacing("leverage-effect: -0.55 ± 0.14", with: "leverage-effect: -0.5512345 ± 0.1412345")
    let model = try #require(ModelReader.read(SourceFile(path: "m", text: text)).model)
    let rounded = ModelRounding.rounded(model, digits: 4)
    #expect(rounded.covariance.calm[0][0] == 2.251)
    #expect(rounded.events.fomc?.target.value == -1.481)
    #expect(rounded.events.fomc?.target.standardError == 0.2912)
    #expect(rounded.events.growth?.market.value == 2.401)
    #expect(rounded.events.growth?.market.standardError == 3.001)
    #expect(rounded.events.termPremium?.ratio.value == 0.05123)
    #expect(rounded.leverageEffect?.value == -0.5512)
    #expect(rounded.betaHalfLife?.value == 17.12)
    #expect(rounded.lines[0].betaStart?.value == 0.07123)
    #expect(rounded.lines[0].betaStart?.standardError == 0.03123)
    #expect(rounded.leverageEffect?.standardError == 0.1412)
    let again = ModelReader.read(SourceFile(path: "m", text: ModelWriter.text(of: rounded)))
    #expect(again.model == rounded)
  }
}
