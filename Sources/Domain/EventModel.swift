/// Laws of event surprises and the market's responses; a part that is absent is off.
package struct EventModel: Hashable, Sendable {
  package var fomc: FOMCModel?
  package var cpi: CPIModel?
  package var jobs: JobsModel?
  /// Why yields move in a shock, beyond what decisions and releases are.
  package var growth, termPremium: YieldNews?

  package init(
    fomc: FOMCModel?,
    cpi: CPIModel?,
    jobs: JobsModel?,
    growth: YieldNews? = nil,
    termPremium: YieldNews? = nil
  ) {
    self.fomc = fomc
    self.cpi = cpi
    self.jobs = jobs
    self.growth = growth
    self.termPremium = termPremium
  }

  /// The news behind a cause that no event of the calendar is of; nil: another cause, or none known.
  package func news(of cause: Cause) -> YieldNews? {
    switch cause {
    case .growth: growth
    case .termPremium: termPremium
    case .policy, .inflation, .labor: nil
    }
  }

  /// Whether the market's response to a cause is known as an assumption alone.
  package func assumesResponse(to cause: Cause) -> Bool {
    if case .assumption? = news(of: cause)?.market.provenance { return true }
    return false
  }

  /// Responses of the two-year and ten-year yields, in bp per 25 bp of surprise.
  package struct YieldResponse: Hashable, Sendable {
    package var twoYear, tenYear: Parameter

    package init(twoYear: Parameter, tenYear: Parameter) {
      self.twoYear = twoYear
      self.tenYear = tenYear
    }
  }
}

/// Target, path and risk surprises of a decision, and the responses to them.
package struct FOMCModel: Hashable, Sendable {
  /// Standard deviations of open target surprises and of path surprises in bp; 0: off.
  package var targetDeviation, pathDeviation: Parameter
  /// Standard deviation of the market's own move in percent; 0: off.
  package var riskDeviation: Parameter
  /// Market response in percent per 25 bp.
  package var target, path: Parameter
  /// Correlation of the two estimates above.
  package var correlation: Double
  package var targetYields, pathYields: EventModel.YieldResponse
  /// Market response to the two-year surprise alone; reported, not simulated; nil: not estimated.
  package var twoYearAlone: Parameter?

  package init(
    targetDeviation: Parameter,
    pathDeviation: Parameter,
    riskDeviation: Parameter,
    target: Parameter,
    path: Parameter,
    correlation: Double,
    targetYields: EventModel.YieldResponse,
    pathYields: EventModel.YieldResponse,
    twoYearAlone: Parameter? = nil
  ) {
    self.targetDeviation = targetDeviation
    self.pathDeviation = pathDeviation
    self.riskDeviation = riskDeviation
    self.target = target
    self.path = path
    self.correlation = correlation
    self.targetYields = targetYields
    self.pathYields = pathYields
    self.twoYearAlone = twoYearAlone
  }
}

/// Core inflation surprises, the gate between low and high inflation, and the responses.
package struct CPIModel: Hashable, Sendable {
  /// Standard deviation of published m/m surprises in percentage points.
  package var surpriseDeviation: Parameter
  /// Two-year response in bp per 0.1 percentage point when inflation is low, and high.
  package var passThroughLow, passThroughHigh: Parameter
  /// Standard deviation in bp of the two-year's move that the surprise does not explain.
  package var noiseDeviation: Parameter
  /// w = 1/(1 + exp(−(core y/y − centre)/width)), both in percent.
  package var gateCentre, gateWidth: Parameter
  /// Ten-year move per two-year move.
  package var tenYearRatio: Parameter
  /// Market response in percent per 25 bp of the two-year.
  package var low, high: Parameter

  package init(
    surpriseDeviation: Parameter,
    passThroughLow: Parameter,
    passThroughHigh: Parameter,
    noiseDeviation: Parameter,
    gateCentre: Parameter,
    gateWidth: Parameter,
    tenYearRatio: Parameter,
    low: Parameter,
    high: Parameter
  ) {
    self.surpriseDeviation = surpriseDeviation
    self.passThroughLow = passThroughLow
    self.passThroughHigh = passThroughHigh
    self.noiseDeviation = noiseDeviation
    self.gateCentre = gateCentre
    self.gateWidth = gateWidth
    self.tenYearRatio = tenYearRatio
    self.low = low
    self.high = high
  }
}

/// Payroll and unemployment surprises, and the responses.
package struct JobsModel: Hashable, Sendable {
  /// Standard deviations of published surprises: thousands, percentage points.
  package var payrollDeviation, unemploymentDeviation: Parameter
  /// Two-year response in bp per 100 thousand, and per +0.1 percentage point.
  package var payrollPassThrough, unemploymentPassThrough: Parameter
  /// Standard deviation in bp of the two-year's move that the surprises do not explain.
  package var noiseDeviation: Parameter
  package var tenYearRatio: Parameter
  /// Market response in percent per 25 bp of the two-year.
  package var labor: Parameter

  package init(
    payrollDeviation: Parameter,
    unemploymentDeviation: Parameter,
    payrollPassThrough: Parameter,
    unemploymentPassThrough: Parameter,
    noiseDeviation: Parameter,
    tenYearRatio: Parameter,
    labor: Parameter
  ) {
    self.payrollDeviation = payrollDeviation
    self.unemploymentDeviation = unemploymentDeviation
    self.payrollPassThrough = payrollPassThrough
    self.unemploymentPassThrough = unemploymentPassThrough
    self.noiseDeviation = noiseDeviation
    self.tenYearRatio = tenYearRatio
    self.labor = labor
  }
}

/// News that moves yields and the market together, for a cause that no calendar has.
package struct YieldNews: Hashable, Sendable {
  /// Market response in percent per 25 bp of the cause's own yield: the two-year for growth, the
  /// ten-year for the term premium.
  package var market: Parameter
  /// Move of the other of these two yields per move of the own one.
  package var ratio: Parameter

  package init(market: Parameter, ratio: Parameter) {
    self.market = market
    self.ratio = ratio
  }
}
