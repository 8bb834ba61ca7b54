import Domain
import Numerics
import Testing

@testable import Calibration

@Suite("The spread between the rest of an index and a part of it")
struct SpreadTests {
  private static let weight = 0.6

  private static let spread = RecipeSpread(
    name: "gap",
    part: SeriesReference(file: "prices", column: "PART"),
    whole: SeriesReference(file: "prices", column: "WHOLE"),
    weight: Parameter(weight, provenance: .assumption(reason: "made"))
  )

  @Test(
    "is what the rest returned beyond the part, so that part and rest follow from it",
    arguments: [(3.0, -2.0), (-4.4, 2.5), (1.0, 1.0)]
  )
  func identity(part: Double, rest: Double) {
    let whole = Self.weight * part + (1 - Self.weight) * rest
    func log(_ percent: Double) -> Double { 100 * Elementary.log(1 + percent / 100) }
    let gap =
      100
      * (Elementary.exp(
        Self.spread.logReturn(part: log(part), whole: log(whole)) / 100
      ) - 1)
    #expect(abs(gap - (rest - part)) < 1e-9)
    #expect(abs(whole - (1 - Self.weight) * gap - part) < 1e-9)
    #expect(abs(whole + Self.weight * gap - rest) < 1e-9)
  }
}
