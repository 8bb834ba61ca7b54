import CKernel
import Domain
import Numerics

/// What happens in an interval to a tile, taken to happen at its end.
extension TileWalker {
  func happen(_ number: Int, tile: UInt64) {
    deriveBooked()
    for happening in listed[number] {
      let event = eventSteps[happening.event]
      let response = responses[event.responseClass]
      drawDrivers(happening, event, tile: tile)
      keepDerived()
      setJump(response, booking: own, kept: event.readsLines ? jump : nil)
      bookDerived(into: own)
      book(happening)
      moveLevels(happening, response, of: level)
      reprice(happening, response)
    }
    if !opened[number].isEmpty { happenOpen(number, tile: tile) }
  }

  /// Open events, whose effects are not told apart: all of an interval at once.
  private func happenOpen(_ number: Int, tile: UInt64) {
    let (jumps, levels) = (openMoves, openLevels)
    keepDerived()
    defer {
      ck_add(levels, level, Int32(factorCount) * CK.lanes32)
      bookDerived(into: open)
    }
    if let followed, followed.sharesOpen, let moves = followed.world.openMoves(of: number) {
      jumps.update(from: moves.prices, count: lineCount * CK.lanes)
      levels.update(from: moves.factors, count: factorCount * CK.lanes)
    } else {
      // What happens alone, and is not kept, needs no sum of its own.
      let moves = kept?.openMoves(of: number)
      let isAlone = opened[number].count == 1 && moves == nil
      if !isAlone { ck_fill(0, jumps, Int32(lineCount) * CK.lanes32) }
      ck_fill(0, levels, Int32(factorCount) * CK.lanes32)
      for happening in opened[number] {
        let event = eventSteps[happening.event]
        let response = responses[event.responseClass]
        drawDrivers(happening, event, tile: tile)
        if isAlone { setJump(response, booking: open) } else { setJump(response, into: jumps) }
        moveLevels(happening, response, of: levels)
      }
      if isAlone { return }
      moves?.prices.update(from: jumps, count: lineCount * CK.lanes)
      moves?.factors.update(from: levels, count: factorCount * CK.lanes)
    }
    ck_add(jumps, price, Int32(lineCount) * CK.lanes32)
    for line in readings.summed {
      ck_add(jumps + line * CK.lanes, open + line * CK.lanes, CK.lanes32)
    }
  }

  /// Draws the event's drivers, masked by whether it happens; the last row is the mask itself.
  private func drawDrivers(_ happening: Occurrence, _ event: EventStep, tile: UInt64) {
    let w = CK.lanes
    ck_fill(happening.share, happens, CK.lanes32)
    if let limit = event.happensBelow {
      draw(tile: tile, event.happensStream, 0).words(into: words)
      for lane in 0..<w where words[lane] >= limit { happens[lane] = 0 }
    }
    let count = event.drivers.count
    for place in 0..<count {
      let (driver, row) = (driverSteps[event.drivers.lowerBound + place], drivers + place * w)
      samplers[driver.sampler].draw(
        tables: tables,
        at: draw(tile: tile, driver.stream, 0, net: driver.net),
        words: words,
        into: row
      )
      guard event.isShock else {
        for lane in 0..<w { row[lane] *= happens[lane] }
        continue
      }
      if driver.isRelative {
        for lane in 0..<w { row[lane] = max(row[lane] / 100, -0.99) }
        ck_log1p(row, row, CK.lanes32)
        for lane in 0..<w { row[lane] *= 100 }
      }
      let stressed = drivers + (count + place) * w
      for lane in 0..<w {
        let value = row[lane] * happens[lane]
        row[lane] = value * (1 - stress[lane])
        stressed[lane] = value * stress[lane]
      }
    }
  }

  /// The jump of every line: its coefficients times the drivers, and the compensation.
  private func setJump(
    _ response: ResponseRows,
    into sums: UnsafeMutablePointer<Float>?,
    price: UnsafeMutablePointer<Float>? = nil,
    kept jump: UnsafeMutablePointer<Float>? = nil
  ) {
    setJump(response, lines: 0..<lineCount, sums, price, jump)
  }

  /// The jump of every line, added to prices, and to the sums of those lines whose moves are read.
  private func setJump(
    _ response: ResponseRows,
    booking sums: UnsafeMutablePointer<Float>,
    kept jump: UnsafeMutablePointer<Float>? = nil
  ) {
    guard readings.summed.count < lineCount else {
      setJump(response, into: sums, price: price, kept: jump)
      return
    }
    setJump(response, into: nil, price: price, kept: jump)
    for line in readings.summed { setJump(response, lines: line..<line + 1, sums, nil, nil) }
  }

  private func setJump(
    _ response: ResponseRows,
    lines: Range<Int>,
    _ sums: UnsafeMutablePointer<Float>?,
    _ price: UnsafeMutablePointer<Float>?,
    _ jump: UnsafeMutablePointer<Float>?
  ) {
    let (line, row) = (lines.lowerBound, lines.lowerBound * CK.lanes)
    ck_jump(
      response.lines + line * response.drivers,
      response.compensation + line,
      drivers,
      happens,
      Int32(lines.count),
      Int32(response.drivers),
      jump.map { $0 + row },
      sums.map { $0 + row },
      price.map { $0 + row }
    )
  }

  /// Brings up to now those derived rows whose moves by events are read.
  private func deriveBooked() {
    guard !readings.booked.isEmpty else { return }
    if readings.booksIndexOnly { deriveIndex() } else { derive() }
  }

  /// The derived rows before a jump.
  private func keepDerived() {
    guard !readings.booked.isEmpty else { return }
    let first = lineCount * CK.lanes
    before.update(from: price + first, count: Int(rowLanes) - first)
  }

  /// What a jump of the lines moved the derived rows by, left in `before`, is added to their sums.
  private func bookDerived(into sums: UnsafeMutablePointer<Float>) {
    (knowsIndex, knowsDerived) = (false, false)
    deriveBooked()
    for place in readings.booked {
      let (row, change) = ((lineCount + place) * CK.lanes, before + place * CK.lanes)
      ck_difference(price + row, change, change)
      ck_axpy(1, change, sums + row)
    }
  }

  /// Adds the jump to the event's own effect.
  private func book(_ happening: Occurrence) {
    for (row, place) in readings.effectPlaces(event: happening.event) {
      let change = row < lineCount ? jump + row * CK.lanes : before + (row - lineCount) * CK.lanes
      ck_axpy(1, change, effects + place * CK.lanes)
    }
  }

  private func moveLevels(
    _ happening: Occurrence,
    _ response: ResponseRows,
    of levels: UnsafeMutablePointer<Float>
  ) {
    let w = CK.lanes
    for factor in 0..<factorCount {
      for driver in 0..<response.drivers {
        let coefficient = response.factors[factor * response.drivers + driver]
        guard coefficient != 0 else { continue }
        ck_axpy(coefficient * happening.retained[factor], drivers + driver * w, levels + factor * w)
      }
    }
  }

  /// What the event moves the two-year yield by on its day.
  private func reprice(_ happening: Occurrence, _ response: ResponseRows) {
    guard let factor = parameters.yieldFactors.twoYear else { return }
    let row = repricing + happening.event * CK.lanes
    for driver in 0..<response.drivers {
      let coefficient = response.factors[factor * response.drivers + driver]
      guard coefficient != 0 else { continue }
      ck_axpy(coefficient, drivers + driver * CK.lanes, row)
    }
  }
}

/// What happens of an event in an interval, as plain numbers.
struct Occurrence {
  let event: Int
  /// Share of the impulse delivered here, in 0…1.
  let share: Float
  /// K: share of the move of each reported level that is left at the interval's end.
  let retained: UnsafePointer<Float>

  /// By interval those of listed or of open events.
  static func all(of plan: SimulationPlan, listed: Bool, arena: inout Arena) -> [[Occurrence]] {
    var all: [[Occurrence]] = []
    for interval in plan.intervals {
      var found: [Occurrence] = []
      for happening in interval.happenings
      where plan.events[happening.event].event.isListed == listed {
        let retained = UnsafePointer(arena.floats(happening.retained))
        found.append(
          Occurrence(event: happening.event, share: happening.share, retained: retained)
        )
      }
      all.append(found)
    }
    return all
  }
}

/// What the walker reads of an event: plain numbers, without the texts that a plan keeps.
struct EventStep {
  let isShock: Bool
  let happensBelow: UInt32?
  let happensStream: UInt32
  /// Places of its drivers among those of all events.
  let drivers: Range<Int>
  let responseClass: Int
  /// Whether its jump of some line is read.
  let readsLines: Bool

  static func all(of plan: SimulationPlan, _ streams: StreamTable, _ readings: ReadingIndex)
    -> [EventStep]
  {
    var first = 0
    return plan.events.enumerated().map { number, event in
      defer { first += event.drivers.count }
      return EventStep(
        isShock: event.isShock,
        happensBelow: event.happensBelow,
        happensStream: streams.happens[number],
        drivers: first..<first + event.drivers.count,
        responseClass: event.responseClass,
        readsLines: readings.effectPlaces(event: number).contains { $0.row < plan.lineCount }
      )
    }
  }
}

/// A driver of an event.
struct DriverStep {
  /// Its place among the samplers.
  let sampler: Int
  let stream: UInt32
  let net: UnsafeMutablePointer<UInt8>?
  /// Whether the draw is a simple change in percent, of a shock.
  let isRelative: Bool

  /// Those of all events, in order, and their samplers.
  static func all(
    of plan: SimulationPlan,
    _ streams: StreamTable
  ) -> (steps: [DriverStep], samplers: [Sampler]) {
    var (steps, samplers): ([DriverStep], [Sampler]) = ([], [])
    for (number, event) in plan.events.enumerated() {
      for (place, driver) in event.drivers.enumerated() {
        steps.append(
          DriverStep(
            sampler: samplers.count,
            stream: streams.drivers[number][place],
            net: streams.driverNets[number][place],
            isRelative: event.isRelative(driver: place)
          )
        )
        samplers.append(driver.sampler)
      }
    }
    return (steps, samplers)
  }
}

extension EventPlan {
  fileprivate var isShock: Bool {
    if case .shock(let shock) = response { !shock.parts.isEmpty } else { false }
  }

  /// Whether a shock's driver is a simple change in percent.
  fileprivate func isRelative(driver: Int) -> Bool {
    guard case .shock(let shock) = response, shock.parts.indices.contains(driver) else {
      return false
    }
    return shock.parts[driver].isRelative
  }
}

/// The coefficients of a response class, where the kernel reads them.
struct ResponseRows {
  let drivers: Int
  /// N × drivers, K × drivers and N, as `ResponseCoefficients` has them.
  let lines, factors, compensation: UnsafeMutablePointer<Float>

  /// Rows for what some coefficients will be.
  init(_ response: ResponseCoefficients, arena: inout Arena) {
    drivers = response.drivers
    lines = arena.floats(response.lines.count)
    factors = arena.floats(response.factors.count)
    compensation = arena.floats(response.compensation.count)
  }

  func take(_ response: ResponseCoefficients) {
    lines.update(from: response.lines, count: response.lines.count)
    factors.update(from: response.factors, count: response.factors.count)
    compensation.update(from: response.compensation, count: response.compensation.count)
  }
}
