import CKernel
import Domain
import Numerics

/// The quantile tables a plan draws from, in the kernel's layout.
struct DrawTables: Sendable {
  let normal: ck_symmetric_table
  let variance: ck_table?
  let studentT: [Double: ck_symmetric_table]
  /// Which draws take the points of a net; nil: none.
  let nets: NetPlan?
  /// Coefficients of all tables, part of the fingerprint.
  let digest: [UInt8]

  init(plan: SimulationPlan, nets: NetPlan? = nil) {
    self.nets = nets
    var hash = SHA256()
    func symmetric(_ table: QuantileTable) -> ck_symmetric_table {
      hash.update(table.coefficients)
      var result = ck_symmetric_table()
      withUnsafeMutableBytes(of: &result) { target in
        table.coefficients.withUnsafeBytes { target.copyMemory(from: $0) }
      }
      return result
    }
    normal = symmetric(.normal)
    if let freedom = plan.freedom {
      let table = QuantileTable.varianceMultiplier(degreesOfFreedom: freedom)
      hash.update(table.coefficients)
      var result = ck_table()
      withUnsafeMutableBytes(of: &result) { target in
        table.coefficients.withUnsafeBytes { target.copyMemory(from: $0) }
      }
      variance = result
    } else {
      variance = nil
    }
    var tables: [Double: ck_symmetric_table] = [:]
    for event in plan.events {
      for driver in event.drivers {
        if case .studentT(let freedom, _, _) = driver.sampler, tables[freedom] == nil {
          tables[freedom] = symmetric(.studentT(degreesOfFreedom: freedom))
        }
      }
    }
    studentT = tables
    digest = hash.digest
  }
}

/// The tables where a walker reads them: in its arena, because the kernel wants addresses, and to lend
/// it that of a value is to copy the value.
struct WalkerTables {
  let normal: UnsafePointer<ck_symmetric_table>
  let variance: UnsafePointer<ck_table>?
  private let studentT: [(freedom: Double, table: UnsafePointer<ck_symmetric_table>)]

  init(_ tables: DrawTables, arena: inout Arena) {
    normal = arena.copy(tables.normal)
    variance = tables.variance.map { arena.copy($0) }
    studentT = tables.studentT.sorted { $0.key < $1.key }.map { ($0.key, arena.copy($0.value)) }
  }

  func studentT(_ freedom: Double) -> UnsafePointer<ck_symmetric_table> {
    studentT.first { $0.freedom == freedom }?.table ?? normal
  }
}

/// Where the 64 draws of a tile are taken: an address, and how they depend on each other.
struct TileDraw {
  let seed, tile: UInt64
  let stream, step: UInt32
  /// Whether paths are antithetic pairs.
  let pairs: Int32
  /// The stream of scrambles and the coordinates of a net's dimension; nil: independent words.
  let net: (scramble: UInt32, coordinates: UnsafePointer<UInt8>)?

  func words(into out: UnsafeMutablePointer<UInt32>) {
    if let net {
      ck_net_words(seed, tile, stream, step, net.scramble, net.coordinates, out)
    } else {
      ck_words(seed, tile, stream, step, pairs, out)
    }
  }

  /// Draws from a law symmetric about zero; `words` has room for 64.
  func draw(
    _ table: UnsafePointer<ck_symmetric_table>,
    words: UnsafeMutablePointer<UInt32>,
    into out: UnsafeMutablePointer<Float>
  ) {
    guard net != nil else {
      ck_normals(table, seed, tile, stream, step, pairs, out)
      return
    }
    self.words(into: words)
    ck_symmetric_quantiles(table, words, CK.lanes32, out)
  }
}

extension Sampler {
  /// Draws the quantity for the 64 paths of a tile at one address; `words` has room for 64.
  func draw(
    tables: WalkerTables,
    at place: TileDraw,
    words: UnsafeMutablePointer<UInt32>,
    into out: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .constant(let value): ck_fill(value, out, CK.lanes32)
    case .branches(let values, let limits):
      place.words(into: words)
      for lane in 0..<CK.lanes {
        var branch = 0
        while branch < limits.count, words[lane] >= limits[branch] { branch += 1 }
        out[lane] = values[branch]
      }
    case .normal(let mean, let deviation):
      place.draw(tables.normal, words: words, into: out)
      for lane in 0..<CK.lanes { out[lane] = mean + deviation * out[lane] }
    case .rounded(let mean, let deviation, let grid, let offset):
      place.draw(tables.normal, words: words, into: out)
      ck_prints(mean, deviation, grid, offset, out)
    case .studentT(let freedom, let mean, let deviation):
      place.draw(tables.studentT(freedom), words: words, into: out)
      for lane in 0..<CK.lanes { out[lane] = mean + deviation * out[lane] }
    case .uniform(let low, let high):
      place.words(into: words)
      for lane in 0..<CK.lanes {
        out[lane] = low + (high - low) * ((Float(words[lane] >> 8) + 0.5) * 0x1p-24)
      }
    }
  }
}

/// The kernel's constants as Swift integers.
enum CK {
  static let lanes = 64
  static let lanes32: Int32 = 64
}
