extension MarketModel {
  /// The model as it stands at its date: betas where their starts put them.
  ///
  /// A start moves a line's loading on the market, the first factor, and its total beta, and adds
  /// its variance to theirs.
  package var started: MarketModel {
    guard lines.contains(where: { $0.betaStart != nil }) else { return self }
    var result = self
    result.lines = lines.map(\.started)
    return result
  }
}

extension Line {
  fileprivate var started: Line {
    guard let betaStart else { return self }
    func moved(_ parameter: Parameter) -> Parameter {
      let (own, added) = (parameter.standardError, betaStart.standardError)
      return Parameter(
        parameter.value + betaStart.value,
        standardError: (own * own + added * added).squareRoot(),
        provenance: parameter.provenance
      )
    }
    return Line(
      name: name,
      loadings: loadings.prefix(1).map(moved) + loadings.dropFirst(),
      totalBeta: moved(totalBeta),
      excess: excess,
      residualStart: residualStart,
      drift: drift
    )
  }
}
