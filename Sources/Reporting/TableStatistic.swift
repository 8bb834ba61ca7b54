package import Domain
package import Results

/// A statistic that tables and files can show, by the name it has in CSV and on the command line.
package enum TableStatistic: String, CaseIterable, Hashable, Sendable {
  case mean, sd, q01, q05, q25, median, q75, q95, q99
  case lossProbability = "p_loss"
  case valueAtRisk95 = "var95"
  case expectedShortfall95 = "es95"
  case expectedShortfall99 = "es99"
  case excessMean = "excess_mean"
  case excessMedian = "excess_median"
  case excessPositive = "excess_p_positive"
  case drawdown
  case drawdownQ95 = "drawdown_q95"

  /// The statistic of a name, with hyphen or underscore; nil where there is none.
  package init?(name: String) {
    self.init(rawValue: String(name.map { $0 == "-" ? "_" : $0 }))
  }

  /// The estimate; nil for an excess of the benchmark over itself, and for what was not read.
  package func estimate(in result: AssetResult) -> Estimate? {
    let total = result.total
    return switch self {
    case .mean: total.mean
    case .sd: total.sd
    case .q01: total.q01
    case .q05: total.q05
    case .q25: total.q25
    case .median: total.median
    case .q75: total.q75
    case .q95: total.q95
    case .q99: total.q99
    case .lossProbability: total.lossProbability
    case .valueAtRisk95: total.valueAtRisk95
    case .expectedShortfall95: total.expectedShortfall95
    case .expectedShortfall99: total.expectedShortfall99
    case .excessMean: result.excess?.mean
    case .excessMedian: result.excess?.median
    case .excessPositive: result.excess?.positiveProbability
    case .drawdown: result.drawdown?.mean
    case .drawdownQ95: result.drawdown?.q95
    }
  }

  /// Whether its sign says gain or loss and is always printed.
  package var isSigned: Bool {
    switch self {
    case .mean, .q01, .q05, .q25, .median, .q75, .q95, .q99, .excessMean, .excessMedian: true
    default: false
    }
  }

  var isOfDrawdown: Bool { self == .drawdown || self == .drawdownQ95 }

  package var isProbability: Bool { self == .lossProbability || self == .excessPositive }

  /// `%`, or `pp` for differences of returns.
  package var unit: String {
    self == .excessMean || self == .excessMedian ? "pp" : "%"
  }

  /// At the head of a column.
  package var heading: String {
    switch self {
    case .mean: "mean"
    case .sd: "s.d."
    case .q01: "1 %"
    case .q05: "5 %"
    case .q25: "25 %"
    case .median: "median"
    case .q75: "75 %"
    case .q95: "95 %"
    case .q99: "99 %"
    case .lossProbability: "P(<0)"
    case .valueAtRisk95: "VaR 95 loss"
    case .expectedShortfall95: "ES 95 loss"
    case .expectedShortfall99: "ES 99 loss"
    case .excessMean: "mean excess"
    case .excessMedian: "median excess"
    case .excessPositive: "P(excess>0)"
    case .drawdown: "weekly drawdown"
    case .drawdownQ95: "weekly drawdown 95 %"
    }
  }

  /// At the head of a column of a run whose drawdowns are observed so.
  func heading(_ observed: DrawdownObservation) -> String {
    switch (self, observed) {
    case (.drawdown, .continuous): "drawdown"
    case (.drawdownQ95, .continuous): "drawdown 95 %"
    default: heading
    }
  }

  /// As a table prints it, with a percent sign for probabilities.
  func text(in result: AssetResult) -> String {
    guard let estimate = estimate(in: result) else { return "·" }
    return text(estimate)
  }

  func text(_ estimate: Estimate) -> String {
    let number = NumberFormat.estimate(estimate, isSigned: isSigned)
    return isProbability && estimate.value.isFinite ? number + " %" : number
  }
}
