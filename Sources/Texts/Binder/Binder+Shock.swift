import Domain

/// Shocks: what is moved, why, and how fast.
extension Binder {
  private static let yields = ["two-year", "ten-year", "slope"]

  mutating func bindShock(_ head: EventHead) -> Shock? {
    let tree = head.tree
    let mark = findings.diagnostics.count
    let impulses = bindImpulses(tree)
    let cause = word("because", in: tree, "a cause", Cause.allCases)
    checkCause(tree, cause)
    let isIsolated = literal("isolate", in: tree).flatMap { source in
      attempt { it throws(Diagnostic) in try Literals.flag(source) }
    }
    let spread = literal("spread-over", in: tree).flatMap { source in
      attempt { it throws(Diagnostic) in try it.spreadEnd(source, head.date) } ?? nil
    }
    let isSound = !findings.diagnostics.dropFirst(mark).contains(where: \.isError)
    guard isSound, !impulses.isEmpty else { return nil }
    return Shock(
      impulses: impulses,
      cause: cause,
      spreadUntil: spread,
      isIsolated: isIsolated ?? false
    )
  }

  private func spreadEnd(
    _ source: LiteralSource,
    _ start: TradingDate
  ) throws(Diagnostic) -> TradingDate? {
    let end = try Literals.duration(source).end(from: start, calendar)
    if let fault = AfterHorizon.check(spreadEnd: end, lastDate, at: source.place) { throw fault }
    return end > start ? end : nil
  }

  private mutating func bindImpulses(_ tree: SourceTree) -> [Impulse] {
    guard let impulse = tree["impulse"] else {
      if !findings.hasError(within: tree.place) { findings.add(ForeignKey.noImpulse(tree)) }
      return []
    }
    guard let entries = impulse.entries else { return [] }
    if entries.isEmpty { findings.add(EmptyList.fault("`impulse`", at: impulse.place)) }
    var names: [String: SourcePlace] = [:]
    return entries.compactMap { entry in
      guard !entry.value.isEmpty, !findings.hasError(within: entry.place),
        let impulse = self.impulse(entry)
      else {
        if entry.value.isEmpty { findings.add(EmptyValue.series(entry)) }
        return nil
      }
      if let earlier = names.updateValue(entry.keyPlace, forKey: impulse.name) {
        findings.add(SameOutcomeTwice.impulse(entry, earlier))
      }
      if let model, let fault = BeyondSample.check(impulse, model, at: entry.value.place) {
        findings.add(fault)
      }
      return impulse
    }
  }

  private mutating func impulse(_ entry: SourceTree.Entry) -> Impulse? {
    let name = entry.key
    guard let model else { return nil }
    let factor = model.factors.first { $0.name == name }
    let isTenYear =
      name == "ten-year"
      && ["two-year", "slope"].allSatisfy { form in model.factors.contains { $0.name == form } }
    if factor?.unit == .basisPoints || isTenYear {
      let form = QuantityForm.rateChange("a change of `\(name)`", limit: 2_000)
      return law(entry.value, form, as: BasisPoints.self).map { .rate(name: name, $0) }
    }
    let form = QuantityForm.relative("a relative change", -99...1_000)
    if factor != nil {
      return law(entry.value, form, as: Percent.self).map { .relative(name: name, $0) }
    }
    if model.lists.contains(where: { $0.name == name }) {
      return law(entry.value, form, as: Percent.self).map { .assets(name: name, $0) }
    }
    guard let asset = try? vocabulary.asset(name, at: entry.keyPlace) else {
      findings.add(UnknownTarget.fault(entry, model))
      return nil
    }
    guard vocabulary.derivation(of: asset) == .line else {
      findings.add(DerivedImpulse.fault(entry, asset, model))
      return nil
    }
    return law(entry.value, form, as: Percent.self).map { .assets(name: asset, $0) }
  }

  private mutating func checkCause(_ tree: SourceTree, _ cause: Cause?) {
    let moved = (tree["impulse"]?.entries ?? []).filter { Self.yields.contains($0.key) }
    if moved.count > 1 { findings.add(OverdeterminedRates.fault(moved)) }
    switch (moved.first, tree.entry("because")) {
    case (let yield?, nil): findings.add(NoCause.fault(yield, in: tree))
    case (nil, let because?) where tree["impulse"]?.entries != nil:
      findings.add(NeedlessCause.fault(because))
    case (let yield?, let because?) where cause == .termPremium && yield.key == "two-year":
      findings.add(HardlyMoved.fault(yield, because: because))
    case (_?, let because?):
      if let fault = AssumedResponse.check(cause, model, at: because.value.place) {
        findings.add(fault)
      }
    default: break
    }
  }
}
