internal import CKernel
package import Numerics

/// A lattice of paths in the kernel's layout.
package struct LatticeKernel: Sendable {
  let assetCount: Int
  /// Assets rounded up to whole blocks of draws.
  let rowCount: Int
  private let level: InstructionSet
  private let stepCount, factorCount: Int
  private let turbulent: [UInt32]
  private let volatility: [Float]
  private let normal, residual: ck_job_table
  private let loading, drift, scale: [Float]
  private let first, second: [UInt32]

  /// Lays the numbers out for one instruction set; the machine must have it.
  package init(_ parameters: LatticeParameters, level: InstructionSet) throws(MatrixError) {
    precondition(level.isAvailable, "this machine lacks the instructions")
    precondition(parameters.factorCount <= CK_JOB_FACTORS, "too many factors")
    precondition(parameters.assets.count <= CK_JOB_ASSETS, "too many assets")
    assetCount = parameters.assets.count
    rowCount = (assetCount + 3) / 4 * 4
    let folded = try parameters.foldedLoadings()
    loading = (0..<parameters.factorCount).flatMap { [rowCount, assetCount] factor in
      (0..<rowCount).map { $0 < assetCount ? Float(folded[factor, $0]) : 0 }
    }
    drift = (0..<rowCount).flatMap { row in
      var entries = [Float](repeating: 0, count: 16)
      guard row < parameters.assets.count else { return entries }
      let asset = parameters.assets[row]
      entries[0] = Float(asset.drift)
      entries[1] = Float(asset.drift + asset.cut)
      entries[2] = Float(asset.drift + asset.hike)
      return entries
    }
    scale =
      parameters.assets.map { Float($0.residual) }
      + Array(repeating: 0, count: rowCount - assetCount)
    first = parameters.cut.map(Self.word)
    second = parameters.hike.map { Self.word(1 - $0) }
    self.level = level
    stepCount = parameters.stepCount
    factorCount = parameters.factorCount
    turbulent = parameters.turbulent.map(Self.word)
    volatility = parameters.volatility.map { Float($0) }
    normal = Self.prepared(.normal)
    residual = Self.prepared(.studentT(degreesOfFreedom: parameters.degreesOfFreedom))
  }

  /// The first word that does not stand below a probability; 1 has the last word, 2^32 − 1.
  package static func word(_ probability: Double) -> UInt32 {
    precondition(probability >= 0 && probability <= 1, "a probability is in 0...1")
    return UInt32(min((probability * 0x1p32).rounded(), 0x1p32 - 1))
  }

  private static func prepared(_ table: QuantileTable) -> ck_job_table {
    precondition(table.isSymmetric, "the kernel's laws are symmetric")
    var out = ck_job_table()
    table.coefficients.withUnsafeBytes { source in
      var whole = ck_symmetric_table()
      withUnsafeMutableBytes(of: &whole) { $0.copyMemory(from: source) }
      ck_job_prepare(&whole, &out)
    }
    return out
  }

  /// The parts of the layout that are no arrays.
  private var head: ck_job {
    var job = ck_job()
    job.level = level.rawValue
    job.steps = Int32(stepCount)
    job.factors = Int32(factorCount)
    job.assets = Int32(assetCount)
    job.rows = Int32(rowCount)
    job.turbulent = (turbulent[0], turbulent[1])
    job.volatility = (volatility[0], volatility[1])
    job.normal = normal
    job.residual = residual
    return job
  }

  /// Lends the layout to the kernel.
  func withJob<R>(_ body: (UnsafePointer<ck_job>) -> R) -> R {
    loading.withUnsafeBufferPointer { loading in
      drift.withUnsafeBufferPointer { drift in
        scale.withUnsafeBufferPointer { scale in
          first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
              var job = head
              job.loading = loading.baseAddress
              job.drift = drift.baseAddress
              job.scale = scale.baseAddress
              job.first = first.baseAddress
              job.second = second.baseAddress
              return body(&job)
            }
          }
        }
      }
    }
  }

  /// Final log prices and largest falls of the 64 paths of a tile, asset after asset.
  package func walk(tile: Int, seed: UInt64) -> (price: [Float], fall: [Float]) {
    var price = [Float](repeating: 0, count: rowCount * 64)
    var fall = price
    withJob { ck_job_walk($0, seed, UInt64(tile), &price, &fall) }
    return (Array(price.prefix(assetCount * 64)), Array(fall.prefix(assetCount * 64)))
  }
}
