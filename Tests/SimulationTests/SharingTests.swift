import Domain
import Results
import TestSupport
import Testing

@testable import Simulation

extension Line {
  /// The same line with another loading on the first factor, or another response to policy.
  fileprivate func with(loading: Parameter? = nil, policyExcess: Parameter? = nil) -> Line {
    var (loadings, excess) = (loadings, excess)
    if let loading { loadings[0] = loading }
    if let policyExcess { excess[.policy] = Excess(shrunk: policyExcess, raw: nil) }
    return Line(
      name: name,
      loadings: loadings,
      totalBeta: totalBeta,
      excess: excess,
      residualStart: residualStart,
      betaStart: betaStart,
      drift: drift
    )
  }
}

/// What an arm takes from the first arm changes no number, and is as much as it may take.
@Suite("Arms that share what moves them")
struct SharingTests {
  /// An arm beside the first, and how much of the first one's world it may take.
  enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
    case otherOutcome, otherVIX, otherPremium, heldCoefficients, movedBeta, movedExcess
    case otherRegimes, otherDay, otherFreedom

    var description: String { rawValue }

    var sharing: Sharing {
      switch self {
      // Between weeks' ends the plan stops for an event only where all is observed.
      case .otherOutcome, .otherDay: .moves(open: true)
      case .otherVIX, .otherPremium, .heldCoefficients, .movedBeta, .movedExcess, .otherRegimes:
        .draws
      case .otherFreedom: .nothing
      }
    }

    /// What it may take where coefficients are held at their estimates.
    var heldSharing: Sharing {
      switch self {
      case .heldCoefficients: .moves(open: true)
      case .movedExcess: .moves(open: false)
      default: sharing
      }
    }
  }

  private static func model() -> MarketModel {
    var model = Markets.small()
    model.leverageEffect = Markets.number(-0.6)
    return model
  }

  private static func scenario(_ model: MarketModel, outcome: Double) throws -> Scenario {
    let horizons = try Scenes.horizons("2025-12-12", "2026-01-16")
    let decision = try Scenes.december(
      delivery: .outcome(.known(BasisPoints(outcome))),
      path: .known(BasisPoints(outcome / 5))
    )
    let open = Scenes.open(through: horizons[1].date, except: [decision])
    return Scenes.scenario(of: model, horizons: horizons, events: [decision] + open)
  }

  private static func arm(_ kind: Kind?) throws -> StudyArm {
    var model = model()
    var scenario = try scenario(model, outcome: kind == .otherOutcome ? 0 : -25)
    var parameters: ParameterTreatment?
    switch kind {
    case nil, .otherOutcome: break
    case .otherVIX: scenario.state.vix = 30
    case .otherPremium: model.equityPremium = Markets.number(6, 1)
    case .heldCoefficients: parameters = .fixed
    case .movedBeta:
      model.lines[1] = model.lines[1].with(loading: Markets.number(1.7, 0.1))
    case .movedExcess:
      model.lines[1] = model.lines[1].with(policyExcess: Markets.number(0.9, 0.2))
    case .otherFreedom: model.freedom = Markets.number(6)
    case .otherRegimes: model.regimes = Markets.regimes(stayCalm: 0.9, stayStress: 0.5)
    case .otherDay:
      scenario.events.append(
        Scenes.shock(
          "fright",
          on: try Scenes.day("2025-12-15"),
          [.relative(name: "vix", .known(Percent(25)))]
        )
      )
    }
    return StudyArm(
      scenario: scenario,
      model: model,
      modelFingerprint: "\(kind?.rawValue ?? "first")",
      parameters: parameters
    )
  }

  private static func study(
    _ arms: [StudyArm],
    _ parameters: ParameterTreatment,
    _ drawdown: DrawdownObservation,
    _ sampling: SamplingScheme
  ) throws -> Study {
    let settings = RunSettings(
      paths: 1_056,
      parameters: parameters,
      drawdown: drawdown,
      sampling: sampling
    )
    return try Study(arms: arms, settings: settings, threads: 2, comparesModels: true)
  }

  @Test(
    "each arm is what its own run gives, bit for bit, under every scheme",
    arguments: SamplingScheme.allCases,
    DrawdownObservation.allCases
  )
  func alone(sampling: SamplingScheme, drawdown: DrawdownObservation) async throws {
    for parameters in [ParameterTreatment.estimated, .fixed] {
      let arms = try [Self.arm(nil)] + Kind.allCases.map { try Self.arm($0) }
      let together = try Self.study(arms, parameters, drawdown, sampling)
      let result = try await together.run()
      // A net's dimensions are dealt to the events of all arms, so that only others are the same.
      for (number, arm) in arms.enumerated() where sampling != .sobol || number < arms.count - 1 {
        let own = try await Self.study([arm], parameters, drawdown, sampling).run()
        let difference = Numbers(result.arms[number]).firstDifference(from: Numbers(own.arms[0]))
        #expect(difference == nil, "\(arm.modelFingerprint), \(parameters)")
      }
    }
  }

  @Test("an arm takes as much as is the same, and no more", arguments: Kind.allCases)
  func level(kind: Kind) throws {
    for parameters in [ParameterTreatment.estimated, .fixed] {
      let arms = try [Self.arm(nil), Self.arm(kind)]
      let plans = try Self.study(arms, parameters, .weekly, .independent).plans
      let expected = parameters == .fixed ? kind.heldSharing : kind.sharing
      #expect(plans[1].sharing(with: plans[0]) == expected, "\(parameters)")
    }
  }

  @Test("a stop of its own leaves the draws of other weeks shared")
  func weeks() throws {
    let arms = try [Self.arm(nil), Self.arm(.otherDay)]
    let plans = try Self.study(arms, .fixed, .continuous, .independent).plans
    #expect(plans[1].sharing(with: plans[0]) == .draws)
    let shared = zip(plans[0].weeks, plans[1].weeks).map { $0.drawsLike($1) }
    #expect(shared.count(where: { !$0 }) == 1)
    #expect(shared.count > 4)
  }
}
