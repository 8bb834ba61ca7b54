import Domain
import Reporting
import Testing

@Suite("Numbers as printed")
struct NumberFormatTests {
  /// A seeded generator: the splitmix64 sequence.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// An integer of so many units of 10^−decimals, written by integer arithmetic alone.
  private func written(_ units: Int, decimals: Int) -> String {
    let digits = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = padded.dropLast(decimals)
    let sign = units < 0 ? "−" : ""
    return sign + whole + (decimals > 0 ? "." + padded.suffix(decimals) : "")
  }

  @Test("rounding a decimal agrees with integer arithmetic", arguments: [UInt64(1), 2, 3])
  func rounding(seed: UInt64) throws {
    var generator = Generator(state: seed)
    for _ in 0..<20_000 {
      let given = Int.random(in: 0...6, using: &generator)
      let kept = Int.random(in: 0...given, using: &generator)
      let units = Int.random(in: -9_999_999...9_999_999, using: &generator)
      let text = written(units, decimals: given)
      let value = try #require(Double(String(text.map { $0 == "−" ? "-" : $0 })))
      let scale = (0..<given - kept).reduce(1) { product, _ in product * 10 }
      let magnitude = (Int(units.magnitude) + scale / 2) / scale
      let rounded = units < 0 ? -magnitude : magnitude
      #expect(
        NumberFormat.fixed(value, decimals: kept) == written(rounded, decimals: kept),
        "\(text) to \(kept), seed \(seed)"
      )
    }
  }

  @Test(
    "the last digit shown is the first digit of the standard error",
    arguments: [
      (2.4321, 0.02, "+2.43", "±0.02"), (2.4321, 0.096, "+2.4", "±0.1"),
      (2.4321, 0.094, "+2.43", "±0.09"), (2.4321, 0.95, "+2", "±1"),
      (1234.0, 23, "+1230", "±20"), (1234.0, 96, "+1200", "±100"), (-1.45, 0.3, "−1.5", "±0.3"),
      (0.0004, 0.002, "0.000", "±0.002"), (-0.004, 0.1, "0.0", "±0.1"),
      (-0.0, 0, "0.0", ""), (2.45, 0, "+2.5", ""), (2.45, .nan, "+2.5", ""), (.nan, 1, "—", "±1"),
      (.infinity, .nan, "—", ""), (3, 1e-9, "+3.0000", "±<0.0001"),
      (9.96, 0.2, "+10.0", "±0.2"), (99.7, 3, "+100", "±3"),
    ]
  )
  func digits(value: Double, error: Double, text: String, uncertainty: String) {
    let estimate = Estimate(value, standardError: error)
    #expect(NumberFormat.estimate(estimate, isSigned: true) == text)
    #expect(NumberFormat.uncertainty(estimate) == uncertainty)
  }

  @Test("whatever is printed has no negative zero, no NaN and no plain hyphen")
  func neverOdd() {
    var generator = Generator(state: 7)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      let error = Double(bitPattern: generator.next())
      let text = NumberFormat.estimate(Estimate(value, standardError: error), isSigned: true)
      #expect(!text.contains("-") && !text.contains("nan") && !text.contains("inf"))
      let isZero = text.allSatisfy { "0.+−".contains($0) }
      #expect(!isZero || !(text.hasPrefix("−") || text.hasPrefix("+")), "\(value) ± \(error)")
    }
  }

  @Test("trimmed numbers keep what they need")
  func trimmed() {
    #expect(NumberFormat.trimmed(-1.25, decimals: 1, isSigned: true) == "−1.3")
    #expect(NumberFormat.trimmed(23.0, decimals: 1, isSigned: true) == "+23")
    #expect(NumberFormat.trimmed(0.07 * 100, decimals: 2) == "7")
    #expect(NumberFormat.trimmed(120, decimals: 2) == "120")
    #expect(NumberFormat.trimmed(0.04, decimals: 1) == "0")
    #expect(NumberFormat.trimmed(9.99, decimals: 1) == "10")
  }

  @Test("thousands are set apart")
  func grouped() {
    #expect(NumberFormat.grouped(999) == "999")
    #expect(NumberFormat.grouped(200_000) == "200,000")
    #expect(NumberFormat.grouped(-1_234_567) == "−1,234,567")
    #expect(NumberFormat.grouped(.min).hasPrefix("−9,223"))
  }

  @Test("shares add to 100 as printed")
  func shares() throws {
    var generator = Generator(state: 11)
    for _ in 0..<5_000 {
      let parts = (0..<4).map { _ in Double.random(in: 0...1, using: &generator) }
      let sum = parts.reduce(0, +)
      let printed = NumberFormat.shares(parts.map { $0 / sum }, decimals: 0)
      #expect(try printed.reduce(0) { $0 + (try #require(Int($1))) } == 100)
      let fine = NumberFormat.shares(parts.map { $0 / sum }, decimals: 1)
      let tenths = fine.map { Int(String($0.filter { $0 != "." })) ?? 0 }
      #expect(tenths.reduce(0, +) == 1000)
    }
    #expect(NumberFormat.shares([0.5, .nan], decimals: 0) == ["—", "—"])
  }
}
