import Domain

/// Consumer prices and jobs: rounded prints against a consensus.
extension EventLowering {
  /// What one series of a release was priced at and what it delivers.
  private struct Lowered {
    let sampler: Sampler
    /// Law of the priced surprise.
    let priced: [(surprise: Double, probability: Double)]
    let pricedMean: Double?
    let view: Double
  }

  private func lower(_ release: Release?, series: ReleaseSeries, deviation: Double) -> Lowered {
    let grid = series.grid
    let (market, priced, pricedMean) = market(release?.consensus ?? .open, series, deviation)
    let offset = pricedMean ?? 0
    let (sampler, view): (Sampler, Double) =
      switch release?.delivery ?? .market {
      case .market: (market, 0)
      case .outcome(.known(let value)):
        (.constant(Float(value.magnitude - offset)), value.magnitude - offset)
      case .outcome(let law):
        Self.printed(law, grid: grid, offset: offset)
      case .surprise(let law): (Sampler(law, lessPriced: 0), law.mean.magnitude)
      }
    return Lowered(sampler: sampler, priced: priced, pricedMean: pricedMean, view: view)
  }

  /// What the market expected: the surprise it would be drawn from, its law, and its mean.
  ///
  /// Branches are taken as they are; of other laws that are not normal the priced one is the
  /// normal law of the same width, which compensates them to second order.
  private func market(
    _ consensus: Pricing<Print>,
    _ series: ReleaseSeries,
    _ deviation: Double
  ) -> (Sampler, [(surprise: Double, probability: Double)], Double?) {
    let grid = series.grid
    func rounded(_ law: PrintLaw, _ mean: Double?, _ sampler: Sampler? = nil)
      -> (Sampler, [(surprise: Double, probability: Double)], Double?)
    {
      let offset = mean ?? 0
      return (
        sampler ?? Self.rounded(law, offset: offset),
        law.points.map { ($0.print - offset, $0.probability) }, mean
      )
    }
    switch consensus {
    case .open:
      let unrounded = series.unroundedDeviation(ofPublished: deviation)
      return rounded(PrintLaw(mean: 0, deviation: unrounded, grid: grid), nil)
    case .nothing:
      return rounded(PrintLaw(mean: 0, deviation: 0, grid: grid), 0)
    case .law(.known(let value)):
      // A point, as `± 0pp` says: nothing of the print was in doubt. It need not be on the grid.
      return (.constant(0), [(0, 1)], value.magnitude)
    case .law(.branches(let branches)):
      let mean = Law.branches(branches).mean.magnitude
      return (
        Sampler(Law.branches(branches), lessPriced: mean),
        branches.map { ($0.value.magnitude - mean, $0.probability.value) }, mean
      )
    case .law(let law):
      let mean = law.mean.magnitude
      let normal = PrintLaw(mean: mean, deviation: law.deviation.magnitude, grid: grid)
      guard case .normal = law else {
        return rounded(normal, mean, Sampler(law, lessPriced: mean))
      }
      return rounded(normal, normal.publishedMean)
    }
  }

  private static func rounded(_ law: PrintLaw, offset: Double) -> Sampler {
    law.deviation > 0
      ? .rounded(
        mean: Float(law.mean),
        deviation: Float(law.deviation),
        grid: Float(law.grid),
        offset: Float(offset)
      )
      : .constant(Float(law.mean - offset))
  }

  /// An author's law of a print: a normal law is rounded to the grid, others are taken as they are.
  private static func printed(
    _ law: Law<Print>,
    grid: Double,
    offset: Double
  ) -> (Sampler, Double) {
    guard case .normal(let mean, let deviation) = law else {
      return (Sampler(law, lessPriced: offset), law.mean.magnitude - offset)
    }
    let print = PrintLaw(mean: mean.magnitude, deviation: deviation.magnitude, grid: grid)
    return (rounded(print, offset: offset), print.publishedMean - offset)
  }

  mutating func lowerPrices(_ releases: [Release], of event: Event) throws(SimulationError) {
    guard let cpi = model.events.cpi else { throw missing("cpi releases", event) }
    // A yearly surprise is that month's monthly surprise; the monthly one decides where both stand.
    let release = releases.first { $0.series == .coreMonthly } ?? releases.first
    let lowered = lower(
      release,
      series: release?.series ?? .coreMonthly,
      deviation: cpi.surpriseDeviation.value
    )
    let stream = "event/\(event.stream)"
    add(
      event,
      drivers: [
        Driver(stream: stream + "/core", sampler: lowered.sampler),
        Driver(stream: stream + "/noise", sampler: Self.normal(0, cpi.noiseDeviation.value)),
      ],
      response: .cpi(
        gate: Float(gate),
        surprise: Self.tenths(lowered.priced),
        noise: Float(cpi.noiseDeviation.value)
      ),
      ledger: Self.ledger(lowered, release: release, unit: "pp")
    )
  }

  mutating func lowerJobs(_ releases: [Release], of event: Event) throws(SimulationError) {
    guard let jobs = model.events.jobs else { throw missing("jobs releases", event) }
    let payrolls = releases.first { $0.series == .payrolls }
    let unemployment = releases.first { $0.series == .unemployment }
    let pay = lower(payrolls, series: .payrolls, deviation: jobs.payrollDeviation.value)
    let rate = lower(
      unemployment,
      series: .unemployment,
      deviation: jobs.unemploymentDeviation.value
    )
    let stream = "event/\(event.stream)"
    let payDeviation = pay.priced.reduce(0.0) { $0 + $1.probability * $1.surprise * $1.surprise }
    add(
      event,
      drivers: [
        Driver(stream: stream + "/payrolls", sampler: pay.sampler),
        Driver(stream: stream + "/unemployment", sampler: rate.sampler),
        Driver(stream: stream + "/noise", sampler: Self.normal(0, jobs.noiseDeviation.value)),
      ],
      response: .jobs(
        payrollDeviation: Float(payDeviation.squareRoot() / 100),
        unemployment: Self.tenths(rate.priced),
        noise: Float(jobs.noiseDeviation.value)
      ),
      ledger: unemployment != nil || payrolls == nil
        ? Self.ledger(rate, release: unemployment, unit: "pp")
        : Self.ledger(pay, release: payrolls, unit: "k")
    )
  }

  /// A law of surprises in tenths of a percentage point.
  private static func tenths(_ law: [(surprise: Double, probability: Double)]) -> [LawPoint] {
    law.filter { $0.probability > 1e-12 }.map {
      LawPoint(value: Float($0.surprise * 10), probability: Float($0.probability))
    }
  }

  private static func ledger(_ lowered: Lowered, release: Release?, unit: String) -> LedgerPlan {
    var outcomes: [LedgerPlan.Outcome] = []
    if case .outcome(.known(let value))? = release?.delivery {
      outcomes = [
        LedgerPlan.Outcome(outcome: value.magnitude, odds: 100, surprise: lowered.view)
      ]
    }
    return LedgerPlan(
      unit: unit,
      priced: lowered.pricedMean,
      view: lowered.view,
      outcomes: outcomes
    )
  }
}
