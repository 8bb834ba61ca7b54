package import Domain

/// What an event's quantity is counted in, and how its sign is said.
package enum SurpriseScale: Hashable, Sendable {
  case policy, inflation, unemployment, payrolls, relative

  package init(_ series: ReleaseSeries) {
    switch series {
    case .coreMonthly, .coreYearly: self = .inflation
    case .unemployment: self = .unemployment
    case .payrolls: self = .payrolls
    }
  }

  /// The scale of an event's ledger, whose unit tells payrolls from unemployment.
  init(of event: Event, unit: String) {
    switch event.kind {
    case .fomc: self = .policy
    case .cpi: self = .inflation
    case .jobs: self = unit == "k" ? .payrolls : .unemployment
    case .shock: self = unit == "bp" ? .policy : .relative
    }
  }

  /// The word for a surprise of a sign: positive policy is tighter, positive unemployment weaker.
  private var words: (positive: String, negative: String, zero: String) {
    switch self {
    case .policy: ("hawkish ", "dovish ", "as priced")
    case .inflation: ("hot ", "cool ", "as expected")
    case .unemployment: ("weak ", "strong ", "as expected")
    case .payrolls: ("strong ", "weak ", "as expected")
    case .relative: ("", "", "none")
    }
  }

  /// A surprise with its direction: `hawkish +23bp`, `weak +0.1pp`, `as priced`.
  package func words(for surprise: Double) -> String {
    let change = change(surprise)
    guard change != self.change(0) else { return words.zero }
    return (surprise > 0 ? words.positive : words.negative) + change
  }

  /// A change with its sign and unit: `+23bp`, `−0.1pp`, `+10k`, `−12 %`.
  package func change(_ value: Double) -> String {
    switch self {
    case .policy: NumberFormat.trimmed(value, decimals: 1, isSigned: true) + "bp"
    case .inflation, .unemployment:
      NumberFormat.trimmed(value, decimals: 2, isSigned: true) + "pp"
    case .payrolls: NumberFormat.trimmed(value, decimals: 1, isSigned: true) + "k"
    case .relative: NumberFormat.trimmed(value, decimals: 2, isSigned: true) + " %"
    }
  }

  /// An outcome itself: a move of the target range, a published figure, a relative move.
  package func level(_ value: Double) -> String {
    switch self {
    case .policy where value == 0: "hold"
    case .policy, .relative: change(value)
    case .inflation, .unemployment: NumberFormat.publishedRate(value) + " %"
    case .payrolls: NumberFormat.trimmed(value, decimals: 0) + "k"
    }
  }

  /// A standard deviation in the scale's unit, as it stands after ±.
  func spread(_ value: Double) -> String {
    switch self {
    case .policy: NumberFormat.trimmed(value, decimals: 1) + "bp"
    case .inflation, .unemployment: NumberFormat.trimmed(value, decimals: 2)
    case .payrolls: NumberFormat.trimmed(value, decimals: 0) + "k"
    case .relative: NumberFormat.trimmed(value, decimals: 1) + " %"
    }
  }

  /// A law in the words of the language; `deviation` is its spread where none was given.
  func law<Value: Quantity>(
    _ law: Law<Value>,
    isChange: Bool = false,
    deviation: Double? = nil
  ) -> String {
    let value = { (number: Double) in isChange ? change(number) : level(number) }
    switch law {
    case .known(let known):
      let tail = deviation.map { " ± " + spread($0) } ?? ""
      return value(known.magnitude) + tail
    case .branches(let branches):
      return branches.map {
        value($0.value.magnitude) + " " + NumberFormat.odds($0.probability.value * 100)
      }.joined(separator: ", ")
    case .normal(let mean, let deviation):
      return value(mean.magnitude) + " ± " + spread(deviation.magnitude)
    case .studentT(let freedom, let mean, let deviation):
      return "t" + NumberFormat.trimmed(freedom, decimals: 1) + " " + value(mean.magnitude)
        + " ± " + spread(deviation.magnitude)
    case .uniform(let low, let high):
      return "uniform " + value(low.magnitude) + " .. " + value(high.magnitude)
    }
  }
}

extension NumberFormat {
  /// Odds in percent with the decimals they need: `92 %`, `97.5 %`.
  static func odds(_ percent: Double) -> String { trimmed(percent, decimals: 2) + " %" }

  /// A published rate, which has one decimal or, where it was given with more, two.
  static func publishedRate(_ value: Double) -> String {
    let text = trimmed(value, decimals: 2)
    return text.contains(".") ? text : fixed(value, decimals: 1)
  }
}
