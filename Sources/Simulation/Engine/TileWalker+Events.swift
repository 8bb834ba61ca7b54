import CKernel
import Domain
import Numerics

/// What happens in an interval to a tile, taken to happen at its end.
extension TileWalker {
  func happen(_ number: Int, tile: UInt64) {
    deriveBooked()
    for happening in listedHappenings[number] {
      let event = eventSteps[happening.event]
      let response = parameters.responses[event.responseClass]
      drawDrivers(happening, event, tile: tile)
      keepDerived()
      setJump(response, into: own, price: price, kept: jump)
      bookDerived(into: own)
      book(happening)
      moveLevels(happening, response, of: level)
      reprice(happening, response)
    }
    if !openHappenings[number].isEmpty { happenOpen(number, tile: tile) }
  }

  /// Open events, whose effects are not told apart: all of an interval at once.
  private func happenOpen(_ number: Int, tile: UInt64) {
    let (jumps, levels) = (openMoves, openLevels)
    keepDerived()
    defer {
      ck_add(levels, level, Int32(factorCount) * CK.lanes32)
      bookDerived(into: open)
    }
    if openHappenings[number].count == 1, followed?.sharesOpen != true, kept == nil {
      ck_fill(0, levels, Int32(factorCount) * CK.lanes32)
      for happening in openHappenings[number] {
        let event = eventSteps[happening.event]
        let response = parameters.responses[event.responseClass]
        drawDrivers(happening, event, tile: tile)
        setJump(response, into: open, price: price)
        moveLevels(happening, response, of: levels)
      }
      return
    }
    if let followed, followed.sharesOpen {
      jumps.update(from: followed.openMoves(of: number), count: lineCount * CK.lanes)
      levels.update(from: followed.openLevels(of: number), count: factorCount * CK.lanes)
    } else {
      ck_fill(0, jumps, Int32(lineCount) * CK.lanes32)
      ck_fill(0, levels, Int32(factorCount) * CK.lanes32)
      for happening in openHappenings[number] {
        let event = eventSteps[happening.event]
        let response = parameters.responses[event.responseClass]
        drawDrivers(happening, event, tile: tile)
        setJump(response, into: jumps)
        moveLevels(happening, response, of: levels)
      }
      kept?.openMoves(of: number).update(from: jumps, count: lineCount * CK.lanes)
      kept?.openLevels(of: number).update(from: levels, count: factorCount * CK.lanes)
    }
    ck_add(jumps, price, Int32(lineCount) * CK.lanes32)
    ck_add(jumps, open, Int32(lineCount) * CK.lanes32)
  }

  /// Draws the event's drivers, masked by whether it happens; the last row is the mask itself.
  private func drawDrivers(_ happening: Happening, _ event: EventStep, tile: UInt64) {
    let w = CK.lanes
    ck_fill(happening.share, happens, CK.lanes32)
    if let limit = event.happensBelow {
      draw(tile: tile, event.happensStream, 0).words(into: words)
      for lane in 0..<w where words[lane] >= limit { happens[lane] = 0 }
    }
    let count = event.drivers.count
    for place in 0..<count {
      let (driver, row) = (event.drivers[place], drivers + place * w)
      driver.sampler.draw(
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
    _ response: ResponseCoefficients,
    into sums: UnsafeMutablePointer<Float>,
    price: UnsafeMutablePointer<Float>? = nil,
    kept jump: UnsafeMutablePointer<Float>? = nil
  ) {
    ck_jump(
      response.lines,
      response.compensation,
      drivers,
      happens,
      Int32(lineCount),
      Int32(response.drivers),
      jump,
      sums,
      price
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
  private func book(_ happening: Happening) {
    for (row, place) in readings.effectPlaces(event: happening.event) {
      let change = row < lineCount ? jump + row * CK.lanes : before + (row - lineCount) * CK.lanes
      ck_axpy(1, change, effects + place * CK.lanes)
    }
  }

  private func moveLevels(
    _ happening: Happening,
    _ response: ResponseCoefficients,
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
  private func reprice(_ happening: Happening, _ response: ResponseCoefficients) {
    guard let factor = parameters.yieldFactors.twoYear else { return }
    let row = repricing + happening.event * CK.lanes
    for driver in 0..<response.drivers {
      let coefficient = response.factors[factor * response.drivers + driver]
      guard coefficient != 0 else { continue }
      ck_axpy(coefficient, drivers + driver * CK.lanes, row)
    }
  }
}

/// What the walker reads of an event, without the texts that a plan keeps beside it.
struct EventStep {
  struct Driver {
    let sampler: Sampler
    let stream: UInt32
    let net: UnsafeMutablePointer<UInt8>?
    /// Whether the draw is a simple change in percent, of a shock.
    let isRelative: Bool
  }

  let isListed, isShock: Bool
  let happensBelow: UInt32?
  let happensStream: UInt32
  let drivers: [Driver]
  let responseClass: Int

  static func all(of plan: SimulationPlan, _ streams: StreamTable) -> [EventStep] {
    plan.events.enumerated().map { number, event in
      var parts: [ShockResponse.Part] = []
      if case .shock(let shock) = event.response { parts = shock.parts }
      return EventStep(
        isListed: event.event.isListed,
        isShock: !parts.isEmpty,
        happensBelow: event.happensBelow,
        happensStream: streams.happens[number],
        drivers: event.drivers.enumerated().map { place, driver in
          Driver(
            sampler: driver.sampler,
            stream: streams.drivers[number][place],
            net: streams.driverNets[number][place],
            isRelative: parts.indices.contains(place) && parts[place].isRelative
          )
        },
        responseClass: event.responseClass
      )
    }
  }
}
