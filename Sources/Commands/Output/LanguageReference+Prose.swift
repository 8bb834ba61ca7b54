/// What stands between the tables; every block of YAML in it is checked by a test.
///
/// A block whose first line is a comment with a file's name is that file for the blocks after it.
extension LanguageReference {
  static let introduction = """
    # The scenario language

    A scenario file says where the economy stands, what is about to happen, what markets expect of
    it, what you expect instead, and what you want to know. It is YAML, read by rules of its own
    that are stricter: every number has its unit, every name has one shape, and an unknown key is
    an error. `dovetail check FILE` reads a file and says what it understood; `dovetail explain
    CODE` explains a finding, and [diagnostics.md](diagnostics.md) lists them all. What the words
    do to prices is in [model.md](model.md).

    """

  static let wholeFile = """
    ## A whole file

    ```yaml
    dovetail: 1
    name: December cut, fully priced
    question: Does a cut that is 92 % priced still lift small caps?
    asof: 2025-12-05                       # the close of this day; nothing later is known
    horizons: [1w, 1mo, 3mo, 6mo]
    model: us-equities

    state:                                 # where the economy stands at asof
      fed-funds: 3.75..4.00 %
      core-inflation: 3.0 %
      unemployment: 4.4 %
      two-year: 3.56 %
      ten-year: 4.14 %
      vix: 15.4

    events:
      - id: december
        fomc: 2025-12-10
        priced: {-25bp: 92 %, 0bp: rest}
        outcome: {-25bp: 97 %, 0bp: rest}  # your odds; leave it out to take the market's
        path: +6bp ± 4bp                   # guidance beyond the decision
      - id: november-prices
        cpi: 2025-12-18
        consensus: {core-yoy: 3.0 %}
        outcome: {core-yoy: 3.1 % ± 0.1pp}

    ask:
      - P(russell-2000 > sp-500 at 3mo)
    expect:
      - P(sp-500 < -30 % at 1mo) < 5 %
    ```

    The least a file needs is its version and its date:

    ```yaml
    dovetail: 1
    asof: 2025-12-05
    ```

    """

  static let literals = """
    ## Names and numbers

    **A name** — of an asset, an event, a factor, a series — is small letters and digits in words
    that single hyphens join: `russell-2000`. A hyphen binds; a minus between two names has a
    space on both sides: `russell-2000 - sp-500`. `dovetail models show us-equities` lists the
    assets with their aliases (`IWM` is `russell-2000`).

    | what | written | rule |
    | --- | --- | --- |
    | level of a rate | `4.14 %` | in percent |
    | change of a rate | `-25bp`, `0.1pp` | in bp or percentage points; `-0.25 %` is an error, since it could be relative |
    | return, relative change | `-12 %` | in percent |
    | difference of two returns | `4.3 %`, `4.3pp` | in either |
    | odds | `92 %`, `rest` | of one list they sum to 100 %, in decimal arithmetic; `rest` stands once at most |
    | target range | `3.75..4.00 %` | the lower end first; the first number may leave its unit to the second |
    | payrolls | `50k` | in thousands |
    | count | `200000`, `200k` | whole, without a unit |
    | level of an index | `level 6864` | with the word; VIX, oil and dollar are bare numbers |
    | date | `2025-12-10` | year, month, day |
    | duration | `10bd`, `2w`, `3mo`, `1y` | trading days, weeks, months, years; ten years at most |
    | flag | `true`, `false` | nothing else |

    A number has at most 15 digits, no leading zero, a digit on both sides of its point, and no
    comma: YAML cuts there. The minus may be the sign U+2212, an en dash before a digit is one
    too, no-break and thin spaces are spaces, `+-` and `+/-` are `±`, `…` is `..`: what a screen
    of Dovetail shows can be pasted back. `hold` is `0bp`.

    **A law** stands where a number may be uncertain:

    | law | written |
    | --- | --- |
    | normal | `3.1 % ± 0.1pp`: the mean and one standard deviation |
    | Student's t | `t4 -12 % ± 5 %`: degrees of freedom above 2; ± is its standard deviation |
    | uniform | `uniform 30 % .. 49 %` |
    | discrete | `{-25bp: 92 %, 0bp: rest}`: outcomes and their odds |

    The spread of a rate is in pp or bp, that of a return in % or pp. Of a discrete law, larger
    draws are larger outcomes, in whatever order they are written.

    """

  static let file = """
    A horizon is a duration from `asof` or a date. Durations are calendar time but for `bd`; a
    horizon on a closed day is read on the trading day before, after the close, events of the day
    included. Horizons that only a question names are added silently.

    `model` is a built-in name, or a path if it has a slash or ends in `.yaml`: relative to the
    scenario's folder. `dovetail models show us-equities --yaml` prints the built-in one to start
    from.

    With `releases: all` every decision, consumer-price and jobs release of the calendar up to the
    last horizon takes place; those that the file does not list are *open*: their surprises are
    drawn from the model's laws with mean zero. With `releases: listed` only the file's events
    take place, and the variance that the calendar adds is missing.

    """

  static let state = """
    The state is fresh if `asof` is within five trading days of the model's date: then what is not
    written is the model's. Otherwise `fed-funds`, `core-inflation`, `unemployment`, `two-year`,
    `ten-year` and `vix` must all be written; the error shows the last known values as a block to
    paste. `credit`, `oil` and `dollar` only give reported levels a start.

    What the numbers do: `vix`, or `trailing-volatility` where it is written, sets the odds of
    stress at the start and how much calm and stress move in the weeks after it; `core-inflation`
    decides how shares respond to inflation news; `fed-funds` is the risk-free rate; a level turns
    returns into index levels. An index level is not the price of a fund: `IWM: level 2590` is an
    error that says so.

    ```yaml
    dovetail: 1
    asof: 2025-12-05
    state:
      vix: 22
      sp-500: level 6864
    ask:
      - P(sp-500 level >= 8100 on 2026-12-31)
    ```

    """
}
