import CKernel
import Domain
import Numerics

/// Walks the tiles of one arm through its timeline, one at a time; owned by one worker.
///
/// All arrays are rows of 64 paths.
struct TileWalker: ~Copyable {
  let plan: SimulationPlan
  let tables: DrawTables
  var arena: Arena
  var parameters: TileParameters
  let streams: StreamTable
  // State of the tile.
  let price, level, variance, stress: UnsafeMutablePointer<Float>
  let nodes, increments: UnsafeMutablePointer<Float>
  let words: UnsafeMutablePointer<UInt32>
  // Reported assets.
  let logs, own, open, peak, fall: UnsafeMutablePointer<Float>
  let scratch: UnsafeMutablePointer<Float>
  // Events.
  let drivers, jump, happens: UnsafeMutablePointer<Float>
  let effects, repricing: UnsafeMutablePointer<Float>
  /// Simple returns by horizon and asset, kept for comparisons between arms.
  let returns: UnsafeMutablePointer<Float>
  // The plan in the kernel's layout.
  let beta, drift: UnsafeMutablePointer<Float>
  let factorVariance: [UnsafeMutablePointer<Float>]
  let members: UnsafeMutablePointer<Int32>
  let memberWeights: UnsafeMutablePointer<Float>
  var model: ck_model
  var intervals: [ck_interval]
  let combinations: [UnsafeMutablePointer<Float>]
  let readings: ReadingIndex
  // Normals of the parameters for 64 tiles at a time.
  let parameterStreams: UnsafeMutablePointer<UInt32>
  let parameterNormals: UnsafeMutablePointer<Float>
  var parameterBlock: UInt64?

  init(plan: SimulationPlan, tables: DrawTables) {
    self.plan = plan
    self.tables = tables
    var arena = Arena()
    let (n, k, r, a) = (plan.lineCount, plan.factorCount, plan.rankCount, plan.assets.count)
    let (w, dims) = (CK.lanes, n + k + r)
    let nodeCount = plan.weeks.map(\.nodes.count).max() ?? 1
    let driverCount = plan.events.map { max($0.drivers.count * 2, 4) }.max() ?? 4
    parameters = TileParameters(plan: plan)
    streams = StreamTable(plan: plan, arena: &arena)
    readings = ReadingIndex(plan: plan)
    price = arena.floats(n * w)
    level = arena.floats(k * w)
    variance = arena.floats(w)
    stress = arena.floats(w)
    nodes = arena.floats(nodeCount * dims * w)
    increments = arena.floats(dims * w)
    words = arena.words(w)
    logs = arena.floats(a * w)
    own = arena.floats(a * w)
    open = arena.floats(a * w)
    peak = arena.floats(a * w)
    fall = arena.floats(a * w)
    scratch = arena.floats(4 * w)
    drivers = arena.floats(driverCount * w)
    jump = arena.floats(n * w)
    happens = arena.floats(w)
    effects = arena.floats(readings.effects.count * w)
    repricing = arena.floats(plan.events.count * w)
    returns = arena.floats(plan.readings.horizons.count * a * w)
    beta = arena.floats(n * k)
    drift = arena.floats(n)
    factorVariance = [arena.floats(n), arena.floats(n)]
    members = arena.integers(plan.members.map { Int32($0) })
    memberWeights = arena.floats(plan.memberWeights)
    parameterStreams = arena.words(
      plan.parameters.names.map { StreamName($0).number }
    )
    parameterNormals = arena.floats(plan.parameters.names.count * w)
    combinations = plan.intervals.map { arena.floats($0.combination) }
    intervals = plan.intervals.map { ck_interval($0, arena: &arena) }
    model = ck_model(plan, arena: &arena)
    model.beta = UnsafePointer(beta)
    model.drift = UnsafePointer(drift)
    model.factor_variance = (UnsafePointer(factorVariance[0]), UnsafePointer(factorVariance[1]))
    model.member = UnsafePointer(members)
    model.member_weight = UnsafePointer(memberWeights)
    self.arena = arena
  }

  /// Moves a tile from `asof` to the last horizon and gives what is read to the sink.
  mutating func walk(tile: Int, count: Int, into sink: inout some TileSink) {
    start(tile: tile)
    for week in plan.weeks {
      beginWeek(week, tile: UInt64(tile))
      for number in week.intervals {
        advance(number, nodeCount: week.nodes.count)
        let interval = plan.intervals[number]
        if !interval.happenings.isEmpty { happen(interval, tile: UInt64(tile)) }
        if interval.endsWeek || !interval.horizons.isEmpty { setLogs() }
        if interval.endsWeek { observeDrawdown() }
        for horizon in interval.horizons {
          read(horizon: horizon, endsWeek: interval.endsWeek, count: count, into: &sink)
        }
      }
    }
    readEvents(count: count, into: &sink)
  }

  private mutating func start(tile: Int) {
    let w = CK.lanes32
    drawParameters(tile: UInt64(tile))
    ck_fill(0, price, Int32(plan.lineCount) * w)
    for factor in 0..<plan.factorCount {
      ck_fill(plan.startLevels[factor], level + factor * CK.lanes, w)
    }
    let assets = Int32(plan.assets.count) * w
    for row in [own, open, peak, fall] { ck_fill(0, row, assets) }
    ck_fill(0, effects, Int32(readings.effects.count) * w)
    ck_fill(0, repricing, Int32(plan.events.count) * w)
    let limit = Sampler.wordLimit(plan.regime.startStress)
    ck_words(plan.seed, UInt64(tile), streams.regimeStart, 0, words)
    for lane in 0..<CK.lanes { stress[lane] = words[lane] < limit ? 1 : 0 }
    ck_fill(1, variance, w)
  }

  /// One draw of the uncertain parameters for the tile, the same in every arm.
  private mutating func drawParameters(tile: UInt64) {
    switch plan.parameterTreatment {
    case .fixed:
      guard parameterBlock == nil else { return }
      parameterBlock = 0
      parameters.set { _ in 0 }
    case .estimated:
      let block = tile / 64
      if parameterBlock != block {
        parameterBlock = block
        withUnsafePointer(to: tables.normal) {
          ck_normal_rows(
            $0,
            plan.seed,
            block,
            parameterStreams,
            Int32(plan.parameters.names.count),
            0,
            parameterNormals
          )
        }
      }
      let (normals, lane) = (parameterNormals, Int(tile % 64))
      parameters.set { Double(normals[$0 * CK.lanes + lane]) }
    }
    for index in parameters.beta.indices { beta[index] = parameters.beta[index] }
    for line in 0..<plan.lineCount {
      drift[line] = parameters.drift[line]
      factorVariance[0][line] = parameters.factorVariance[0][line]
      factorVariance[1][line] = parameters.factorVariance[1][line]
    }
  }

  private mutating func beginWeek(_ week: WeekPlan, tile: UInt64) {
    let step = UInt32(truncatingIfNeeded: week.number)
    if !week.holdsRegime {
      ck_words(plan.seed, tile, streams.regime, step, words)
      let enter = Sampler.wordLimit(1 - plan.regime.stayCalm)
      let stay = Sampler.wordLimit(plan.regime.stayStress)
      for lane in 0..<CK.lanes {
        stress[lane] = words[lane] < (stress[lane] > 0 ? stay : enter) ? 1 : 0
      }
    }
    if let table = tables.variance {
      ck_words(plan.seed, tile, streams.variance, step, words)
      withUnsafePointer(to: table) { ck_quantiles($0, words, CK.lanes32, variance) }
    }
    for (place, node) in week.nodes.enumerated() {
      withUnsafePointer(to: tables.normal) {
        ck_normal_rows(
          $0,
          plan.seed,
          tile,
          streams.diffusion,
          Int32(streams.diffusionCount),
          node,
          nodes + place * streams.diffusionCount * CK.lanes
        )
      }
    }
  }

  private mutating func advance(_ number: Int, nodeCount: Int) {
    ck_combine(
      nodes,
      combinations[number],
      Int32(nodeCount),
      Int32(streams.diffusionCount),
      increments
    )
    let (k, r) = (plan.factorCount, plan.rankCount)
    var tile = ck_tile(
      price: price,
      level: level,
      variance: variance,
      stress: stress,
      wf: increments,
      wy: increments + k * CK.lanes,
      we: increments + (k + r) * CK.lanes
    )
    ck_advance(&model, &intervals[number], &tile)
  }
}
