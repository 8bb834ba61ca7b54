import CKernel
import Numerics
import ReferenceJob
import Testing

@Suite("Lattice of paths: walk")
struct LatticeWalkTests {
  static let levels = InstructionSet.allCases.filter(\.isAvailable)

  /// 40 tiles, and the last before the paths' numbers need their upper word and the first after.
  static let tiles = Array(0..<40) + [(1 << 26) - 1, 1 << 26, 5 << 30]

  /// Dimensions that fill no block of four draws, and other laws.
  static let odd: LatticeParameters = {
    var odd = LatticeParameters.jobJ
    odd.assets = odd.assets.prefix(7).map { asset in
      var asset = asset
      asset.loadings = Array(asset.loadings.prefix(3))
      return asset
    }
    odd.correlation = Matrix([[1, 0.3, -0.2], [0.3, 1, 0.4], [-0.2, 0.4, 1]])
    (odd.cut, odd.hike) = ([0.4, 0, 0.2, 0.9, 0.1], [0.2, 0.5, 0, 0.05, 0.1])
    odd.degreesOfFreedom = 4
    return odd
  }()

  /// A wrong draw, order, sign or coefficient shows on every path.
  ///
  /// The walk's floats are to stay within 1e-5.
  @Test(
    "each path is that of its draws in double precision to 1e-5",
    arguments: [LatticeParameters.jobJ, odd]
  )
  func exactPaths(parameters: LatticeParameters) throws {
    let kernel = try LatticeKernel(parameters, level: .best)
    let seed: UInt64 = 0x1234_5678_9abc_def0
    var worst = 0.0
    for tile in Self.tiles {
      let (price, fall) = kernel.walk(tile: tile, seed: seed)
      for lane in 0..<64 {
        let path = try ReferencePath(parameters, seed: seed, path: tile * 64 + lane)
        for asset in parameters.assets.indices {
          worst = max(worst, abs(Double(price[asset * 64 + lane]) - path.price[asset]))
          worst = max(worst, abs(Double(fall[asset * 64 + lane]) - path.fall[asset]))
        }
      }
    }
    #expect(worst < 1e-5)
  }

  @Test("every instruction set walks the same bits", arguments: [LatticeParameters.jobJ, odd])
  func sameBits(parameters: LatticeParameters) throws {
    func bits(_ level: InstructionSet) throws -> [UInt32] {
      let kernel = try LatticeKernel(parameters, level: level)
      return Self.tiles.flatMap { tile in
        let (price, fall) = kernel.walk(tile: tile, seed: 7)
        return (price + fall).map(\.bitPattern)
      }
    }
    let expected = try bits(.portable)
    for level in Self.levels { #expect(try bits(level) == expected) }
  }

  /// All exponents at both ends of their octave, and the words that a float rounds up to 2^31.
  @Test(
    "quantiles follow GSL's to 1e-5, to the last word, and change sign with a word's highest bit"
  )
  func quantiles() throws {
    var words: [UInt32] = [0, 1, 2, 3, 0x7fff_ffff, 0x7fff_ffc0, 0x7fff_ffbf]
    for exponent in 1..<31 {
      let start = UInt32(1) << exponent
      words += [start, start + start / 3, start + start / 2, start + (start - 1)]
    }
    words += words.map { $0 | 0x8000_0000 }
    while words.count % 16 != 0 { words.append(12_345) }
    let laws: [(QuantileTable, (Double) -> Double)] = [
      (.normal, { NormalLaw.quantile($0) }),
      (
        .studentT(degreesOfFreedom: 5),
        { StudentT(degreesOfFreedom: 5, unitVariance: true).quantile($0) }
      ),
    ]
    for (table, quantile) in laws {
      for level in Self.levels {
        let found = Self.quantiles(table, words, level)
        for (word, value) in zip(words, found) {
          let exact = ReferencePath.symmetric(word, quantile)
          #expect(abs(Double(value) - exact) < 1e-5 * max(1, abs(exact)), "\(word)")
        }
      }
    }
  }

  private static func quantiles(
    _ table: QuantileTable,
    _ words: [UInt32],
    _ level: InstructionSet
  ) -> [Float] {
    var whole = ck_symmetric_table()
    withUnsafeMutableBytes(of: &whole) { target in
      table.coefficients.withUnsafeBytes { target.copyMemory(from: $0) }
    }
    var prepared = ck_job_table()
    ck_job_prepare(&whole, &prepared)
    var out = [Float](repeating: .nan, count: words.count)
    ck_job_quantiles(level.rawValue, &prepared, words, Int32(words.count), &out)
    return out
  }
}
