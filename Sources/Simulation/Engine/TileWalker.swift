import CKernel
import Domain
import Numerics

/// Walks the tiles of one arm through its timeline, one at a time; owned by one worker.
///
/// All arrays are rows of 64 paths. It has a place of its own, because a value would be copied at
/// many of its steps.
final class TileWalker {
  let plan: SimulationPlan
  let tables: WalkerTables
  var arena: Arena
  var parameters: TileParameters
  let streams: StreamTable
  /// Whether paths are antithetic pairs, as the kernel wants to be told.
  let pairs: Int32
  // State of the tile.
  let price, level, variance, stress: UnsafeMutablePointer<Float>
  /// Normal scores of the multipliers; nil: there is no leverage effect.
  let score: UnsafeMutablePointer<Float>?
  /// Normals of the week's nodes, where they are drawn or another arm keeps them.
  private var nodes: UnsafeMutablePointer<Float>
  private let ownNodes, increments: UnsafeMutablePointer<Float>
  let words: UnsafeMutablePointer<UInt32>
  /// Log price rows of N lines and, while `knowsDerived`, of the assets that follow from them; sums
  /// of their moves by listed and by open events; running maximum and largest fall.
  let own, open, peak, fall: UnsafeMutablePointer<Float>
  var knowsIndex = false, knowsDerived = false
  /// The index's simple and log return, and the derived rows before a jump.
  let indexSimple, indexLog, before: UnsafeMutablePointer<Float>
  let scratch: UnsafeMutablePointer<Float>
  // Events.
  let drivers, jump, happens: UnsafeMutablePointer<Float>
  /// What lines and levels move by through the open events of an interval.
  let openMoves, openLevels: UnsafeMutablePointer<Float>
  let effects, repricing: UnsafeMutablePointer<Float>
  /// Simple returns by horizon and row, kept for comparisons between arms.
  let returns: UnsafeMutablePointer<Float>
  // The plan in the kernel's layout.
  let lineCount, factorCount, rankCount: Int
  /// Values of all rows.
  let rowLanes: Int32
  let beta, drift: UnsafeMutablePointer<Float>
  let variances: FactorVariances
  let members: UnsafeMutablePointer<Int32>
  let memberWeights: UnsafeMutablePointer<Float>
  let memberCount: Int32
  let model: UnsafeMutablePointer<ck_model>
  let intervals: UnsafeMutablePointer<ck_interval>
  let combinations: [UnsafeMutablePointer<Float>]
  let readings: ReadingIndex
  let parts: PartRows
  // The timeline as plain numbers, which are read without counting references.
  let weeks: [Week]
  private let stops: [Stop]
  private let nodeSteps: [UInt32]
  private let horizons: [Int]
  /// Whether running maxima are read, and at every moment.
  private let hasDrawdowns, isContinuous: Bool
  /// By interval: what is listed happens one by one, what is open together.
  let listed, opened: [[Occurrence]]
  let eventSteps: [EventStep]
  let driverSteps: [DriverStep]
  let samplers: [Sampler]
  /// By response class, for the tile's draw of the parameters.
  let responses: [ResponseRows]
  var bridge: BridgeWalker
  let control: ControlVariate
  // Deviations of the parameters, in standard errors, for 64 tiles at a time.
  let parameterStreams: UnsafeMutablePointer<UInt32>
  let parameterDeviations: UnsafeMutablePointer<Float>
  var parameterBlock: UInt64?

  /// What tilts its draws towards a tail and weighs its paths; nil: nothing.
  var tilt: TiltState?

  /// What it keeps for other arms, and what it follows of another; nil: nothing.
  let kept: SharedWorld?
  let followed: FollowedArm?

  /// A walker that moves by its own draws, or follows one that kept what moved it.
  init(
    plan: SimulationPlan,
    tables: DrawTables,
    keeping need: SharedWorld.Need? = nil,
    following followed: FollowedArm? = nil
  ) {
    self.plan = plan
    self.followed = followed
    var arena = Arena()
    self.tables = WalkerTables(tables, arena: &arena)
    let (n, k, r, rows) = (plan.lineCount, plan.factorCount, plan.rankCount, plan.rowCount)
    let (w, dims) = (CK.lanes, n + k + r)
    let nodeCount = plan.weeks.map(\.nodes.count).max() ?? 1
    let driverCount = plan.events.map { max($0.drivers.count * 2, 4) }.max() ?? 4
    (lineCount, factorCount, rankCount) = (n, k, r)
    rowLanes = Int32(rows * w)
    parameters = TileParameters(plan: plan, listedOnly: followed?.sharesOpen ?? false)
    streams = StreamTable(plan: plan, nets: tables.nets, arena: &arena)
    pairs = plan.sampling == .antithetic ? 1 : 0
    readings = ReadingIndex(plan: plan)
    parts = PartRows(plan: plan, arena: &arena)
    price = arena.floats(rows * w)
    level = arena.floats(k * w)
    variance = arena.floats(w)
    stress = arena.floats(w)
    score = plan.diffusion.leverage != 0 ? arena.floats(w) : nil
    ownNodes = arena.floats(nodeCount * dims * w)
    nodes = ownNodes
    increments = arena.floats(dims * w)
    words = arena.words(w)
    own = arena.floats(rows * w)
    open = arena.floats(rows * w)
    peak = arena.floats(rows * w)
    fall = arena.floats(rows * w)
    indexSimple = arena.floats(w)
    indexLog = arena.floats(w)
    before = arena.floats((rows - n) * w)
    scratch = arena.floats(4 * w)
    drivers = arena.floats(driverCount * w)
    jump = arena.floats(n * w)
    openMoves = arena.floats(n * w)
    openLevels = arena.floats(k * w)
    control = ControlVariate(plan: plan, arena: &arena)
    happens = arena.floats(w)
    effects = arena.floats(readings.effects.count * w)
    repricing = arena.floats(plan.events.count * w)
    returns = arena.floats(plan.readings.horizons.count * rows * w)
    beta = arena.floats(n * k)
    drift = arena.floats(n)
    if let need {
      let parameters = SharedParameters(
        theta: arena.doubles(plan.parameters.values.count),
        beta: beta,
        drift: drift
      )
      kept = SharedWorld(plan: plan, need: need, parameters: parameters, arena: &arena)
    } else {
      kept = nil
    }
    members = arena.integers(plan.members.map { Int32($0) })
    memberWeights = arena.floats(plan.memberWeights)
    memberCount = Int32(plan.members.count)
    parameterStreams = arena.words(
      plan.parameters.names.map { StreamName($0).number }
    )
    parameterDeviations = arena.floats(plan.parameters.names.count * w)
    (weeks, stops, nodeSteps, horizons) = Self.timeline(of: plan)
    hasDrawdowns = plan.readings.hasDrawdowns
    isContinuous = hasDrawdowns && plan.drawdown == .continuous
    listed = Occurrence.all(of: plan, listed: true, arena: &arena)
    opened = Occurrence.all(of: plan, listed: false, arena: &arena)
    eventSteps = EventStep.all(of: plan, streams, readings)
    (driverSteps, samplers) = DriverStep.all(of: plan, streams)
    var responses: [ResponseRows] = []
    for response in parameters.responses {
      responses.append(ResponseRows(response, arena: &arena))
    }
    self.responses = responses
    bridge = BridgeWalker(plan: plan, streams: streams, arena: &arena)
    combinations = plan.intervals.map { arena.floats($0.combination) }
    var intervals = plan.intervals.map { ck_interval($0, plan.diffusion, arena: &arena) }
    variances = FactorVariances(plan: plan, intervals: intervals, arena: &arena)
    for number in intervals.indices { variances.lend(to: &intervals[number], number: number) }
    self.intervals = arena.rows(of: intervals)
    var model = ck_model(plan, arena: &arena)
    model.beta = UnsafePointer(beta)
    model.drift = UnsafePointer(drift)
    model.member = UnsafePointer(members)
    model.member_weight = UnsafePointer(memberWeights)
    self.model = arena.rows(of: [model])
    self.arena = arena
  }

  /// Moves a tile from `asof` to the last horizon and gives what is read to the sink.
  func walk(tile: Int, count: Int, into sink: inout some TileSink) {
    start(tile: tile)
    for week in weeks.indices {
      beginWeek(week, tile: UInt64(tile))
      for number in weeks[week].intervals {
        let stop = stops[number]
        advance(number, nodeCount: weeks[week].nodeCount)
        if isContinuous { observeExtremes(number, step: stop.step, tile: UInt64(tile)) }
        if stop.hasHappenings { happen(number, tile: UInt64(tile)) }
        let isObserved = hasDrawdowns && stop.endsWeek || isContinuous
        if isObserved || !stop.horizons.isEmpty { derive() }
        // Between dates all is observed: after them only what happens on them is left.
        if isObserved && (!isContinuous || stop.hasHappenings) { observeDrawdown() }
        for place in stop.horizons {
          read(horizon: horizons[place], count: count, into: &sink)
        }
      }
    }
    readEvents(count: count, into: &sink)
  }

  /// The extremes between the last date and this one, before anything happens on it.
  private func observeExtremes(_ number: Int, step: UInt32, tile: UInt64) {
    derive()
    bridge.observe(
      interval: number,
      variances: variances,
      step: step,
      tile: tile,
      state: (variance, stress),
      logs: price,
      peak: peak,
      fall: fall
    )
  }

  private func start(tile: Int) {
    let w = CK.lanes32
    drawParameters(tile: UInt64(tile))
    for factor in 0..<plan.factorCount {
      ck_fill(plan.startLevels[factor], level + factor * CK.lanes, w)
    }
    ck_fill(0, price, rowLanes)
    for rows in [own, open] {
      for line in readings.summed { ck_fill(0, rows + line * CK.lanes, CK.lanes32) }
      let derived = lineCount * CK.lanes
      ck_fill(0, rows + derived, rowLanes - Int32(derived))
    }
    if hasDrawdowns {
      for rows in [peak, fall] { ck_fill(0, rows, rowLanes) }
    }
    bridge.start()
    (knowsIndex, knowsDerived) = (true, true)
    ck_fill(0, effects, Int32(readings.effects.count) * w)
    ck_fill(0, repricing, Int32(plan.events.count) * w)
    let plain = Sampler.wordLimit(plan.regime.startStress)
    let limit = tilt?.startLimit(plain) ?? plain
    draw(tile: UInt64(tile), streams.regimeStart, 0, net: streams.regimeNet).words(into: words)
    ck_regimes(words, limit, limit, stress)
    ck_fill(1, variance, w)
    if let tilt { drawTiltedWeeks(tilt, tile: UInt64(tile)) }
  }

  /// One draw of the uncertain parameters for the tile, the same in every arm.
  private func drawParameters(tile: UInt64) {
    switch plan.parameterTreatment {
    case .estimated where followed?.sharesMoves ?? false:
      followed?.world.give(to: &parameters)
    case .fixed:
      guard parameterBlock == nil else { return }
      parameterBlock = 0
      parameters.set { _ in 0 }
    case .estimated:
      let block = tile / 64
      if parameterBlock != block {
        parameterBlock = block
        plan.parameters.drawDeviations(
          tables.normal,
          seed: plan.seed,
          block: block,
          streams: parameterStreams,
          into: parameterDeviations
        )
      }
      let (deviations, lane) = (parameterDeviations, Int(tile % 64))
      parameters.set { Double(deviations[$0 * CK.lanes + lane]) }
    }
    beta.update(from: parameters.beta, count: lineCount * factorCount)
    drift.update(from: parameters.drift, count: lineCount)
    for number in responses.indices { responses[number].take(parameters.responses[number]) }
    // An arm that takes another's moves reads what its prices vary by only for their extremes.
    if !(followed?.sharesMoves ?? false) || isContinuous { variances.set(loadings: beta) }
    kept?.keep(parameters)
  }

  /// An address of the tile's draws.
  func draw(
    tile: UInt64,
    _ stream: UInt32,
    _ step: UInt32,
    net: UnsafeMutablePointer<UInt8>? = nil
  ) -> TileDraw {
    TileDraw(
      seed: plan.seed,
      tile: tile,
      stream: stream,
      step: step,
      pairs: pairs,
      net: net.map { (streams.scramble(of: stream), UnsafePointer($0)) }
    )
  }

  private func beginWeek(_ number: Int, tile: UInt64) {
    if let followed, followed.sharesDraws(ofWeek: number) {
      if followed.sharesMoves {
        followed.world.give(stressOf: number, to: stress)
      } else {
        drawRegimes(weeks[number], tile: tile)
      }
      followed.world.give(varianceOf: number, to: variance)
      nodes = followed.world.nodes(of: number) ?? ownNodes
      return
    }
    nodes = kept?.nodes(of: number) ?? ownNodes
    drawWeek(number, tile: tile)
    kept?.keep(week: number, stress: stress, variance: variance)
  }

  private func drawWeek(_ number: Int, tile: UInt64) {
    if let tilt {
      tilt.give(week: number, stress: stress, variance: variance, score: score)
    } else {
      drawRegimes(weeks[number], tile: tile)
      drawMultipliers(weeks[number], tile: tile)
    }
    drawNormals(number, tile: tile)
    spreadMarket(week: number, tile: tile)
    tilt?.shift(week: number, nodes, count: streams.diffusionCount)
    lead()
  }

  /// Lets the week's score lead the market's draw for the whole week, the first node of the week.
  private func lead() {
    guard let score, factorCount > 0 else { return }
    let (noise, rho) = (Float(plan.diffusion.noise), Float(plan.diffusion.leverage))
    ck_lead(noise, rho, score, variance, nodes)
  }

  private func drawRegimes(_ week: Week, tile: UInt64) {
    guard !week.holdsRegime else { return }
    draw(tile: tile, streams.regime, week.step).words(into: words)
    let enter = Sampler.wordLimit(1 - plan.regime.stayCalm)
    let stay = Sampler.wordLimit(plan.regime.stayStress)
    ck_regimes(words, enter, stay, stress)
  }

  /// The multipliers of a week, and their scores.
  private func drawMultipliers(_ week: Week, tile: UInt64) {
    guard let table = tables.variance else { return }
    draw(tile: tile, streams.variance, week.step).words(into: words)
    ck_quantiles(table, words, CK.lanes32, variance)
    if let score { ck_symmetric_quantiles(tables.normal, words, CK.lanes32, score) }
  }

  private func drawNormals(_ number: Int, tile: UInt64) {
    let week = weeks[number]
    for place in 0..<week.nodeCount {
      ck_normal_rows(
        tables.normal,
        plan.seed,
        tile,
        streams.diffusion,
        Int32(streams.diffusionCount),
        nodeSteps[week.firstNode + place],
        pairs,
        nodes + place * streams.diffusionCount * CK.lanes
      )
    }
  }

  /// Puts the points of a net in place of the market's draw for the whole week.
  private func spreadMarket(week number: Int, tile: UInt64) {
    guard let market = streams.market, streams.weekNets.indices.contains(number) else { return }
    draw(
      tile: tile,
      streams.diffusion[market],
      nodeSteps[weeks[number].firstNode],
      net: streams.weekNets[number]
    )
    .draw(tables.normal, words: words, into: nodes + market * CK.lanes)
  }

  private func advance(_ number: Int, nodeCount: Int) {
    (knowsIndex, knowsDerived) = (false, false)
    if let followed, followed.sharesMoves, let moves = followed.world.moves(of: number) {
      ck_follow(
        model,
        intervals + number,
        moves.prices,
        moves.factors,
        stress,
        price,
        level
      )
      return
    }
    var (moves, scale): (UnsafePointer<Float>, Float) = (UnsafePointer(nodes), 1)
    if nodeCount == 1 {
      scale = combinations[number][0]
    } else {
      ck_combine(
        nodes,
        combinations[number],
        Int32(nodeCount),
        Int32(streams.diffusionCount),
        increments
      )
      moves = UnsafePointer(increments)
    }
    let (k, r) = (factorCount, rankCount)
    let keptMoves = kept?.moves(of: number)
    var tile = ck_tile(
      price: price,
      level: level,
      variance: variance,
      stress: stress,
      wf: moves,
      wy: moves + k * CK.lanes,
      we: moves + (k + r) * CK.lanes,
      scale: scale,
      price_moves: keptMoves?.prices,
      factor_moves: keptMoves?.factors
    )
    ck_advance(model, intervals + number, &tile)
  }
}

extension TileWalker {
  struct Week {
    let step: UInt32
    let holdsRegime: Bool
    let firstNode, nodeCount: Int
    let intervals: Range<Int>
  }

  struct Stop {
    /// The step of draws that belong to the interval's end.
    let step: UInt32
    let hasHappenings, endsWeek: Bool
    /// Places in the list of horizons.
    let horizons: Range<Int>
  }

  private static func timeline(
    of plan: SimulationPlan
  ) -> (weeks: [Week], stops: [Stop], nodeSteps: [UInt32], horizons: [Int]) {
    var weeks: [Week] = []
    var stops: [Stop] = []
    var nodeSteps: [UInt32] = []
    var horizons: [Int] = []
    for week in plan.weeks {
      weeks.append(
        Week(
          step: UInt32(truncatingIfNeeded: week.number),
          holdsRegime: week.holdsRegime,
          firstNode: nodeSteps.count,
          nodeCount: week.nodes.count,
          intervals: week.intervals
        )
      )
      nodeSteps += week.nodes
      for interval in plan.intervals[week.intervals] {
        let first = horizons.count
        horizons += interval.horizons
        stops.append(
          Stop(
            step: UInt32(truncatingIfNeeded: week.number * 8 + interval.end.weekday),
            hasHappenings: !interval.happenings.isEmpty,
            endsWeek: interval.endsWeek,
            horizons: first..<horizons.count
          )
        )
      }
    }
    return (weeks, stops, nodeSteps, horizons)
  }
}
