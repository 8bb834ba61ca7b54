/// Which shapes of YAML a key takes.
package struct Shape: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let scalar = Shape(rawValue: 1)
  package static let list = Shape(rawValue: 2)
  package static let mapping = Shape(rawValue: 4)
}

/// One key of the language: where it stands, what it takes, since when, and what it means.
package struct KeyRow: Hashable, Sendable {
  /// What the scalars of a key are.
  package enum Kind: Hashable, Sendable {
    case version, text, name, path, date, flag
    case words([String])
    case duration, durationOrDate
    case count, seed
    case rateLevel, rateRange, number, level, relative, odds, difference
    case move, rateLaw, print, pointLaw, impulse
    case expression, subject, asset
    /// Has keys or items of its own.
    case group
  }

  /// The version of the language that knows a key.
  package enum Since: String, Hashable, Sendable {
    case first
    /// Known to come, and an error until then.
    case later
  }

  /// Keys joined by points; `[]` stands for the items of a list, `*` for a name of the author's.
  package let path: String
  package let kind: Kind
  package let shape: Shape
  package let isRequired: Bool
  package let since: Since
  package let meaning: String

  /// The last word of the path.
  package var key: String { String(path.split(separator: ".").last ?? "") }
}

extension Shape: Hashable {}

/// All keys of the scenario language, as data: the reader's checks, its suggestions and the
/// reference all derive from it.
package enum KeyTable {
  package static let rows: [KeyRow] = top + state + events + calendar + report + realised + run

  /// Keys that may stand in the mapping at a path, in the order of the reference.
  package static func children(of path: String) -> [KeyRow] { byParent[path] ?? [] }

  package static func row(_ path: String) -> KeyRow? { byPath[path] }

  private static let byPath = Dictionary(rows.map { ($0.path, $0) }) { first, _ in first }

  private static let byParent = Dictionary(grouping: rows.filter { !$0.path.hasSuffix("[]") }) {
    $0.path.split(separator: ".").dropLast().joined(separator: ".")
  }

  private static func row(
    _ path: String,
    _ kind: KeyRow.Kind,
    _ shape: Shape,
    required: Bool = false,
    _ meaning: String
  ) -> KeyRow {
    KeyRow(
      path: path,
      kind: kind,
      shape: shape,
      isRequired: required,
      since: .first,
      meaning: meaning
    )
  }

  private static func row(
    _ path: String,
    _ kind: KeyRow.Kind,
    required: Bool = false,
    _ meaning: String
  ) -> KeyRow {
    row(path, kind, .scalar, required: required, meaning)
  }

  private static func later(_ path: String, _ meaning: String) -> KeyRow {
    KeyRow(
      path: path,
      kind: .group,
      shape: [.scalar, .list, .mapping],
      isRequired: false,
      since: .later,
      meaning: meaning
    )
  }

  private static let top: [KeyRow] = [
    row("dovetail", .version, required: true, "version of the language, 1"),
    row("name", .text, "title of the scenario; the file's name when omitted"),
    row("question", .text, "what the scenario asks, for people"),
    row("notes", .text, "sources and remarks, for people"),
    row("extends", .path, "another scenario that this one overlays"),
    row("asof", .date, required: true, "the close of this day; nothing later is known"),
    row("horizons", .durationOrDate, [.scalar, .list], "when returns are read"),
    row("horizons[]", .durationOrDate, "a duration or a date"),
    row("model", .path, "a built-in model or the path of a model file"),
    row("state", .group, .mapping, "published series and market levels at `asof`"),
    row("events", .group, .list, "what happens"),
    row("events[]", .group, .mapping, "one event"),
    row(
      "releases",
      .words(["all", "listed"]),
      "whether the calendar's unlisted dates are open events"
    ),
    row("calendar", .group, .mapping, "changes to the built-in calendar"),
    row("ask", .expression, [.scalar, .list], "questions that are answered"),
    row("ask[]", .expression, "a question"),
    row("expect", .expression, [.scalar, .list], "guards that must hold"),
    row("expect[]", .expression, "a guard"),
    row("report", .group, .mapping, "what the tables show"),
    row("realised", .group, .list, "what really happened, for a replay; at most 40"),
    row("realised[]", .group, .mapping, "one actual return"),
    row("run", .group, .mapping, "how it is simulated"),
    later("pricing", "odds or futures by meeting"),
    later("policy", "the Fed's rule"),
    later("target", "conditions on paths"),
    later("views", "views that reweight"),
    later("regimes", "the volatility chain"),
    later("portfolio", "weights by asset"),
    later("set", "a weighted set of scenarios"),
  ]

  private static let state: [KeyRow] = [
    row("state.fed-funds", .rateRange, "the Fed's target range"),
    row("state.core-inflation", .rateLevel, "core consumer prices, year on year"),
    row("state.unemployment", .rateLevel, "unemployment rate"),
    row("state.two-year", .rateLevel, "two-year Treasury yield"),
    row("state.ten-year", .rateLevel, "ten-year Treasury yield"),
    row("state.vix", .number, "VIX, in its own points"),
    row(
      "state.trailing-volatility",
      .relative,
      "annualised volatility of the market, instead of the VIX for the start odds"
    ),
    row("state.credit", .rateLevel, "high-yield spread"),
    row("state.oil", .number, "price of oil in dollars"),
    row("state.dollar", .number, "level of the dollar index"),
    row("state.*", .level, "level of an asset's price index: `level 6864`"),
  ]

  private static let events: [KeyRow] = [
    row("events[].id", .name, required: true, "unique name; it names the random stream"),
    row("events[].fomc", .date, "date of an FOMC decision"),
    row("events[].cpi", .date, "date of a release of consumer prices"),
    row("events[].jobs", .date, "date of an employment report"),
    row("events[].shock", .date, "date of a shock"),
    row("events[].priced", .move, [.scalar, .mapping], "what markets expect of a decision"),
    row("events[].priced.*", .odds, "odds of a move or of a target range"),
    row("events[].consensus", .group, [.scalar, .mapping], "what surveys expect of a release"),
    row("events[].consensus.*", .print, [.scalar, .mapping], "of one series"),
    row("events[].outcome", .move, [.scalar, .mapping], "what the event delivers"),
    row("events[].outcome.*", .print, [.scalar, .mapping], "of one move or series"),
    row("events[].surprise", .rateLaw, [.scalar, .mapping], "outcome less what was expected"),
    row("events[].surprise.*", .pointLaw, [.scalar, .mapping], "of one move or series"),
    row("events[].path", .rateLaw, [.scalar, .mapping], "guidance beyond the decision"),
    row("events[].path.*", .odds, "odds of one path surprise"),
    row("events[].impulse", .group, .mapping, "what a shock moves"),
    row("events[].impulse.*", .impulse, [.scalar, .mapping], "by how much"),
    row(
      "events[].because",
      .words(["policy", "inflation", "labor"]),
      "why yields move in a shock"
    ),
    row("events[].spread-over", .duration, "time over which a shock is spread evenly"),
    row("events[].isolate", .flag, "whether everything else stays where it is"),
    row("events[].probability", .odds, "odds that the event happens at all"),
    row("events[].stream", .name, "name of the random stream, if not the id"),
    row("events[].override", .flag, "replaces the event of the same id of the extended file"),
    later("events[].window", "a range of dates"),
    later("events[].when", "a trigger by the state"),
    later("events[].once", "whether a trigger acts once"),
    later("events[].after", "a trigger by another event"),
    later("events[].if", "a condition on earlier events"),
    later("events[].else", "what happens otherwise"),
    later("events[].given", "odds by another event's outcome"),
    later("events[].correlate", "correlation with another event"),
    later("events[].every", "an event at every decision"),
    later("events[].closure", "rotation or contagion"),
    later("events[].timing", "discount for a surprise of timing"),
    later("events[].factors", "a common part beside a rotation"),
  ]

  private static let calendar: [KeyRow] =
    [
      row("calendar.added", .group, .list, "decisions and releases beyond the built-in ones"),
      row("calendar.added[]", .group, .mapping, "kind and date"),
      row("calendar.moved", .group, .list, "releases that move to another day"),
      row("calendar.moved[]", .group, .mapping, "kind and old date, and `to`"),
      row("calendar.cancelled", .group, .list, "releases that do not take place"),
      row("calendar.cancelled[]", .group, .mapping, "kind and date"),
      row(
        "calendar.holidays",
        .date,
        [.scalar, .list],
        "further days on which the market is closed"
      ),
      row("calendar.holidays[]", .date, "a day"),
    ]
    + ["added", "moved", "cancelled"].flatMap { list in
      ["fomc", "cpi", "jobs"].map { row("calendar.\(list)[].\($0)", .date, "the date") }
    } + [row("calendar.moved[].to", .date, required: true, "the new date")]

  private static let report: [KeyRow] = [
    row("report.assets", .asset, [.scalar, .list], "assets to show; all when omitted"),
    row("report.assets[]", .asset, "an asset"),
    row(
      "report.groups",
      .words(["sector", "industry", "segment", "style", "index"]),
      [.scalar, .list],
      "groups to show"
    ),
    row("report.groups[]", .words(["sector", "industry", "segment", "style", "index"]), "a group"),
    row("report.spreads", .subject, [.scalar, .list], "differences to show: `a - b`"),
    row("report.spreads[]", .subject, "a difference"),
    row("report.statistics", .words(statistics), [.scalar, .list], "further columns"),
    row("report.statistics[]", .words(statistics), "a statistic"),
  ]

  /// The statistics that a report can show.
  package static let statistics = [
    "mean", "sd", "median", "q01", "q05", "q25", "q75", "q95", "q99", "p-loss", "var95", "es95",
    "es99", "drawdown", "rank",
  ]

  private static let realised: [KeyRow] = [
    row("realised[].asset", .asset, "the asset"),
    row("realised[].spread", .subject, "or a difference of two"),
    row("realised[].horizon", .durationOrDate, required: true, "when it was read"),
    row("realised[].return", .difference, required: true, "total return since `asof`"),
    row("realised[].source", .text, required: true, "where the figure comes from"),
  ]

  private static let run: [KeyRow] = [
    row("run.paths", .count, "number of simulated paths"),
    row("run.seed", .seed, "seed of all draws"),
    row(
      "run.parameters",
      .words(["estimated", "fixed"]),
      "whether uncertain coefficients are drawn or held"
    ),
    later("run.precision", "stop at a standard error"),
  ]
}
