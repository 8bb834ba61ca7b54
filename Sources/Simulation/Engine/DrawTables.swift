import CKernel
import Domain
import Numerics

/// The quantile tables a plan draws from, in the kernel's layout.
struct DrawTables: Sendable {
  let normal: ck_symmetric_table
  let variance: ck_table?
  let studentT: [Double: ck_symmetric_table]
  /// Coefficients of all tables, part of the fingerprint.
  let digest: [UInt8]

  init(plan: SimulationPlan) {
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

extension Sampler {
  /// Draws the quantity for the 64 paths of a tile at one address; `words` has room for 64.
  func draw(
    tables: DrawTables,
    seed: UInt64,
    tile: UInt64,
    stream: UInt32,
    words: UnsafeMutablePointer<UInt32>,
    into out: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .constant(let value): ck_fill(value, out, CK.lanes32)
    case .branches(let values, let limits):
      ck_words(seed, tile, stream, 0, words)
      for lane in 0..<CK.lanes {
        var place = 0
        while place < limits.count, words[lane] >= limits[place] { place += 1 }
        out[lane] = values[place]
      }
    case .normal(let mean, let deviation):
      normals(tables.normal, seed, tile, stream, out)
      for lane in 0..<CK.lanes { out[lane] = mean + deviation * out[lane] }
    case .rounded(let mean, let deviation, let grid, let offset):
      normals(tables.normal, seed, tile, stream, out)
      for lane in 0..<CK.lanes {
        let value = mean + deviation * out[lane]
        out[lane] = (value / grid + 0.5).rounded(.down) * grid - offset
      }
    case .studentT(let freedom, let mean, let deviation):
      normals(tables.studentT[freedom] ?? tables.normal, seed, tile, stream, out)
      for lane in 0..<CK.lanes { out[lane] = mean + deviation * out[lane] }
    case .uniform(let low, let high):
      ck_words(seed, tile, stream, 0, words)
      for lane in 0..<CK.lanes {
        out[lane] = low + (high - low) * ((Float(words[lane] >> 8) + 0.5) * 0x1p-24)
      }
    }
  }

  private func normals(
    _ table: ck_symmetric_table,
    _ seed: UInt64,
    _ tile: UInt64,
    _ stream: UInt32,
    _ out: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: table) { ck_normals($0, seed, tile, stream, 0, out) }
  }
}

/// The kernel's constants as Swift integers.
enum CK {
  static let lanes = 64
  static let lanes32: Int32 = 64
}
