package import Domain
import Numerics

/// The plan as plain data: everything the engine reads, so that another program can simulate it.
extension SimulationPlan {
  package var document: DataTree {
    .entries([
      "format": .text("dovetail.plan/1"),
      "asof": .text(asof.description),
      "paths": .integer(paths),
      "seed": .text(String(seed)),
      "parameters": .text(parameterTreatment.rawValue),
      "drawdown": .text(drawdown.rawValue),
      "sampling": .text(sampling.rawValue),
      "control_variates": .flag(controlsMeans),
      "lines": .texts(lineNames),
      "factors": .list(zip(factorNames, factorIsRelative).map(Self.factor)),
      "start_levels": .singles(startLevels),
      "freedom": freedom.map(DataTree.number) ?? .null,
      "regime": .entries([
        "start_stress": .number(regime.startStress), "stay_calm": .number(regime.stayCalm),
        "stay_stress": .number(regime.stayStress),
      ]),
      "diffusion": .entries([
        "unit": .text("log return, or factor unit, per square root of a trading day"),
        "cholesky": .list(diffusion.cholesky.map { Self.rows($0, factorNames.count) }),
        "residual": .list(diffusion.residual.map { Self.rows($0, rankCount) }),
        "own": .list(diffusion.own.map(DataTree.singles)),
        "leverage": .number(diffusion.leverage),
      ]),
      "identity": .entries([
        "members": .list(members.map(DataTree.integer)),
        "weights": .singles(memberWeights),
      ]),
      "assets": .list(assets.map(Self.asset)),
      "coefficients": parameterDocument,
      "yield_ratios": .entries([
        "inflation": .single(yieldRatios.inflation), "labor": .single(yieldRatios.labor),
      ]),
      "events": .list(events.map { $0.document }),
      "weeks": .list(
        weeks.map { week in
          .entries([
            "number": .integer(week.number), "holds_regime": .flag(week.holdsRegime),
            "nodes": .list(week.nodes.map { .integer(Int($0)) }),
            "intervals": .list(week.intervals.map { interval($0) }),
          ])
        }
      ),
      "horizons": .list(
        readings.horizons.indices.map { h in
          .entries([
            "label": .text(readings.horizons[h].label),
            "date": .text(readings.horizons[h].date.description),
            "listed": .flag(readings.isListed[h]),
          ])
        }
      ),
      "benchmark": .integer(readings.benchmark),
    ])
  }

  private static func rows(_ values: [Float], _ columns: Int) -> DataTree {
    guard columns > 0 else { return .list([]) }
    return .list(
      stride(from: 0, to: values.count, by: columns).map {
        .singles(Array(values[$0..<min($0 + columns, values.count)]))
      }
    )
  }

  private static func factor(_ name: String, _ isRelative: Bool) -> DataTree {
    .entries(["name": .text(name), "unit": .text(isRelative ? "percent" : "bp")])
  }

  private static func asset(_ plan: AssetPlan) -> DataTree {
    let derivation: DataTree =
      switch plan.derivation {
      case .line(let line): .entries(["line": .integer(line)])
      case .index: .entries(["index": .flag(true)])
      case .part(let spread, let weight):
        .entries(["part": .integer(spread), "weight": .single(weight)])
      case .rest(let spread, let weight):
        .entries(["rest": .integer(spread), "weight": .single(weight)])
      }
    return .entries([
      "name": .text(plan.asset.name), "group": .text(plan.asset.group.rawValue),
      "derivation": derivation,
      "dividend_yield": plan.dividendYield.map(DataTree.number) ?? .null,
    ])
  }

  private var parameterDocument: DataTree {
    let p = parameters
    let (n, k) = (p.lineCount, p.factorCount)
    func part(_ values: [Float], _ range: Range<Int>) -> DataTree { .singles(Array(values[range])) }
    func block(_ values: [Float]) -> DataTree {
      .entries([
        "loadings": Self.rows(Array(values[0..<n * k]), k),
        "total_beta": part(values, n * k..<n * (k + 1)),
        "excess": .object(
          SensitivityCause.allCases.enumerated().map { number, cause in
            .init(cause.rawValue, part(values, p.excess(number, 0)..<p.excess(number, 0) + n))
          }
        ),
        "scalars": .object(
          ParameterPlan.Scalar.allCases.map { .init($0.name, .single(values[p.scalar($0)])) }
        ),
      ])
    }
    return .entries([
      "unit": .text("percent per percent or per 25 bp; scalars in their own units"),
      "values": block(p.values), "errors": block(p.errors),
      "correlation_target_path": .single(p.correlation),
      "excess_cholesky": Self.rows(p.excessCholesky, n),
      "fixed_drift": .list(p.fixedDrift.map { $0.isNaN ? .null : .single($0) }),
      "is_spread": .list(p.isSpread.map(DataTree.flag)), "risk_free": .single(p.riskFree),
    ])
  }

  private func interval(_ number: Int) -> DataTree {
    let interval = intervals[number]
    return .entries([
      "end": .text(interval.end.description), "days": .single(interval.days),
      "combination": .singles(interval.combination),
      "score": .singles([interval.score.from, interval.score.to]),
      "factor_scale": .list(interval.factorScale.map(DataTree.singles)),
      "root_scale": .singles(interval.rootScale),
      "residual_variance": .list(interval.residualVariance.map(DataTree.singles)),
      "projection": .list(interval.projection.map(DataTree.singles)),
      "decay": .singles(interval.decay), "innovation_scale": .singles(interval.innovationScale),
      "long_run": .list(interval.longRun.map(DataTree.singles)),
      "events": .list(
        interval.happenings.map {
          .entries([
            "event": .integer($0.event), "share": .single($0.share),
            "retained": .singles($0.retained),
          ])
        }
      ), "horizons": .list(interval.horizons.map(DataTree.integer)),
      "ends_week": .flag(interval.endsWeek),
    ])
  }

  /// Hexadecimal SHA-256 of every input that can change a number.
  ///
  /// The bytes are those of the document, the readings' ranges and the quantile tables.
  func fingerprint(tables: DrawTables) -> String {
    var bytes = Array("dovetail \(Study.engineVersion)\n".utf8)
    document.appendCanonical(to: &bytes)
    for channel in readings.channels {
      channel.source.document.appendCanonical(to: &bytes)
      DataTree.singles([channel.low, channel.width]).appendCanonical(to: &bytes)
      DataTree.integer(channel.bins).appendCanonical(to: &bytes)
    }
    for share in readings.shares { share.source.document.appendCanonical(to: &bytes) }
    bytes += tables.digest
    return SHA256.hex(SHA256.digest(of: bytes))
  }
}

extension Channel.Source {
  fileprivate var document: DataTree {
    func list(_ name: String, _ numbers: [Int]) -> DataTree {
      .list([.text(name)] + numbers.map { .integer($0) })
    }
    return switch self {
    case .total(let asset, let horizon): list("total", [asset, horizon])
    case .spread(let long, let short, let horizon): list("spread", [long, short, horizon])
    case .drawdown(let asset, let horizon): list("drawdown", [asset, horizon])
    case .level(let factors, let horizon): list("level", [horizon] + factors)
    case .effect(let event, let asset): list("effect", [event, asset])
    case .repricing(let event): list("repricing", [event])
    }
  }
}

extension ShareChannel.Source {
  fileprivate var document: DataTree {
    switch self {
    case .total(let asset, let horizon, let bounds):
      .list([.integer(asset), .integer(horizon), .singles([bounds.low, bounds.high])])
    case .spread(let long, let short, let horizon, let bounds):
      .list([
        .integer(long), .integer(short), .integer(horizon), .singles([bounds.low, bounds.high]),
      ])
    }
  }
}

extension DataTree {
  /// Appends bytes that differ for different trees: a letter, the length where there is one, and the
  /// value; numbers by their bits.
  func appendCanonical(to bytes: inout [UInt8]) {
    func append(_ letter: Character, _ number: UInt64) {
      bytes.append(letter.asciiValue ?? 0)
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    switch self {
    case .null: append("n", 0)
    case .flag(let value): append("f", value ? 1 : 0)
    case .integer(let value): append("i", UInt64(bitPattern: Int64(value)))
    case .number(let value): append("d", value.bitPattern)
    case .single(let value): append("s", UInt64(value.bitPattern))
    case .text(let text):
      append("t", UInt64(text.utf8.count))
      bytes += Array(text.utf8)
    case .list(let items):
      append("l", UInt64(items.count))
      for item in items { item.appendCanonical(to: &bytes) }
    case .object(let entries):
      append("o", UInt64(entries.count))
      for entry in entries {
        DataTree.text(entry.key).appendCanonical(to: &bytes)
        entry.value.appendCanonical(to: &bytes)
      }
    }
  }
}

extension EventPlan {
  fileprivate var document: DataTree {
    .entries([
      "id": .text(event.id), "kind": .text(event.kindName), "date": .text(event.date.description),
      "time": .text(event.time), "listed": .flag(event.isListed),
      "probability": .number(event.probability.value),
      "class": .integer(responseClass),
      "drivers": .list(
        drivers.map {
          .entries(["stream": .text($0.stream), "law": $0.sampler.document])
        }
      ), "response": response.document,
    ])
  }
}

extension Sampler {
  fileprivate var document: DataTree {
    switch self {
    case .constant(let value): .entries(["constant": .single(value)])
    case .branches(let values, let limits):
      .entries([
        "branches": .singles(values), "word_limits": .list(limits.map { .integer(Int($0)) }),
      ])
    case .normal(let mean, let deviation):
      .entries(["normal": .singles([mean, deviation])])
    case .rounded(let mean, let deviation, let grid, let offset):
      .entries([
        "rounded": .singles([mean, deviation]), "grid": .single(grid), "offset": .single(offset),
      ])
    case .studentT(let freedom, let mean, let deviation):
      .entries(["student_t": .singles([mean, deviation]), "freedom": .number(freedom)])
    case .uniform(let low, let high): .entries(["uniform": .singles([low, high])])
    }
  }
}

extension EventPlan.Response {
  fileprivate var document: DataTree {
    switch self {
    case .fomc(let law):
      return .entries([
        "priced_target": points(law.branches),
        "target_deviation": .single(law.targetDeviation),
        "path_deviation": .single(law.pathDeviation),
        "risk_deviation": .single(law.riskDeviation),
      ])
    case .cpi(let gate, let surprise, let noise):
      return .entries([
        "gate": .single(gate), "priced_surprise_tenths": points(surprise),
        "noise": .single(noise),
      ])
    case .jobs(let payrolls, let unemployment, let noise):
      return .entries([
        "priced_payroll_deviation_100k": .single(payrolls),
        "priced_unemployment_tenths": points(unemployment), "noise": .single(noise),
      ])
    case .shock(let shock):
      return .list(
        shock.parts.map { part in
          .entries([
            "factors": .list(part.factors.map(DataTree.singles)),
            "uses_loadings": .flag(part.usesLoadings),
            "repricing": part.repricing.map(DataTree.single) ?? .null,
            "cause": part.cause.map { .text($0.rawValue) } ?? .null,
            "gate": .single(part.gate),
            "lines": .list(part.lines.map(DataTree.singles)),
            "relative": .flag(part.isRelative),
          ])
        }
      )
    }
  }

  private func points(_ law: [LawPoint]) -> DataTree {
    .list(law.map { .singles([$0.value, $0.probability]) })
  }
}
