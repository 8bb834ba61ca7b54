import CKernel
import Foundation
import Numerics
import Testing

@Suite("Quantile tables")
struct QuantileTableTests {
  /// Words of every octave and of its edges, in both halves.
  private static let probes: [UInt32] = {
    var probes = (0..<200_000).map { UInt32($0) &* 21_473 }
    for shift in 0..<32 {
      for offset in -2...2 { probes.append(UInt32(truncatingIfNeeded: (1 << shift) + offset)) }
    }
    probes += (0..<2_000).map { UInt32($0) }
    return probes + probes.map { ~$0 }
  }()

  private static func probability(_ word: UInt32) -> Double { (Double(word) + 0.5) / 4_294_967_296 }

  private static func symmetric(_ table: QuantileTable, _ words: [UInt32]) -> [Float] {
    var out = [Float](repeating: .nan, count: words.count)
    withTable(table) { ck_symmetric_quantiles($0, words, Int32(words.count), &out) }
    return out
  }

  @Test("the normal table follows the quantile function to 1e-5, to its last word")
  func normal() {
    let errors = zip(Self.probes, Self.symmetric(.normal, Self.probes)).map { word, z in
      // Near 1 the probability is taken from the other end, where a double still resolves it.
      let exact =
        word >> 31 == 0
        ? NormalLaw.quantile(Self.probability(word))
        : -NormalLaw.quantile(Self.probability(~word))
      return abs(Double(z) - exact)
    }
    // Written so that a NaN fails.
    #expect(errors.allSatisfy { $0 < 1e-5 }, "largest error \(errors.max() ?? 0)")
  }

  @Test("a t table follows the quantile function to 1e-5 of its size", arguments: [5.0, 15.0])
  func studentT(nu: Double) {
    let law = StudentT(degreesOfFreedom: nu, unitVariance: true)
    let table = QuantileTable.studentT(degreesOfFreedom: nu)
    let lower = Self.probes.filter { $0 >> 31 == 0 }
    let errors = zip(lower, Self.symmetric(table, lower)).map { word, x in
      let exact = law.quantile(Self.probability(word))
      return abs(Double(x) - exact) / max(1, abs(exact))
    }
    #expect(errors.allSatisfy { $0 < 1e-5 }, "largest error \(errors.max() ?? 0)")
  }

  @Test("the complement of a word has exactly the opposite normal")
  func antithetic() {
    let z = Self.symmetric(.normal, Self.probes)
    let opposite = Self.symmetric(.normal, Self.probes.map { ~$0 })
    #expect(zip(z, opposite).allSatisfy { $0 == -$1 })
  }

  /// For even ν the law of χ² is a finite Poisson sum, an oracle that is not GSL's.
  @Test("the variance multiplier of 16 degrees inverts the exact law of its chi-square")
  func multiplier() {
    let table = QuantileTable.varianceMultiplier(degreesOfFreedom: 16)
    var out = [Float](repeating: .nan, count: Self.probes.count)
    withTable(table) { ck_quantiles($0, Self.probes, Int32(Self.probes.count), &out) }
    let errors = zip(Self.probes, out).map { word, v in
      // A large multiplier is a small χ²; y is half of it.
      let y = 7 / Double(v)
      let isUpper = word >> 31 == 1
      let tail = Self.probability(isUpper ? ~word : word)
      let (below, above) = Self.poisson(y)
      // An error of the quantile is magnified by the slope of the tail.
      return abs((isUpper ? below : above) / tail - 1) / max(0.1, abs(log(tail)))
    }
    #expect(errors.allSatisfy { $0 < 3e-4 }, "largest error \(errors.max() ?? 0)")
  }

  /// P(χ²₁₆ ≤ 2y) and its complement.
  private static func poisson(_ y: Double) -> (below: Double, above: Double) {
    var (term, above, below) = (exp(-y), 0.0, 0.0)
    for k in 0..<200 {
      if k < 8 { above += term } else { below += term }
      term *= y / Double(k + 1)
    }
    return (below, above)
  }

  /// A million draws; six standard errors (1e-9), variance 2/(ν − 4) of a multiplier of ν degrees.
  @Test("the variance multiplier has mean 1", .tags(.statistical))
  func multiplierMean() {
    let table = QuantileTable.varianceMultiplier(degreesOfFreedom: 15)
    var (sum, v) = (0.0, [Float](repeating: 0, count: 64))
    withTable(table) { (pointer: UnsafePointer<ck_table>) in
      for tile in 0..<15_625 {
        ck_quantiles(pointer, words(seed: 3, tile: UInt64(tile), stream: 8, step: 0), 64, &v)
        sum += v.reduce(0) { $0 + Double($1) }
      }
    }
    #expect(abs(sum / 1e6 - 1) < 6.2 * (2.0 / 11 / 1e6).squareRoot())
  }

  @Test("equal laws have equal digests and other laws others")
  func digests() {
    let table = QuantileTable.varianceMultiplier(degreesOfFreedom: 15)
    #expect(table.digest == QuantileTable.varianceMultiplier(degreesOfFreedom: 15).digest)
    #expect(table.digest != QuantileTable.varianceMultiplier(degreesOfFreedom: 15.5).digest)
    #expect(QuantileTable.normal.coefficients.count == 192)
    #expect(table.coefficients.count == 384)
  }
}
