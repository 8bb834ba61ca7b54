import Domain

extension Sampler {
  /// A law given in the scenario, shifted so that what was priced in is zero.
  init<Value: Quantity>(_ law: Law<Value>, lessPriced priced: Double) {
    switch law {
    case .known(let value): self = .constant(Float(value.magnitude - priced))
    case .branches(let branches):
      self = .branches(
        points: branches.map { ($0.value.magnitude - priced, $0.probability.value) }
      )
    case .normal(let mean, let deviation):
      self = .normal(mean: Float(mean.magnitude - priced), deviation: Float(deviation.magnitude))
    case .studentT(let freedom, let mean, let deviation):
      self = .studentT(
        freedom: freedom,
        mean: Float(mean.magnitude - priced),
        deviation: Float(deviation.magnitude)
      )
    case .uniform(let low, let high):
      self = .uniform(low: Float(low.magnitude - priced), high: Float(high.magnitude - priced))
    }
  }

  /// A discrete law; a larger uniform is a larger outcome.
  static func branches(points: [(value: Double, probability: Double)]) -> Sampler {
    let ordered = points.filter { $0.probability > 0 }.sorted { $0.value < $1.value }
    guard ordered.count > 1 else { return .constant(Float(ordered.first?.value ?? 0)) }
    var below = 0.0
    let limits = ordered.dropLast().map { point in
      below += point.probability
      return wordLimit(below)
    }
    return .branches(values: ordered.map { Float($0.value) }, limits: limits)
  }

  /// The number of words whose centred uniform (word + 0.5)/2³² lies below a probability, at most
  /// 2³² − 1.
  static func wordLimit(_ probability: Double) -> UInt32 {
    let words = (probability * 0x1p32 - 0.5).rounded(.up)
    return UInt32(min(max(words, 0), 0x1p32 - 1))
  }
}
