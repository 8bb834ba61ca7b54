/// What moved a tile of one arm, kept for the arms that follow it.
///
/// It belongs to the arena of the walker that fills it; rows of 64 paths.
struct SharedWorld {
  /// What some arm that follows needs.
  struct Need: Hashable {
    var draws = false
    var moves = false

    /// What arms need that share so much; nil: nothing.
    init?(_ sharing: some Sequence<Sharing>) {
      for each in sharing {
        switch each {
        case .nothing: break
        case .draws: draws = true
        case .moves: moves = true
        }
      }
      guard draws || moves else { return nil }
    }
  }

  /// By week: whether a path is in stress, and its multiplier.
  private let stress, variance: UnsafeMutablePointer<Float>
  /// By week: the normals of its nodes; nil: no arm needs them.
  private let nodes: [UnsafeMutablePointer<Float>]?
  /// What lines and levels moved by of themselves, and by open events; nil: no arm needs it.
  private let moves, openMoves: Moves?
  private let parameters: SharedParameters

  /// Moves of lines and of levels, N and K rows for each interval.
  private struct Moves {
    private let prices, factors: UnsafeMutablePointer<Float>
    private let lines, factorCount: Int

    init(_ plan: SimulationPlan, _ arena: inout Arena) {
      (lines, factorCount) = (plan.lineCount, plan.factorCount)
      let rows = plan.intervals.count * CK.lanes
      prices = arena.floats(rows * lines)
      factors = arena.floats(rows * factorCount)
    }

    func rows(
      of interval: Int
    ) -> (prices: UnsafeMutablePointer<Float>, factors: UnsafeMutablePointer<Float>) {
      (
        prices + interval * lines * CK.lanes,
        factors + interval * factorCount * CK.lanes
      )
    }
  }

  init(plan: SimulationPlan, need: Need, parameters: SharedParameters, arena: inout Arena) {
    let w = CK.lanes
    stress = arena.floats(plan.weeks.count * w)
    variance = arena.floats(plan.weeks.count * w)
    let dimensions = plan.factorCount + plan.rankCount + plan.lineCount
    var nodes: [UnsafeMutablePointer<Float>] = []
    for week in plan.weeks where need.draws {
      nodes.append(arena.floats(week.nodes.count * dimensions * w))
    }
    self.nodes = need.draws ? nodes : nil
    moves = need.moves ? Moves(plan, &arena) : nil
    openMoves = need.moves ? Moves(plan, &arena) : nil
    self.parameters = parameters
  }

  /// Keeps the regimes and multipliers of a week.
  func keep(
    week: Int,
    stress: UnsafeMutablePointer<Float>,
    variance: UnsafeMutablePointer<Float>
  ) {
    (self.stress + week * CK.lanes).update(from: stress, count: CK.lanes)
    (self.variance + week * CK.lanes).update(from: variance, count: CK.lanes)
  }

  func give(stressOf week: Int, to stress: UnsafeMutablePointer<Float>) {
    stress.update(from: self.stress + week * CK.lanes, count: CK.lanes)
  }

  func give(varianceOf week: Int, to variance: UnsafeMutablePointer<Float>) {
    variance.update(from: self.variance + week * CK.lanes, count: CK.lanes)
  }

  /// The normals of a week's nodes; nil: they are not kept.
  func nodes(of week: Int) -> UnsafeMutablePointer<Float>? { nodes?[week] }

  /// What lines and levels move by in an interval; nil: it is not kept.
  func moves(
    of interval: Int
  ) -> (prices: UnsafeMutablePointer<Float>, factors: UnsafeMutablePointer<Float>)? {
    moves?.rows(of: interval)
  }

  /// What they move by through an interval's open events; nil: it is not kept.
  func openMoves(
    of interval: Int
  ) -> (prices: UnsafeMutablePointer<Float>, factors: UnsafeMutablePointer<Float>)? {
    openMoves?.rows(of: interval)
  }

  func keep(_ drawn: TileParameters) { parameters.keep(theta: drawn.theta) }

  /// Copies the draw that was kept.
  func give(to drawn: inout TileParameters) { drawn.follow(parameters) }
}

/// A draw of the parameters, in the arena of the walker that made it; all but theta are what that
/// walker's kernel reads.
struct SharedParameters {
  let theta: UnsafeMutablePointer<Double>
  let beta, drift: UnsafeMutablePointer<Float>

  func keep(theta values: [Double]) {
    for (index, value) in values.enumerated() { theta[index] = value }
  }

  /// Copies what was kept; the arrays have the sizes of the same plan.
  func give(
    theta out: inout [Double],
    beta outBeta: inout [Float],
    drift outDrift: inout [Float]
  ) {
    for index in out.indices { out[index] = theta[index] }
    for index in outBeta.indices { outBeta[index] = beta[index] }
    for index in outDrift.indices { outDrift[index] = drift[index] }
  }
}

/// The arm that another follows: what it kept, and how much of it holds for the other.
struct FollowedArm {
  let world: SharedWorld
  let sharing: Sharing
  /// By week of the arm that follows: whether its draws are those that were kept.
  private let hasDraws: [Bool]

  /// Nil where nothing is shared, or nothing was kept.
  init?(
    _ world: SharedWorld?,
    of base: SimulationPlan,
    for plan: SimulationPlan,
    _ sharing: Sharing
  ) {
    guard let world, sharing != .nothing else { return nil }
    self.world = world
    self.sharing = sharing
    hasDraws = plan.weeks.enumerated().map { number, week in
      base.weeks.indices.contains(number) && week.drawsLike(base.weeks[number])
    }
  }

  /// Whether the moves between events are those of the arm that it follows.
  var sharesMoves: Bool { if case .moves = sharing { true } else { false } }

  /// Whether open events do what they do in the arm that it follows.
  var sharesOpen: Bool { sharing == .moves(open: true) }

  func sharesDraws(ofWeek week: Int) -> Bool { hasDraws[week] }
}
