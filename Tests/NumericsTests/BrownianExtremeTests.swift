import CKernel
import Foundation
import Numerics
import Testing

/// The extremes of assets of one volatility between two dates.
struct Leg {
  var assets = 1
  /// The number of the first; each has a stream of its own and varies by a tenth more.
  var first = 0
  var days: Float
  /// Standard deviation of a log price a day, calm and stress.
  var deviations: [Double] = [0.01, 0.02]
  var multipliers = [Float](repeating: 1, count: 64)
  var stress = [Float](repeating: 0, count: 64)
  var seed: UInt64 = 5
  var tile: UInt64 = 0
  var step: UInt32 = 0
  var pairs: Int32 = 0

  /// Gives where the next leg begins.
  @discardableResult
  func extremes(
    from: [Float],
    to: [Float],
    peak: inout [Float],
    fall: inout [Float]
  ) -> [Float] {
    var from = from
    let numbers = first..<first + assets
    let perDay = deviations.map { deviation in
      numbers.map { Float(deviation * deviation * (1 + Double($0) / 10)) }
    }
    let streams = numbers.map { 77 + UInt32($0) }
    let rows = (0..<assets).map { Int32($0) }
    var bridge = ck_bridge()
    bridge.assets = Int32(assets)
    bridge.pairs = pairs
    bridge.days = days
    rows.withUnsafeBufferPointer { rows in
      streams.withUnsafeBufferPointer { streams in
        perDay[0].withUnsafeBufferPointer { calm in
          perDay[1].withUnsafeBufferPointer { stressed in
            multipliers.withUnsafeBufferPointer { multipliers in
              stress.withUnsafeBufferPointer { stress in
                bridge.rows = rows.baseAddress
                bridge.streams = streams.baseAddress
                bridge.per_day = (calm.baseAddress, stressed.baseAddress)
                bridge.variance = multipliers.baseAddress
                bridge.stress = stress.baseAddress
                ck_extremes(&bridge, seed, tile, step, &from, to, &peak, &fall)
              }
            }
          }
        }
      }
    }
    return from
  }
}

@Suite("Brownian extremes")
struct BrownianExtremeTests {
  /// The maximum of a bridge from a to b of variance v at level u (Glasserman 2004, section 6.4).
  private static func maximum(_ a: Double, _ b: Double, _ v: Double, level u: Double) -> Double {
    (a + b + ((b - a) * (b - a) - 2 * v * log(1 - u)).squareRoot()) / 2
  }

  private static func probabilityAbove(_ x: Double, _ a: Double, _ b: Double, _ v: Double) -> Double
  {
    exp(-2 * (x - a) * (x - b) / v)
  }

  /// E[max] = max(a, b) and the integral of the tail beyond it.
  private static func meanMaximum(_ a: Double, _ b: Double, _ v: Double) -> Double {
    let d = abs(b - a) / 2
    let tail =
      exp(2 * d * d / v) * (Double.pi * v / 8).squareRoot() * erfc(d * (2 / v).squareRoot())
    return max(a, b) + tail
  }

  private static let variance = 0.18 * 0.18 / 252 * 21

  @Test("BB01: a bridge over 21 days, closed forms")
  func closedForms() {
    let v = Self.variance
    #expect(abs(Self.probabilityAbove(0.06, 0, 0.03, v) - 0.26359713811572677) < 1e-10)
    #expect(abs(Self.probabilityAbove(0.05, 0, -0.03, v) - 0.0516656068788846) < 1e-10)
    #expect(abs(Self.meanMaximum(0, 0.03, v) - 0.05168425361735751) < 1e-10)
    for (u, expected) in [
      (0.1, 0.03416342078382838), (0.5, 0.049069762161716456), (0.9, 0.07273638259834055),
    ] {
      #expect(abs(Self.maximum(0, 0.03, v, level: u) - expected) < 1e-10)
    }
  }

  /// Each word's halves through the closed form: the kernel takes U = (half + 0.5)/65536 for 1 − u.
  @Test("maximum and minimum are the closed forms of the two halves of a word")
  func closedFormsOfWords() {
    let a: [Float] = (0..<64).map { Float($0 % 7) * 0.01 - 0.03 }
    let b: [Float] = (0..<64).map { Float($0 % 11) * 0.01 - 0.05 }
    var leg = Leg(days: 5, deviations: [0.01, 0.03])
    leg.multipliers = (0..<64).map { 0.5 + Float($0) / 32 }
    leg.stress = (0..<64).map { $0 % 3 == 0 ? 1 : 0 }
    var peak = [Float](repeating: -9, count: 64)
    var fall = [Float](repeating: 0, count: 64)
    #expect(leg.extremes(from: a, to: b, peak: &peak, fall: &fall) == b)
    // From a peak far above, the fall is from there to the lowest point.
    var (above, low) = ([Float](repeating: 1, count: 64), [Float](repeating: 0, count: 64))
    leg.extremes(from: a, to: b, peak: &above, fall: &low)
    #expect(above.allSatisfy { $0 == 1 })
    let drawn = words(seed: 5, tile: 0, stream: 77, step: 0)
    for lane in 0..<64 {
      let deviation = leg.stress[lane] > 0 ? 0.03 : 0.01
      let v = deviation * deviation * 5 * Double(leg.multipliers[lane])
      let up = (Double(drawn[lane] >> 16) + 0.5) / 65_536
      let down = (Double(drawn[lane] & 0xffff) + 0.5) / 65_536
      let (x, y) = (Double(a[lane]), Double(b[lane]))
      #expect(abs(Double(peak[lane]) - Self.maximum(x, y, v, level: 1 - up)) < 3e-7)
      let lowest = -Self.maximum(-x, -y, v, level: 1 - down)
      #expect(abs(Double(low[lane]) - (lowest - 1)) < 3e-7)
    }
  }

  /// From zero to zero with a variance of 2, half the square of the maximum is an exponential.
  @Test("what maxima are drawn from is −ln of the middle of a half word, within 2e-7")
  func exponentials() {
    let rest = [Float](repeating: 0, count: 64)
    var worst = 0.0
    for step in 0..<1_000 {
      let leg = Leg(days: 1, deviations: [2.squareRoot(), 1], step: UInt32(step))
      var (peak, fall) = (rest, rest)
      leg.extremes(from: rest, to: rest, peak: &peak, fall: &fall)
      let drawn = words(seed: leg.seed, tile: 0, stream: 77, step: leg.step)
      for lane in 0..<64 {
        let exact = -log((Double(drawn[lane] >> 16) + 0.5) / 65_536)
        let got = Double(peak[lane]) * Double(peak[lane])
        // A maximum is rounded twice, and its square has twice that.
        worst = max(worst, abs(got - exact) - 2.5e-7 * exact)
      }
    }
    #expect(worst < 2e-7)
  }

  @Test("an asset's extremes are its own, whatever is drawn beside it", arguments: [3, 16, 17, 41])
  func beside(assets: Int) {
    let a = (0..<64 * assets).map { Float($0 * 29 % 97) * 0.001 - 0.05 }
    let b = (0..<64 * assets).map { Float($0 * 31 % 89) * 0.001 - 0.04 }
    var leg = Leg(assets: assets, days: 5)
    leg.stress = (0..<64).map { $0 % 3 == 0 ? 1 : 0 }
    var (peak, fall) = (a, [Float](repeating: -0.01, count: 64 * assets))
    let left = leg.extremes(from: a, to: b, peak: &peak, fall: &fall)
    #expect(left == b)
    for asset in 0..<assets {
      let row = 64 * asset..<64 * (asset + 1)
      var alone = leg
      (alone.assets, alone.first) = (1, asset)
      var (top, low) = (Array(a[row]), [Float](repeating: -0.01, count: 64))
      alone.extremes(from: Array(a[row]), to: Array(b[row]), peak: &top, fall: &low)
      #expect(Array(peak[row]) == top && Array(fall[row]) == low, "\(asset)")
    }
  }

  /// Shares of 64,000 bridges.
  ///
  /// False alarm: 6·10⁻⁵; a probability that is off by 0.8 points would be seen.
  @Test("BB01: drawn extremes have the probabilities of the case")
  func drawnProbabilities() {
    let v = Self.variance
    var (high, low, sum) = (0, 0, 0.0)
    let tiles = 1_000
    for tile in 0..<tiles {
      var leg = Leg(days: 21, deviations: [(v / 21).squareRoot(), 1])
      leg.seed = 611
      leg.tile = UInt64(tile)
      let (a, b) = ([Float](repeating: 0, count: 64), [Float](repeating: 0.03, count: 64))
      var (peak, fall) = ([Float](repeating: -9, count: 64), [Float](repeating: 0, count: 64))
      leg.extremes(from: a, to: b, peak: &peak, fall: &fall)
      high += peak.count { $0 > 0.06 }
      sum += peak.reduce(0) { $0 + Double($1) }
      var (above, deep) = ([Float](repeating: 1, count: 64), [Float](repeating: 0, count: 64))
      leg.extremes(from: a, to: b, peak: &above, fall: &deep)
      low += deep.count { $0 < -1.05 }
    }
    let n = Double(64 * tiles)
    let (highError, lowError) = (
      (0.2636 * 0.7364 / n).squareRoot(), (0.0517 * 0.9483 / n).squareRoot()
    )
    // The maximum has a standard deviation of 0.0155.
    let meanError = 0.0155 / n.squareRoot()
    #expect(abs(Double(high) / n - 0.26359713811572677) < 4 * highError)
    #expect(abs(Double(low) / n - 0.0516656068788846) < 4 * lowError)
    #expect(abs(sum / n - 0.05168425361735751) < 4 * meanError)
  }

  /// Means over 25,600 paths.
  ///
  /// The maximum drawdown has the law of the maximum of |W|, with a standard deviation of 0.41 of
  /// its mean: false alarm 6·10⁻⁵, and a bias of 1.1 % would be seen; week ends alone are 12 % low.
  @Test("BB03: the expected maximum drawdown and running maximum of a Brownian motion")
  func maximumDrawdown() {
    // With four legs a year the order of a leg's extremes counts: what is taken for it is 0.2 % off.
    for (years, legs, meanFall, meanPeak) in [
      (1, 52, 0.20053026197048004, 0.12766152972845846),
      (4, 208, 0.4010605239409601, 0.2553230594569169),
      (1, 4, 0.20053026197048004, 0.12766152972845846),
    ] {
      let deviation = 0.16 * (Double(years) / Double(legs)).squareRoot()
      var (falls, peaks, squares) = (0.0, 0.0, 0.0)
      let tiles = 400
      for tile in 0..<tiles {
        var leg = Leg(days: 1, deviations: [deviation, 1])
        leg.seed = 612
        leg.tile = UInt64(tile)
        var a = [Float](repeating: 0, count: 64)
        var (peak, fall, z) = (a, a, a)
        for number in 0..<legs {
          leg.step = UInt32(number)
          withTable(.normal) { ck_normals($0, leg.seed, leg.tile, 1, leg.step, 0, &z) }
          let b = zip(a, z).map { $0 + Float(deviation) * $1 }
          leg.extremes(from: a, to: b, peak: &peak, fall: &fall)
          a = b
        }
        falls -= fall.reduce(0) { $0 + Double($1) }
        peaks += peak.reduce(0) { $0 + Double($1) }
        squares += peak.reduce(0) { $0 + Double($1) * Double($1) }
      }
      let n = Double(64 * tiles)
      let fallError = 0.41 * meanFall / n.squareRoot()
      #expect(abs(falls / n - meanFall) < 4 * fallError)
      let (peak, square) = (peaks / n, squares / n)
      let peakError = ((square - peak * peak) / n).squareRoot()
      #expect(abs(peak - meanPeak) < 4 * peakError)
    }
  }

  @Test("a leg without variance has its ends for extremes")
  func still() {
    let (a, b) = ([Float](repeating: 0.01, count: 64), [Float](repeating: -0.02, count: 64))
    var (peak, fall) = ([Float](repeating: 0, count: 64), [Float](repeating: 0, count: 64))
    Leg(days: 5, deviations: [0, 0]).extremes(from: a, to: b, peak: &peak, fall: &fall)
    #expect(peak.allSatisfy { abs($0 - 0.01) < 1e-8 })
    #expect(fall.allSatisfy { abs($0 + 0.03) < 1e-8 })
  }
}
