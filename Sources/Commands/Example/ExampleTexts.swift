/// The recipe and the scenario that come with an invented market.
enum ExampleTexts {
  /// What a user with fund prices and two-year yields writes, and nothing more.
  static let recipe = """
    # How to estimate a model from fund prices, two-year yields and the days of events.
    #   dovetail calibrate --recipe recipe.yaml --data . -o my-model.yaml
    # What is not here is off, or taken from the built-in model and called an assumption.
    dovetail-recipe: 1
    name: my-model
    date: 2025-12-05                    # nothing later is read
    notes: An invented market; nothing here says anything about a real one.

    sources:
      invented: {assumption: invented for the example}

    files:                              # short name: path inside the data folder
      prices: {path: prices.csv, source: invented closes with dividends reinvested}
      yields: {path: yields.csv, source: invented two-year yields in percent}
      events: {path: events.csv, key: event, source: days of decisions and releases}

    weekly: {start: 2018-02-05, ranks: 2}   # ranks: common movers of what factors leave over

    factors:                            # what moves everything; the first is the market
      market: {series: prices/MKT, change: log}
      two-year: {series: yields/two-year, change: bp}

    benchmark: large-caps

    assets:                             # the rows of your tables
      large-caps: {group: index, title: Large caps, series: prices/LRG}
      growth: {group: style, title: Growth, series: prices/GRW}
      banks: {group: industry, title: Banks, series: prices/BNK}
      utilities: {group: sector, title: Utilities, series: prices/UTL}
      small-caps: {group: segment, title: Small caps, series: prices/SML}

    events:                             # days on which the yield's move is news of one kind
      two-year: yields/two-year
      fomc: {start: 2018-01-03, days: events/fomc}
      cpi: {start: 2018-01-03, days: events/cpi}
      jobs: {start: 2018-01-03, days: events/jobs}

    state-source: {assumption: invented for the example}
    numbers:                            # where things stood on the date, from any newspaper
      source: invented
      fed-funds-low: 3.75
      fed-funds-high: 4.00
      core-inflation: 3.0
      unemployment: 4.4
      ten-year: 3.9

    """

  /// A decision seen by the model of the recipe.
  static let scenario = """
    dovetail: 1
    name: A cut that is priced
    question: What would a hold do to banks?
    asof: 2025-12-05
    horizons: [1w, 3mo]
    model: my-model.yaml                # beside this file
    events:
      - id: december
        fomc: 2025-12-10
        priced: {-25bp: 90 %, 0bp: rest}
        outcome: 0bp                    # your view: no cut
    ask:
      - median(banks at 1w)
      - P(banks < large-caps at 1w)

    """
}
