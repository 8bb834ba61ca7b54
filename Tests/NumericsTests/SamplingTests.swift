import CKernel
import Foundation
import Numerics
import Testing

@Suite("Antithetic pairs and nets")
struct SamplingTests {
  @Test("an odd path has the complement of the word before it, an even path its own")
  func complements() {
    var pairs = [UInt32](repeating: 0, count: 64)
    ck_words(9, 4, 123, 7, 1, &pairs)
    let plain = words(seed: 9, tile: 4, stream: 123, step: 7)
    for path in stride(from: 0, to: 64, by: 2) {
      #expect(pairs[path] == plain[path] && pairs[path + 1] == ~plain[path])
    }
    var z = [Float](repeating: 0, count: 64)
    withTable(.normal) { ck_normals($0, 9, 4, 123, 7, 1, &z) }
    for path in stride(from: 0, to: 64, by: 2) { #expect(z[path] == -z[path + 1]) }
  }

  /// Var[(e^{σZ} + e^{−σZ})/2] over Var[e^{σZ}]/2: 64,000 pairs give the ratio to 1.5 %.
  @Test("MC01: antithetic normals have the variance ratio of the case")
  func varianceRatio() {
    let sigma = 0.25
    // 1 + corr = 1 + (1 − e^{σ²})/(e^{2σ²} − e^{σ²})
    let growth = exp(sigma * sigma)
    let correlation = (1 - growth) / (growth * growth - growth)
    #expect(abs(correlation + 0.9394130628134758) < 1e-9)
    #expect(abs(1 + correlation - 0.06058693718652421) < 1e-10)
    let mean = exp(sigma * sigma / 2)
    #expect(abs(mean - 1.0317434074991028) < 1e-10)
    let plain = growth * growth - growth
    #expect(abs(plain / 1e-8 - 6865399.414896688) < 1e-2)
    let needed = plain * (1 + correlation) / 1e-8
    #expect(abs(needed - 415953.52311074577) < 1e-2)
    var (sum, squares) = (0.0, 0.0)
    for tile in 0..<2_000 {
      var z = [Float](repeating: 0, count: 64)
      withTable(.normal) { ck_normals($0, 613, UInt64(tile), 3, 0, 1, &z) }
      for path in stride(from: 0, to: 64, by: 2) {
        let value = (exp(sigma * Double(z[path])) + exp(sigma * Double(z[path + 1]))) / 2
        sum += value
        squares += value * value
      }
    }
    let n = 64_000.0
    let variance = squares / n - sum / n * (sum / n)
    // A pair costs two evaluations. Kurtosis of a pair's mean is 15: 4 × √(14/n) = 6 %.
    let ratio = 2 * variance / plain
    let error = (variance / n).squareRoot()
    #expect(abs(ratio / (1 + correlation) - 1) < 0.06)
    #expect(abs(sum / n - mean) < 4 * error)
  }

  @Test("each dimension of Sobol's net has one point in every 64th, the first two are known")
  func net() throws {
    let net = try SobolNet(dimensions: SobolNet.dimensionLimit)
    for dimension in 0..<SobolNet.dimensionLimit {
      let row = net.coordinates[dimension * 64..<(dimension + 1) * 64]
      #expect(Set(row) == Set(0..<64))
    }
    // Van der Corput's sequence in Gray-code order: 0, 1/2, 3/4, 1/4, 3/8, 7/8, 5/8, 1/8.
    #expect(Array(net.coordinates[0..<8]) == [0, 32, 48, 16, 24, 56, 40, 8])
    #expect(Array(net.coordinates[64..<72]) == [0, 32, 16, 48, 24, 56, 8, 40])
    // Two dimensions together: one point in each of 8 × 8 squares.
    let squares = (0..<64).map { (point: Int) -> Int in
      Int(net.coordinates[point] / 8) * 8 + Int(net.coordinates[64 + point] / 8)
    }
    #expect(Set(squares).count == 64)
  }

  /// Words of nets: one in each 64th; over tiles uniform for a path, and the scramble keeps a net.
  @Test("scrambled nets are nets, and uniform over tiles")
  func scrambles() throws {
    let net = try SobolNet(dimensions: 2)
    let (first, second) = (Array(net.coordinates[0..<64]), Array(net.coordinates[64..<128]))
    var sums = [Double](repeating: 0, count: 64)
    var products = 0.0
    let tiles = 4_000
    for tile in 0..<UInt64(tiles) {
      var (a, b) = ([UInt32](repeating: 0, count: 64), [UInt32](repeating: 0, count: 64))
      ck_net_words(614, tile, 10, 0, 1_010, first, &a)
      ck_net_words(614, tile, 11, 0, 1_011, second, &b)
      #expect(Set(a.map { $0 >> 26 }).count == 64 && Set(b.map { $0 >> 26 }).count == 64)
      let squares = (0..<64).map { (path: Int) -> UInt32 in (a[path] >> 29) * 8 + (b[path] >> 29) }
      #expect(Set(squares).count == 64)
      for path in 0..<64 {
        sums[path] += (Double(a[path]) + 0.5) * 0x1p-32 - 0.5
        let next = Double(a[(path + 1) % 64]) * 0x1p-32 - 0.5
        products += (Double(a[path]) * 0x1p-32 - 0.5) * next
      }
    }
    // Each mean has a standard deviation of 0.2887/√4000: 64 of them beyond 5 is 4·10⁻⁵.
    let limit = 5 * 0.2887 * Double(tiles).squareRoot()
    for sum in sums { #expect(abs(sum) < limit) }
    // Two points of a net are never in one 64th: their covariance is below zero but small.
    let covariance = products / Double(64 * tiles)
    #expect(abs(covariance) < 0.01)
  }
}
