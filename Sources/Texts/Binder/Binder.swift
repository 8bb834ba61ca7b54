import Domain

/// Makes a scenario of a tree that has the right keys and shapes.
///
/// It reads every part, whatever is wrong with the others, so that all findings come at once.
struct Binder {
  let root: SourceTree
  let vocabulary: Vocabulary
  let defaultName: String
  /// The model reference that was resolved before.
  let modelReference: ModelReference

  var findings: Findings
  var asof: TradingDate?
  var calendar = TradingCalendar.builtIn
  /// Releases that do not take place, by the scenario's word.
  var cancelled: [TradingCalendar.Entry] = []
  var state: EconomicState?
  var horizons: [Horizon] = []
  var silentHorizons: [Horizon] = []
  /// Whether a horizon could not be read, so that the last day is not known.
  var lacksHorizon = false

  var model: MarketModel? { vocabulary.model }

  init(
    root: SourceTree,
    model: MarketModel?,
    modelReference: ModelReference,
    defaultName: String,
    findings: Findings
  ) {
    self.root = root
    vocabulary = Vocabulary(model)
    self.modelReference = modelReference
    self.defaultName = defaultName
    self.findings = findings
  }

  /// The scenario; nil where anything was wrong.
  mutating func bind() -> Scenario? {
    checkVersion()
    bindCalendar()
    asof = bindAsof()
    warnOfOverlap()
    horizons = bindHorizons()
    state = bindState()
    let asks = bindQuestions("ask", needsLimit: false)
    let expectations = bindQuestions("expect", needsLimit: true)
    let realised = bindRealised()
    let releases = bindReleases()
    let events = bindEvents(releases)
    let report = bindReport()
    let run = bindRun()
    guard !findings.diagnostics.hasErrors, let asof, let state, !horizons.isEmpty else {
      return nil
    }
    return Scenario(
      name: root["name"]?.text ?? defaultName,
      question: root["question"]?.text,
      notes: root["notes"]?.text,
      asof: asof,
      horizons: horizons,
      silentHorizons: silentHorizons.sorted { $0.date < $1.date },
      model: modelReference,
      state: state,
      events: events,
      releases: releases,
      calendar: calendar,
      asks: asks,
      expectations: expectations,
      report: report,
      realised: realised,
      run: run
    )
  }

  // MARK: Reading

  /// The value of a body, or nil with its finding added.
  mutating func attempt<T>(_ body: (inout Self) throws(Diagnostic) -> T) -> T? {
    do {
      return try body(&self)
    } catch {
      findings.add(error)
      return nil
    }
  }

  /// The literal of a key, if it is there and a single value.
  func literal(_ key: String, in tree: SourceTree? = nil) -> LiteralSource? {
    guard let value = (tree ?? root)[key], !value.isEmpty else { return nil }
    return LiteralSource(value)
  }

  /// The items of a list, or a single value as a list of one; empty where the key is absent.
  func items(_ key: String, in tree: SourceTree? = nil) -> [SourceTree] {
    guard let value = (tree ?? root)[key], !value.isEmpty else { return [] }
    switch value.content {
    case .sequence(let items): return items.filter { !$0.isEmpty }
    case .scalar: return [value]
    case .mapping: return []
    }
  }

  /// One of the words a key takes.
  mutating func word<W: RawRepresentable>(
    _ key: String,
    in tree: SourceTree? = nil,
    _ noun: String,
    _ words: [W]
  ) -> W? where W.RawValue == String {
    guard let source = literal(key, in: tree) else { return nil }
    if let word = words.first(where: { $0.rawValue == source.text }) { return word }
    findings.add(UnknownWord.fault(source, noun, words.map(\.rawValue)))
    return nil
  }

  /// The last day that is simulated; nil while it is not known.
  var lastDate: TradingDate? {
    horizons.isEmpty || lacksHorizon ? nil : (horizons + silentHorizons).map(\.date).max()
  }

  private mutating func checkVersion() {
    guard let source = literal("dovetail"), source.text != "1" else { return }
    findings.add(UnknownVersion.fault(source))
  }

  private mutating func bindReleases() -> Releases {
    let releases =
      word("releases", "a choice of releases", [Releases.all, .listed]) ?? .all
    guard releases == .all, let asof, let last = lastDate else { return releases }
    if let fault = CalendarEnds.check(asof: asof, last: last, root) { findings.add(fault) }
    return releases
  }

  private mutating func warnOfOverlap() {
    guard let asof, let model, model.date > asof, let place = root["asof"]?.place else { return }
    findings.add(
      ModelKnowsLater.fault(asof: asof, model: model, calendar: calendar, at: place)
    )
  }
}
