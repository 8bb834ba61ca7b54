package import Domain
package import Results

/// What a result embeds so that it can be simulated again from itself alone.
package struct EmbeddedInputs: Hashable, Sendable {
  /// The scenario after `extends`, with every default written out.
  package let scenario: JSONValue
  /// Every number of the model.
  package let model: JSONValue
  /// Findings about the scenario that are no errors.
  package let diagnostics: [JSONValue]

  package init(scenario: JSONValue, model: JSONValue, diagnostics: [JSONValue] = []) {
    self.scenario = scenario
    self.model = model
    self.diagnostics = diagnostics
  }
}

extension JSONValue {
  /// `dovetail.result/1`: everything one scenario gave.
  ///
  /// Returns, rates and probabilities in percent, surprises in the ledger's unit, shares of
  /// variance in 0…1, losses positive. It holds nothing that depends on the machine or the time.
  package static func result(
    _ arm: ArmResult,
    record: RunRecord,
    embedding inputs: EmbeddedInputs
  ) -> JSONValue {
    let value: JSONValue = [
      "format": "dovetail.result/1", "engine": .string(record.engine),
      "paths": .integer(record.paths), "seed": .unsigned(record.seed),
      "parameters": .string(record.parameters.rawValue),
      "sampling": .string(record.sampling.rawValue),
      "scenario": scenario(of: arm, embedding: inputs),
      "model": model(of: arm, embedding: inputs),
      "results": .array(arm.assets.map { assetResult($0, benchmark: arm.benchmark) }),
      "spreads": .array(arm.spreads.map(spread)),
      "levels": .array(arm.levels.map(level)),
      "ledger": .array(arm.ledger.map(ledgerEntry)),
      "variance": variance(arm),
      "ask": .array(arm.answers.map { answer($0, verdicts: askWords) }),
      "expect": .array(arm.expectations.map { answer($0, verdicts: expectWords) }),
      "realised": .array(arm.realised.map(realised)),
      "diagnostics": .array(inputs.diagnostics),
    ]
    return value.inserting(record.askedMember, after: "paths")
      .inserting(arm.tail.map { Member("tail", tail($0)) }, after: "realised")
  }

  /// The scenario with its text after `extends`.
  static func scenario(of arm: ArmResult, embedding inputs: EmbeddedInputs) -> JSONValue {
    [
      "name": .string(arm.scenarioName), "asof": .string(arm.asof.description),
      "fingerprint": .string(arm.fingerprint), "normalised": inputs.scenario,
    ]
  }

  /// The model, with all its numbers where they are given.
  static func model(of arm: ArmResult, embedding inputs: EmbeddedInputs? = nil) -> JSONValue {
    let value: JSONValue = [
      "name": .string(arm.modelName), "version": .string(arm.modelVersion),
      "date": .string(arm.modelDate.description), "fingerprint": .string(arm.modelFingerprint),
    ]
    return value.inserting(inputs.map { Member("numbers", $0.model) }, after: "fingerprint")
  }

  /// `{"value": x, "se": s}`; `null` with `why` where a number cannot be told.
  package static func estimate(_ estimate: Estimate) -> JSONValue {
    var members: [Member] = [
      Member("value", .number(estimate.value)), Member("se", .number(estimate.standardError)),
    ]
    if !estimate.value.isFinite {
      members.append(Member("why", "too few paths to tell the value"))
    } else if !estimate.standardError.isFinite {
      members.append(Member("why", "too few paths to tell the standard error"))
    }
    return .object(members)
  }

  private static func assetResult(_ result: AssetResult, benchmark: Asset) -> JSONValue {
    let total = result.total
    return [
      "asset": .string(result.asset.name), "group": .string(result.asset.group.rawValue),
      "horizon": .string(result.horizon.label), "date": .string(result.horizon.date.description),
      "total_return": [
        "mean": estimate(total.mean), "sd": estimate(total.sd), "q01": estimate(total.q01),
        "q05": estimate(total.q05), "q25": estimate(total.q25), "median": estimate(total.median),
        "q75": estimate(total.q75), "q95": estimate(total.q95), "q99": estimate(total.q99),
        "p_loss": estimate(total.lossProbability), "var95": estimate(total.valueAtRisk95),
        "es95": estimate(total.expectedShortfall95), "es99": estimate(total.expectedShortfall99),
      ],
      "excess": excess(result.excess, over: benchmark),
      "drawdown": result.drawdown.map(drawdown) ?? nil,
    ]
  }

  private static func drawdown(_ drawdown: DrawdownSummary) -> JSONValue {
    [
      "observed": .string(drawdown.observed.rawValue), "mean": estimate(drawdown.mean),
      "q95": estimate(drawdown.q95),
    ]
  }

  private static func excess(_ excess: ExcessSummary?, over benchmark: Asset) -> JSONValue {
    guard let excess else {
      let none: JSONValue = ["value": nil, "se": nil, "why": "the asset is the benchmark itself"]
      return [
        "over": .string(benchmark.name), "mean": none, "median": none, "p_positive": none,
      ]
    }
    return [
      "over": .string(benchmark.name), "mean": estimate(excess.mean),
      "median": estimate(excess.median), "p_positive": estimate(excess.positiveProbability),
    ]
  }

  private static func spread(_ spread: SpreadResult) -> JSONValue {
    [
      "long": .string(spread.long.name), "short": .string(spread.short.name),
      "horizon": .string(spread.horizon.label), "date": .string(spread.horizon.date.description),
      "mean": estimate(spread.mean), "sd": estimate(spread.sd), "q05": estimate(spread.q05),
      "median": estimate(spread.median), "q95": estimate(spread.q95),
      "p_positive": estimate(spread.positiveProbability),
    ]
  }

  private static func level(_ level: LevelResult) -> JSONValue {
    [
      "series": .string(level.series), "unit": .string(level.unit),
      "horizon": .string(level.horizon.label), "date": .string(level.horizon.date.description),
      "start": .number(level.start), "q05": estimate(level.q05),
      "median": estimate(level.median), "q95": estimate(level.q95),
    ]
  }

  private static func ledgerEntry(_ entry: LedgerEntry) -> JSONValue {
    let effects = entry.effects.map { effect in
      Member(
        effect.asset.name,
        .object(
          estimate(effect.mean).members + [
            Member("q05", estimate(effect.q05)), Member("median", estimate(effect.median)),
            Member("q95", estimate(effect.q95)),
          ]
        )
      )
    }
    let entries: JSONValue = [
      "event": .string(entry.event.id), "kind": .string(entry.event.kindName),
      "date": .string(entry.event.date.description), "unit": .string(entry.unit),
      "priced": entry.priced.map { .number($0) } ?? .null, "view": .number(entry.view),
      "outcomes": .array(
        entry.outcomes.map {
          [
            "outcome": .number($0.outcome), "odds": .number($0.odds),
            "surprise": .number($0.surprise),
          ]
        }
      ),
      "repricing_2y": .object(
        estimate(entry.repricing.mean).members + [Member("sd", .number(entry.repricing.sd))]
      ),
      "effect": .object(effects),
    ]
    return entry.isAssumption
      ? .object(entries.members + [Member("assumption", .boolean(true))]) : entries
  }

  static func variance(_ arm: ArmResult) -> JSONValue {
    var order: [String] = []
    var byAsset: [String: [Member]] = [:]
    for result in arm.assets {
      guard let split = result.variance else { continue }
      let shares: JSONValue = [
        "events": .number(split.events), "open": .number(split.open),
        "market": .number(split.market), "parameters": .number(split.parameters),
      ]
      if byAsset[result.asset.name] == nil { order.append(result.asset.name) }
      byAsset[result.asset.name, default: []].append(Member(result.horizon.label, shares))
    }
    return .object(order.map { Member($0, .object(byAsset[$0] ?? [])) })
  }

  private static let askWords: [Answer.Verdict: String] = [
    .pass: "likely", .fail: "unlikely", .inconclusive: "open",
  ]
  private static let expectWords: [Answer.Verdict: String] = [
    .pass: "pass", .fail: "fail", .inconclusive: "inconclusive",
  ]

  private static func answer(_ answer: Answer, verdicts: [Answer.Verdict: String]) -> JSONValue {
    let verdict = answer.verdict.flatMap { verdicts[$0] }
    return .object(
      [Member("text", .string(answer.question.text))]
        + (verdict.map { [Member("verdict", .string($0))] } ?? [])
        + estimate(answer.value).members
    )
  }

  /// `gain` is the variance of as many plain paths over the one found.
  private static func tail(_ tail: TailResult) -> JSONValue {
    let question = tail.question
    func finding(_ finding: TailResult.Finding) -> JSONValue {
      .object(estimate(finding.estimate).members + [Member("gain", .number(finding.gain))])
    }
    return .object(
      [
        Member("text", .string(question.text)), Member("subject", .string(question.subject.text)),
        Member("horizon", .string(question.horizon.label)),
        Member("date", .string(question.horizon.date.description)),
        Member("side", .string(question.isUpper ? "upper" : "lower")),
        Member("level", .number(question.level * 100)), Member("paths", .integer(tail.paths)),
        Member("effective_paths", .integer(Int(min(tail.effectivePaths, 1e15)))),
        Member("mean_weight", estimate(tail.meanWeight)),
        Member("largest_weight", .number(tail.largestWeight)),
        Member("quantile", finding(tail.quantile)), Member("es", finding(tail.shortfall)),
      ] + (tail.probability.map { [Member("probability", finding($0))] } ?? [])
    )
  }

  private static func realised(_ entry: RealisedPercentile) -> JSONValue {
    [
      "subject": .string(entry.realised.subject.text),
      "horizon": .string(entry.realised.horizon.label),
      "date": .string(entry.realised.horizon.date.description),
      "realised": .number(entry.realised.value.magnitude),
      "source": .string(entry.realised.source), "percentile": estimate(entry.percentile),
      "median": estimate(entry.median),
    ]
  }

  /// The members of an object; none of any other value.
  var members: [Member] {
    if case .object(let members) = self { members } else { [] }
  }
}
