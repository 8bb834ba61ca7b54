import Numerics

/// The numbers of a plan's streams, each named after its purpose.
struct StreamTable {
  let regimeStart = StreamName("regime/start").number
  let regime = StreamName("regime").number
  let variance = StreamName("variance").number
  /// Factors, residual ranks and lines, in this order.
  let diffusion: UnsafeMutablePointer<UInt32>
  let diffusionCount: Int
  let drivers: [[UInt32]]
  let happens: [UInt32]

  init(plan: SimulationPlan, arena: inout Arena) {
    let names = Self.diffusionNames(plan)
    diffusion = arena.words(names.map { StreamName($0).number })
    diffusionCount = names.count
    drivers = plan.events.map { $0.drivers.map { StreamName($0.stream).number } }
    happens = plan.events.map { StreamName($0.happensStream).number }
  }

  static func diffusionNames(_ plan: SimulationPlan) -> [String] {
    plan.factorNames.map { "factor/\($0)" }
      + (0..<plan.rankCount).map { "rank/\($0 + 1)" } + plan.lineNames.map { "line/\($0)" }
  }

  /// Two purposes whose names share a number; nil where there are none.
  static func collision(in plan: SimulationPlan) -> (String, String)? {
    var seen: [UInt32: String] = [:]
    let events = plan.events.flatMap { event in
      event.drivers.map(\.stream) + (event.happensBelow == nil ? [] : [event.happensStream])
    }
    for name in ["regime/start", "regime", "variance"] + diffusionNames(plan) + events
      + plan.parameters.names
    {
      if let other = seen.updateValue(name, forKey: StreamName(name).number), other != name {
        return (other, name)
      }
    }
    return nil
  }
}
