import CKernel
import Domain

extension Engine {
  /// Tilted tiles are numbered from here, beyond those of any run.
  static let firstTiltedTile = 1 << 40

  /// Walks each tile plain and as many tilted ones.
  func tailSums(
    _ pass: TailPass,
    _ tilt: TailTilt,
    tiles: Int,
    progress: @escaping @Sendable (StudyProgress) -> Void
  ) async throws(SimulationError) -> TailSums {
    let dealer = TileDealer(0..<2 * tiles)
    let plan = pass.plan
    let parts = try await eachWorker(of: workers) { _ throws(SimulationError) in
      let walker = TileWalker(plan: plan, tables: tables[0])
      var state = TiltState(tilt, arena: &walker.arena)
      var sums = pass.emptySums()
      var sink = LaneSink()
      var weights = [Double](repeating: 0, count: CK.lanes)
      while let number = dealer.next() {
        if Task.isCancelled { throw .cancelled }
        state.isTilted = number >= tiles
        walker.tilt = state
        let tile = state.isTilted ? Self.firstTiltedTile + number - tiles : number
        walker.walk(tile: tile, count: CK.lanes, into: &sink)
        weights.withUnsafeMutableBufferPointer { weights in
          state.weights(into: weights)
          sink.values.withUnsafeBufferPointer {
            sums.add($0, weights: weights, isTilted: state.isTilted)
          }
        }
        progress(StudyProgress(paths: CK.lanes, headlineError: nil))
      }
      return sums
    }
    return parts.dropFirst().reduce(into: parts[0]) { $0.merge($1) }
  }
}

/// Keeps the 64 values of the only channel.
private struct LaneSink: TileSink {
  var values = [Float](repeating: 0, count: CK.lanes)

  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int) {
    for lane in 0..<min(count, CK.lanes) { self.values[lane] = values[lane] }
  }
}
