import CKernel
import Domain
import Numerics

/// A change of the laws that move one return, under which its tail is common.
///
/// To first order the return's diffusion is R = Σ √V a z over weeks, z the standard normal of the
/// week's total move along the return's exposure, a its size in the week's regime and V the week's
/// multiplier; a leverage effect adds M = Σ b u, u the normal score of V. Given regimes and
/// multipliers, and so the path's variance Q = Σ V a², R is normal: a tail at distance D, seen through
/// other variance v, has the probability Φ(−(D − M)/√(Q + v)) ≈ h(Q), M replaced by what it is given
/// Q. Regimes and multipliers are drawn by their chain twisted by h (Doob's transform, by backward
/// recursion over Q), and normals are moved by δ = (D − M) a √V/(Q + v). So regimes, multipliers and
/// moves lean towards the tail together, however heavy it is. What is coarse here, h and the steps of
/// Q, costs efficiency alone: weights take any such change out exactly.
/// Sources: Asmussen and Glynn 2007, Stochastic Simulation, chapters V and VI; Glasserman, Heidelberger
/// and Shahabuddin 2002, Mathematical Finance 12 (heavy tails); Owen and Zhou 2000, Journal of the
/// American Statistical Association 95 (defensive mixtures).
struct TailTilt: Sendable {
  /// The steps of Q at which odds are kept.
  static let steps = 64

  /// The odds of one week, by what came before.
  struct Week: Sendable {
    /// Regime before × steps: tilted probability of stress.
    fileprivate(set) var stress: [Double] = []
    /// Regime before × steps × regime now: ln of tilted over plain odds.
    fileprivate(set) var stressLogOdds: [Double] = []
    /// Regime × steps × parts: share of tilted multipliers below each part of their law.
    fileprivate(set) var shares: [Double] = []
    /// Regime × steps × parts: ln of tilted over plain odds.
    fileprivate(set) var logOdds: [Double] = []
  }

  let exposure: TailExposure
  /// D with the sign of the tail, in log return, and v.
  let distance, otherVariance: Double
  /// Half of the steps of Q lie below this.
  let middle: Double
  private let lean: Lean
  private(set) var startStress: Double
  private(set) var startLogOdds = [0.0, 0.0]
  private(set) var weeks: [Week]

  /// Whether it changes nothing.
  var isNeutral: Bool { distance == 0 }

  init(
    plan: SimulationPlan,
    tables: DrawTables,
    exposure: TailExposure,
    distance: Double,
    otherVariance: Double
  ) {
    self.exposure = exposure
    self.distance = distance
    self.otherVariance = otherVariance
    middle = max(exposure.expectedVariance(plan), distance * distance / 10, 1e-12)
    weeks = exposure.weeks.map { _ in Week() }
    startStress = plan.regime.startStress
    let multipliers = Self.multipliers(tables)
    lean = Lean(exposure, plan, multipliers, towards: distance)
    let chances = [1 - plan.regime.stayCalm, plan.regime.stayStress]
    // By regime, the chance of the tail when a week has begun in it at each step of Q.
    var begun = [[Double]](repeating: [], count: 2)
    for number in exposure.weeks.indices.reversed() {
      let next = number + 1
      let last = next == exposure.weeks.count
      let moves = !last && !plan.weeks[next].holdsRegime
      let ended = last ? nil : Ended(begun: begun, chances: moves ? chances : nil)
      begun = (0...1).map { takeMultipliers(week: number, regime: $0, multipliers, ended) }
      if !plan.weeks[number].holdsRegime { takeRegimes(week: number, begun, chances) }
    }
    let stressed = startStress * begun[1][0]
    let whole = stressed + (1 - startStress) * begun[0][0]
    startLogOdds = logOdds(stressed / whole, startStress)
    startStress = stressed / whole
  }

  /// The chance of the tail after a week, by the regime it was in.
  private struct Ended {
    let begun: [[Double]]
    let chances: [Double]?

    func chance(_ regime: Int) -> (Int) -> Double {
      guard let chances else { return { begun[regime][$0] } }
      let stress = chances[regime]
      return { (1 - stress) * begun[0][$0] + stress * begun[1][$0] }
    }
  }

  // MARK: Steps of Q

  /// The step nearest to a variance.
  func step(of variance: Double) -> Int {
    let place = Double(Self.steps) * variance / (variance + middle)
    return min(Int(place + 0.5), Self.steps - 1)
  }

  private func variance(at step: Int) -> Double {
    middle * Double(step) / Double(Self.steps - step)
  }

  /// Linear between steps; the last step's value beyond it.
  private func interpolated(_ values: (Int) -> Double, at variance: Double) -> Double {
    let place = Double(Self.steps) * variance / (variance + middle)
    let step = min(Int(place), Self.steps - 1)
    guard step + 1 < Self.steps else { return values(step) }
    let part = place - Double(step)
    return (1 - part) * values(step) + part * values(step + 1)
  }

  /// Φ(−(D − M)/√(Q + v)) within a percent or so, from Elementary's functions alone.
  private func chance(_ variance: Double) -> Double {
    let left = abs(distance) - lean.expected(at: variance)
    let x = abs(left) / max(variance + otherVariance + lean.variance, 1e-12).squareRoot()
    guard x < 8 else { return left > 0 ? 1e-16 : 1 }
    let density = Elementary.exp(-x * x / 2) / 2.506_628_274_631
    let beyond = 2 * density / (x + (x * x + 2.546_479_089_47).squareRoot())
    return left > 0 ? beyond : 1 - beyond
  }

  // MARK: Odds

  /// Adds the odds of a week's multipliers in one regime, and gives the chances when it has begun.
  private mutating func takeMultipliers(
    week: Int,
    regime: Int,
    _ multipliers: [MultiplierPoint],
    _ ended: Ended?
  ) -> [Double] {
    let size = exposure.weeks[week][regime].scale
    return (0..<Self.steps).map { step in
      let found = multipliers.map { multiplier in
        let variance = self.variance(at: step) + multiplier.value * size * size
        return ended.map { interpolated($0.chance(regime), at: variance) } ?? chance(variance)
      }
      return takeMultipliers(week: week, multipliers, found)
    }
  }

  /// Adds the odds of multipliers at one step of one regime, and gives the chance of the tail there.
  private mutating func takeMultipliers(
    week: Int,
    _ multipliers: [MultiplierPoint],
    _ chances: [Double]
  ) -> Double {
    let whole = zip(multipliers, chances).reduce(0.0) { $0 + $1.0.weight * $1.1 }
    var below = 0.0
    for (multiplier, chance) in zip(multipliers, chances) {
      weeks[week].shares.append(below)
      weeks[week].logOdds.append(isNeutral ? 0 : Elementary.log(chance / whole))
      below += multiplier.weight * chance / whole
    }
    return whole
  }

  private mutating func takeRegimes(week: Int, _ begun: [[Double]], _ chances: [Double]) {
    for before in 0...1 {
      for step in 0..<Self.steps {
        let stressed = chances[before] * begun[1][step]
        let tilted = stressed / (stressed + (1 - chances[before]) * begun[0][step])
        weeks[week].stress.append(tilted)
        weeks[week].stressLogOdds += logOdds(tilted, chances[before])
      }
    }
  }

  /// ln of tilted over plain odds of calm and stress; 0 for what is never drawn.
  private func logOdds(_ tilted: Double, _ plain: Double) -> [Double] {
    guard !isNeutral else { return [0, 0] }
    return [(1 - tilted, 1 - plain), (tilted, plain)].map {
      $0 > 0 && $1 > 0 ? Elementary.log($0 / $1) : 0
    }
  }

  /// The multiplier in the middle of each part of its law; one if none varies.
  private static func multipliers(_ tables: DrawTables) -> [MultiplierPoint] {
    guard let table = tables.variance else { return [.one] }
    let parts = (0..<MultiplierPart.count).map { MultiplierPart(number: $0) }
    let words = parts.map { UInt32(truncatingIfNeeded: $0.low + $0.size / 2) }
    var values = [Float](repeating: 1, count: parts.count)
    var scores = values
    withUnsafePointer(to: table) { ck_quantiles($0, words, Int32(parts.count), &values) }
    withUnsafePointer(to: tables.normal) {
      ck_symmetric_quantiles($0, words, Int32(parts.count), &scores)
    }
    return parts.indices.map {
      MultiplierPoint(
        score: Double(scores[$0]),
        value: Double(values[$0]),
        weight: Double(parts[$0].size) * 0x1p-32
      )
    }
  }
}

/// What the leverage effect adds towards a tail, given a path's variance: linear in its logarithm,
/// as scores nearly are, with the slope of least squares where it is expected, within three deviations.
private struct Lean {
  private let slope, middle, limit: Double
  /// What it varies by about that.
  let variance: Double

  init(
    _ exposure: TailExposure,
    _ plan: SimulationPlan,
    _ multipliers: [MultiplierPoint],
    towards distance: Double
  ) {
    let mean = multipliers.reduce(0.0) { $0 + $1.weight * $1.value }
    let spread = multipliers.reduce(0.0) { $0 + $1.weight * ($1.value - mean) * ($1.value - mean) }
    let along = multipliers.reduce(0.0) { $0 + $1.weight * $1.score * ($1.value - mean) }
    let square = exposure.expected(plan) { $0.scale * $0.scale * $0.scale * $0.scale } * spread
    let product = exposure.expected(plan) { $0.lead * $0.scale * $0.scale } * along
    // An effect away from the tail is left to the normals: paths that end there are of any variance.
    slope = square > 0 ? max((distance < 0 ? -1 : 1) * product / square, 0) : 0
    middle = exposure.expectedVariance(plan)
    let lead = exposure.expectedLead(plan)
    limit = 3 * lead.squareRoot()
    variance = max(lead - slope * slope * square, 0)
  }

  /// In log return, positive where it is towards the tail.
  func expected(at variance: Double) -> Double {
    guard variance > 0, middle > 0, slope > 0 else { return slope > 0 ? -limit : 0 }
    let distance = middle * Elementary.log(variance / middle)
    return min(max(slope * distance, -limit), limit)
  }
}

/// A part of the law of the weekly multiplier, which is tilted as a whole: 15 of its 16ths, and the
/// highest one halved eight times, because that is where tails come from.
struct MultiplierPart: Sendable {
  static let count = 24
  /// The first of its words, and their number.
  let low, size: UInt64

  init(number: Int) {
    guard number >= 15 else {
      (low, size) = (UInt64(number) << 28, 1 << 28)
      return
    }
    let halvings = UInt64(number - 15)
    low = 1 << 32 - 1 << (28 - halvings)
    size = halvings < 8 ? 1 << (27 - halvings) : 1 << 20
  }

  /// The number of the part that a word lies in.
  static func number(of word: UInt32) -> Int {
    let whole = Int(word >> 28)
    return whole < 15 ? whole : 15 + min((~word).leadingZeroBitCount - 4, 8)
  }
}
