import Domain

/// Questions and expectations.
extension Binder {
  mutating func bindQuestions(_ key: String, needsLimit: Bool) -> [Question] {
    items(key).compactMap { item in
      guard let source = LiteralSource(item) else { return nil }
      let question = attempt { it throws(Diagnostic) in
        try it.question(source, needsLimit: needsLimit)
      }
      // The horizon it would have named may be the last.
      if question == nil { lacksHorizon = true }
      return question ?? nil
    }
  }

  private mutating func question(
    _ source: LiteralSource,
    needsLimit: Bool
  ) throws(Diagnostic) -> Question? {
    var parser = ExpressionParser(source, vocabulary)
    let parsed = try parser.question()
    if needsLimit, parsed.limit == nil { throw NoLimit.fault(source) }
    if case .probabilityOfLevel(let asset, let limit) = parsed.measure {
      try checkLevel(asset, limit, source)
    }
    guard let horizon = try namedHorizon(parsed.horizon) else { return nil }
    return Question(
      text: source.text,
      measure: parsed.measure,
      horizon: horizon,
      limit: parsed.limit
    )
  }

  private func checkLevel(
    _ asset: String,
    _ limit: Limit,
    _ source: LiteralSource
  ) throws(Diagnostic) {
    guard let state else { return }
    guard state.levels[asset] != nil else {
      throw NotComputed.noLevel(asset, at: source.place)
    }
    let numbers: [Double] =
      switch limit {
      case .below(let value, _), .above(let value, _): [value]
      case .within(let low, let high): [low, high]
      }
    for number in numbers {
      if let fault = IndexLevel.check(asset, number, state, at: source.place) { throw fault }
    }
  }
}
