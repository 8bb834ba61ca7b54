/// What the reference says of questions, results, several files and YAML itself.
extension LanguageReference {
  static let questions = """
    `ask` is answered with a value and its standard error and never changes the exit code; a
    comparison appended to it is called likely, unlikely or open. `expect` is a guard that needs a
    comparison: it holds, fails (exit 1), or is inconclusive where the limit lies within three
    standard errors (exit 3).

    | question | asks for |
    | --- | --- |
    | `P(a > b at 3mo)` | the share of worlds in which one asset returns more than another |
    | `P(a < -10 % at 3mo)` | a return, with `<`, `<=`, `>`, `>=` or `within` |
    | `P(a - b > 4.3 % at 10bd)` | the same of a difference of two assets |
    | `P(sp-500 within -1 % .. +1 % at 1w)` | a range; the lower end first |
    | `P(sp-500 level >= 8100 on 2026-12-31)` | a price level, of assets whose level the state has |
    | `mean`, `sd`, `median`, `q05` | of an asset or a difference, in percent |
    | `var95`, `es95`, `drawdown` | losses, so positive; confidence from 50 to 99.99, as in `es99.9`, which 100 paths at least must lie beyond; drawdown is the mean of the largest fall seen on week ends, of assets only |
    | `rank` | the mean rank by return among the assets of its group, 1 is best |

    A horizon follows `at` or `on`, a duration or a date after either.

    ```yaml
    ask:
      - P(russell-2000 > sp-500 at 3mo)
      - median(russell-2000 - sp-500 at 1w)
      - es95(russell-2000 at 3mo) < 25 %
      - rank(technology at 3mo)
    expect:
      - P(sp-500 within -10 % .. +10 % at 1mo) > 80 %
      - var95(sp-500 at 1mo) < 15 %
    ```

    """

  static let report = """
    Assets that are not shown are simulated all the same: a question may name them, and showing
    fewer changes no number.

    ```yaml
    report:
      groups: [index, segment]
      spreads: [russell-2000 - sp-500]
      statistics: [sd, drawdown]
    ```

    """

  static let replay = """
    `realised` shows what really happened as a percentile of what was simulated. Each entry names
    one `asset` or one `spread`; at most 40 of them. An `asof` before the model's date is a
    warning: the model has seen what it is asked to foresee.

    ```yaml
    dovetail: 1
    asof: 2025-12-01
    horizons: [2025-12-05]
    realised:
      - {asset: sp-500, horizon: 2025-12-05, return: +0.3 %, source: SPY}
      - {spread: russell-2000 - sp-500, horizon: 2025-12-05, return: +0.5 %, source: IWM less SPY}
    ```

    """

  static let run = """
    `paths` is from 64 to 100,000,000. The command line's `--paths` and `--seed` come before the
    file's. With `parameters: estimated` each group of 64 paths has its own draw of the uncertain
    coefficients, so that results carry their uncertainty; `fixed` holds them at their estimates.

    """

  static let extends = """
    ## Extending a scenario

    `extends` lays a file over another. The path is relative to the file that names it and stays
    inside the folder of the file on the command line; a file in a subfolder of `scenarios/` may
    also reach that folder itself. A chain has at most 16 files below the first.

    | key | how the two merge |
    | --- | --- |
    | `state`, `report`, `run` | key by key; the upper file's value wins |
    | `calendar` | key by key, and its lists add up |
    | `events` | by `id`: new ones are added; replacing one needs `override: true` in the upper file, and replaces all of it |
    | `ask`, `expect`, `realised` | add up, so that no guard vanishes silently |
    | all others, `horizons` among them, and the lists of `report` | the upper file's value replaces the lower's |

    ```yaml
    # base.yaml
    dovetail: 1
    asof: 2025-12-05
    state: {vix: 15.4}
    events:
      - {id: december, fomc: 2025-12-10, priced: {-25bp: 92 %, 0bp: rest}}
    expect: [P(sp-500 < -30 % at 1mo) < 5 %]
    ```

    ```yaml
    # hold.yaml
    dovetail: 1
    extends: base.yaml
    name: Surprise hold
    events:
      - id: december
        override: true
        fomc: 2025-12-10
        priced: {-25bp: 92 %, 0bp: rest}
        outcome: hold
    ```

    """

  static let meaning = """
    ## What a file means

    1. Events intervene: they change what happens, not how likely the worlds are.
    2. A result is a function of the scenario after `extends`, the model, the version of the
       engine and the seed. Comments, the order of keys and the spelling of literals do not enter;
       the name of a file does only as the default of `name`.
    3. Nothing is dropped silently: what cannot be used is an error, what may not be meant is a
       warning.

    """

  static let dialect = """
    ## The YAML it reads

    There is no implicit typing: every value is text until its key says what it is, so that `no`,
    `010`, `1:30` and `1e3` mean nothing by themselves. A single value where a list may stand is a
    list of one. Refused are aliases and anchors, tags, several documents, duplicate and complex
    keys, tabs that indent, text that is no UTF-8, control characters and those that reverse the
    direction of writing, nesting deeper than 64, more than 200,000 nodes and files over 1 MiB.

    Four slips change what YAML reads, and each has an error or a warning of its own: a missing
    space (`{-25bp:92 %}` is one key without a value), a dash before a move (`- 25bp: 92 %` is an
    item of a list, a cut turned into a hike), a comma inside a literal, and ` #`, behind which
    text is a comment.

    """

  static let later = """
    ## Keys to come

    These keys are known and not built yet. Using one is an error that says so.

    """
}
