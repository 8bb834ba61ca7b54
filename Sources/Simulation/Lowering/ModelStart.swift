package import Domain

extension MarketModel {
  /// Whether what the model says of its own date holds at `asof`: within five trading days of it.
  func isCurrent(for scenario: Scenario) -> Bool {
    let (first, last) = (min(scenario.asof, date), max(scenario.asof, date))
    return scenario.calendar.tradingDays(after: first, through: last) <= 5
  }

  /// The model that a scenario is simulated with: as it stands at its date, if that is current.
  package func started(for scenario: Scenario) -> MarketModel {
    isCurrent(for: scenario) ? started : self
  }
}
