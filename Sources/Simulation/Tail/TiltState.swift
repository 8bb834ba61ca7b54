import CKernel
import Numerics

/// What a walker needs to tilt a tile's draws, and to weigh the paths of any tile.
///
/// It belongs to the arena of its walker; rows of 64 paths.
struct TiltState {
  let tilt: TailTilt
  /// Whether the tile's draws are tilted; a plain tile's paths are weighed all the same.
  var isTilted = false
  /// Regimes, multipliers and their normal scores by week.
  private let stress, variance, score: UnsafeMutablePointer<Float>
  /// ln of the tilted over the plain density of each path so far, its variance so far, and what its
  /// scores lead so far.
  private let logRatio, total, lead: UnsafeMutablePointer<Double>
  /// The moves of normals in calm and in stress, and the normals along either direction.
  private let shifts, along: [UnsafeMutablePointer<Float>]
  private let parts: Int

  /// The most that a week's normal is moved by.
  static let shiftLimit = 8.0

  init(_ tilt: TailTilt, arena: inout Arena) {
    self.tilt = tilt
    stress = arena.floats(tilt.weeks.count * CK.lanes)
    variance = arena.floats(tilt.weeks.count * CK.lanes)
    score = arena.floats(tilt.weeks.count * CK.lanes)
    lead = arena.doubles(CK.lanes)
    logRatio = arena.doubles(CK.lanes)
    total = arena.doubles(CK.lanes)
    shifts = [arena.floats(CK.lanes), arena.floats(CK.lanes)]
    along = [arena.floats(CK.lanes), arena.floats(CK.lanes)]
    parts = (tilt.weeks.first?.shares.count ?? 0) / (2 * TailTilt.steps)
  }

  private var isChanging: Bool { isTilted && !tilt.isNeutral }

  /// Words below this start in stress.
  func startLimit(_ plain: UInt32) -> UInt32 {
    isChanging ? Sampler.wordLimit(tilt.startStress) : plain
  }

  /// Begins a tile with the first regimes.
  func start(_ first: UnsafeMutablePointer<Float>) {
    for lane in 0..<CK.lanes {
      logRatio[lane] = tilt.startLogOdds[first[lane] > 0 ? 1 : 0]
      total[lane] = 0
      lead[lane] = 0
      stress[lane] = first[lane]
    }
  }

  /// Draws the regimes of a week from its words; nil: it holds those before.
  func drawRegimes(
    week: Int,
    words: UnsafeMutablePointer<UInt32>?,
    plain: (enter: UInt32, stay: UInt32)
  ) {
    let row = stress + week * CK.lanes
    let before = week > 0 ? row - CK.lanes : row
    guard let words else {
      for lane in 0..<CK.lanes { row[lane] = before[lane] }
      return
    }
    let (odds, logs) = (tilt.weeks[week].stress, tilt.weeks[week].stressLogOdds)
    for lane in 0..<CK.lanes {
      let place = (before[lane] > 0 ? TailTilt.steps : 0) + tilt.step(of: total[lane])
      let limit =
        isChanging
        ? Sampler.wordLimit(odds[place]) : before[lane] > 0 ? plain.stay : plain.enter
      let isStressed = words[lane] < limit
      row[lane] = isStressed ? 1 : 0
      logRatio[lane] += logs[2 * place + (isStressed ? 1 : 0)]
    }
  }

  /// Tilts the words of a week's multipliers, and weighs them.
  func tiltMultipliers(week: Int, words: UnsafeMutablePointer<UInt32>) {
    let row = stress + week * CK.lanes
    let (shares, odds) = (tilt.weeks[week].shares, tilt.weeks[week].logOdds)
    for lane in 0..<CK.lanes {
      let step = (row[lane] > 0 ? TailTilt.steps : 0) + tilt.step(of: total[lane])
      let first = step * parts
      if isChanging { words[lane] = Self.tilted(words[lane], shares[first..<first + parts]) }
      logRatio[lane] += odds[first + MultiplierPart.number(of: words[lane])]
    }
  }

  /// The word whose place within its part of the law is that of a uniform within its tilted share.
  static func tilted(_ word: UInt32, _ below: ArraySlice<Double>) -> UInt32 {
    let uniform = (Double(word) + 0.5) * 0x1p-32
    let (first, last) = (below.startIndex, below.endIndex - 1)
    var place = first + MultiplierPart.number(of: word)
    while place > first, uniform < below[place] { place -= 1 }
    while place < last, uniform >= below[place + 1] { place += 1 }
    let width = (place < last ? below[place + 1] : 1) - below[place]
    let share = width > 0 ? (uniform - below[place]) / width : 0.5
    let part = MultiplierPart(number: place - first)
    let steps = UInt64(min(max(share, 0) * Double(part.size), Double(part.size - 1)))
    return UInt32(truncatingIfNeeded: part.low + steps)
  }

  /// The multipliers of a week and their scores, to be written.
  func multipliers(week: Int) -> UnsafeMutablePointer<Float> { variance + week * CK.lanes }
  func scores(week: Int) -> UnsafeMutablePointer<Float> { score + week * CK.lanes }

  /// Adds what a week gives to each path's variance, and what its score leads.
  func add(week: Int) {
    let row = week * CK.lanes
    let parts = tilt.exposure.weeks[week]
    for lane in row..<row + CK.lanes {
      let part = parts[stress[lane] > 0 ? 1 : 0]
      total[lane - row] += part.scale * part.scale * Double(variance[lane])
      lead[lane - row] += part.lead * Double(score[lane])
    }
  }

  /// Gives the regimes and multipliers of a week, and their scores where they are asked for.
  func give(
    week: Int,
    stress to: UnsafeMutablePointer<Float>,
    variance into: UnsafeMutablePointer<Float>,
    score scores: UnsafeMutablePointer<Float>?
  ) {
    scores?.update(from: score + week * CK.lanes, count: CK.lanes)
    to.update(from: stress + week * CK.lanes, count: CK.lanes)
    into.update(from: variance + week * CK.lanes, count: CK.lanes)
  }

  /// Tilts the normals of a week's total moves, `count` rows, and weighs them.
  func shift(week: Int, _ nodes: UnsafeMutablePointer<Float>, count: Int) {
    let parts = tilt.exposure.weeks[week]
    for regime in 0...1 {
      ck_fill(0, along[regime], CK.lanes32)
      let direction = parts[regime].direction
      for row in 0..<count where direction[row] != 0 {
        ck_axpy(direction[row], nodes + row * CK.lanes, along[regime])
      }
    }
    let (calm, stressed) = (parts[0].scale, parts[1].scale)
    let here = week * CK.lanes
    for lane in 0..<CK.lanes {
      let regime = stress[here + lane] > 0 ? 1 : 0
      let size = (regime > 0 ? stressed : calm) * Double(variance[here + lane].squareRoot())
      // What is left to the normals; nothing where the scores lead beyond the tail.
      let left = tilt.distance - lead[lane]
      let distance = left * tilt.distance > 0 ? left : 0
      let wanted = distance * size / max(total[lane] + tilt.otherVariance, 1e-12)
      let delta = Float(min(max(wanted, -Self.shiftLimit), Self.shiftLimit))
      shifts[regime][lane] = delta
      shifts[1 - regime][lane] = 0
      // ln φ(z − δ)/φ(z) at the normal as it is drawn, which a tilted tile has moved by δ.
      let drawn = Double(along[regime][lane]) + (isTilted ? Double(delta) : 0)
      logRatio[lane] += Double(delta) * (drawn - Double(delta) / 2)
    }
    guard isTilted else { return }
    for regime in 0...1 {
      let direction = parts[regime].direction
      for row in 0..<count where direction[row] != 0 {
        ck_axpy(direction[row], shifts[regime], nodes + row * CK.lanes)
      }
    }
  }

  /// The weight of each path where half of all are tilted: 2 p/(p + q), at most 2.
  func weights(into out: UnsafeMutableBufferPointer<Double>) {
    for lane in 0..<min(CK.lanes, out.count) {
      out[lane] = 2 / (1 + Elementary.exp(min(max(logRatio[lane], -700), 700)))
    }
  }
}

extension TileWalker {
  /// Draws the regimes and multipliers of all weeks, which the moves of normals depend on.
  func drawTiltedWeeks(_ tilt: TiltState, tile: UInt64) {
    tilt.start(stress)
    let plain = (
      enter: Sampler.wordLimit(1 - plan.regime.stayCalm),
      stay: Sampler.wordLimit(plan.regime.stayStress)
    )
    for (number, week) in weeks.enumerated() {
      if !week.holdsRegime {
        draw(tile: tile, streams.regime, week.step).words(into: words)
      }
      tilt.drawRegimes(week: number, words: week.holdsRegime ? nil : words, plain: plain)
      let row = tilt.multipliers(week: number)
      if let table = tables.variance {
        draw(tile: tile, streams.variance, week.step).words(into: words)
        tilt.tiltMultipliers(week: number, words: words)
        ck_quantiles(table, words, CK.lanes32, row)
        ck_symmetric_quantiles(tables.normal, words, CK.lanes32, tilt.scores(week: number))
      } else {
        ck_fill(1, row, CK.lanes32)
        ck_fill(0, tilt.scores(week: number), CK.lanes32)
      }
      tilt.add(week: number)
    }
  }
}
