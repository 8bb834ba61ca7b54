import Domain
import Numerics

/// Shocks: impulses on factors, yields with a cause, and lists of assets.
extension EventLowering {
  mutating func lower(_ shock: Shock, of event: Event) throws(SimulationError) {
    var parts: [ShockResponse.Part] = []
    var drivers: [Driver] = []
    var ledger = LedgerPlan(unit: "%", priced: nil, view: 0, outcomes: [])
    let moves = try factorMoves(of: shock, event)
    let listMoves = try listMoves(of: shock, event)
    var (formNumber, listNumber) = (0, 0)
    for impulse in shock.impulses {
      let stream = "event/\(event.stream)/\(impulse.name)"
      switch impulse {
      case .rate(let name, let law):
        drivers.append(Driver(stream: stream, sampler: Sampler(law, lessPriced: 0)))
        ledger = LedgerPlan(unit: "bp", priced: nil, view: law.mean.magnitude, outcomes: [])
        if let cause = shock.cause, Self.yields.contains(name) {
          parts.append(try yieldPart(name, cause: cause, moves: moves, event))
        } else {
          parts.append(factorPart(moves, formNumber, isRelative: false))
          formNumber += 1
        }
      case .relative(_, let law):
        drivers.append(Driver(stream: stream, sampler: Sampler(law, lessPriced: 0)))
        ledger = LedgerPlan(unit: "%", priced: nil, view: law.mean.magnitude, outcomes: [])
        parts.append(factorPart(moves, formNumber, isRelative: true))
        formNumber += 1
      case .assets(_, let law):
        drivers.append(Driver(stream: stream, sampler: Sampler(law, lessPriced: 0)))
        ledger = LedgerPlan(unit: "%", priced: nil, view: law.mean.magnitude, outcomes: [])
        parts.append(listPart(listMoves, listNumber))
        listNumber += 1
      }
    }
    add(
      event,
      drivers: drivers,
      response: .shock(ShockResponse(parts: parts)),
      ledger: ledger.assuming(shock.cause.map(model.events.assumesResponse) ?? false)
    )
  }

  static let yields: Set<String> = ["two-year", "ten-year", "slope"]

  /// Moves of all factors for one unit of each form given the others, by regime: regimes × forms × K.
  ///
  /// Where a yield moves for a cause, two-year and slope are the last two forms.
  private func factorMoves(of shock: Shock, _ event: Event) throws(SimulationError) -> [[[Double]]]
  {
    var forms: [[Double]] = []
    var hasCausedYield = false
    for impulse in shock.impulses {
      if let form = try form(of: impulse, in: shock, event) {
        forms.append(form)
      } else if case .rate = impulse {
        hasCausedYield = true
      }
    }
    if hasCausedYield {
      forms.append(try form(named: "two-year", event))
      forms.append(try form(named: "slope", event))
    }
    return try forms.isEmpty ? [] : conditionalMoves(of: forms, shock: shock, event)
  }

  /// The linear form of the factors that an impulse moves; nil for lists and yields with a cause.
  private func form(
    of impulse: Impulse,
    in shock: Shock,
    _ event: Event
  ) throws(SimulationError) -> [Double]? {
    switch impulse {
    case .assets: nil
    case .rate(let name, _):
      shock.cause != nil && Self.yields.contains(name) ? nil : try form(named: name, event)
    case .relative(let name, _): try form(named: name, event)
    }
  }

  private func form(named name: String, _ event: Event) throws(SimulationError) -> [Double] {
    let parts = name == "ten-year" ? ["two-year", "slope"] : [name]
    var form = model.factors.map { _ in 0.0 }
    for part in parts {
      guard let index = model.factors.firstIndex(where: { $0.name == part }) else {
        throw .scenario(
          keyPath: "events.\(event.id).impulse.\(name)",
          message: "the model \(model.name) has no factor \(part)"
        )
      }
      form[index] = 1
    }
    return form
  }

  /// Moves of all factors for one unit of each form, by regime: regimes × forms × K.
  ///
  /// E[f | A f = v] = Σ Aᵀ (A Σ Aᵀ)⁻¹ v; isolated forms move their own factors alone.
  private func conditionalMoves(
    of forms: [[Double]],
    shock: Shock,
    _ event: Event
  ) throws(SimulationError) -> [[[Double]]] {
    var result: [[[Double]]] = []
    for covariance in factorCovariance {
      if shock.isIsolated {
        result.append(forms.map { isolated($0) })
        continue
      }
      let a = Matrix(forms)
      let sigma = Matrix(covariance)
      let across = sigma * a.transposed
      do {
        let solved = try CholeskyFactor(a * across).solve(across.transposed)
        result.append((0..<forms.count).map { solved.row($0) })
      } catch {
        throw .scenario(
          keyPath: "events.\(event.id).impulse",
          message: "the impulses determine each other: leave one out"
        )
      }
    }
    return result
  }

  /// A form moved alone: an own factor by itself, the ten-year by its slope.
  private func isolated(_ form: [Double]) -> [Double] {
    guard form.filter({ $0 != 0 }).count > 1,
      let slope = model.factors.firstIndex(where: { $0.name == "slope" })
    else { return form }
    return form.indices.map { $0 == slope ? 1 : 0 }
  }

  private func factorPart(
    _ moves: [[[Double]]],
    _ number: Int,
    isRelative: Bool
  ) -> ShockResponse.Part {
    ShockResponse.Part(
      factors: moves.map { $0[number].map { Float($0) } },
      usesLoadings: true,
      repricing: nil,
      cause: nil,
      gate: 0,
      lines: [],
      isRelative: isRelative
    )
  }

  /// Moves of the yields per move of the cause's own one; nil where the model does not know them.
  private func yieldMoves(
    _ cause: Cause
  ) -> (twoYear: Double, tenYear: Double, slope: Double)? {
    let ratio: Double? =
      switch cause {
      case .policy:
        model.events.fomc.flatMap {
          $0.pathYields.twoYear.value != 0
            ? $0.pathYields.tenYear.value / $0.pathYields.twoYear.value : nil
        }
      case .inflation: model.events.cpi?.tenYearRatio.value
      case .labor: model.events.jobs?.tenYearRatio.value
      case .growth, .termPremium: model.events.news(of: cause)?.ratio.value
      }
    return ratio.map { cause == .termPremium ? ($0, 1, 1 - $0) : (1, $0, $0 - 1) }
  }

  private func yieldPart(
    _ name: String,
    cause: Cause,
    moves: [[[Double]]],
    _ event: Event
  ) throws(SimulationError) -> ShockResponse.Part {
    let own = yieldMoves(cause)
    let share =
      switch name {
      case "two-year": own?.twoYear
      case "ten-year": own?.tenYear
      default: own?.slope
      }
    guard let own, let share, share != 0, own.tenYear != 0, own.slope != 0 else {
      throw missing("a yield move because of \(cause.rawValue)", event)
    }
    let repricing = 1 / share
    let factors = moves.map { forms in
      zip(forms[forms.count - 2], forms[forms.count - 1]).map {
        Float(repricing * (own.twoYear * $0 + own.slope * $1))
      }
    }
    return ShockResponse.Part(
      factors: factors,
      usesLoadings: false,
      repricing: Float(repricing),
      cause: cause,
      gate: Float(gate),
      lines: [],
      isRelative: false
    )
  }

  /// Moves of all lines for one percent of each list given the others, by regime:
  /// regimes × lists × N.
  private func listMoves(of shock: Shock, _ event: Event) throws(SimulationError) -> [[[Double]]] {
    var names: [String] = []
    var lists: [[(line: Int, weight: Double)]] = []
    for case .assets(let name, _) in shock.impulses {
      names.append(name)
      lists.append(try list(named: name, event))
    }
    guard let name = names.last else { return [] }
    var result: [[[Double]]] = []
    for regime in 0...1 {
      if shock.isIsolated {
        result.append(
          lists.map { list in
            model.lines.indices.map { line in list.contains { $0.line == line } ? 1 : 0 }
          }
        )
      } else if let moves = residuals.conditionalMoves(regime: regime, lists: lists) {
        result.append(moves)
      } else {
        throw .scenario(
          keyPath: "events.\(event.id).impulse.\(name)",
          message: names.count > 1
            ? "the impulses on assets determine each other: leave one out"
            : "`\(name)` is the whole index and cannot move against itself: move `market`"
        )
      }
    }
    return result
  }

  private func list(
    named name: String,
    _ event: Event
  ) throws(SimulationError) -> [(line: Int, weight: Double)] {
    let weights = model.lists.first { $0.name == name }?.weights ?? [Weight(name, 1)]
    var list: [(line: Int, weight: Double)] = []
    for weight in weights {
      guard let line = lineIndex[weight.name] else {
        throw .scenario(
          keyPath: "events.\(event.id).impulse.\(name)",
          message: "`\(weight.name)` follows from other assets and cannot be moved by itself"
        )
      }
      list.append((line, weight.value))
    }
    return list
  }

  private func listPart(_ moves: [[[Double]]], _ number: Int) -> ShockResponse.Part {
    ShockResponse.Part(
      factors: [],
      usesLoadings: false,
      repricing: nil,
      cause: nil,
      gate: 0,
      lines: moves.map { $0[number].map { Float($0 / 100) } },
      isRelative: true
    )
  }
}
