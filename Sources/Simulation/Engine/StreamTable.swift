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
  /// The extremes of each row inside an interval.
  let extremes: UnsafeMutablePointer<UInt32>
  /// Row of the market among the streams of diffusion; nil: the model has none.
  let market: Int?
  /// Coordinates of nets: of the market's weeks, the first regime, and drivers by event.
  let weekNets: [UnsafeMutablePointer<UInt8>]
  let regimeNet: UnsafeMutablePointer<UInt8>?
  let driverNets: [[UnsafeMutablePointer<UInt8>?]]
  private let scrambles: [UInt32: UInt32]

  init(plan: SimulationPlan, nets: NetPlan?, arena: inout Arena) {
    let names = Self.diffusionNames(plan)
    diffusion = arena.words(names.map { StreamName($0).number })
    diffusionCount = names.count
    drivers = plan.events.map { $0.drivers.map { StreamName($0.stream).number } }
    happens = plan.events.map { StreamName($0.happensStream).number }
    extremes = arena.words(Self.extremeNames(plan).map { StreamName($0).number })
    market = plan.factorNames.firstIndex(of: "market")
    weekNets = (0..<NetPlan.weekLimit).compactMap { week in
      nets.map { arena.bytes($0.coordinates(week)) }
    }
    regimeNet = nets.map { arena.bytes($0.coordinates(NetPlan.regimeDimension)) }
    driverNets = plan.events.map { event in
      event.drivers.map { driver in
        guard let nets, let dimension = nets.dimension(ofDriver: driver.stream) else { return nil }
        return arena.bytes(nets.coordinates(dimension))
      }
    }
    scrambles = nets == nil ? [:] : Self.scrambles(of: plan)
  }

  static func diffusionNames(_ plan: SimulationPlan) -> [String] {
    plan.factorNames.map { "factor/\($0)" }
      + (0..<plan.rankCount).map { "rank/\($0 + 1)" } + plan.lineNames.map { "line/\($0)" }
  }

  /// The stream that scrambles the net of another.
  func scramble(of stream: UInt32) -> UInt32 { scrambles[stream] ?? 0 }

  private static func scrambles(of plan: SimulationPlan) -> [UInt32: UInt32] {
    Dictionary(
      netNames(plan).map { (StreamName($0).number, StreamName(scrambleName($0)).number) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The streams that may take points of a net.
  private static func netNames(_ plan: SimulationPlan) -> [String] {
    ["regime/start", "factor/market"] + plan.events.flatMap { $0.drivers.map(\.stream) }
  }

  private static func scrambleName(_ stream: String) -> String { "scramble/\(stream)" }

  static func extremeNames(_ plan: SimulationPlan) -> [String] {
    (plan.lineNames + plan.derivedAssets.map { plan.assets[$0].asset.name }).map {
      "extremes/\($0)"
    }
  }

  /// Two purposes whose names share a number; nil where there are none.
  static func collision(in plan: SimulationPlan) -> (String, String)? {
    var seen: [UInt32: String] = [:]
    let events = plan.events.flatMap { event in
      event.drivers.map(\.stream) + (event.happensBelow == nil ? [] : [event.happensStream])
    }
    let scrambles = plan.sampling == .sobol ? netNames(plan).map(scrambleName) : []
    for name in ["regime/start", "regime", "variance"] + diffusionNames(plan) + events
      + plan.parameters.names + extremeNames(plan) + scrambles
    {
      if let other = seen.updateValue(name, forKey: StreamName(name).number), other != name {
        return (other, name)
      }
    }
    return nil
  }
}
