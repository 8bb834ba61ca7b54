import CKernel
import Testing

@Suite("Kernel tallies")
struct TallyTests {
  private static func values(_ count: Int, _ salt: Int = 1) -> [Float] {
    (0..<count).map { Float(($0 * 7_919 * salt) % 2_003 - 1_001) / 37 }
  }

  /// Counts values into a histogram and gives how many there were.
  private static func count(
    _ x: [Float],
    low: Float,
    inverseWidth: Float,
    into counts: inout [UInt32]
  ) -> Int {
    var bins = [UInt16](repeating: .max, count: x.count)
    var sums = [0.0, 0.0], expected = sums
    let kept = ck_gather(
      x,
      Int32(x.count),
      low,
      inverseWidth,
      Int32(counts.count),
      &bins,
      &sums
    )
    ck_sums(x, Int32(x.count), &expected)
    #expect(sums.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(bins[Int(kept)...].allSatisfy { $0 == .max }, "nothing is written beyond the last")
    ck_count_bins(bins, kept, &counts)
    return Int(kept)
  }

  @Test("a histogram counts each value once, in its bin", arguments: [0, 1, 15, 16, 17, 1_000])
  func histogram(count: Int) {
    let x = Self.values(count)
    var (got, expected) = ([UInt32](repeating: 0, count: 50), [UInt32](repeating: 0, count: 50))
    #expect(Self.count(x, low: -20, inverseWidth: 1.25, into: &got) == count)
    for value in x {
      let bin = ((value + 20) * 1.25).rounded(.down)
      expected[Int(min(max(bin, 0), 49))] += 1
    }
    #expect(got == expected)
    #expect(got.reduce(0, +) == UInt32(count))
  }

  @Test("values beyond the range fall into the outer bins and NaN into none")
  func histogramEnds() {
    let x: [Float] = [-.infinity, -1e30, .nan, 1e30, .infinity, -.nan, 0.5, 1, 0]
    var counts = [UInt32](repeating: 0, count: 4)
    #expect(Self.count(x, low: 0, inverseWidth: 4, into: &counts) == 7)
    #expect(counts == [3, 0, 1, 3])
  }

  @Test("sums are those of doubles in a fixed order", arguments: [0, 1, 7, 8, 9, 64, 1_003])
  func sums(count: Int) {
    let x = Self.values(count)
    var got = [0.0, 0.0]
    ck_sums(x, Int32(count), &got)
    expectAgreement(got[0], x.reduce(0) { $0 + Double($1) }, absolute: 1e-9)
    expectAgreement(got[1], x.reduce(0) { $0 + Double($1) * Double($1) }, absolute: 1e-9)
  }

  @Test("a split has the sums of whole and parts", arguments: [0, 1, 7, 8, 9, 64, 1_003])
  func split(count: Int) {
    let (x, a, b) = (Self.values(count), Self.values(count, 3), Self.values(count, 5))
    var got = [Double](repeating: .nan, count: 6)
    ck_split(x, a, b, Int32(count), &got)
    func total(_ terms: [Double]) -> Double { terms.reduce(0, +) }
    func product(_ y: [Float]) -> Double { total(zip(x, y).map { Double($0) * Double($1) }) }
    let plain = [x, a, b].map { total($0.map(Double.init)) }
    let expected = [plain[0], product(x), plain[1], plain[2], product(a), product(b)]
    for (g, e) in zip(got, expected) { expectAgreement(g, e, absolute: 1e-9) }
  }

  @Test("tails count and sum the values at or below", arguments: [0, 1, 13, 64, 1_003])
  func tails(count: Int) {
    let (x, y) = (Self.values(count), Self.values(count, 3))
    for threshold: Float in [-20, 0, x.first ?? 0, 100] {
      let below = x.filter { $0 <= threshold }
      #expect(ck_count_below(x, Int32(count), threshold) == Int32(below.count))
      let sum = below.reduce(0.0) { $0 + Double(threshold) - Double($1) }
      expectAgreement(ck_tail_sum(x, Int32(count), threshold), sum, absolute: 1e-9)
    }
    let worse = zip(x, y).count { $0 - $1 < -3 }
    #expect(ck_count_worse(x, y, Int32(count), -3) == Int32(worse))
  }

  @Test("a multiple is added to each lane")
  func multiple() {
    let x = Self.values(64)
    var y = Self.values(64, 3)
    let before = y
    ck_axpy(0.5, x, &y)
    for i in 0..<64 { #expect(y[i] == before[i].addingProduct(0.5, x[i])) }
  }
}
