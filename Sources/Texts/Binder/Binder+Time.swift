import Domain

/// Dates of the scenario: the calendar's changes, `asof` and the horizons.
extension Binder {
  mutating func bindAsof() -> TradingDate? {
    guard let source = literal("asof"),
      let date = attempt({ it throws(Diagnostic) in try Literals.date(source) })
    else { return nil }
    if let fault = ClosedDay.check(date, calendar, "asof", at: source.place) {
      findings.add(fault)
      return nil
    }
    return date
  }

  mutating func bindHorizons() -> [Horizon] {
    guard let asof else { return [] }
    let listed = items("horizons")
    if listed.isEmpty, root["horizons"] == nil {
      return ["1w", "1mo", "3mo", "6mo"].compactMap { label in
        let source = LiteralSource(
          text: label,
          place: SourcePlace(path: "", range: SourceRange(0, 0))
        )
        return try? horizon(source, asof)
      }
    }
    if root["horizons"]?.items?.isEmpty == true, let place = root["horizons"]?.place {
      findings.add(EmptyList.fault("`horizons`", at: place))
    }
    var found: [(horizon: Horizon, place: SourcePlace)] = []
    for item in listed {
      guard let source = LiteralSource(item),
        let horizon = attempt({ it throws(Diagnostic) in try it.horizon(source, asof) })
      else { continue }
      if let earlier = found.first(where: { $0.horizon.date == horizon.date }) {
        findings.add(SameHorizon.fault(horizon, at: item.place, earlier.horizon, earlier.place))
        continue
      }
      found.append((horizon, item.place))
    }
    lacksHorizon = root["horizons"].map { findings.hasError(within: $0.place) } ?? false
    return found.map(\.horizon).sorted { $0.date < $1.date }
  }

  /// A duration or a date as a horizon after `asof`.
  func horizon(_ source: LiteralSource, _ asof: TradingDate) throws(Diagnostic) -> Horizon {
    let horizon: Horizon
    if case .date = Lexer.tokens(of: source.text).first?.kind {
      let date = try Literals.date(source)
      guard date.daysSince1970 - asof.daysSince1970 <= 3_653 else {
        throw UnknownDuration.tooLong(source)
      }
      horizon = Horizon(
        label: date.description,
        date: calendar.tradingDay(onOrBefore: date)
      )
    } else {
      let duration = try Literals.duration(source)
      horizon = Horizon(label: duration.text, date: duration.end(from: asof, calendar))
    }
    guard horizon.date > asof else {
      throw NotAfterAsof.horizon(source, horizon, asof)
    }
    return horizon
  }

  /// A horizon that a question or a realised return names; silent unless it is listed.
  mutating func namedHorizon(_ source: LiteralSource) throws(Diagnostic) -> Horizon? {
    guard let asof else { return nil }
    let named = try horizon(source, asof)
    if let known = (horizons + silentHorizons).first(where: { $0.date == named.date }) {
      return known
    }
    silentHorizons.append(named)
    return named
  }

  mutating func bindCalendar() {
    guard let tree = root["calendar"], tree.entries != nil else { return }
    for item in items("holidays", in: tree) {
      guard let source = LiteralSource(item),
        let date = attempt({ it throws(Diagnostic) in try Literals.date(source) })
      else { continue }
      calendar.addedHolidays.insert(date)
    }
    for item in items("added", in: tree) {
      guard let (kind, date, place) = calendarDate(item) else { continue }
      if let fault = ClosedDay.check(date, calendar, "a release", at: place) {
        findings.add(fault)
      } else {
        insert(kind, date)
      }
    }
    for item in items("moved", in: tree) { move(item) }
    for item in items("cancelled", in: tree) {
      guard let (kind, date, place) = calendarDate(item) else { continue }
      remove(kind, date, at: place)
    }
  }

  private mutating func move(_ item: SourceTree) {
    guard let (kind, date, place) = calendarDate(item), let source = literal("to", in: item),
      let new = attempt({ it throws(Diagnostic) in try Literals.date(source) })
    else { return }
    if let fault = ClosedDay.check(new, calendar, "a release", at: source.place) {
      findings.add(fault)
      return
    }
    remove(kind, date, at: place)
    insert(kind, new)
  }

  private mutating func insert(_ kind: TradingCalendar.Kind, _ date: TradingDate) {
    guard !calendar.entries.contains(where: { $0.kind == kind && $0.date == date }) else { return }
    calendar = TradingCalendar(
      entries: calendar.entries + [.init(date: date, kind: kind)],
      addedHolidays: calendar.addedHolidays
    )
  }

  private mutating func remove(
    _ kind: TradingCalendar.Kind,
    _ date: TradingDate,
    at place: SourcePlace
  ) {
    guard let index = calendar.entries.firstIndex(where: { $0.kind == kind && $0.date == date })
    else {
      findings.add(WrongDay.fault(kind, date, calendar, at: place))
      return
    }
    cancelled.append(calendar.entries.remove(at: index))
  }

  /// The one kind and date of a calendar entry.
  private mutating func calendarDate(
    _ item: SourceTree
  ) -> (TradingCalendar.Kind, TradingDate, SourcePlace)? {
    let kinds = TradingCalendar.Kind.allCases.filter { item[$0.rawValue] != nil }
    guard kinds.count == 1, let kind = kinds.first else {
      if item.entries != nil, !findings.hasError(within: item.place) {
        findings.add(OneKind.calendar(item))
      }
      return nil
    }
    guard let source = literal(kind.rawValue, in: item),
      let date = attempt({ it throws(Diagnostic) in try Literals.date(source) })
    else { return nil }
    return (kind, date, source.place)
  }
}

extension Duration {
  /// As one writes it: `10bd`, `2w`, `3mo`, `1y`.
  package var text: String {
    switch self {
    case .tradingDays(let count): "\(count)bd"
    case .days(let count): "\(count / 7)w"
    case .months(let count): count % 12 == 0 ? "\(count / 12)y" : "\(count)mo"
    }
  }
}
