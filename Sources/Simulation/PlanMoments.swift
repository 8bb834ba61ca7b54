import CKernel
import Domain
import Numerics

/// First and second moments of what moves a plan: what closed forms start from.
///
/// Log returns are fractions, factors in percent or basis points.
package struct PlanMoments: Sendable {
  /// One event's drivers and what a unit of each moves.
  package struct Event: Sendable {
    /// Mean and standard deviation of each driver.
    package let drivers: [(mean: Double, deviation: Double)]
    /// Drivers × lines, log return.
    package let lines: [[Double]]
    /// Drivers × factors.
    package let factors: [[Double]]
    /// By line: −ln E[exp(jump)] under the priced law.
    package let compensation: [Double]
  }

  /// Lines × factors, log return per factor unit.
  package let loadings: [[Double]]
  /// By line, log return per trading day.
  package let drift: [Double]
  /// Expected return of the market, log return per trading day.
  package let marketDrift: Double
  /// Assets × lines: weights of an asset's log return, to first order.
  package let exposures: [[Double]]
  /// One for each event of the plan; nil for shocks, whose effect depends on the regime.
  package let events: [Event?]

  /// Moments at the estimates.
  package init(_ plan: SimulationPlan) {
    var parameters = TileParameters(plan: plan)
    parameters.set { _ in 0 }
    self.init(plan, parameters)
  }

  /// Moments under the parameters of the first 64 tiles of a run; none where they are fixed.
  package static func drawn(_ plan: SimulationPlan) -> [PlanMoments] {
    guard plan.parameterTreatment == .estimated else { return [] }
    let names = plan.parameters.names
    let streams = names.map { StreamName($0).number }
    var deviations = [Float](repeating: 0, count: names.count * CK.lanes)
    withUnsafePointer(to: DrawTables(plan: plan).normal) {
      plan.parameters.drawDeviations(
        $0,
        seed: plan.seed,
        block: 0,
        streams: streams,
        into: &deviations
      )
    }
    var parameters = TileParameters(plan: plan)
    return (0..<CK.lanes).map { lane in
      parameters.set { Double(deviations[$0 * CK.lanes + lane]) }
      return PlanMoments(plan, parameters)
    }
  }

  private init(_ plan: SimulationPlan, _ parameters: TileParameters) {
    let (n, k) = (plan.lineCount, plan.factorCount)
    loadings = (0..<n).map { line in (0..<k).map { Double(parameters.beta[line * k + $0]) } }
    drift = parameters.drift.map { Double($0) }
    marketDrift =
      (Double(plan.parameters.riskFree) + parameters.scalar(.premium) / 100) / 252
    exposures = plan.assets.map { VarianceForecast.exposure(of: $0.derivation, plan) }
    events = plan.events.map { event in
      if case .shock = event.response { return nil }
      let response = parameters.responses[event.responseClass]
      let count = response.drivers
      func rows(_ flat: [Float], _ size: Int) -> [[Double]] {
        (0..<count).map { d in (0..<size).map { Double(flat[$0 * count + d]) } }
      }
      return Event(
        drivers: event.drivers.map { $0.sampler.moments }.map { (mean: $0.0, deviation: $0.1) },
        lines: rows(response.lines, n),
        factors: rows(response.factors, k),
        compensation: response.compensation.map { Double($0) }
      )
    }
  }
}
