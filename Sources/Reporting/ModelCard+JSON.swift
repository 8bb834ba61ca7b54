import Domain

extension ModelCard {
  /// The card as data; keys are only ever added.
  package var json: JSONValue {
    [
      "format": "dovetail.model/1",
      "name": .string(model.name), "version": .string(model.version),
      "date": .string("\(model.date)"), "notes": model.notes.map { .string($0) } ?? nil,
      "benchmark": .string(model.benchmark),
      "purpose": Self.texts(Self.use), "not_for": Self.texts(misuse), "data": Self.texts(data),
      "weaknesses": Self.texts(weaknesses), "implied": implied,
      "validation": validationValues,
      "identity_moves": .array(identityAdjustments.map(adjustment)),
      "units": .string(
        "percent, rates in bp, a week for covariances and residuals; betas per percent or 25 bp"
      ),
      "factors": .array(model.factors.map(factor)),
      "betas": .array(model.lines.map(betas)),
      "covariances": covariances,
      "residuals": residualValues,
      "regimes": group("regimes"), "tails": group("general"),
      "macro": group("macro"), "rule": group("rule"), "checks": group("checks"),
      "events": [
        "fomc": fomc, "cpi": group("cpi"), "jobs": group("jobs"),
        "growth": group("growth"), "term-premium": group("term-premium"),
      ],
      "sensitivities": .array(ModelSensitivity.all(of: model).map(sensitivity)),
      "assets": .array(model.assets.map(asset)),
      "lists": .array(model.lists.map(list)),
      "state": stateValues,
    ]
  }

  private static func texts(_ items: [String]) -> JSONValue { .array(items.map { .string($0) }) }

  /// Shares in 0…1.
  private var implied: JSONValue {
    ["same_sign_at_decisions": sameSignAtDecisions.map { .number($0) } ?? nil]
  }

  private func adjustment(_ adjustment: IdentityAdjustment) -> JSONValue {
    [
      "name": .string(adjustment.name), "value": .number(adjustment.value),
      "least_se": .number(adjustment.least), "most_se": .number(adjustment.most),
      "member": .string(adjustment.member),
    ]
  }

  private func number(_ parameter: Parameter) -> JSONValue {
    .object(
      [
        .init("value", .number(parameter.value)), .init("se", .number(parameter.standardError)),
      ] + origin(parameter.provenance)
    )
  }

  private func origin(
    _ provenance: Provenance,
    derivation: String? = nil
  ) -> [JSONValue.Member] {
    var (count, sample) = (JSONValue.null, JSONValue.null)
    if case .estimated(_, let span, let n) = provenance {
      (count, sample) = (.integer(n), .string(span))
    }
    return [
      .init("n", count), .init("sample", sample),
      .init(
        "source",
        .string(CardSources.text(provenance) + (derivation.map { "; \($0)" } ?? ""))
      ),
      .init("provenance", .string(provenance.word)),
    ]
  }

  private func factor(_ factor: Factor) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(factor.name)), .init("unit", .string(factor.unit.rawValue)),
    ]
    if let reversion = factor.reversion {
      members.append(
        .init(
          "reversion",
          [
            "speed": number(reversion.speed), "calm": number(reversion.level.calm),
            "stress": number(reversion.level.stress),
          ]
        )
      )
    }
    return .object(members)
  }

  private func betas(_ line: Line) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("line", .string(line.name)), .init("total", number(line.totalBeta)),
      .init(
        "loadings",
        .object(zip(model.factors, line.loadings).map { .init($0.name, number($1)) })
      ),
    ]
    if let start = line.betaStart { members.append(.init("start", number(start))) }
    if let drift = line.drift { members.append(.init("drift", number(drift))) }
    return .object(members)
  }

  private var covariances: JSONValue {
    [
      "factors": .array(model.factors.map { .string($0.name) }),
      "calm": table(model.covariance.calm), "stress": table(model.covariance.stress),
      "events": table(model.eventCovariance),
      "source": .object(origin(model.provenance.covariance)),
      "events_source": .object(origin(model.provenance.eventCovariance)),
    ]
  }

  private func table(_ rows: [[Double]]) -> JSONValue {
    .array(rows.map { .array($0.map { .number($0) }) })
  }

  private var residualValues: JSONValue {
    let residuals = model.residuals
    return [
      "lines": .array(model.lines.map { .string($0.name) }),
      "calm": [
        "shared": table(residuals.loadings.calm),
        "own": .array(residuals.own.calm.map { .number($0) }),
      ],
      "stress": [
        "shared": table(residuals.loadings.stress),
        "own": .array(residuals.own.stress.map { .number($0) }),
      ],
      "start": .array(model.lines.map { .number($0.residualStart) }),
      "source": .object(origin(residuals.provenance)),
      "start_source": .object(origin(model.provenance.residualStart)),
    ]
  }

  private func group(_ key: String) -> JSONValue {
    guard let group = Self.groups(of: model).first(where: { $0.key == key }) else { return nil }
    return .object(group.rows.map { .init($0.key, number($0.parameter)) })
  }

  private var fomc: JSONValue {
    guard case .object(let members) = group("fomc"), let fomc = model.events.fomc else {
      return nil
    }
    return .object(members + [.init("correlation", .number(fomc.correlation))])
  }

  private func sensitivity(_ row: ModelSensitivity) -> JSONValue {
    let raw: JSONValue =
      row.raw.map { ["value": .number($0.value), "se": .number($0.standardError)] }
      ?? ["value": nil, "se": nil, "why": "the model has no raw response of this asset"]
    return .object(
      [
        .init("asset", .string(row.asset.name)), .init("cause", .string(row.cause.rawValue)),
        .init("per", "25bp"), .init("value", .number(row.estimate.value)),
        .init("se", .number(row.estimate.standardError)), .init("raw", raw),
      ] + origin(row.provenance, derivation: row.derivation)
    )
  }

  private func asset(_ asset: ModelAsset) -> JSONValue {
    .object([
      .init("name", .string(asset.asset.name)),
      .init("group", .string(asset.asset.group.rawValue)),
      .init("title", .string(asset.asset.title)),
      .init("alias", asset.asset.alias.map { .string($0) } ?? nil),
      .init("series", .string(asset.source)),
      .init("derived", derivation(asset.derivation)),
      .init("dividend_yield", asset.dividendYield.map(number) ?? nil),
    ])
  }

  private func derivation(_ derivation: ModelAsset.Derivation) -> JSONValue {
    switch derivation {
    case .line: nil
    case .index(let weights):
      ["index": self.weights(weights), "source": .object(origin(model.provenance.weights))]
    case .part(let of, let spread, let weight):
      [
        "part": .string(of), "spread": .string(spread), "weight": .number(weight),
        "source": .object(origin(model.provenance.weights)),
      ]
    case .rest(let of, let spread, let weight):
      [
        "rest": .string(of), "spread": .string(spread), "weight": .number(weight),
        "source": .object(origin(model.provenance.weights)),
      ]
    }
  }

  private func weights(_ weights: [Weight]) -> JSONValue {
    .object(weights.map { .init($0.name, .number($0.value)) })
  }

  private func list(_ list: AssetList) -> JSONValue {
    .object(
      [.init("name", .string(list.name)), .init("weights", weights(list.weights))]
        + origin(list.provenance)
    )
  }

  private var stateValues: JSONValue {
    let state = model.state
    func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? nil }
    return [
      "fed_funds": [.number(state.fedFundsLow), .number(state.fedFundsHigh)],
      "core_inflation": .number(state.coreInflation),
      "unemployment": .number(state.unemployment), "two_year": .number(state.twoYear),
      "ten_year": .number(state.tenYear), "vix": .number(state.vix),
      "trailing_volatility": optional(state.trailingVolatility),
      "credit": optional(state.credit), "oil": optional(state.oil),
      "dollar": optional(state.dollar),
      "levels": .object(
        state.levels.sorted { $0.key < $1.key }.map { .init($0.key, .number($0.value)) }
      ),
      "source": .object(origin(model.provenance.state)),
    ]
  }
}
