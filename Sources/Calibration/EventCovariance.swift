import Domain
import Numerics

/// What the calendar's events contribute to weekly covariances, at their open laws.
///
/// Eight decisions, twelve consumer-price and twelve jobs releases a year, over 52.18 weeks. The
/// inflation gate is the one at the model's date.
struct EventCovariance: Sendable {
  /// Independent surprises with their variance per week.
  private(set) var shocks: [Shock] = []

  /// One surprise: the moves of factors and lines per unit of it.
  struct Shock: Hashable, Sendable {
    let variancePerWeek: Double
    /// In the factors' units.
    let factors: [Double]
    /// Log returns in percent.
    let lines: [Double]
  }

  private static let weeksPerYear = 52.18

  private let factors: [RecipeFactor]
  private let betas: [Double]
  private let excess: [SensitivityCause: [Double]]

  init(
    events: EventModel,
    factors: [RecipeFactor],
    betas: [Double],
    excess: [[SensitivityCause: Line.Excess]],
    coreInflation: Double
  ) {
    self.factors = factors
    self.betas = betas
    var byCause: [SensitivityCause: [Double]] = [:]
    for cause in SensitivityCause.allCases {
      byCause[cause] = excess.map { $0[cause]?.shrunk.value ?? 0 }
    }
    self.excess = byCause
    if let fomc = events.fomc { add(fomc) }
    if let cpi = events.cpi { add(cpi, coreInflation: coreInflation) }
    if let jobs = events.jobs { add(jobs) }
  }

  /// The events' weekly covariance of the factors, in the factors' units.
  var ofFactors: Matrix {
    shocks.reduce(Matrix(rows: factors.count, columns: factors.count)) {
      $0.adding($1.variancePerWeek, outer: $1.factors)
    }
  }

  /// The events' weekly covariance of the lines that their loadings on the factors leave over.
  ///
  /// It is the lines' whole event covariance less B E Bᵀ, so that diffusion and events together
  /// keep each line's variance; it may be indefinite.
  func ofResiduals(loadings: Matrix) -> Matrix {
    let whole = shocks.reduce(Matrix(rows: betas.count, columns: betas.count)) {
      $0.adding($1.variancePerWeek, outer: $1.lines)
    }
    return whole - loadings * ofFactors * loadings.transposed
  }

  private mutating func add(_ fomc: FOMCModel) {
    let count = 8.0
    for (deviation, market, yields) in [
      (fomc.targetDeviation, fomc.target, fomc.targetYields),
      (fomc.pathDeviation, fomc.path, fomc.pathYields),
    ] {
      append(
        count * deviation.value * deviation.value,
        market: market.value / 25,
        twoYear: yields.twoYear.value / 25,
        tenYear: yields.tenYear.value / 25,
        excess: scaled([(.policy, 1 / 25)])
      )
    }
    append(
      count * fomc.riskDeviation.value * fomc.riskDeviation.value,
      market: 1,
      twoYear: 0,
      tenYear: 0,
      excess: scaled([])
    )
  }

  private mutating func add(_ cpi: CPIModel, coreInflation: Double) {
    let w = Gate.weight(
      of: coreInflation,
      centre: cpi.gateCentre.value,
      width: cpi.gateWidth.value
    )
    // Pass-through is in bp per 0.1 percentage point.
    let pass = 10 * ((1 - w) * cpi.passThroughLow.value + w * cpi.passThroughHigh.value)
    let explained = pass * cpi.surpriseDeviation.value
    let noise = cpi.noiseDeviation.value
    append(
      12 * (explained * explained + noise * noise),
      market: ((1 - w) * cpi.low.value + w * cpi.high.value) / 25,
      twoYear: 1,
      tenYear: cpi.tenYearRatio.value,
      excess: scaled([(.inflationLow, (1 - w) / 25), (.inflationHigh, w / 25)])
    )
  }

  private mutating func add(_ jobs: JobsModel) {
    // Pass-throughs are in bp per 100 thousand and per 0.1 percentage point.
    let payrolls = jobs.payrollPassThrough.value * jobs.payrollDeviation.value / 100
    let rate = jobs.unemploymentPassThrough.value * jobs.unemploymentDeviation.value / 0.1
    let noise = jobs.noiseDeviation.value
    append(
      12 * (payrolls * payrolls + rate * rate + noise * noise),
      market: jobs.labor.value / 25,
      twoYear: 1,
      tenYear: jobs.tenYearRatio.value,
      excess: scaled([(.labor, 1 / 25)])
    )
  }

  /// The lines' excess per unit of a surprise, from weights of causes.
  private func scaled(_ weights: [(SensitivityCause, Double)]) -> [Double] {
    betas.indices.map { i in
      weights.reduce(0) { $0 + $1.1 * (excess[$1.0]?[i] ?? 0) }
    }
  }

  private mutating func append(
    _ variancePerYear: Double,
    market: Double,
    twoYear: Double,
    tenYear: Double,
    excess: [Double]
  ) {
    let moves = ["two-year": twoYear, "ten-year": tenYear, "slope": tenYear - twoYear]
    shocks.append(
      Shock(
        variancePerWeek: variancePerYear / Self.weeksPerYear,
        factors: factors.indices.map { $0 == 0 ? market : moves[factors[$0].name] ?? 0 },
        lines: zip(betas, excess).map { $0 * market + $1 }
      )
    )
  }
}
