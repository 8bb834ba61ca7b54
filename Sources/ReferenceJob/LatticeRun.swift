package import Numerics
internal import Synchronization

/// A lattice simulated with any number of threads.
package struct LatticeRun: Sendable {
  package let parameters: LatticeParameters
  package let level: InstructionSet
  package let paths: Int
  package let seed: UInt64

  /// Seeds and counts of paths are anything the counters hold.
  package static let pathRange = 1...500_000_000

  package init(_ parameters: LatticeParameters, level: InstructionSet, paths: Int, seed: UInt64) {
    precondition(Self.pathRange.contains(paths), "paths outside their range")
    self.parameters = parameters
    self.level = level
    self.paths = paths
    self.seed = seed
  }

  /// Walks all tiles; the tally does not depend on the number of threads.
  package func tally(threads: Int) async throws(MatrixError) -> LatticeTally {
    let kernel = try LatticeKernel(parameters, level: level)
    var deviations: [Double] = []
    for asset in parameters.assets.indices {
      deviations.append(try parameters.variance(of: asset).squareRoot())
    }
    let empty = LatticeTally(range: .init(deviations: deviations))
    let dealer = TileDealer(count: (paths + 63) / 64)
    return await withTaskGroup(of: LatticeTally.self) { group in
      for _ in 0..<max(1, threads) {
        group.addTask {
          var tally = empty
          while let tiles = dealer.next() {
            tally.add(tiles: tiles, of: kernel, seed: seed, paths: paths)
          }
          return tally
        }
      }
      var whole: LatticeTally?
      for await part in group {
        if whole == nil { whole = part } else { whole?.merge(part) }
      }
      return whole ?? empty
    }
  }
}

/// Deals runs of tiles to the threads, each once.
private final class TileDealer: Sendable {
  private static let size = 64
  private let count: Int
  private let following = Atomic(0)

  init(count: Int) { self.count = count }

  func next() -> Range<Int>? {
    let start = following.wrappingAdd(Self.size, ordering: .relaxed).oldValue
    return start < count ? start..<min(start + Self.size, count) : nil
  }
}
