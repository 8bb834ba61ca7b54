import CKernel
import Numerics
import Testing

@Suite("Instruction sets", .serialized)
struct InstructionSetTests {
  /// The bits of everything the kernel computes, for one variant of it.
  private static func bits(_ level: Int32) -> [UInt64] {
    ck_choose_level(level)
    var result: [UInt64] = []
    func take(_ values: [Float]) { result += values.map { UInt64($0.bitPattern) } }
    var z = [Float](repeating: 0, count: 64 * 20)
    withTable(.normal) { ck_normal_rows($0, 42, 1 << 40, (0..<20).map { $0 * 977 }, 20, 5, 0, &z) }
    take(z)
    // So many that some have words in the outermost octaves.
    var rows = [Float](repeating: 0, count: 64 * 8_000)
    let streams = (0..<8_000).map { UInt32($0) &* 40_503 }
    withTable(.normal) { ck_normal_rows($0, 7, 9, streams, 8_000, 3, 0, &rows) }
    take(rows)
    var v = [Float](repeating: 0, count: 64 * 20)
    let probes = (0..<UInt32(v.count)).map { $0 &* 3_355_443 }
    let table = QuantileTable.varianceMultiplier(degreesOfFreedom: 15)
    withTable(table) { ck_quantiles($0, probes, Int32(v.count), &v) }
    take(v)
    for move in [Move(), Move(seed: 4, lines: 41, factors: 7, ranks: 8)] {
      let (price, level) = move.advanced()
      take(price + level)
    }
    let x = z + v + [.infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -90, 88.7]
    for map in [ck_exp, ck_expm1, ck_log, ck_log1p] {
      var out = x
      map(x, &out, Int32(x.count))
      take(out.map { $0.isNaN ? .nan : $0 })
    }
    var index = [Float](repeating: 0, count: 64)
    var simple = index
    ck_index(z, [4, 9, 2], [0.2, 0.5, 0.3], 3, &simple, &index)
    take(simple + index)
    var pairs = [Float](repeating: 0, count: 64)
    withTable(.normal) { ck_normals($0, 42, 3, 17, 5, 1, &pairs) }
    take(pairs)
    var (peak, fall) = (Array(z[0..<640]), Array(v[0..<640]))
    Leg(assets: 10, days: 3).extremes(from: z, to: v, peak: &peak, fall: &fall)
    take(peak + fall)
    take(Self.events(z, v))
    var means = [Double](repeating: 0, count: 11)
    let slopes = (0..<11).map { Double($0 * $0 - 40) * 9.5 }
    ck_log_mean_exp(slopes, 11, [0.3, 0.25, -0.1, 0.5, 2, 0.25], 3, &means)
    result += means.map(\.bitPattern)
    var sums = [0.0, 0, ck_tail_sum(z, 1_275, -1)]
    ck_sums(z, 1_275, &sums)
    var split = [Double](repeating: 0, count: 6)
    ck_split(z, v, x, 1_275, &split)
    result += split.map(\.bitPattern)
    result += sums.map(\.bitPattern)
    var counts = [UInt32](repeating: 0, count: 64)
    var bins = [UInt16](repeating: 0, count: 1_275)
    result.append(UInt64(ck_gather(z, 1_275, -3, 10, 64, &bins, &sums)))
    ck_count_bins(bins, 1_275, &counts)
    result += sums.map(\.bitPattern)
    result += counts.map { UInt64($0) }
    result.append(
      UInt64(ck_count_below(z, 1_275, -1)) << 32 | UInt64(ck_count_worse(z, v, 1_275, 0.1))
    )
    return result
  }

  /// What events and derived assets take of normals and multipliers.
  private static func events(_ z: [Float], _ v: [Float]) -> [Float] {
    var part = Array(z.prefix(6 * 64))
    ck_parts(&part, [2, 0, 2], [1, 3, 5], [-0.4, 0.6, 0.1], 3, v)
    var prints = Array(z[64..<128])
    ck_prints(0.31, 0.12, 0.1, 0.3, &prints)
    var stress = v.prefix(64).map { $0 > 1 ? Float(1) : 0 }
    ck_regimes((0..<64).map { $0 * 67_108_864 }, 1 << 30, 3 << 30, &stress)
    var combined = [Float](repeating: 0, count: 5 * 64)
    ck_combine(z, [0.5, 0, -0.7], 3, 5, &combined)
    var (jump, sum, price) = (combined, combined, combined)
    ck_jump(Array(z[0..<10]), Array(z[10..<15]), v, z, 5, 2, &jump, &sum, &price)
    return part + prints + stress + combined + jump + sum + price
  }

  @Test("every variant of the kernel gives the same bits")
  func sameBits() {
    let best = ck_level()
    defer { ck_choose_level(best) }
    let expected = Self.bits(1)
    #expect(ck_level() == 1)
    for level in [Int32(3), 4] { #expect(Self.bits(level) == expected) }
  }
}
