package import Domain

extension SimulationPlan {
  /// Lowers a scenario and its model to a plan.
  package init(
    scenario: Scenario,
    model: MarketModel,
    settings: RunSettings
  ) throws(SimulationError) {
    self = try Lowering(scenario: scenario, model: model, settings: settings).plan()
  }
}
