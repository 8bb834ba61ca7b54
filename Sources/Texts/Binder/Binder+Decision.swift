import Domain

/// Decisions of the FOMC: moves of the target range and guidance.
extension Binder {
  mutating func bindDecision(_ head: EventHead) -> Decision? {
    let tree = head.tree
    let mark = findings.diagnostics.count
    let priced = bindPriced(tree)
    let delivery = bindDecisionDelivery(tree)
    let path = law(
      tree["path"],
      .rateChange("a path surprise", limit: 200),
      as: BasisPoints.self
    )
    if let fault = NoPricing.decision(tree) ?? NothingPriced.check(tree) { findings.add(fault) }
    let isSound = !findings.diagnostics.dropFirst(mark).contains(where: \.isError)
    return isSound ? Decision(priced: priced, delivery: delivery, path: path) : nil
  }

  private mutating func bindPriced(_ tree: SourceTree) -> Pricing<BasisPoints> {
    guard let priced = tree["priced"], !priced.isEmpty else { return .open }
    if priced.text == "none" { return .nothing }
    return moves(priced).map(Pricing.law) ?? .open
  }

  private mutating func bindDecisionDelivery(_ tree: SourceTree) -> Delivery<BasisPoints> {
    if let outcome = tree.entry("outcome"), let surprise = tree.entry("surprise") {
      findings.add(TwoDeliveries.fault(outcome, surprise))
    }
    if let outcome = tree["outcome"], !outcome.isEmpty {
      return moves(outcome).map(Delivery.outcome) ?? .market
    }
    let form = QuantityForm.rateChange("a policy surprise", limit: 300)
    return law(tree["surprise"], form, as: BasisPoints.self).map(Delivery.surprise) ?? .market
  }

  /// One move, or moves or target ranges with their odds.
  private mutating func moves(_ tree: SourceTree) -> Law<BasisPoints>? {
    let target = state.map { ($0.fedFundsLow, $0.fedFundsHigh) }
    if let source = LiteralSource(tree) {
      return attempt { it throws(Diagnostic) in
        let move = try Self.move(source, target)
        it.warn(of: move, at: source.place)
        return .known(BasisPoints(move.value))
      }
    }
    for entry in tree.entries ?? [] {
      if let move = try? Self.move(LiteralSource(key: entry), target) {
        warn(of: move, at: entry.keyPlace)
      }
    }
    return branches(tree) { source throws(Diagnostic) in try Self.move(source, target) }
  }

  private mutating func warn(of move: ExactNumber, at place: SourcePlace) {
    if let fault = OddMove.check(move, at: place) { findings.add(fault) }
  }

  /// A move in basis points: `-25bp`, `hold`, or the target range it leads to.
  private static func move(
    _ source: LiteralSource,
    _ target: (low: Double, high: Double)?
  ) throws(Diagnostic) -> ExactNumber {
    var cursor = LiteralCursor(source)
    if cursor.take(word: "hold") {
      try cursor.end("a move of the target range")
      return ExactNumber(0)
    }
    if cursor.tokens.contains(where: { $0.isSymbol("..") }) {
      let range = try cursor.rateRange()
      try cursor.end("a target range")
      return try OddRange.move(to: range, from: target, at: source.place)
    }
    let form = QuantityForm.rateChange("a move of the target range", limit: 300)
    let move = try cursor.quantity(form)
    try cursor.end(form.noun)
    return move
  }
}
