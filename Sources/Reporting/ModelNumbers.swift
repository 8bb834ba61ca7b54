import Domain

/// All numbers of a model by kind, as people compare them: covariances as deviations and
/// correlations.
struct ModelNumbers {
  private let model: MarketModel

  init(_ model: MarketModel) { self.model = model }

  /// Kinds in the order of a page, with their titles.
  static let keys: [(key: String, title: String)] = [
    ("responses", "RESPONSES OF ASSETS"), ("events", "EVENTS AND THE MARKET"),
    ("loadings", "BETAS AND LOADINGS"), ("regimes", "REGIMES, PREMIUM AND TAILS"),
    ("levels", "LEVELS AND DIVIDENDS"), ("volatilities", "DEVIATIONS"),
    ("correlations", "CORRELATIONS"), ("weights", "WEIGHTS"), ("state", "STATE"),
  ]

  func numbers(_ key: String) -> [NamedNumber] {
    switch key {
    case "responses": responses
    case "events": events
    case "loadings": loadings
    case "regimes": groups(["regimes", "general"])
    case "levels": levels
    case "volatilities": deviations
    case "correlations": correlations
    case "weights": weights
    case "state": state
    default: []
    }
  }

  private var responses: [NamedNumber] {
    ModelSensitivity.all(of: model).map {
      NamedNumber("\($0.asset.name), \($0.cause.rawValue)", $0.estimate, "% per 25 bp")
    }
  }

  private var events: [NamedNumber] {
    let known = Set(["regimes", "general"])
    let others = ModelCard.groups(of: model).map(\.key).filter { !known.contains($0) }
    let correlation = model.events.fomc.map {
      NamedNumber("fomc.correlation", $0.correlation, "of target and path")
    }
    return groups(others) + [correlation].compactMap { $0 }
  }

  private func groups(_ keys: [String]) -> [NamedNumber] {
    ModelCard.groups(of: model).filter { keys.contains($0.key) }.flatMap { group in
      group.rows.map { row in
        let prefix = group.key == "general" ? "" : "\(group.key)."
        return NamedNumber(prefix + row.key, row.parameter.estimate, row.unit)
      }
    }
  }

  private var loadings: [NamedNumber] {
    model.lines.flatMap { line -> [NamedNumber] in
      var numbers = [NamedNumber("\(line.name), total β", line.totalBeta.estimate, "% per %")]
      for (factor, loading) in zip(model.factors, line.loadings) {
        let unit = factor.unit == .percent ? "% per %" : "% per 25 bp"
        numbers.append(NamedNumber("\(line.name), \(factor.name)", loading.estimate, unit))
      }
      if let start = line.betaStart {
        numbers.append(NamedNumber("\(line.name), β start", start.estimate, "% per %"))
      }
      if let drift = line.drift {
        numbers.append(NamedNumber("\(line.name), drift", drift.estimate, "% a year"))
      }
      return numbers
    }
  }

  private var levels: [NamedNumber] {
    var numbers: [NamedNumber] = []
    for factor in model.factors {
      guard let reversion = factor.reversion else { continue }
      let (speed, level) = (reversion.speed, reversion.level)
      numbers += [
        NamedNumber("\(factor.name), speed", speed.estimate, "a trading day"),
        NamedNumber("\(factor.name), calm", level.calm.estimate, "level"),
        NamedNumber("\(factor.name), stress", level.stress.estimate, "level"),
      ]
    }
    for asset in model.assets {
      guard let yield = asset.dividendYield else { continue }
      let name = "\(asset.asset.name), dividend yield"
      numbers.append(NamedNumber(name, yield.estimate, "% a year"))
    }
    return numbers
  }

  /// Standard deviations of a week: factors, events and residuals; and the residual start.
  private var deviations: [NamedNumber] {
    var numbers: [NamedNumber] = []
    func add(_ table: [[Double]], _ name: String) {
      for (i, factor) in model.factors.enumerated() where table.indices.contains(i) {
        let value = max(0, table[i].indices.contains(i) ? table[i][i] : 0).squareRoot()
        numbers.append(
          NamedNumber("\(factor.name), \(name)", value, "\(factor.unit.words) a week")
        )
      }
    }
    for (regime, table) in regimes(model.covariance) { add(table, regime) }
    add(model.eventCovariance, "events")
    let residuals = zip(regimes(model.residuals.loadings), regimes(model.residuals.own))
    for ((regime, shared), (_, own)) in residuals {
      for ((line, row), own) in zip(zip(model.lines, shared), own) {
        let value = row.reduce(own * own) { $0 + $1 * $1 }.squareRoot()
        numbers.append(NamedNumber("\(line.name), residual, \(regime)", value, "% a week"))
      }
    }
    for line in model.lines {
      numbers.append(NamedNumber("\(line.name), residual start", line.residualStart, "×"))
    }
    return numbers
  }

  private var correlations: [NamedNumber] {
    var numbers: [NamedNumber] = []
    for (regime, table) in regimes(model.covariance) {
      numbers += pairs(model.factors.map(\.name), table, regime)
    }
    let residuals = zip(regimes(model.residuals.loadings), regimes(model.residuals.own))
    for ((regime, shared), (_, own)) in residuals {
      let table = shared.indices.map { i in
        shared.indices.map { j in
          zip(shared[i], shared[j]).reduce(i == j ? own[i] * own[i] : 0) { $0 + $1.0 * $1.1 }
        }
      }
      numbers += pairs(model.lines.map(\.name), table, "residuals, \(regime)")
    }
    return numbers
  }

  private func pairs(
    _ names: [String],
    _ table: [[Double]],
    _ what: String
  ) -> [NamedNumber] {
    names.indices.flatMap { i in
      (0..<i).map { j in
        let scale = (table[i][i] * table[j][j]).squareRoot()
        let value = scale > 0 ? table[i][j] / scale : 0
        // Ordered by name, so that the order of a file does not matter.
        let pair = [names[i], names[j]].sorted().joined(separator: " and ")
        return NamedNumber("\(pair), \(what)", value, "")
      }
    }
  }

  /// Both regimes, or one where they are equal.
  private func regimes<Value: Equatable>(_ pair: RegimePair<Value>) -> [(String, Value)] {
    [("calm", pair.calm), ("stress", pair.stress)]
  }

  private var weights: [NamedNumber] {
    var numbers: [NamedNumber] = []
    func add(_ weights: [Weight], in whole: String) {
      for weight in weights {
        numbers.append(NamedNumber("\(weight.name) in \(whole)", 100 * weight.value, "%"))
      }
    }
    for asset in model.assets {
      switch asset.derivation {
      case .line: break
      case .index(let weights): add(weights, in: asset.asset.name)
      case .part(let whole, _, let weight):
        numbers.append(NamedNumber("\(asset.asset.name) of \(whole)", 100 * weight, "%"))
      case .rest(let whole, _, let weight):
        numbers.append(NamedNumber("\(asset.asset.name) of \(whole)", 100 - 100 * weight, "%"))
      }
    }
    for list in model.lists { add(list.weights, in: list.name) }
    return numbers
  }

  private var state: [NamedNumber] {
    let s = model.state
    let values: [(String, Double?, String)] = [
      ("fed-funds, low", s.fedFundsLow, "%"), ("fed-funds, high", s.fedFundsHigh, "%"),
      ("core-inflation", s.coreInflation, "%"), ("unemployment", s.unemployment, "%"),
      ("two-year", s.twoYear, "%"), ("ten-year", s.tenYear, "%"), ("vix", s.vix, "points"),
      ("trailing-volatility", s.trailingVolatility, "%"), ("credit", s.credit, "%"),
      ("oil", s.oil, "$"), ("dollar", s.dollar, "points"),
    ]
    var numbers = values.compactMap { name, value, unit in
      value.map { NamedNumber(name, $0, unit) }
    }
    for (name, level) in s.levels.sorted(by: { $0.key < $1.key }) {
      numbers.append(NamedNumber("\(name), level", level, "points"))
    }
    return numbers
  }
}

extension Factor.Unit {
  /// `%` or `bp`.
  var words: String { self == .percent ? "%" : "bp" }
}
