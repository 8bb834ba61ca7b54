import CKernel
import Foundation
import Numerics
import Testing

@Suite("Elementary functions")
struct ElementaryTests {
  private typealias Map = (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int32) -> Void

  private static func apply(_ map: Map, _ x: [Float]) -> [Float] {
    var out = [Float](repeating: .nan, count: x.count)
    map(x, &out, Int32(x.count))
    return out
  }

  /// The largest error in units of the last place of the exact value.
  private static func worst(
    _ map: Map,
    _ x: [Float],
    _ exact: (Double) -> Double
  ) -> (ulps: Double, at: Float) {
    zip(x, apply(map, x)).map { x, y in
      let expected = exact(Double(x))
      return (distance(Double(y), expected) / Double(Float(expected).ulp), x)
    }.max { $0.0 < $1.0 } ?? (0, 0)
  }

  private static let range = (-400_003...400_003).map { Float($0) / 20_000 }
  private static let tiny = (0...120).flatMap {
    [
      Float(sign: .plus, exponent: -$0, significand: 1.37),
      Float(sign: .minus, exponent: -$0, significand: 1.81),
    ]
  }
  .filter { $0 > -1 }

  @Test("exp is exact to 2 ulp")
  func exponential() {
    let worst = Self.worst(ck_exp, Self.range + Self.tiny + [-87, 88, -60, 60], Foundation.exp)
    #expect(worst.ulps < 2, "at \(worst.at)")
  }

  @Test("expm1 is exact to 2 ulp, however small its argument")
  func exponentialLessOne() {
    let worst = Self.worst(ck_expm1, Self.range + Self.tiny + [-87, 88, 30, 60], Foundation.expm1)
    #expect(worst.ulps < 2, "at \(worst.at)")
  }

  @Test("log is exact to 2 ulp")
  func logarithm() {
    let x =
      Self.range.filter { $0 > 0 } + (1...60_000).map { 1 + Float($0 - 30_000) * 0x1p-20 }
      + (-148...127).map { Float(sign: .plus, exponent: $0, significand: 1) }
    let worst = Self.worst(ck_log, x, Foundation.log)
    #expect(worst.ulps < 2, "at \(worst.at)")
  }

  @Test("log1p is exact to 2 ulp, however small its argument")
  func logarithmOnePlus() {
    let x = Self.range.filter { $0 > -1 } + Self.tiny + [1e9, 3e38, -0.999_999_9]
    let worst = Self.worst(ck_log1p, x, Foundation.log1p)
    #expect(worst.ulps < 2, "at \(worst.at)")
  }

  @Test("the ends of the range are infinities, zeros and NaN, never garbage")
  func ends() {
    let infinity = Float.infinity
    #expect(Self.apply(ck_exp, [infinity, 89, -infinity, -104]) == [infinity, infinity, 0, 0])
    #expect(Self.apply(ck_expm1, [infinity, 89, -infinity, -50]) == [infinity, infinity, -1, -1])
    #expect(Self.apply(ck_log, [infinity, 0]) == [infinity, -infinity])
    #expect(Self.apply(ck_log1p, [infinity, -1]) == [infinity, -infinity])
    #expect(Self.apply(ck_exp, [.nan])[0].isNaN && Self.apply(ck_expm1, [.nan])[0].isNaN)
    #expect(Self.apply(ck_log, [.nan, -1]).allSatisfy { $0.isNaN })
    #expect(Self.apply(ck_log1p, [.nan, -1.5]).allSatisfy { $0.isNaN })
    #expect(Self.apply(ck_expm1, [0, 1e-30]) == [0, 1e-30])
    #expect(Self.apply(ck_log1p, [0, 1e-30]) == [0, 1e-30])
  }

  @Test("exp and log in double agree with the C library to 2 ulp")
  func double() {
    func ulps(_ got: Double, _ expected: Double) -> Double {
      distance(got, expected) / expected.ulp
    }
    var worst = [0.0, 0, 0]
    for i in -70_000...70_000 {
      let x = Double(i) / 100 + Double(i % 37) * 1e-5
      let power = Foundation.exp(x)
      let y = 1 + Double(i) / 70_001
      worst[0] = max(worst[0], ulps(Elementary.exp(x), power))
      worst[1] = max(worst[1], ulps(Elementary.log(y), Foundation.log(y)))
      worst[2] = max(worst[2], ulps(Elementary.log(power), Foundation.log(power)))
    }
    #expect(worst[0] <= 2 && worst[1] <= 2 && worst[2] <= 2, "\(worst)")
    #expect(Elementary.exp(710) == .infinity && Elementary.exp(-750) == 0)
    #expect(Elementary.log(0) == -.infinity && Elementary.log(-1).isNaN)
    #expect(Elementary.exp(.nan).isNaN && Elementary.log(.infinity) == .infinity)
    let least = Double.leastNonzeroMagnitude
    #expect(Elementary.log(least) == Foundation.log(least) && Elementary.exp(-745) == least)
  }

  @Test("an index is the weighted mean of its members' values, in logs")
  func index() {
    let price: [Float] = (0..<256).map { Float(($0 * 7_919) % 401 - 200) / 500 }
    let exact: [Double] = price.map { Foundation.exp(Double($0)) }
    var out = [Float](repeating: .nan, count: 64)
    var simple = out
    ck_index(price, [3, 0, 2], [0.5, 0.3, 0.2], 3, &simple, &out)
    for lane in 0..<64 {
      let sum = 0.5 * exact[192 + lane] + 0.3 * exact[lane] + 0.2 * exact[128 + lane]
      #expect(abs(Double(out[lane]) - Foundation.log(sum)) < 1.5e-7)
      #expect(abs(Double(simple[lane]) - (sum - 1)) < 1.5e-7)
    }
    ck_index(price, [1, 2], [0.7, 0.8], 2, &simple, &out)
    let sum = 0.7 * exact[64] + 0.8 * exact[128]
    #expect(abs(Double(out[0]) - Foundation.log(sum)) < 3e-7)
  }

  @Test("an index of members that did not move has not moved")
  func indexAtRest() {
    var out = [Float](repeating: .nan, count: 64)
    let third: Float = 1.0 / 3
    var simple = out
    let still = [Float](repeating: 0, count: 192)
    ck_index(still, [0, 1, 2], [third, third, third], 3, &simple, &out)
    #expect(out.allSatisfy { $0 == 0 } && simple.allSatisfy { $0 == 0 })
  }

  @Test("logs of mean exponentials are those of the definition, however steep")
  func logMeanExponentials() {
    let pairs: [Float] = [0.5, 0.25, -1, 0.5, 2, 0.25]
    let slopes = [0.0, 1e-6, -0.3, 1, 2.5, 40, -40, 200, 340, -600, 3]
    var out = [Double](repeating: .nan, count: slopes.count)
    ck_log_mean_exp(slopes, Int32(slopes.count), pairs, 3, &out)
    for (slope, got) in zip(slopes, out) {
      let top = max(0.5 * slope, -slope, 2 * slope)
      let first = 0.25 * Foundation.exp(0.5 * slope - top)
      let second = 0.5 * Foundation.exp(-slope - top)
      let third = 0.25 * Foundation.exp(2 * slope - top)
      let exact = top + Foundation.log(first + second + third)
      let tolerance = 1e-15 + 4e-16 * abs(exact)
      #expect(abs(got - exact) <= tolerance, "\(slope)")
    }
    // The same terms in the opposite order, the steepest first.
    let reversed: [Float] = [2, 0.25, -1, 0.5, 0.5, 0.25]
    var again = out
    ck_log_mean_exp(slopes, Int32(slopes.count), reversed, 3, &again)
    #expect(zip(out, again).allSatisfy { abs($0 - $1) <= 1e-15 + 4e-16 * abs($0) })
    ck_log_mean_exp([.nan, 1, 400], 3, pairs, 3, &out)
    #expect(out[0].isNaN && out[1].isFinite && out[2] == .infinity)
  }
}
