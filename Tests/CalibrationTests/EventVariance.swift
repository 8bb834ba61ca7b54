import Domain
import Numerics

/// Weekly variances that the default events cause, written out from a model's own numbers.
struct EventVariance {
  let model: MarketModel

  init(_ model: MarketModel) { self.model = model }

  /// Weekly variance of a line's event moves, percent².
  func variance(of line: Line) -> Double {
    let beta = line.totalBeta.value
    func excess(_ cause: SensitivityCause) -> Double { line.excess[cause]?.shrunk.value ?? 0 }
    return sum(
      target: { (beta * $0 + excess(.policy)) / 25 },
      prices: { low, high, w in
        ((1 - w) * (beta * low + excess(.inflationLow))
          + w * (beta * high + excess(.inflationHigh))) / 25
      },
      labor: { (beta * $0 + excess(.labor)) / 25 },
      risk: beta
    )
  }

  /// Weekly variance of the market's event moves, percent².
  var ofMarket: Double {
    sum(
      target: { $0 / 25 },
      prices: { low, high, w in ((1 - w) * low + w * high) / 25 },
      labor: { $0 / 25 },
      risk: 1
    )
  }

  /// Weekly variance of the two-year's event moves, bp².
  var ofTwoYear: Double {
    guard let f = model.events.fomc else { return .nan }
    let target = f.targetYields.twoYear.value / 25 * f.targetDeviation.value
    let path = f.pathYields.twoYear.value / 25 * f.pathDeviation.value
    return (8 * (target * target + path * path) + 12 * pricesMove + 12 * jobsMove) / 52.18
  }

  /// Variance of one release's two-year move.
  private var pricesMove: Double {
    guard let c = model.events.cpi else { return .nan }
    let w = gate
    let perPoint = ((1 - w) * c.passThroughLow.value + w * c.passThroughHigh.value) / 0.1
    let surprise = perPoint * c.surpriseDeviation.value
    return surprise * surprise + c.noiseDeviation.value * c.noiseDeviation.value
  }

  private var jobsMove: Double {
    guard let j = model.events.jobs else { return .nan }
    let payrolls = j.payrollPassThrough.value * j.payrollDeviation.value / 100
    let rate = j.unemploymentPassThrough.value * j.unemploymentDeviation.value / 0.1
    return payrolls * payrolls + rate * rate + j.noiseDeviation.value * j.noiseDeviation.value
  }

  private var gate: Double {
    guard let c = model.events.cpi else { return .nan }
    let distance = (model.state.coreInflation - c.gateCentre.value) / c.gateWidth.value
    return 1 / (1 + Elementary.exp(-distance))
  }

  private func sum(
    target: (Double) -> Double,
    prices: (Double, Double, Double) -> Double,
    labor: (Double) -> Double,
    risk: Double
  ) -> Double {
    guard let f = model.events.fomc, let c = model.events.cpi, let j = model.events.jobs else {
      return .nan
    }
    let t = target(f.target.value) * f.targetDeviation.value
    let p = target(f.path.value) * f.pathDeviation.value
    let r = risk * f.riskDeviation.value
    let q = prices(c.low.value, c.high.value, gate)
    let l = labor(j.labor.value)
    return (8 * (t * t + p * p + r * r) + 12 * q * q * pricesMove + 12 * l * l * jobsMove) / 52.18
  }
}
