import CKernel
import Domain
import Numerics

/// Moves the tiles of all arms and gathers what they gave.
struct Engine: Sendable {
  let plans: [SimulationPlan]
  let tables: [DrawTables]
  let workers: Int
  /// For each arm after the first: places of returns in it and in the first arm, in rows.
  let comparisons: [[(arm: Int, base: Int)]]

  /// Tiles from which the spread of influence values is taken.
  static let influenceTiles = 512

  init(plans: [SimulationPlan], tables: [DrawTables], workers: Int) {
    self.plans = plans
    self.tables = tables
    self.workers = max(1, workers)
    comparisons = plans.map { Self.comparisons(of: $0, with: plans[0]) }
  }

  /// Horizons with a table and assets that two arms share: horizon-major.
  static func comparisons(
    of plan: SimulationPlan,
    with base: SimulationPlan
  ) -> [(arm: Int, base: Int)] {
    let (rows, baseRows) = (plan.assetRows, base.assetRows)
    let assets = commonAssets(of: plan, with: base).map {
      (arm: rows[$0.arm], base: baseRows[$0.base])
    }
    let (mine, other) = (plan.rowCount, base.rowCount)
    return commonHorizons(of: plan, with: base).flatMap { pair in
      assets.map { (pair.arm * mine + $0.arm, pair.base * other + $0.base) }
    }
  }

  /// Assets of one name that stand in the tables of two arms, which may have different models.
  static func commonAssets(
    of plan: SimulationPlan,
    with base: SimulationPlan
  ) -> [(arm: Int, base: Int)] {
    plan.assets.indices.filter { plan.readings.scope.lists(plan.assets[$0].asset.name) }
      .compactMap { a in
        base.assets.firstIndex { $0.asset.name == plan.assets[a].asset.name }.map { (a, $0) }
      }
  }

  static func commonHorizons(
    of plan: SimulationPlan,
    with base: SimulationPlan
  ) -> [(arm: Int, base: Int)] {
    plan.readings.horizons.indices.compactMap { h in
      guard plan.readings.isListed[h],
        plan.readings.scope.hasTable(at: plan.readings.horizons[h].date),
        let b = base.readings.horizons.firstIndex(where: {
          $0.date == plan.readings.horizons[h].date
        }), base.readings.isListed[b]
      else { return nil }
      return (h, b)
    }
  }

  private var tileCount: Int { plans.first?.tileCount ?? 0 }

  private func size(of tile: Int) -> Int {
    min(CK.lanes, (plans.first?.paths ?? 0) - tile * CK.lanes)
  }

  /// The first pass over a range of tiles: a tally for each arm, what the first tiles gave where it
  /// is kept, and the tiles that were walked.
  ///
  /// Tiles are dealt in order and a tile that was dealt is finished, so that those walked are the
  /// first of the range, all of it unless `stop` said to deal no more.
  func tallies(
    of tiles: Range<Int>,
    until stop: @escaping @Sendable () -> Bool,
    progress: @escaping @Sendable (StudyProgress) -> Void
  ) async throws(SimulationError) -> (
    tallies: [Tally], records: [TileRecord], walked: Range<Int>
  ) {
    let dealer = TileDealer(tiles)
    var parts = try await eachWorker(of: workers) { _ throws(SimulationError) in
      try tallyTiles(from: dealer, until: stop, progress: progress)
    }
    // The only owner of its histograms, which merging would copy otherwise.
    var whole = parts.removeFirst()
    for part in parts {
      for arm in whole.tallies.indices { whole.tallies[arm].merge(part.tallies[arm]) }
      for arm in whole.records.indices { whole.records[arm].merge(part.records[arm]) }
    }
    return (whole.tallies, whole.records, dealer.dealt)
  }

  /// Empty tallies, one for each arm.
  func emptyTallies() -> [Tally] {
    plans.indices.map { arm in
      Tally(plan: plans[arm].readings, comparisons: arm > 0 ? comparisons[arm].count : 0)
    }
  }

  private func tallyTiles(
    from dealer: TileDealer,
    until stop: @Sendable () -> Bool,
    progress: @Sendable (StudyProgress) -> Void
  ) throws(SimulationError) -> (tallies: [Tally], records: [TileRecord]) {
    var tallies = emptyTallies()
    var records = plans.map { _ in TileRecord() }
    let recorded = TileRecord.byteCount(of: plans) > 0 ? Self.influenceTiles : 0
    let asked = plans.map { AskedPlaces($0.readings) }
    // The first arm's returns stay where they are while the other arms walk the same tile.
    let walkers = WalkerList(plans: plans, tables: tables)
    var walked = 0
    while !stop() {
      if Task.isCancelled { throw .cancelled }
      guard let tile = dealer.next() else { break }
      let count = size(of: tile)
      for arm in plans.indices {
        if tile < recorded {
          let channels = plans[arm].readings.channels.count
          tallies[arm].row = TileRecord.Row(tile: tile, channels: channels, asked: asked[arm])
        }
        walkers.walk(arm, tile: tile, count: count, into: &tallies[arm])
        if let row = tallies[arm].row {
          records[arm].append(row)
          tallies[arm].row = nil
        }
      }
      for arm in plans.indices.dropFirst() {
        let (mine, base) = (walkers.returns(of: arm), walkers.returns(of: 0))
        for (number, pair) in comparisons[arm].enumerated() {
          let (a, b) = (mine + pair.arm * CK.lanes, base + pair.base * CK.lanes)
          let hits = ck_count_worse(a, b, Int32(count), -0.001)
          tallies[arm].take(comparison: number, worse: Int(hits), count: count)
        }
      }
      walked += 1
      progress(StudyProgress(paths: count, headlineError: headlineError(walked, tallies)))
    }
    for arm in tallies.indices { tallies[arm].finish() }
    return (tallies, records)
  }

  /// The standard error of the benchmark's mean so far, if all workers are as far as this one;
  /// computed now and then.
  private func headlineError(_ walked: Int, _ tallies: [Tally]) -> Double? {
    guard walked % 96 == 0, let plan = plans.first, let tally = tallies.first,
      let horizon = plan.readings.isListed.lastIndex(of: true),
      let channel = plan.readings.channel(
        .total(asset: plan.readings.benchmark, horizon: horizon)
      )
    else { return nil }
    return tally.moments[channel].meanError * 100 / Double(workers).squareRoot()
  }

  /// The second pass over the first tiles: influence values at the quantiles found.
  ///
  /// Tiles whose values were kept are not walked again.
  func influences(
    quantiles: [[[Double]]],
    tails: [[[Double]]],
    coefficients: [[Double]],
    records: [TileRecord]
  ) async throws(SimulationError) -> [Influence] {
    let tiles = min(tileCount, Self.influenceTiles)
    let sinks = plans.indices.map { arm in
      InfluenceSink(
        plan: plans[arm].readings,
        quantiles: quantiles[arm],
        tails: tails[arm],
        coefficients: coefficients[arm]
      )
    }
    if records.count == plans.count, records.allSatisfy({ $0.covers(tiles) }) {
      return plans.indices.map { arm in
        var sink = sinks[arm]
        let rows = records[arm].rows.map { row in
          row.give(to: &sink, count: size(of: row.tile))
          return sink.slots
        }
        return Influence(sink.layout, sizes: (0..<tiles).map(size), rows: rows)
      }
    }
    let parts = try await eachWorker(of: workers) { worker throws(SimulationError) in
      var rows: [[[Double]]] = plans.map { _ in [] }
      let walkers = WalkerList(plans: plans, tables: tables)
      var sinks = sinks
      for tile in stride(from: worker, to: tiles, by: workers) {
        if Task.isCancelled { throw .cancelled }
        for arm in plans.indices {
          walkers.walk(arm, tile: tile, count: size(of: tile), into: &sinks[arm])
          rows[arm].append(sinks[arm].slots)
        }
      }
      return rows
    }
    return plans.indices.map { arm in
      Influence(
        sinks[arm].layout,
        sizes: (0..<tiles).map(size),
        rows: (0..<tiles).map { parts[$0 % workers][arm][$0 / workers] }
      )
    }
  }
}

/// The walkers of all arms, owned by one worker.
struct WalkerList {
  private let walkers: [TileWalker]

  init(plans: [SimulationPlan], tables: [DrawTables]) {
    // The other arms follow the first as far as they are like it.
    let sharing = plans.map { $0.sharing(with: plans[0]) }
    var walkers: [TileWalker] = []
    for arm in plans.indices {
      let followed = walkers.first.flatMap {
        FollowedArm($0.kept, of: plans[0], for: plans[arm], sharing[arm])
      }
      walkers.append(
        TileWalker(
          plan: plans[arm],
          tables: tables[arm],
          keeping: arm == 0 ? SharedWorld.Need(sharing.dropFirst()) : nil,
          following: followed
        )
      )
    }
    self.walkers = walkers
  }

  func walk(_ arm: Int, tile: Int, count: Int, into sink: inout some TileSink) {
    walkers[arm].walk(tile: tile, count: count, into: &sink)
  }

  /// How far each coefficient was drawn from its estimate for a tile, in standard errors.
  func deviations(of arm: Int, tile: Int) -> [Double] { walkers[arm].deviations(ofTile: tile) }

  /// Simple returns by horizon and row of the tile walked last, rows of 64.
  func returns(of arm: Int) -> UnsafePointer<Float> { UnsafePointer(walkers[arm].returns) }
}
