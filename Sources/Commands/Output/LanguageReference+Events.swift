/// What the reference says of events and the calendar.
extension LanguageReference {
  static let events = """
    An event has an `id` and exactly one of `fomc`, `cpi`, `jobs` and `shock`, whose value is its
    date: a trading day after `asof` and not after the last horizon. Decisions and releases must
    stand in the calendar, so that a date off by a day is found.

    | key | on | |
    | --- | --- | --- |
    | `priced`, `path` | `fomc` | `path` is the part of guidance that the decision does not explain |
    | `consensus` | `cpi`, `jobs` | by series: `core-mom` or `core-yoy`; `unemployment` and `payrolls` |
    | `outcome`, `surprise` | `fomc`, `cpi`, `jobs` | at most one of the two |
    | `impulse`, `because`, `spread-over`, `isolate` | `shock` | |
    | `probability`, `stream` | all | |

    **The order of a day** in New York: releases at 08:30, decisions at 14:00, shocks at the
    16:00 close; within one time, the order of the file. Horizons are read after all of it.

    ### What an omitted key means

    | omitted | meaning |
    | --- | --- |
    | `outcome` and `surprise` | drawn from what was expected |
    | `priced` or `consensus`, with an `outcome` | an error: say what was expected, or `priced: none` for a decision, or give the `surprise` of a release |
    | `priced` or `consensus`, without an `outcome` | open: the estimated law of surprises, and no level is tracked |
    | `path` | drawn, mean zero, estimated spread; `path: 0bp` says that there is no news |
    | the ± of a consensus | the estimated spread of that series' surprise; `core-yoy` takes that of `core-mom` |
    | the event altogether | open, under `releases: all` |

    Listing an event at market odds without a view changes no mean: the calendar was there before.
    Giving it other odds does, and that is the value of the view.

    ### Decisions

    `priced` and `outcome` are moves of the target range, or the ranges that they lead to, with
    odds; one move without odds is certain. A move outside the steps of 25 bp is a warning.

    ```yaml
    events:
      - id: december
        fomc: 2025-12-10
        priced: {3.50..3.75 %: 92 %, 3.75..4.00 %: rest}
        outcome: hold
        path: {0bp: 60 %, +15bp: rest}
    ```

    `surprise: +5bp ± 3bp` gives the target surprise itself. `priced: none` says that all of the
    outcome is surprise; it exists for decisions only.

    ### Releases

    A surprise of `core-yoy` is that month's surprise of `core-mom`, so a file gives one of them.
    Prints of a normal law are rounded to what is published: 0.1 percentage points, or one
    thousand; other laws are taken as they are written. `none` is not a consensus, and the error
    points to `surprise`.

    ```yaml
    events:
      - id: november-jobs
        jobs: 2025-12-16
        consensus: {unemployment: 4.5 %, payrolls: 50k ± 60k}
        outcome: {unemployment: {4.5 %: 60 %, 4.6 %: rest}, payrolls: -20k}
      - id: november-prices
        cpi: 2025-12-18
        surprise: {core-mom: +0.1pp ± 0.1pp}
    ```

    ### Signs of surprises

    A surprise is the outcome less what was expected, for every series. A positive policy surprise
    is tighter (screens say hawkish), a positive price surprise is hot, a positive surprise of
    unemployment is weak, one of payrolls strong.

    ### Shocks

    An `impulse` names what moves: a factor of the model (`market`, `credit`, `oil`, `dollar`,
    `vix` and the yields), an asset, or a list of assets of the model such as `ai-leaders`. Rates
    move in bp, all others in percent. Everything else follows by what the model expects given the
    move; `isolate: true` holds it still. A shock to names inside the S&P 500 is rotation, since
    the index is the sum of its sectors: add one on `market` for a loss of all.

    A yield is `two-year`, `ten-year` or `slope`, one of them in a shock, and needs `because`:
    shares respond differently to a move because of `policy`, `inflation`, `labor`, `growth` or
    `term-premium`. The cause says how the other yield follows: long yields rise with little of the
    two-year for a term premium, and a shock for it moves `ten-year` or `slope`. No calendar has
    days of growth or of the term premium; the built-in model's responses to them are assumptions,
    of which `check` warns and the report of a run says so.

    ```yaml
    horizons: [1mo, 3mo]
    events:
      - id: leaders-fall
        shock: 2026-02-10
        impulse: {ai-leaders: t4 -12 % ± 5 %}
        spread-over: 2w
        probability: 35 %
      - id: yields-rise
        shock: 2026-01-15
        impulse: {ten-year: +60bp}
        because: inflation
      - id: premium-rises
        shock: 2026-02-17
        impulse: {ten-year: +25bp ± 10bp}
        because: term-premium
    ```

    `spread-over` delivers a shock in equal parts on its day and each trading day up to the end of
    the duration. `probability` is the chance that an event happens at all; the draws it uses are
    the same whether it happens or not.

    ### Streams

    An event's random numbers are addressed by its `id`: adding another event or reordering the
    file leaves them as they were, and two files with the same `id` see the same draws. Renaming
    an event changes its draws; `stream: old-name` pins them.

    Events are independent of each other. `check` warns where one would not expect it: two
    uncertain views on one day, a release within two trading days before a decision with odds of
    its own, two uncertain shocks that move one name at a time.

    """

  static let calendar = """
    The built-in calendar has the FOMC's scheduled decisions and the releases of consumer prices
    and jobs from 2018 to 2027; dates not yet published follow the agencies' usual rules and are
    marked *expected*. Unscheduled decisions, such as those of March 2020, are not in it; a
    release on a day the exchange is closed stands on the next trading day. Trading days are those
    of the New York Stock Exchange.

    An item names one kind with its date. Changes are made in the order holidays, added, moved,
    cancelled. An event on a cancelled release is an error.

    ```yaml
    horizons: [3mo]
    calendar:
      moved:
        - {cpi: 2026-01-13, to: 2026-01-20}
      cancelled:
        - {jobs: 2026-01-09}
      holidays: [2026-01-02]
    events:
      - {id: december-prices, cpi: 2026-01-20, surprise: {core-mom: +0.1pp}}
    ```

    """
}
