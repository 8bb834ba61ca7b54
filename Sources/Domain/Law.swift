/// What is known of a quantity before it is known: a number, a list of branches, or a law.
package enum Law<Value: Quantity>: Hashable, Sendable {
  case known(Value)
  /// Probabilities sum to 1.
  case branches([Branch<Value>])
  case normal(mean: Value, deviation: Value)
  /// Student's t with the given degrees of freedom (> 2), scaled to the given standard deviation.
  case studentT(freedom: Double, mean: Value, deviation: Value)
  case uniform(low: Value, high: Value)

  /// The law's mean.
  package var mean: Value {
    switch self {
    case .known(let value): value
    case .branches(let branches):
      Value(branches.reduce(0) { $0 + $1.probability.value * $1.value.magnitude })
    case .normal(let mean, _), .studentT(_, let mean, _): mean
    case .uniform(let low, let high): Value((low.magnitude + high.magnitude) / 2)
    }
  }

  /// The law's standard deviation.
  package var deviation: Value {
    switch self {
    case .known: return Value(0)
    case .branches(let branches):
      let mean = mean.magnitude
      return Value(
        branches.reduce(0) {
          let d = $1.value.magnitude - mean
          return $0 + $1.probability.value * d * d
        }.squareRoot()
      )
    case .normal(_, let deviation), .studentT(_, _, let deviation): return deviation
    case .uniform(let low, let high):
      return Value((high.magnitude - low.magnitude) / 12.0.squareRoot())
    }
  }
}

/// One outcome with its probability.
package struct Branch<Value: Quantity>: Hashable, Sendable {
  package let value: Value
  package let probability: Probability

  package init(_ value: Value, _ probability: Probability) {
    self.value = value
    self.probability = probability
  }
}
