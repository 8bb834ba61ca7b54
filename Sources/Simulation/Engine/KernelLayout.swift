import CKernel

extension ck_interval {
  /// An interval of a plan in memory that the arena keeps.
  init(_ interval: Interval, _ diffusion: Diffusion, arena: inout Arena) {
    self.init()
    days = interval.days
    let scale = interval.factorScale
    cholesky = (
      UnsafePointer(arena.floats(diffusion.cholesky(of: 0, scale: scale[0]))),
      UnsafePointer(arena.floats(diffusion.cholesky(of: 1, scale: scale[1])))
    )
    let (from, to) = (Double(interval.score.from), Double(interval.score.to))
    lead_days = Float(to * to - from * from)
    root_g = UnsafePointer(arena.floats(interval.rootScale))
    residual_variance = (
      UnsafePointer(arena.floats(interval.residualVariance[0])),
      UnsafePointer(arena.floats(interval.residualVariance[1]))
    )
    projection = (
      UnsafePointer(arena.floats(interval.projection[0])),
      UnsafePointer(arena.floats(interval.projection[1]))
    )
    decay = UnsafePointer(arena.floats(interval.decay))
    innovation_scale = UnsafePointer(arena.floats(interval.innovationScale))
    long_run = (
      UnsafePointer(arena.floats(interval.longRun[0])),
      UnsafePointer(arena.floats(interval.longRun[1]))
    )
  }
}

extension ck_model {
  /// The parts of a plan that no draw of the parameters changes.
  init(_ plan: SimulationPlan, arena: inout Arena) {
    self.init()
    lines = Int32(plan.lineCount)
    factors = Int32(plan.factorCount)
    ranks = Int32(plan.rankCount)
    residual = (
      UnsafePointer(arena.floats(plan.diffusion.residual[0])),
      UnsafePointer(arena.floats(plan.diffusion.residual[1]))
    )
    own = (
      UnsafePointer(arena.floats(plan.diffusion.own[0])),
      UnsafePointer(arena.floats(plan.diffusion.own[1]))
    )
    members = Int32(plan.members.count)
  }
}
