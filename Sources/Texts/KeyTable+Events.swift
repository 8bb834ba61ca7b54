import Domain

/// Keys of events and of the calendar.
extension KeyTable {
  /// What happens, and when.
  static let events: [KeyRow] = [
    row(
      "events[].id",
      .name,
      required: true,
      "unique name; it names the random stream",
      example: "december"
    ),
    row("events[].fomc", .date, "date of an FOMC decision", example: "2025-12-10"),
    row("events[].cpi", .date, "date of a release of consumer prices", example: "2025-12-18"),
    row("events[].jobs", .date, "date of an employment report", example: "2025-12-16"),
    row("events[].shock", .date, "date of a shock", example: "2025-12-15"),
    row(
      "events[].priced",
      .move,
      [.scalar, .mapping],
      "what markets expect of a decision",
      omitted: "open: the estimated law of surprises",
      example: "{-25bp: 92 %, 0bp: rest}"
    ),
    row("events[].priced.*", .odds, "odds of a move or of a target range", example: "92 %"),
    row(
      "events[].consensus",
      .group,
      [.scalar, .mapping],
      "what surveys expect of a release",
      omitted: "open: the estimated law of surprises",
      example: "{core-yoy: 3.0 %}"
    ),
    row(
      "events[].consensus.*",
      .print,
      [.scalar, .mapping],
      "of one series",
      example: "4.5 % ± 0.1pp"
    ),
    row(
      "events[].outcome",
      .move,
      [.scalar, .mapping],
      "what the event delivers",
      omitted: "drawn from what was expected",
      example: "{-25bp: 97 %, 0bp: rest}"
    ),
    row(
      "events[].outcome.*",
      .print,
      [.scalar, .mapping],
      "of one move or series",
      example: "97 %"
    ),
    row(
      "events[].surprise",
      .rateLaw,
      [.scalar, .mapping],
      "outcome less what was expected",
      omitted: "outcome less expectation",
      example: "+5bp ± 3bp"
    ),
    row(
      "events[].surprise.*",
      .pointLaw,
      [.scalar, .mapping],
      "of one move or series",
      example: "+0.1pp"
    ),
    row(
      "events[].path",
      .rateLaw,
      [.scalar, .mapping],
      "guidance beyond the decision, as a surprise",
      omitted: "drawn: mean zero, estimated spread",
      example: "+6bp ± 4bp"
    ),
    row("events[].path.*", .odds, "odds of one path surprise", example: "40 %"),
    row(
      "events[].impulse",
      .group,
      .mapping,
      "what a shock moves",
      omitted: "an error on a shock",
      example: "{market: -5 %}"
    ),
    row("events[].impulse.*", .impulse, [.scalar, .mapping], "by how much", example: "-5 % ± 2 %"),
    row(
      "events[].because",
      .words(Cause.allCases.map(\.rawValue)),
      "why yields move in a shock",
      omitted: "an error where yields move",
      example: "inflation"
    ),
    row(
      "events[].spread-over",
      .duration,
      "time over which a shock is spread evenly",
      omitted: "all on its date",
      example: "2w"
    ),
    row(
      "events[].isolate",
      .flag,
      "whether everything else stays where it is",
      omitted: "`false`",
      example: "true"
    ),
    row(
      "events[].probability",
      .odds,
      "odds that the event happens at all",
      omitted: "100 %",
      example: "35 %"
    ),
    row(
      "events[].stream",
      .name,
      "name of the random stream",
      omitted: "the `id`",
      example: "december"
    ),
    row(
      "events[].override",
      .flag,
      "replaces the event of the same id of the extended file",
      omitted: "`false`",
      example: "true"
    ),
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

  /// Changes to the calendar.
  static let calendar: [KeyRow] =
    [
      row(
        "calendar.added",
        .group,
        .list,
        "decisions and releases beyond the built-in ones",
        example: "[{fomc: 2026-02-20}]"
      ),
      row("calendar.added[]", .group, .mapping, "kind and date", example: "{fomc: 2026-02-20}"),
      row(
        "calendar.moved",
        .group,
        .list,
        "releases that move to another day",
        example: "[{cpi: 2026-01-13, to: 2026-01-20}]"
      ),
      row(
        "calendar.moved[]",
        .group,
        .mapping,
        "kind and old date, and `to`",
        example: "{cpi: 2026-01-13, to: 2026-01-20}"
      ),
      row(
        "calendar.cancelled",
        .group,
        .list,
        "releases that do not take place",
        example: "[{jobs: 2026-01-09}]"
      ),
      row("calendar.cancelled[]", .group, .mapping, "kind and date", example: "{jobs: 2026-01-09}"),
      row(
        "calendar.holidays",
        .date,
        [.scalar, .list],
        "further days on which the market is closed",
        example: "[2026-01-02]"
      ),
      row("calendar.holidays[]", .date, "a day", example: "2026-01-02"),
    ]
    + ["added", "moved", "cancelled"].flatMap { list in
      [("fomc", "2026-01-28"), ("cpi", "2026-01-13"), ("jobs", "2026-01-09")].map { kind, date in
        row("calendar.\(list)[].\(kind)", .date, "the date", example: date)
      }
    } + [
      row("calendar.moved[].to", .date, required: true, "the new date", example: "2026-01-20")
    ]
}
