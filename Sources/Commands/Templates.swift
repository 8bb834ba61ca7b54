/// Starter scenarios that `init` writes; what is made from them is the user's own (0BSD).
struct Template: Sendable {
  let name: String
  let summary: String
  let text: String

  static let all = [decision, release, shock, baseline, replay]

  static func named(_ name: String) -> Template? { all.first { $0.name == name } }

  static let decision = Template(
    name: "decision",
    summary: "an FOMC decision with odds of your own (the default)",
    text: """
      # A scenario for dovetail. Check it: dovetail check FILE. Run it: dovetail run FILE.
      dovetail: 1
      name: My decision
      question: What if the odds are not what the market thinks?
      asof: 2025-12-05                       # the close of this day; nothing later is known
      horizons: [1w, 1mo, 3mo, 6mo]

      events:
        - id: december
          fomc: 2025-12-10
          priced: {-25bp: 92 %, 0bp: rest}   # what the market expects
          outcome: {-25bp: 80 %, 0bp: rest}  # your odds; leave it out to take the market's
          path: 0bp                          # guidance beyond the decision: no news

      ask:                                   # answered below the table
        - P(russell-2000 > sp-500 at 3mo)
        - es95(russell-2000 at 3mo)
      expect:                                # decides the exit code
        - P(sp-500 < -30 % at 1mo) < 5 %

      """
  )

  static let release = Template(
    name: "release",
    summary: "inflation and jobs prints against their consensus",
    text: """
      # A scenario for dovetail. Check it: dovetail check FILE. Run it: dovetail run FILE.
      dovetail: 1
      name: My releases
      question: What do a hot price report and a weak jobs report do?
      asof: 2025-12-05
      horizons: [1w, 1mo, 3mo]

      events:
        - id: november-jobs
          jobs: 2025-12-16
          consensus: {unemployment: 4.5 %, payrolls: 50k}
          outcome: {unemployment: 4.7 % ± 0.1pp, payrolls: -20k ± 40k}
        - id: november-prices
          cpi: 2025-12-18
          consensus: {core-yoy: 3.0 %}
          outcome: {core-yoy: 3.2 % ± 0.1pp}

      ask:
        - P(russell-2000 > sp-500 at 1mo)
        - median(utilities - sp-500 at 1mo)

      """
  )

  static let shock = Template(
    name: "shock",
    summary: "something unscheduled that moves factors or assets",
    text: """
      # A scenario for dovetail. Check it: dovetail check FILE. Run it: dovetail run FILE.
      dovetail: 1
      name: My shock
      question: What does a credit scare do that may or may not come?
      asof: 2025-12-05
      horizons: [1w, 1mo, 3mo]

      events:
        - id: credit-scare
          shock: 2026-01-15
          impulse: {credit: +80bp}           # or oil, market, ai-leaders, ten-year with because
          probability: 35 %

      ask:
        - P(regional-banks < -10 % at 3mo)
        - median(small-600 - sp-500 at 3mo)

      """
  )

  static let baseline = Template(
    name: "baseline",
    summary: "no view at all: the calendar's events, the market's odds",
    text: """
      # A scenario for dovetail. Check it: dovetail check FILE. Run it: dovetail run FILE.
      dovetail: 1
      name: No view
      asof: 2025-12-05
      horizons: [1w, 1mo, 3mo, 6mo, 1y]

      """
  )

  static let replay = Template(
    name: "replay",
    summary: "a past period with what really happened, as percentiles",
    text: """
      # A scenario for dovetail. Check it: dovetail check FILE. Run it: dovetail run FILE.
      dovetail: 1
      name: My replay
      asof: 2025-11-20
      horizons: [2025-12-05]
      state:                                 # what was known at the close of asof
        fed-funds: 3.75..4.00 %
        core-inflation: 3.0 %
        unemployment: 4.4 %
        two-year: 3.55 %
        ten-year: 4.10 %
        vix: 26.4

      realised:
        - {asset: sp-500, horizon: 2025-12-05, return: +5.1 %, source: SPY total return}
        - {asset: russell-2000, horizon: 2025-12-05, return: +9.5 %, source: IWM total return}

      """
  )
}
