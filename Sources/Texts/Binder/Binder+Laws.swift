import Domain

/// Laws: a literal, or a mapping of outcomes to odds.
extension Binder {
  /// A law from a single value or from a mapping of values to odds.
  mutating func law<Value: Quantity>(
    _ tree: SourceTree?,
    _ form: QuantityForm,
    as value: Value.Type
  ) -> Law<Value>? {
    guard let tree, !tree.isEmpty else { return nil }
    if let source = LiteralSource(tree) {
      return attempt { it throws(Diagnostic) in
        try Literals.law(source, form, as: value)
      }
    }
    return branches(tree) { source throws(Diagnostic) in
      var cursor = LiteralCursor(source)
      let number = try cursor.quantity(form)
      try cursor.end(form.noun)
      return number
    }
  }

  /// Outcomes with odds that sum to 100 %.
  mutating func branches<Value: Quantity>(
    _ tree: SourceTree,
    _ read: (LiteralSource) throws(Diagnostic) -> ExactNumber
  ) -> Law<Value>? {
    guard let entries = tree.entries else { return nil }
    guard !entries.isEmpty else {
      findings.add(EmptyList.fault("a list of odds", at: tree.place))
      return nil
    }
    let mark = findings.diagnostics.count
    var found: [(number: ExactNumber, odds: ExactNumber?, entry: SourceTree.Entry)] = []
    for entry in entries {
      guard !findings.hasError(within: entry.place) else { continue }
      let number = attempt { it throws(Diagnostic) in
        try read(LiteralSource(key: entry))
      }
      let odds = attempt { it throws(Diagnostic) in try Self.branchOdds(entry) }
      guard let number, let odds else { continue }
      if let twin = found.first(where: { $0.number == number }) {
        findings.add(
          SameOutcomeTwice.fault(
            "`\(entry.key)` and `\(twin.entry.key)` are one outcome",
            at: entry.keyPlace,
            "named again",
            also: [.init(twin.entry.keyPlace, "named here")],
            help: "keep one of them, with the odds of both"
          )
        )
      }
      found.append((number, odds.value, entry))
    }
    guard findings.diagnostics.count == mark, found.count == entries.count,
      oddsFit(found, tree)
    else { return nil }
    // A larger uniform is the larger outcome, in whatever order they were written.
    return Self.law(found.map { ($0.number, $0.odds) }.sorted { $0.0 < $1.0 })
  }

  /// Odds in percent, or nothing for `rest`.
  private struct BranchOdds {
    let value: ExactNumber?
  }

  private static func branchOdds(_ entry: SourceTree.Entry) throws(Diagnostic) -> BranchOdds {
    guard let source = LiteralSource(entry.value), !entry.value.isEmpty else {
      throw WrongShape.odds(entry)
    }
    if source.text == "rest" { return BranchOdds(value: nil) }
    return BranchOdds(value: try Literals.odds(source))
  }

  private mutating func oddsFit(
    _ found: [(number: ExactNumber, odds: ExactNumber?, entry: SourceTree.Entry)],
    _ tree: SourceTree
  ) -> Bool {
    let rests = found.filter { $0.odds == nil }
    if rests.count > 1 {
      findings.add(
        RestTwice.fault(
          "`rest` stands \(rests.count) times",
          at: rests[1].entry.value.place,
          "the second",
          also: [.init(rests[0].entry.value.place, "the first")],
          help: "give all but one of them odds of their own"
        )
      )
      return false
    }
    if let fault = OddsSum.check(found.map { ($0.entry.key, $0.odds) }, at: tree.place) {
      findings.add(fault)
      return false
    }
    return true
  }

  private static func law<Value: Quantity>(
    _ branches: [(number: ExactNumber, odds: ExactNumber?)]
  ) -> Law<Value> {
    let hundred = ExactNumber(100)
    let given = branches.compactMap(\.odds).reduce(ExactNumber(0)) {
      ExactNumber.sum($0, $1) ?? $0
    }
    let rest = ExactNumber.sum(hundred, -given) ?? ExactNumber(0)
    let law = branches.compactMap { branch -> Branch<Value>? in
      let odds = branch.odds ?? rest
      guard odds.digits > 0, let probability = Probability(odds.shifted(by: -2).value) else {
        return nil
      }
      return Branch(Value(branch.number.value), probability)
    }
    if law.count == 1, let only = law.first { return .known(only.value) }
    return .branches(law)
  }
}
