import Domain

/// Releases of consumer prices and employment.
extension Binder {
  mutating func bindPrices(_ head: EventHead) -> [Release]? {
    let tree = head.tree
    let series = [ReleaseSeries.coreMonthly, .coreYearly]
    let mark = findings.diagnostics.count
    let parts = bindParts(tree, series)
    let named = series.filter { name in parts.contains { $0.values[name] != nil } }
    if named.count == 2 { findings.add(TwoOfOneSeries.fault(tree)) }
    let releases = [release(named.first ?? .coreMonthly, tree, parts)]
    return isSound(since: mark) ? releases : nil
  }

  mutating func bindJobs(_ head: EventHead) -> [Release]? {
    let series = [ReleaseSeries.unemployment, .payrolls]
    let mark = findings.diagnostics.count
    let parts = bindParts(head.tree, series)
    let releases = series.map { release($0, head.tree, parts) }
    return isSound(since: mark) ? releases : nil
  }

  private func isSound(since mark: Int) -> Bool {
    !findings.diagnostics.dropFirst(mark).contains(where: \.isError)
  }

  // MARK: Parts

  /// What `consensus`, `outcome` or `surprise` says by series.
  struct ReleasePart {
    let key: String
    var values: [ReleaseSeries: (law: Law<Print>, hasSpread: Bool)] = [:]
  }

  private mutating func bindParts(
    _ tree: SourceTree,
    _ series: [ReleaseSeries]
  ) -> [ReleasePart] {
    if let outcome = tree.entry("outcome"), let surprise = tree.entry("surprise") {
      findings.add(TwoDeliveries.fault(outcome, surprise))
    }
    return ["consensus", "outcome", "surprise"].map { key in
      var part = ReleasePart(key: key)
      guard let value = tree[key], !value.isEmpty else { return part }
      guard let entries = value.entries else {
        findings.add(NeedsSeries.fault(key, value, series))
        return part
      }
      if entries.isEmpty { findings.add(EmptyList.fault("`\(key)`", at: value.place)) }
      for entry in entries where !findings.hasError(within: entry.place) {
        bind(entry, series, into: &part)
      }
      return part
    }
  }

  private mutating func bind(
    _ entry: SourceTree.Entry,
    _ series: [ReleaseSeries],
    into part: inout ReleasePart
  ) {
    guard let name = ReleaseSeries(rawValue: entry.key), series.contains(name) else {
      findings.add(UnknownSeries.release(entry, series))
      return
    }
    if entry.value.isEmpty {
      findings.add(EmptyValue.series(entry))
      return
    }
    let form = Self.form(name, isSurprise: part.key == "surprise")
    guard let law = law(entry.value, form, as: Print.self) else { return }
    let text = entry.value.text ?? ""
    let hasSpread = Lexer.tokens(of: text).contains { $0.isSymbol("±") }
    part.values[name] = (law, hasSpread)
    if part.key == "outcome", let fault = OffGrid.check(law, name, at: entry.value.place) {
      findings.add(fault)
    }
  }

  private static func form(_ series: ReleaseSeries, isSurprise: Bool) -> QuantityForm {
    switch (series, isSurprise) {
    case (.payrolls, false): .thousands("a change of payrolls in thousands")
    case (.payrolls, true): .thousands("a surprise of payrolls in thousands")
    case (_, true): .pointSurprise("a surprise of \(series.rawValue)")
    case (.coreMonthly, _): .rateLevel("a monthly rate of inflation", -3...5)
    case (.coreYearly, _): .rateLevel("a yearly rate of inflation", -5...25)
    case (.unemployment, _): .rateLevel("a rate of unemployment", 0...30)
    }
  }

  private mutating func release(
    _ series: ReleaseSeries,
    _ tree: SourceTree,
    _ parts: [ReleasePart]
  ) -> Release {
    func value(_ key: String) -> (law: Law<Print>, hasSpread: Bool)? {
      parts.first { $0.key == key }?.values[series]
    }
    var consensus: Pricing<Print> = .open
    if let found = value("consensus") {
      consensus = .law(spreadOut(found.law, series, found.hasSpread))
    }
    if let outcome = value("outcome") {
      if consensus == .open, tree["consensus"]?.entry(series.rawValue) == nil {
        findings.add(NoPricing.release(tree, series, outcome.law))
      }
      return Release(series: series, consensus: consensus, delivery: .outcome(outcome.law))
    }
    if let surprise = value("surprise") {
      return Release(series: series, consensus: consensus, delivery: .surprise(surprise.law))
    }
    return Release(series: series, consensus: consensus)
  }

  /// A consensus without ± has the estimated spread of its series' surprise.
  ///
  /// The estimate is of published figures and a law is of the unrounded one, so that a listed
  /// release has exactly the law of an open one.
  private func spreadOut(
    _ law: Law<Print>,
    _ series: ReleaseSeries,
    _ hasSpread: Bool
  ) -> Law<Print> {
    guard case .known(let mean) = law, !hasSpread, let events = model?.events else { return law }
    let deviation: Double? =
      switch series {
      case .coreMonthly, .coreYearly: events.cpi?.surpriseDeviation.value
      case .unemployment: events.jobs?.unemploymentDeviation.value
      case .payrolls: events.jobs?.payrollDeviation.value
      }
    guard let deviation, deviation > 0 else { return law }
    let unrounded = series.unroundedDeviation(ofPublished: deviation)
    return unrounded > 0 ? .normal(mean: mean, deviation: Print(unrounded)) : law
  }
}
