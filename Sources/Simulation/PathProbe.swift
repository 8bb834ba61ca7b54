import CKernel

/// What is read off single paths, for laws that hold on every path and that summaries hide.
package struct PathProbe: Sendable {
  /// One tile as it was read, and the parameters it was moved by.
  package struct Tile: Sendable {
    package let number: Int
    /// Values by channel of the plan's readings, one for each path.
    package let values: [[Float]]
    /// Drift of each line in log return per trading day.
    package let drift: [Float]
    /// Loadings, lines × factors, log return per factor unit.
    package let loadings: [Float]
  }

  package let plan: SimulationPlan

  package init(_ plan: SimulationPlan) { self.plan = plan }

  /// Walks tiles as a run does and gives each to `body`, in order.
  package func visit(_ tiles: Range<Int>, _ body: (Tile) -> Void) {
    let walker = TileWalker(plan: plan, tables: DrawTables(plan: plan))
    for number in tiles.clamped(to: 0..<plan.tileCount) {
      let count = min(CK.lanes, plan.paths - number * CK.lanes)
      var sink = ProbeSink(channels: plan.readings.channels.count)
      walker.walk(tile: number, count: count, into: &sink)
      body(
        Tile(
          number: number,
          values: sink.values,
          drift: walker.parameters.drift,
          loadings: walker.parameters.beta
        )
      )
    }
  }
}

/// Keeps the values of every channel.
private struct ProbeSink: TileSink {
  var values: [[Float]]

  init(channels: Int) { values = [[Float]](repeating: [], count: channels) }

  mutating func take(channel: Int, _ values: UnsafePointer<Float>, count: Int) {
    self.values[channel] = Array(UnsafeBufferPointer(start: values, count: count))
  }
}
