import Domain

/// What an event's mapping says before its kind is read.
struct EventHead {
  let tree: SourceTree
  let id: String
  let stream: String
  let date: TradingDate
  let probability: Probability
  let isDateExpected: Bool
}

/// Events: those listed, and the calendar's open ones.
extension Binder {
  /// In order of date, of time of day, and of the file; open events come last within a time.
  mutating func bindEvents(_ releases: Releases) -> [Event] {
    var ids: [String: SourcePlace] = [:]
    var listed: [Event] = []
    for item in root["events"]?.items ?? [] where item.entries != nil {
      checkID(item, &ids)
      guard let event = bindEvent(item) else { continue }
      checkSameDay(event, listed, item)
      checkStream(event, listed, item)
      listed.append(event)
    }
    let all = listed + (releases == .all ? openEvents(beside: listed) : [])
    let events = all.enumerated()
      .sorted { ($0.1.date, $0.1.time, $0.0) < ($1.1.date, $1.1.time, $1.0) }.map(\.element)
    findings.add(UntiedEvents.check(events, calendar) { ids[$0] })
    return events
  }

  private mutating func checkID(_ item: SourceTree, _ ids: inout [String: SourcePlace]) {
    guard let source = literal("id", in: item) else { return }
    if !NotAName.isName(source.text) {
      findings.add(NotAName.fault(source))
    } else if let earlier = ids.updateValue(source.place, forKey: source.text) {
      findings.add(DuplicateID.fault(source, earlier: earlier))
    }
  }

  private mutating func checkSameDay(_ event: Event, _ listed: [Event], _ item: SourceTree) {
    guard event.kindName != "shock",
      let twin = listed.first(where: { $0.date == event.date && $0.kindName == event.kindName })
    else { return }
    findings.add(
      SameEventTwice.fault(event, twin.id, at: item[event.kindName]?.place ?? item.place)
    )
  }

  private mutating func checkStream(_ event: Event, _ listed: [Event], _ item: SourceTree) {
    guard let twin = listed.first(where: { $0.stream == event.stream }), twin.id != event.id
    else { return }
    let place = item["stream"]?.place ?? item["id"]?.place ?? item.place
    findings.add(SameStream.fault(event.stream, twin.id, at: place))
  }

  // MARK: One event

  private static let kinds = ["fomc", "cpi", "jobs", "shock"]

  private mutating func bindEvent(_ item: SourceTree) -> Event? {
    let kinds = Self.kinds.filter { item[$0] != nil }
    guard kinds.count == 1, let kind = kinds.first else {
      if !findings.hasError(within: item.place) { findings.add(OneKind.event(item, kinds)) }
      return nil
    }
    checkKeys(item, kind)
    guard let head = bindHead(item, kind) else {
      // Values are read all the same, so that their findings come at once.
      let head = EventHead(
        tree: item,
        id: "",
        stream: "",
        date: asof ?? TradingDate(daysSince1970: 0),
        probability: .certain,
        isDateExpected: false
      )
      _ = bindKind(kind, head)
      return nil
    }
    guard let eventKind = bindKind(kind, head) else { return nil }
    return Event(
      id: head.id,
      stream: head.stream,
      date: head.date,
      kind: eventKind,
      probability: head.probability,
      isDateExpected: head.isDateExpected
    )
  }

  private mutating func bindKind(_ kind: String, _ head: EventHead) -> Event.Kind? {
    if let place = head.tree[kind]?.place, isOff(kind) {
      findings.add(EventOff.fault(kind, modelReference, at: place))
    }
    switch kind {
    case "fomc": return bindDecision(head).map(Event.Kind.fomc)
    case "cpi": return bindPrices(head).map(Event.Kind.cpi)
    case "jobs": return bindJobs(head).map(Event.Kind.jobs)
    default: return bindShock(head).map(Event.Kind.shock)
    }
  }

  func isOff(_ kind: String) -> Bool {
    guard let events = model?.events else { return false }
    switch kind {
    case "fomc": return events.fomc == nil
    case "cpi": return events.cpi == nil
    case "jobs": return events.jobs == nil
    default: return false
    }
  }

  private mutating func bindHead(_ item: SourceTree, _ kind: String) -> EventHead? {
    var probability = Probability.certain
    if let source = literal("probability", in: item) {
      probability =
        attempt { it throws(Diagnostic) in
          let odds = try Literals.odds(source)
          guard odds.digits > 0, let value = Probability(odds.shifted(by: -2).value) else {
            throw OddsOutOfRange.never(at: source.place)
          }
          return value
        } ?? .certain
    }
    var stream: String?
    if let source = literal("stream", in: item) {
      if NotAName.isName(source.text) {
        stream = source.text
      } else {
        findings.add(NotAName.fault(source))
      }
    }
    guard let source = literal(kind, in: item),
      let date = attempt({ it throws(Diagnostic) in try Literals.date(source) }),
      checkDate(date, kind, at: source.place), let id = item["id"]?.text
    else { return nil }
    let entry = calendar.entries.first { $0.date == date && $0.kind.rawValue == kind }
    return EventHead(
      tree: item,
      id: id,
      stream: stream ?? id,
      date: date,
      probability: probability,
      isDateExpected: entry?.isExpected ?? false
    )
  }

  private mutating func checkDate(
    _ date: TradingDate,
    _ kind: String,
    at place: SourcePlace
  ) -> Bool {
    let fault =
      scheduleFault(date, kind, at: place)
      ?? ClosedDay.check(date, calendar, "an event", at: place)
      ?? NotAfterAsof.check(date, asof, at: place)
      ?? AfterHorizon.check(date, lastDate, at: place)
    if let fault { findings.add(fault) }
    return fault == nil
  }

  /// Decisions and releases take place on the calendar's days, where it knows them.
  private func scheduleFault(
    _ date: TradingDate,
    _ kind: String,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard let kind = TradingCalendar.Kind(rawValue: kind),
      !calendar.entries.contains(where: { $0.kind == kind && $0.date == date })
    else { return nil }
    if let fault = CancelledRelease.check(kind, date, cancelled, at: place) { return fault }
    guard TradingCalendar.builtInYears.contains(date.civil.year) else { return nil }
    // A date that has passed is wrong for another reason.
    if let asof, date <= asof { return nil }
    // Published on a holiday of the exchange: the calendar has the next open day.
    if date.weekday < 5, !calendar.isTradingDay(date),
      calendar.entries.contains(
        TradingCalendar.Entry(date: calendar.tradingDay(after: date), kind: kind)
      )
    {
      return nil
    }
    return WrongDay.fault(kind, date, calendar, at: place)
  }

  private mutating func checkKeys(_ item: SourceTree, _ kind: String) {
    for entry in item.entries ?? [] {
      guard let kinds = ForeignKey.kinds[entry.key], !kinds.contains(kind) else { continue }
      findings.add(ForeignKey.fault(entry, kind, kinds, in: item))
    }
  }

  // MARK: Open events

  private func openEvents(beside listed: [Event]) -> [Event] {
    guard let asof, let last = lastDate else { return [] }
    return calendar.entries(after: asof, through: last).compactMap { entry in
      let isListed = listed.contains {
        $0.date == entry.date && $0.kindName == entry.kind.rawValue
      }
      guard !isListed, !isOff(entry.kind.rawValue) else { return nil }
      let kind: Event.Kind =
        switch entry.kind {
        case .fomc: .fomc(Decision())
        case .cpi: .cpi([Release(series: .coreMonthly)])
        case .jobs: .jobs([Release(series: .unemployment), Release(series: .payrolls)])
        }
      return Event(
        id: "open-\(entry.kind.rawValue)-\(entry.date)",
        date: entry.date,
        kind: kind,
        isListed: false,
        isDateExpected: entry.isExpected
      )
    }
  }
}
