import Domain

/// What a card says in words, from the model alone, so that a user's model has its own.
extension ModelCard {
  static let use = [
    "Distributions of returns around decisions, releases and shocks, given a view."
  ]

  /// What the model must not be used for.
  var misuse: [String] {
    var items = [
      "A forecast, or investment advice.",
      "Anything that was known after \(model.date): the model has seen it.",
      "Single shares, and moves within a day: an event's jump is close to close.",
    ]
    let events = model.events
    let absent = [
      events.fomc == nil ? "decisions" : nil, events.cpi == nil ? "consumer prices" : nil,
      events.jobs == nil ? "jobs reports" : nil, events.growth == nil ? "growth" : nil,
      events.termPremium == nil ? "the term premium" : nil,
    ].compactMap { $0 }
    if !absent.isEmpty {
      items.append(
        "Effects of \(absent.joined(separator: ", ")): the model has no response to them."
      )
    }
    return items
  }

  /// The series behind the model, and the days they cover.
  var data: [String] {
    var items = [
      "\(model.assets.count) assets from \(Self.list(model.assets.map(\.source)))."
    ]
    let samples = model.parameters.compactMap { parameter -> (String, Substring, Substring)? in
      guard case .estimated(_, let sample, _) = parameter.provenance,
        let (first, last) = Self.ends(of: sample)
      else { return nil }
      return (sample, first, last)
    }
    if let first = samples.map(\.1).min(), let last = samples.map(\.2).max() {
      items.append("Observations from \(first) to \(last); each number has its own sample.")
    }
    return items
  }

  /// The first and last day of `2000-01-03..2025-12-05`; nil of other texts.
  static func ends(of sample: String) -> (first: Substring, last: Substring)? {
    guard let dots = sample.firstRange(of: "..") else { return nil }
    let (first, last) = (sample[..<dots.lowerBound], sample[dots.upperBound...])
    return first.isEmpty || last.isEmpty ? nil : (first, last)
  }

  private static func list(_ names: [String]) -> String {
    var unique: [String] = []
    for name in names where !unique.contains(name) { unique.append(name) }
    return unique.joined(separator: ", ")
  }

  /// What the numbers themselves say against the model.
  var weaknesses: [String] {
    [uncertainResponses, ownResponses, shortSamples, heldNumbers, assumptions].compactMap { $0 }
      + leftOut
  }

  /// What no model of this program has, and skew where this one has none.
  private var leftOut: [String] {
    let skew =
      model.leverageEffect == nil
      ? "Between events returns have no skew"
      : "Between events the market is skewed by the week, and other assets as they follow it"
    return [
      "\(skew); events are independent of each other, and move neither the regime nor the VIX,"
        + " credit, oil or the dollar."
    ]
  }

  /// Responses whose 90 % interval includes zero, by cause.
  private var uncertainResponses: String? {
    let all = ModelSensitivity.all(of: model)
    let parts = ModelSensitivity.Cause.allCases.compactMap { cause -> String? in
      let rows = all.filter { $0.cause == cause }
      guard !rows.isEmpty else { return nil }
      let open = rows.count { abs($0.estimate.value) <= Self.reach * $0.estimate.standardError }
      return "\(cause.rawValue) \(open) of \(rows.count)"
    }
    guard !parts.isEmpty else { return nil }
    return "Responses whose 90 % interval includes zero: \(parts.joined(separator: ", "))."
  }

  /// How many lines respond other than by β, beyond error.
  private var ownResponses: String? {
    let own = model.lines.flatMap { line in
      SensitivityCause.allCases.compactMap { line.excess[$0]?.shrunk }
    }
    guard !own.isEmpty else { return nil }
    let clear = own.count { abs($0.value) > Self.reach * $0.standardError }
    return
      "Of \(own.count) responses beyond β, \(clear) differ from zero at 90 %: what a table shows"
      + " between assets on an event is mostly β and error."
  }

  /// Lines with less than two thirds of the longest history.
  private var shortSamples: String? {
    let counts = model.lines.compactMap { line -> (name: String, count: Int)? in
      guard case .estimated(_, _, let count) = line.totalBeta.provenance else { return nil }
      return (line.name, count)
    }
    guard let longest = counts.map(\.count).max() else { return nil }
    let short = counts.filter { 3 * $0.count < 2 * longest }
    guard !short.isEmpty else { return nil }
    let names = short.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
    return "Short samples for β, where the longest has \(longest): \(names)."
  }

  /// Numbers of events and regimes that are held as if exact.
  private var heldNumbers: String? {
    let held = Self.groups(of: model).flatMap { group in
      group.rows.filter { $0.parameter.standardError == 0 }.map {
        group.key == "general" ? $0.key : "\(group.key).\($0.key)"
      }
    }
    guard !held.isEmpty else { return nil }
    return "Held as if exact, for want of a standard error: \(held.joined(separator: ", "));"
      + " and all covariances."
  }

  /// What the numbers imply together, for comparison with history.
  var implications: [String] {
    guard let share = sameSignAtDecisions else { return [] }
    return [
      "At \(NumberFormat.fixed(100 * share, decimals: 0)) % of decisions without a view, market and"
        + " two-year move the same way."
    ]
  }

  private var assumptions: String? {
    let count = model.parameters.count { $0.provenance.word == "assumption" }
    return count == 0 ? nil : "\(count) numbers are assumptions, not estimates."
  }

  /// From an estimate to an end of its 90 % interval, in standard errors.
  private static let reach = 1.6448536269514722
}

/// How far the identity of the index moved one kind of estimate.
struct IdentityAdjustment: Hashable, Sendable {
  let name: String
  let value: Double
  /// The smallest and the largest of its sizes in the members' standard errors, and the member of
  /// the largest.
  let least, most: Double
  let member: String
}

extension ModelCard {
  /// One for each kind of estimate that the model records a move of.
  var identityAdjustments: [IdentityAdjustment] {
    model.identityMoves.compactMap { move in
      let sizes = members.compactMap { line -> (member: String, size: Double)? in
        guard let error = parameter(of: line, named: move.name)?.standardError, error > 0 else {
          return nil
        }
        return (line.name, abs(move.value) / error)
      }
      guard let least = sizes.min(by: { $0.size < $1.size }),
        let most = sizes.max(by: { $0.size < $1.size })
      else { return nil }
      return IdentityAdjustment(
        name: move.name,
        value: move.value,
        least: least.size,
        most: most.size,
        member: most.member
      )
    }
  }

  private var members: [Line] {
    let names = model.assets.flatMap { asset -> [String] in
      guard case .index(let weights) = asset.derivation else { return [] }
      return weights.map(\.name)
    }
    return model.lines.filter { names.contains($0.name) }
  }

  private func parameter(of line: Line, named name: String) -> Parameter? {
    if name == IdentityMove.totalBeta { return line.totalBeta }
    if let cause = SensitivityCause(rawValue: name) { return line.excess[cause]?.shrunk }
    guard let k = model.factors.firstIndex(where: { $0.name == name }),
      line.loadings.indices.contains(k)
    else { return nil }
    return line.loadings[k]
  }
}
