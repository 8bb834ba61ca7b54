/// Keys of the file, of the state, and of what is computed and shown.
extension KeyTable {
  /// Keys of the file itself.
  static let top: [KeyRow] = [
    row("dovetail", .version, required: true, "version of the language", example: "1"),
    row(
      "name",
      .text,
      "title of the scenario",
      omitted: "the file's name",
      example: "December cut, fully priced"
    ),
    row("question", .text, "what the scenario asks, for people", example: "Does a cut still help?"),
    row("notes", .text, "sources and remarks, for people", example: "Odds as of the close."),
    row("extends", .path, "another scenario that this one overlays", example: "base.yaml"),
    row(
      "asof",
      .date,
      required: true,
      "the close of this day; nothing later is known",
      example: "2025-12-05"
    ),
    row(
      "horizons",
      .durationOrDate,
      [.scalar, .list],
      "when returns are read",
      omitted: "`[1w, 1mo, 3mo, 6mo]`",
      example: "[1w, 3mo, 2026-12-31]"
    ),
    row("horizons[]", .durationOrDate, "a duration or a date", example: "3mo"),
    row(
      "model",
      .path,
      "a built-in model, or the path of a model file",
      omitted: "`us-equities`",
      example: "us-equities"
    ),
    row(
      "state",
      .group,
      .mapping,
      "published series and market levels at `asof`",
      omitted: "the model's, while fresh",
      example: "{vix: 15.4}"
    ),
    row(
      "events",
      .group,
      .list,
      "what happens",
      omitted: "none listed",
      example: "[{id: december, fomc: 2025-12-10}]"
    ),
    row("events[]", .group, .mapping, "one event", example: "{id: december, fomc: 2025-12-10}"),
    row(
      "releases",
      .words(["all", "listed"]),
      "whether the calendar's unlisted dates are open events",
      omitted: "`all`",
      example: "listed"
    ),
    row(
      "calendar",
      .group,
      .mapping,
      "changes to the built-in calendar",
      example: "{cancelled: [{cpi: 2026-01-13}]}"
    ),
    row(
      "ask",
      .expression,
      [.scalar, .list],
      "questions that are answered",
      example: "[median(sp-500 at 1w)]"
    ),
    row("ask[]", .expression, "a question", example: "P(russell-2000 > sp-500 at 3mo)"),
    row(
      "expect",
      .expression,
      [.scalar, .list],
      "guards that must hold",
      example: "[P(sp-500 < -30 % at 1mo) < 5 %]"
    ),
    row("expect[]", .expression, "a guard", example: "P(sp-500 < -30 % at 1mo) < 5 %"),
    row(
      "report",
      .group,
      .mapping,
      "what the tables show",
      omitted: "all assets",
      example: "{groups: [sector]}"
    ),
    row(
      "realised",
      .group,
      .list,
      "what really happened, for a replay; at most 40",
      example: "[{asset: sp-500, horizon: 1w, return: +1.2 %, source: SPY}]"
    ),
    row(
      "realised[]",
      .group,
      .mapping,
      "one actual return",
      example: "{asset: sp-500, horizon: 1w, return: +1.2 %, source: SPY}"
    ),
    row("run", .group, .mapping, "how it is simulated", example: "{paths: 50k}"),
    later("pricing", "odds or futures by meeting"),
    later("policy", "the Fed's rule"),
    later("target", "conditions on paths"),
    later("views", "views that reweight"),
    later("regimes", "the volatility chain"),
    later("portfolio", "weights by asset"),
    later("set", "a weighted set of scenarios"),
  ]

  /// Published series and market levels.
  static let state: [KeyRow] = [
    row(
      "state.fed-funds",
      .rateRange,
      "the Fed's target range",
      omitted: "the model's, while fresh",
      example: "3.75..4.00 %"
    ),
    row(
      "state.core-inflation",
      .rateLevel,
      "core consumer prices, year on year",
      omitted: "the model's, while fresh",
      example: "3.0 %"
    ),
    row(
      "state.unemployment",
      .rateLevel,
      "unemployment rate",
      omitted: "the model's, while fresh",
      example: "4.4 %"
    ),
    row(
      "state.two-year",
      .rateLevel,
      "two-year Treasury yield",
      omitted: "the model's, while fresh",
      example: "3.56 %"
    ),
    row(
      "state.ten-year",
      .rateLevel,
      "ten-year Treasury yield",
      omitted: "the model's, while fresh",
      example: "4.14 %"
    ),
    row(
      "state.vix",
      .number,
      "VIX, in its own points",
      omitted: "the model's, while fresh",
      example: "15.4"
    ),
    row(
      "state.trailing-volatility",
      .relative,
      "annualised volatility of the market, instead of the VIX at the start",
      omitted: "the VIX decides",
      example: "14 %"
    ),
    row(
      "state.credit",
      .rateLevel,
      "high-yield spread",
      omitted: "the model's, while fresh; else unknown",
      example: "2.85 %"
    ),
    row(
      "state.oil",
      .number,
      "price of oil in dollars",
      omitted: "the model's, while fresh; else unknown",
      example: "60.23"
    ),
    row(
      "state.dollar",
      .number,
      "level of the dollar index",
      omitted: "the model's, while fresh; else unknown",
      example: "121.1"
    ),
    row(
      "state.*",
      .level,
      "level of an asset's price index, under the asset's name",
      omitted: "the model's, while fresh; else unknown",
      example: "level 6864"
    ),
  ]

  /// What the tables show.
  static let report: [KeyRow] = [
    row(
      "report.assets",
      .asset,
      [.scalar, .list],
      "assets to show",
      omitted: "all",
      example: "[sp-500, russell-2000]"
    ),
    row("report.assets[]", .asset, "an asset", example: "russell-2000"),
    row(
      "report.groups",
      .words(groups),
      [.scalar, .list],
      "groups to show",
      omitted: "all",
      example: "[sector]"
    ),
    row("report.groups[]", .words(groups), "a group", example: "sector"),
    row(
      "report.spreads",
      .subject,
      [.scalar, .list],
      "differences of two assets to show",
      example: "[russell-2000 - sp-500]"
    ),
    row("report.spreads[]", .subject, "a difference", example: "russell-2000 - sp-500"),
    row(
      "report.statistics",
      .words(statistics),
      [.scalar, .list],
      "further columns",
      example: "[sd, drawdown]"
    ),
    row("report.statistics[]", .words(statistics), "a statistic", example: "drawdown"),
  ]

  private static let groups = ["sector", "industry", "segment", "style", "index"]

  /// What really happened.
  static let realised: [KeyRow] = [
    row("realised[].asset", .asset, "the asset", example: "sp-500"),
    row("realised[].spread", .subject, "or a difference of two", example: "russell-2000 - sp-500"),
    row("realised[].horizon", .durationOrDate, required: true, "when it was read", example: "1w"),
    row(
      "realised[].return",
      .difference,
      required: true,
      "total return since `asof`",
      example: "+5.1 %"
    ),
    row("realised[].source", .text, required: true, "where the figure comes from", example: "SPY"),
  ]

  /// How it is simulated.
  static let run: [KeyRow] = [
    row("run.paths", .count, "number of simulated paths", omitted: "200,000", example: "50k"),
    row("run.seed", .seed, "seed of all draws", omitted: "1", example: "7"),
    row(
      "run.parameters",
      .words(["estimated", "fixed"]),
      "whether uncertain coefficients are drawn or held",
      omitted: "`estimated`",
      example: "fixed"
    ),
    row(
      "run.precision",
      .difference,
      "largest standard error of a headline: paths are added until it is reached",
      omitted: "none",
      example: "0.05pp"
    ),
  ]
}
