import Domain

/// What is shown, what really happened, and how it is simulated.
extension Binder {
  mutating func bindReport() -> ReportSelection {
    guard let tree = root["report"], tree.entries != nil else { return ReportSelection() }
    var report = ReportSelection()
    if tree["assets"] != nil {
      report.assets = items("assets", in: tree).compactMap { assetName($0) }
    }
    if tree["groups"] != nil {
      report.groups = items("groups", in: tree).compactMap { item in
        LiteralSource(item).flatMap { chosen($0, "a group", AssetGroup.allCases.map(\.rawValue)) }
          .flatMap(AssetGroup.init(rawValue:))
      }
    }
    report.spreads = items("spreads", in: tree).compactMap { spread($0) }
    report.statistics = items("statistics", in: tree).compactMap { item in
      LiteralSource(item).flatMap { chosen($0, "a statistic", KeyTable.statistics) }
    }
    return report
  }

  private mutating func chosen(
    _ source: LiteralSource,
    _ noun: String,
    _ words: [String]
  ) -> String? {
    if words.contains(source.text) { return source.text }
    findings.add(UnknownWord.fault(source, noun, words))
    return nil
  }

  private mutating func assetName(_ item: SourceTree) -> String? {
    guard let source = LiteralSource(item) else { return nil }
    return attempt { it throws(Diagnostic) in
      try it.vocabulary.asset(source.text, at: source.place)
    }
  }

  private mutating func spread(_ item: SourceTree) -> Subject? {
    guard let source = LiteralSource(item) else { return nil }
    return attempt { it throws(Diagnostic) in
      var parser = ExpressionParser(source, it.vocabulary)
      let subject = try parser.wholeSubject()
      guard case .spread = subject else {
        throw BadExpression.fault(
          "`\(source.text)` is one asset; a spread is two",
          at: source.place,
          "the second is missing",
          help: "for example `russell-2000 - sp-500`"
        )
      }
      return subject
    }
  }

  mutating func bindRealised() -> [RealisedReturn] {
    let items = items("realised")
    if items.count > 40, let place = root["realised"]?.items?[40].place {
      findings.add(TooMany.fault(items.count, at: place))
    }
    return items.compactMap { realised($0) }
  }

  private mutating func realised(_ item: SourceTree) -> RealisedReturn? {
    guard item.entries != nil else { return nil }
    guard (item["asset"] == nil) != (item["spread"] == nil) else {
      if !findings.hasError(within: item.place) { findings.add(OneKind.realised(item)) }
      return nil
    }
    let subject =
      item["spread"].flatMap { spread($0) }
      ?? item["asset"].flatMap { assetName($0) }.map(Subject.asset)
    let horizon = literal("horizon", in: item).flatMap { source in
      attempt { it throws(Diagnostic) in try it.namedHorizon(source) } ?? nil
    }
    if horizon == nil { lacksHorizon = true }
    let form =
      item["spread"] == nil
      ? QuantityForm.relative("a return") : .returnDifference("a difference of returns")
    let value = literal("return", in: item).flatMap { source in
      attempt { it throws(Diagnostic) in try Literals.quantity(source, form) }
    }
    guard let subject, let horizon, let value, let source = literal("source", in: item) else {
      return nil
    }
    return RealisedReturn(
      subject: subject,
      horizon: horizon,
      value: Percent(value),
      source: source.text
    )
  }

  mutating func bindRun() -> RunSettings {
    var settings = RunSettings()
    guard let tree = root["run"], tree.entries != nil else { return settings }
    if let source = literal("paths", in: tree) {
      let paths = attempt { it throws(Diagnostic) in
        try Literals.count(source, "a number of paths", 64...100_000_000)
      }
      settings.paths = paths.map { Int($0) } ?? settings.paths
    }
    if let source = literal("seed", in: tree) {
      let seed = attempt { it throws(Diagnostic) in
        try Literals.count(source, "a seed", 0...UInt64.max)
      }
      settings.seed = seed ?? settings.seed
    }
    let parameters = word(
      "parameters",
      in: tree,
      "a treatment of parameters",
      [ParameterTreatment.estimated, .fixed]
    )
    settings.parameters = parameters ?? settings.parameters
    if let source = literal("precision", in: tree) {
      settings.precision = attempt { it throws(Diagnostic) in
        try Literals.quantity(source, .precision)
      }
    }
    return settings
  }
}
