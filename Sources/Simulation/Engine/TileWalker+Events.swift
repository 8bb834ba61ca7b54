import CKernel
import Domain
import Numerics

/// What happens on a date to a tile.
extension TileWalker {
  mutating func happen(_ interval: Interval, tile: UInt64) {
    let derived = readings.derivedAssets
    for asset in derived { setLog(of: asset) }
    for happening in interval.happenings {
      let event = plan.events[happening.event]
      let response = parameters.responses[event.responseClass]
      drawDrivers(happening, event, tile: tile)
      setJump(response)
      book(happening, event)
      moveLevels(happening, response)
    }
  }

  /// Draws the event's drivers, masked by whether it happens; the last row is the mask itself.
  private func drawDrivers(_ happening: Happening, _ event: EventPlan, tile: UInt64) {
    let w = CK.lanes
    ck_fill(happening.share, happens, CK.lanes32)
    if let limit = event.happensBelow {
      draw(tile: tile, streams.happens[happening.event], 0).words(into: words)
      for lane in 0..<w where words[lane] >= limit { happens[lane] = 0 }
    }
    let count = event.drivers.count
    for (place, driver) in event.drivers.enumerated() {
      let row = drivers + place * w
      driver.sampler.draw(
        tables: tables,
        at: draw(
          tile: tile,
          streams.drivers[happening.event][place],
          0,
          net: streams.driverNets[happening.event][place]
        ),
        words: words,
        into: row
      )
      guard case .shock(let shock) = event.response else {
        for lane in 0..<w { row[lane] *= happens[lane] }
        continue
      }
      if shock.parts[place].isRelative {
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
  private mutating func setJump(_ response: ResponseCoefficients) {
    ck_jump(
      response.lines,
      response.compensation,
      drivers,
      happens,
      Int32(plan.lineCount),
      Int32(response.drivers),
      jump,
      price
    )
    knowsIndex = false
    // Only control variates read the sums of jumps.
    guard plan.controlsMeans else { return }
    for line in 0..<plan.lineCount { ck_axpy(1, jump + line * CK.lanes, jumps + line * CK.lanes) }
  }

  /// Adds the jump to the sums of listed or open events, and to the event's own effect.
  private mutating func book(_ happening: Happening, _ event: EventPlan) {
    let w = CK.lanes
    let sums = event.event.isListed ? own : open
    for (line, asset) in readings.lineAssets { ck_axpy(1, jump + line * w, sums + asset * w) }
    for asset in readings.derivedAssets {
      let (before, change) = (scratch, scratch + w)
      before.update(from: logs + asset * w, count: w)
      setLog(of: asset)
      ck_difference(logs + asset * w, before, change)
      ck_axpy(1, change, sums + asset * w)
      for place in readings.effectPlaces(event: happening.event, asset: asset) {
        ck_axpy(1, change, effects + place * w)
      }
    }
    for (line, asset) in readings.lineAssets {
      for place in readings.effectPlaces(event: happening.event, asset: asset) {
        ck_axpy(1, jump + line * w, effects + place * w)
      }
    }
  }

  private func moveLevels(_ happening: Happening, _ response: ResponseCoefficients) {
    let w = CK.lanes
    for factor in 0..<plan.factorCount {
      for driver in 0..<response.drivers {
        let coefficient = response.factors[factor * response.drivers + driver]
        guard coefficient != 0 else { continue }
        let left = coefficient * happening.retained[factor]
        ck_axpy(left, drivers + driver * w, level + factor * w)
        if factor == parameters.yieldFactors.twoYear {
          ck_axpy(coefficient, drivers + driver * w, repricing + happening.event * w)
        }
      }
    }
  }
}
