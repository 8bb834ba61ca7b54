import Foundation
import Testing

/// What the model's card says against what the engine reads, both as the program prints them.
@Suite("The model's card and the plan")
struct ModelCardPlanTests {
  typealias Object = [String: Any]

  init() throws { try #require(Project.isWorkingDirectory) }

  private static func object(_ arguments: String...) async throws -> Object {
    let run = try await CommandLineRun(arguments)
    #expect(run.code == .done)
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? Object)
  }

  @Test("every response that the card shows is the one that the plan's coefficients give")
  func responses() async throws {
    let card = try await Self.object("models", "show", "us-equities", "--json")
    let plan = try await Self.object("check", "scenarios/base.yaml", "--print", "plan", "--json")
    let responses = try PlanResponses(plan, card)
    let rows = try #require(card["sensitivities"] as? [Object])
    #expect(rows.count == 8 * responses.assets.count)
    for row in rows {
      let asset = try #require(row["asset"] as? String)
      let cause = try #require(row["cause"] as? String)
      let shown = try #require(row["value"] as? Double)
      let applied = try #require(responses.response(of: asset, to: cause))
      #expect(abs(shown - applied) < 1e-5, "\(asset), \(cause): \(shown) and \(applied)")
    }
  }

  @Test(
    "errors of responses to all but decisions are those of the plan's draws, the identity included"
  )
  func errors() async throws {
    let card = try await Self.object("models", "show", "us-equities", "--json")
    let plan = try await Self.object("check", "scenarios/base.yaml", "--print", "plan", "--json")
    let errors = try PlanErrors(plan)
    let rows = try #require(card["sensitivities"] as? [Object])
    var count = 0
    for row in rows {
      let asset = try #require(row["asset"] as? String)
      let cause = try #require(row["cause"] as? String)
      guard let drawn = errors.error(of: asset, to: cause) else { continue }
      let shown = try #require(row["se"] as? Double)
      #expect(abs(shown / drawn - 1) < 1e-5, "\(asset), \(cause): \(shown) and \(drawn)")
      count += 1
    }
    #expect(count > 5 * 30)
  }

  @Test("the words of an entry are those that the card's readers look for")
  func entries() async throws {
    let card = try await Self.object("models", "show", "us-equities", "--json")
    let rows = try #require(card["sensitivities"] as? [Object])
    let keys: Set = [
      "asset", "cause", "per", "value", "se", "raw", "n", "sample", "source", "provenance",
    ]
    for row in rows {
      #expect(Set(row.keys) == keys)
      #expect(row["per"] as? String == "25bp")
      #expect((row["source"] as? String)?.isEmpty == false)
      let raw = try #require(row["raw"] as? Object)
      // Of growth and the term premium no asset has a regression of its own.
      let isAssumed = ["growth", "term-premium"].contains(row["cause"] as? String)
      #expect((raw["value"] is Double) != isAssumed && (raw["se"] is Double) != isAssumed)
      #expect((row["provenance"] as? String == "assumption") == isAssumed)
    }
    for key in ["factors", "betas", "covariances", "regimes", "tails", "macro", "rule"] {
      #expect(card[key] != nil, "\(key)")
    }
  }

  @Test("standard errors, laws and first stages of the card are the plan's")
  func scalars() async throws {
    let card = try await Self.object("models", "show", "us-equities", "--json")
    let plan = try await Self.object("check", "scenarios/base.yaml", "--print", "plan", "--json")
    let coefficients = try #require(plan["coefficients"] as? Object)
    let errors = try #require((coefficients["errors"] as? Object)?["scalars"] as? Object)
    let values = try #require((coefficients["values"] as? Object)?["scalars"] as? Object)
    let events = try #require(card["events"] as? Object)
    let names = [
      ("fomc", "target", "target"), ("fomc", "path", "path"), ("cpi", "low", "inflationLow"),
      ("cpi", "high", "inflationHigh"), ("jobs", "labor", "labor"),
    ]
    for (kind, key, scalar) in names {
      let shown = try #require((events[kind] as? Object)?[key] as? Object)
      #expect(abs(try number(shown["value"]) - number(values[scalar])) < 1e-5, "\(scalar)")
      #expect(abs(try number(shown["se"]) - number(errors[scalar])) < 1e-5, "\(scalar)")
    }
    let betas = try #require(card["betas"] as? [Object])
    let total = try #require((coefficients["errors"] as? Object)?["total_beta"] as? [Double])
    #expect(betas.count == total.count)
    for (beta, error) in zip(betas, total) {
      let own = try number((beta["total"] as? Object)?["se"])
      let start = try number((beta["start"] as? Object)?["se"])
      #expect(start > 0)
      #expect(abs((own * own + start * start).squareRoot() - error) < 1e-6)
    }
  }

  private func number(_ value: Any?) throws -> Double { try #require(value as? Double) }

  @Test("the built-in model is the file that is recorded")
  func embedded() async throws {
    let printed = try await CommandLineRun("models", "show", "us-equities", "--yaml").output
    #expect(printed == Project.text(of: "Sources/BuiltInModels/us-equities.yaml"))
  }

  @Test("a fall of the AI leaders takes the 50 largest down and leaves the rest of the index up")
  func megaCaps() async throws {
    let scenario = """
      dovetail: 1
      asof: 2025-12-05
      horizons: [1mo]
      run: {paths: 6400, parameters: fixed}
      events:
        - {id: fall, shock: 2025-12-15, impulse: {ai-leaders: -12 %}}
      expect:
        - median(mega-50 - sp-500 at 1mo) < -1 %
        - median(other-450 - sp-500 at 1mo) > 1 %
      """
    let run = try await CommandLineRun(["run", "-"], input: scenario)
    #expect(run.code == .done, "\(run.output)\(run.error)")
  }
}

/// Responses of assets to causes, worked out from a plan's coefficients alone.
private struct PlanResponses {
  struct Unlawful: Error {}

  private(set) var assets: [String: [String: Any]] = [:]
  /// N by cause: percent per 25 bp after the identity is imposed.
  private var lines: [String: [Double]] = [:]
  /// Of the index, by cause.
  private var index: [String: Double] = [:]

  private static let causes = [
    ("policy-target", "target", "policy"), ("policy-path", "path", "policy"),
    ("inflation-low", "inflationLow", "inflation-low"),
    ("inflation-high", "inflationHigh", "inflation-high"), ("labor", "labor", "labor"),
    ("growth", "growth", nil), ("term-premium", "termPremium", nil),
  ]

  init(_ plan: [String: Any], _ card: [String: Any]) throws {
    guard let coefficients = plan["coefficients"] as? [String: Any],
      let values = coefficients["values"] as? [String: Any],
      let identity = plan["identity"] as? [String: Any],
      let members = identity["members"] as? [Int], let weights = identity["weights"] as? [Double],
      let beta = values["total_beta"] as? [Double],
      let excess = values["excess"] as? [String: [Double]],
      let scalars = values["scalars"] as? [String: Double],
      let assets = plan["assets"] as? [[String: Any]]
    else { throw Unlawful() }

    func weighted(_ row: [Double]) -> Double {
      zip(members, weights).reduce(0) { $0 + $1.1 * row[$1.0] }
    }
    func imposed(_ row: [Double], on goal: Double) -> [Double] {
      var row = row
      let shift = goal - weighted(row)
      for member in members { row[member] += shift }
      return row
    }
    let betas = imposed(beta, on: 1)
    let zeros = betas.map { _ in 0.0 }
    for (cause, scalar, key) in Self.causes {
      guard let market = scalars[scalar], let own = key.map({ excess[$0] }) ?? zeros
      else { throw Unlawful() }
      let responses = zip(betas, imposed(own, on: 0)).map { $0 * market + $1 }
      lines[cause] = responses
      index[cause] = weighted(responses)
    }
    let shares = zip(betas, imposed(excess["policy"] ?? [], on: 0)).map { ($0, $1) }
    try addTwoYearAlone(plan, card, shares)
    for asset in assets {
      guard let name = asset["name"] as? String,
        let derivation = asset["derivation"] as? [String: Any]
      else { throw Unlawful() }
      self.assets[name] = derivation
    }
  }

  /// The regression of a jump on the two-year's under the law of an open decision of the plan.
  ///
  /// Where the card has the market's own response to the two-year, β times that stands for the
  /// market's part; `shares` has each line's β and excess.
  private mutating func addTwoYearAlone(
    _ plan: [String: Any],
    _ card: [String: Any],
    _ shares: [(beta: Double, excess: Double)]
  ) throws {
    guard let coefficients = plan["coefficients"] as? [String: Any],
      let values = coefficients["values"] as? [String: Any],
      let scalars = values["scalars"] as? [String: Double],
      let events = plan["events"] as? [[String: Any]],
      let open = events.first(where: { $0["kind"] as? String == "fomc" }),
      let law = open["response"] as? [String: Any],
      let target = law["target_deviation"] as? Double, let path = law["path_deviation"] as? Double,
      let t = scalars["twoYearTarget"], let p = scalars["twoYearPath"],
      let toTarget = lines["policy-target"], let toPath = lines["policy-path"],
      let ofTarget = index["policy-target"], let ofPath = index["policy-path"]
    else { throw Unlawful() }
    let (u, v) = (target * target, path * path)
    func response(_ a: Double, _ b: Double) -> Double {
      25 * (a * t * u + b * p * v) / (t * t * u + p * p * v)
    }
    lines["policy"] = zip(toTarget, toPath).map(response)
    index["policy"] = response(ofTarget, ofPath)
    guard let decisions = (card["events"] as? [String: Any])?["fomc"] as? [String: Any],
      let alone = (decisions["two-year-alone"] as? [String: Any])?["value"] as? Double
    else { return }
    lines["policy"] = shares.map { $0.beta * alone + response(1, 1) * $0.excess }
    index["policy"] = alone
  }

  /// An index's part is R − (1 − w)·D and its rest R + w·D, D the spread line.
  func response(of asset: String, to cause: String) -> Double? {
    guard let derivation = assets[asset], let row = lines[cause], let whole = index[cause] else {
      return nil
    }
    if let line = derivation["line"] as? Int { return row[line] }
    guard let weight = derivation["weight"] as? Double else { return whole }
    if let spread = derivation["part"] as? Int { return whole - (1 - weight) * row[spread] }
    return (derivation["rest"] as? Int).map { whole + weight * row[$0] }
  }
}

/// Errors of responses to releases, growth and the term premium, worked out from a plan's coefficients alone: to first order in
/// β and the market's response, exactly in the excess.
private struct PlanErrors {
  private var byLine: [String: [String: Double]] = [:]

  private static let causes = [
    ("inflation-low", "inflationLow"), ("inflation-high", "inflationHigh"), ("labor", "labor"),
    ("growth", "growth"), ("term-premium", "termPremium"),
  ]

  init(_ plan: [String: Any]) throws {
    let coefficients = try #require(plan["coefficients"] as? [String: Any])
    let values = try #require(coefficients["values"] as? [String: Any])
    let errors = try #require(coefficients["errors"] as? [String: Any])
    let lower = try #require(coefficients["excess_cholesky"] as? [[Double]])
    let identity = try #require(plan["identity"] as? [String: Any])
    let members = try #require(identity["members"] as? [Int])
    let weights = try #require(identity["weights"] as? [Double])
    let names = try #require(plan["lines"] as? [String])
    let betas = try #require(values["total_beta"] as? [Double])
    let betaErrors = try #require(errors["total_beta"] as? [Double])
    let excessErrors = try #require(errors["excess"] as? [String: [Double]])
    let (scalars, scalarErrors) = (
      try #require(values["scalars"] as? [String: Double]),
      try #require(errors["scalars"] as? [String: Double])
    )
    let sum = zip(members, weights).reduce(0) { $0 + $1.1 * betas[$1.0] }
    for (line, name) in names.enumerated() {
      // What the identity makes of the lines' draws, as weights on all of them.
      var form = names.indices.map { $0 == line ? 1.0 : 0 }
      if members.contains(line) {
        for (member, weight) in zip(members, weights) { form[member] -= weight }
      }
      let beta = betas[line] + (members.contains(line) ? 1 - sum : 0)
      let ofBeta = zip(form, betaErrors).reduce(0) { $0 + pow($1.0 * $1.1, 2) }
      for (cause, scalar) in Self.causes {
        let assumed = ["growth", "term-premium"].contains(cause) ? names.map { _ in 0.0 } : nil
        let own = try #require(excessErrors[cause] ?? assumed)
        let ofExcess = names.indices.reduce(0.0) { total, source in
          total + pow(names.indices.reduce(0) { $0 + form[$1] * own[$1] * lower[$1][source] }, 2)
        }
        let (market, error) = (
          try #require(scalars[scalar]), try #require(scalarErrors[scalar])
        )
        byLine[name, default: [:]][cause] =
          (pow(beta * error, 2) + market * market * ofBeta + ofExcess).squareRoot()
      }
    }
  }

  /// Nil for what is no line, or a decision.
  func error(of asset: String, to cause: String) -> Double? { byLine[asset]?[cause] }
}
