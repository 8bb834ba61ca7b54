import CKernel
import Numerics
import Testing

/// The words of one tile at an address.
func words(seed: UInt64, tile: UInt64, stream: UInt32, step: UInt32) -> [UInt32] {
  var out = [UInt32](repeating: 0, count: 64)
  ck_words(seed, tile, stream, step, 0, &out)
  return out
}

/// Calls `body` with the kernel's own view of a symmetric table.
func withTable<R>(
  _ table: QuantileTable,
  _ body: (UnsafePointer<ck_symmetric_table>) -> R
) -> R {
  var copy = ck_symmetric_table()
  withUnsafeMutableBytes(of: &copy) { target in
    table.coefficients.withUnsafeBytes { target.copyMemory(from: $0) }
  }
  return body(&copy)
}

/// Calls `body` with the kernel's own view of a table with two halves.
func withTable<R>(_ table: QuantileTable, _ body: (UnsafePointer<ck_table>) -> R) -> R {
  var copy = ck_table()
  withUnsafeMutableBytes(of: &copy) { target in
    table.coefficients.withUnsafeBytes { target.copyMemory(from: $0) }
  }
  return body(&copy)
}

@Suite("Addressed draws")
struct KernelDrawTests {
  /// Source: the known answers that Random123 publishes with the generator.
  @Test(
    "Philox gives its published known answers",
    arguments: [
      (
        [0, 0, 0, 0], [0, 0],
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
      ),
      (
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [([UInt32], [UInt32], [UInt32])]
  )
  func knownAnswers(counter: [UInt32], key: [UInt32], expected: [UInt32]) {
    var out = [UInt32](repeating: 0, count: 4)
    ck_philox_block(counter, key, &out)
    #expect(out == expected)
  }

  @Test("a draw is the Philox word at its address")
  func addresses() {
    let (seed, tile, stream, step): (UInt64, UInt64, UInt32, UInt32) =
      (0x0123_4567_89ab_cdef, 0x1234_5678_9abc, 0xdead_beef, 7)
    let got = words(seed: seed, tile: tile, stream: stream, step: step)
    for path in 0..<64 {
      let block = tile * 16 + UInt64(path % 16)
      let counter = [
        UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32), stream, step,
      ]
      let key = [UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)]
      var block4 = [UInt32](repeating: 0, count: 4)
      ck_philox_block(counter, key, &block4)
      #expect(got[path] == block4[path / 16])
    }
  }

  /// Of 20,000 rows some twenty have a word in the outermost octaves, which are read apart.
  @Test(
    "rows of normals are the quantiles at the words of their streams",
    arguments: [1, 2, 3, 4, 11, 12, 13, 41, 20_000]
  )
  func rows(count: Int) {
    let streams = (0..<UInt32(count)).map { ($0 &* 1_592_653) ^ 4 }
    var out = [Float](repeating: 0, count: 64 * count)
    withTable(.normal) { table in
      ck_normal_rows(table, 11, 5, streams, Int32(count), 2, 0, &out)
      for (row, stream) in streams.enumerated() {
        var alone = [Float](repeating: 0, count: 64)
        ck_normals(table, 11, 5, stream, 2, 0, &alone)
        var inverted = [Float](repeating: 0, count: 64)
        ck_symmetric_quantiles(
          table,
          words(seed: 11, tile: 5, stream: stream, step: 2),
          64,
          &inverted
        )
        #expect(Array(out[64 * row..<64 * (row + 1)]) == alone)
        #expect(alone == inverted)
      }
    }
  }

  /// 2²⁴ words by four of their bits, χ² on 15 degrees; 1e-9 beyond 73.
  ///
  /// A bit that is set 0.2 % too often is noticed.
  @Test("every nibble of the words is uniform", .tags(.statistical), arguments: 0..<8)
  func uniform(nibble: Int) {
    var counts = [Int](repeating: 0, count: 16)
    for tile in 0..<262_144 {
      for word in words(seed: 20_251, tile: UInt64(tile), stream: 9, step: 0) {
        counts[Int(word >> UInt32(4 * nibble)) & 15] += 1
      }
    }
    let expected = 1_048_576.0
    let square = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(square < 73)
  }

  /// Each bound is six standard errors and a little (1e-9).
  ///
  /// A mean off by 0.002 or a variance off by 0.3 % is noticed.
  @Test("ten million normals have the moments and tails of the normal law", .tags(.statistical))
  func moments() {
    let tiles = 156_250
    let count = Double(64 * tiles)
    var (sums, lost) = ([0.0, 0, 0, 0], 0)
    var tails = [0, 0, 0]
    var z = [Float](repeating: 0, count: 64)
    withTable(.normal) { table in
      for tile in 0..<tiles {
        ck_normals(table, 1_913, UInt64(tile), 77, 3, 0, &z)
        for value in z {
          let x = Double(value)
          if !x.isFinite { lost += 1 }
          sums[0] += x
          sums[1] += x * x
          sums[2] += x * x * x
          sums[3] += x * x * x * x
          if x < -1.644_853_626_951_473 { tails[0] += 1 }
          if x > 1.644_853_626_951_473 { tails[1] += 1 }
          if abs(x) > 4 { tails[2] += 1 }
        }
      }
    }
    #expect(lost == 0)
    let bound = 6.2
    #expect(abs(sums[0] / count) < bound * (1 / count).squareRoot())
    #expect(abs(sums[1] / count - 1) < bound * (2 / count).squareRoot())
    #expect(abs(sums[2] / count) < bound * (15 / count).squareRoot())
    #expect(abs(sums[3] / count - 3) < bound * (96 / count).squareRoot())
    for (tail, p) in zip(tails, [0.05, 0.05, 6.334_248_366_623_996e-5]) {
      #expect(abs(Double(tail) / count - p) < bound * (p / count).squareRoot())
    }
  }

  private static func dot(_ a: [Float], _ b: [Float]) -> Double {
    var sum = 0.0
    for (x, y) in zip(a, b) { sum += Double(x) * Double(y) }
    return sum
  }

  /// 6.4 million pairs for each kind of neighbour; 1e-9 at six standard errors.
  ///
  /// A correlation of 0.0025 is noticed.
  @Test("neighbouring addresses are uncorrelated", .tags(.statistical))
  func neighbours() {
    let tiles = 100_000
    var (a, b) = ([Float](repeating: 0, count: 64), [Float](repeating: 0, count: 64))
    var products = [0.0, 0, 0, 0, 0]
    withTable(.normal) { table in
      for tile in 0..<tiles {
        ck_normals(table, 7, UInt64(tile), 100, 0, 0, &a)
        ck_normals(table, 7, UInt64(tile), 101, 0, 0, &b)
        products[0] += Self.dot(a, b)
        ck_normals(table, 7, UInt64(tile), 100, 1, 0, &b)
        products[1] += Self.dot(a, b)
        ck_normals(table, 8, UInt64(tile), 100, 0, 0, &b)
        products[2] += Self.dot(a, b)
        ck_normals(table, 7, UInt64(tile + 1), 100, 0, 0, &b)
        products[3] += Self.dot(a, b)
        products[4] += Self.dot(a, Array(a[16...] + a[..<16]))
      }
    }
    for product in products {
      #expect(abs(product) < 6.2 * (64 * Double(tiles)).squareRoot())
    }
  }

  @Test("a combination of nodes is their weighted sum")
  func combination() {
    let z = (0..<4 * 2 * 64).map { Float($0 % 17) - 8 }
    let a: [Float] = [0.5, -1.25, 0, 2]
    var out = [Float](repeating: .nan, count: 128)
    ck_combine(z, a, 4, 2, &out)
    for i in 0..<128 {
      #expect(out[i] == a[0] * z[i] + a[1] * z[128 + i] + a[3] * z[384 + i])
    }
  }
}

extension Tag {
  /// A test that draws random numbers and states its false-alarm rate.
  @Tag static var statistical: Self
}
