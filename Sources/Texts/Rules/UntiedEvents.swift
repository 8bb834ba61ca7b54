import Domain

/// Draws that one would expect to hang together, and that do not.
enum UntiedEvents: Rule {
  static let document = RuleDocument(
    "W304",
    "events that one would not expect to be independent",
    checks: """
      No two events whose outcomes are uncertain by the author's word fall on one day, no two \
      such shocks move one name in overlapping windows, and no decision with odds or a law of \
      its own follows a release by two trading days or less.
      """,
    matters: """
      Every event is drawn on its own: a deep shock does not deepen the next, and a print does \
      not move the odds of the decision after it. Tails come out thinner than one would think.
      """,
    wrong: """
      events:
        - {id: leaders, shock: 2025-12-15, impulse: {technology: -12 % ± 5 %}}
        - {id: market, shock: 2025-12-15, impulse: {market: -3 % ± 2 %}}
      """,
    right: """
      events:
        - {id: leaders, shock: 2025-12-15, impulse: {technology: -12 % ± 5 %}}
        - {id: market, shock: 2025-12-15, impulse: {market: -3 %}}
      """
  )

  /// Trading days before a decision within which a release would move its odds.
  static let reach = 2

  /// One finding for each pair, at the id of the later event.
  static func check(
    _ events: [Event],
    _ calendar: TradingCalendar,
    at place: (String) -> SourcePlace?
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, later) in events.enumerated() where later.isListed {
      for earlier in events[..<index] {
        guard let reason = reason(earlier, later, calendar), let here = place(later.id) else {
          continue
        }
        let there = earlier.isListed ? place(earlier.id) : nil
        found.append(
          fault(
            "`\(later.id)` is drawn independently of `\(earlier.id)`: \(reason)",
            at: here,
            "not tied to `\(earlier.id)`",
            also: there.map { [.init($0, "the other")] } ?? [],
            help: "give one of them without a spread, or read the result as that of "
              + "independent draws"
          )
        )
      }
    }
    return found
  }

  /// Why two events, in order of time, would be expected to depend; nil where they would not.
  private static func reason(
    _ earlier: Event,
    _ later: Event,
    _ calendar: TradingCalendar
  ) -> String? {
    guard later.isUncertainByAuthor else { return nil }
    if case .fomc = later.kind, earlier.isRelease,
      calendar.tradingDays(after: earlier.date, through: later.date) <= reach,
      earlier.isDrawn
    {
      return "the print of \(earlier.date) does not move the odds of \(later.date)"
    }
    guard earlier.isListed, earlier.isUncertainByAuthor else { return nil }
    if earlier.date == later.date { return "both are uncertain on \(later.date)" }
    guard case .shock(let first) = earlier.kind, case .shock(let second) = later.kind,
      later.date <= first.spreadUntil ?? earlier.date
    else { return nil }
    let names = Set(first.impulses.map(\.name))
    return second.impulses.first { names.contains($0.name) }.map {
      "both move `\($0.name)` on \(later.date)"
    }
  }
}

extension Event {
  fileprivate var isRelease: Bool { kindName == "cpi" || kindName == "jobs" }

  /// Whether a release's print is drawn, by whatever law.
  fileprivate var isDrawn: Bool {
    switch kind {
    case .cpi(let releases), .jobs(let releases):
      releases.contains { $0.delivery == .market || $0.delivery.isSpread }
    case .fomc, .shock: true
    }
  }

  /// Whether what happens is drawn from a law that the author gave.
  fileprivate var isUncertainByAuthor: Bool {
    if probability < .certain { return true }
    switch kind {
    case .fomc(let decision): return decision.delivery.isSpread
    case .cpi(let releases), .jobs(let releases):
      return releases.contains { $0.delivery.isSpread }
    case .shock(let shock):
      return shock.impulses.contains { impulse in
        switch impulse {
        case .rate(_, let law): law.isSpread
        case .relative(_, let law), .assets(_, let law): law.isSpread
        }
      }
    }
  }
}

extension Delivery {
  fileprivate var isSpread: Bool {
    switch self {
    case .market: false
    case .outcome(let law), .surprise(let law): law.isSpread
    }
  }
}

extension Law {
  fileprivate var isSpread: Bool {
    if case .known = self { return false }
    return true
  }
}
