package import Domain

/// A headline number and the uncertain coefficients that move it most.
package struct HeadlineCoefficients: Sendable {
  package let question: Question
  /// The answer with every coefficient at its estimate; in percent, a rank as it is.
  package let held: Estimate
  /// The largest first; empty where no coefficient moves it.
  package let leading: [CoefficientEffect]

  package init(question: Question, held: Estimate, leading: [CoefficientEffect]) {
    self.question = question
    self.held = held
    self.leading = leading
  }
}

/// A coefficient and the answers at both ends of its 90 % interval, all others at their estimates.
package struct CoefficientEffect: Sendable {
  package let coefficient: ModelCoefficient
  /// The answers where the coefficient is 1.645 standard errors below and above its estimate.
  package let low, high: Estimate

  package init(coefficient: ModelCoefficient, low: Estimate, high: Estimate) {
    self.coefficient = coefficient
    self.low = low
    self.high = high
  }

  /// How far apart the answers are.
  package var swing: Double { abs(high.value - low.value) }

  /// Standard errors from an estimate to an end of its 90 % interval: the normal law's 95 % point.
  package static let reach = 1.6448536269514722
}

/// A number of a model that a run draws from its standard error.
package struct ModelCoefficient: Hashable, Sendable {
  /// Its place in the model file: `lines.technology.loadings.market`.
  package let path: String
  /// For people: `market's response to the path surprise`.
  package let title: String
  package let unit: String
  package let parameter: Parameter

  package init(path: String, title: String, unit: String, parameter: Parameter) {
    self.path = path
    self.title = title
    self.unit = unit
    self.parameter = parameter
  }

  /// The ends of its 90 % interval.
  package var ends: (low: Double, high: Double) {
    let reach = CoefficientEffect.reach * parameter.standardError
    return (parameter.value - reach, parameter.value + reach)
  }
}
