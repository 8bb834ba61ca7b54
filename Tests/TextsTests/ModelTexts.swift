/// Model files that the tests of models share.
enum ModelTexts {
  /// Two assets, one regime, no tails, decisions with a target response only.
  static let pair = """
    dovetail-model: 1
    name: pair
    date: 2025-12-05
    source: {assumption: chosen by hand}
    factors: {market: percent}
    lines:
      large:
        loadings: {market: 1}
        drift: 7.28
      small:
        loadings: {market: 1.1275}
        total-beta: 1.375
        drift: 7.92
    covariance: {period: year, all: {volatilities: 16}}
    residuals: {period: year, all: {large: 0, small: 12.5921}}
    events: {fomc: {target: -1}}
    state:
      fed-funds: 3.75..4.00 %
      core-inflation: 3.0 %
      unemployment: 4.4 %
      two-year: 3.56 %
      ten-year: 4.14 %
      vix: 15.4
    """

  /// Every part of the format once, written the way the writer writes it.
  static let whole = """
    dovetail-model: 1
    name: whole
    version: 2025-12
    date: 2025-12-05
    benchmark: composite
    notes: |-
      Made for tests.

      Its numbers are invented.
    sources:
      e1: {estimated: weekly regression, sample: 2006-07 to 2025-12, n: 1013}
      p1: {published: A journal 2005}
      e2: {estimated: event days, sample: 1991 to 2025, n: 268}
      a1: {assumption: chosen}
    factors:
      market: percent
      two-year: bp
      credit:
        unit: bp
        source: e1
        reversion: {speed: 0.01 ± 0.002, calm: 3.5 ± 0.2, stress: 7 ± 1 (p1)}
      vix:
        unit: percent
        source: e1
        reversion: {speed: 0.05 ± 0.006, calm: 15 ± 0.5, stress: 30 ± 2}
    lines:
      banks:
        source: e1
        total-beta: 1.2 ± 0.05
        loadings: {market: 1.1 ± 0.04, two-year: 0.3 ± 0.1, credit: -0.02 ± 0.01}
        excess: {policy: 0.02 ± 0.1 (e2), labor: 0.1 ± 0.1 (e2)}
        raw: {policy: -1.9 ± 0.4 (e2)}
        residual-start: 1.1
        beta-start: 0.07 ± 0.03 (e2)
      shops:
        source: e1
        total-beta: 0.8 ± 0.05
        loadings: {market: 0.9 ± 0.04}
        drift: 6 (a1)
      gap:
        source: e1
        total-beta: 0.1 ± 0.01
        loadings: {market: 0.1 ± 0.01}
    assets:
      composite:
        group: index
        title: Composite
        index: {banks: 0.4, shops: 0.6}
        dividend-yield: 1.2 (a1)
      banks:
        group: sector
        title: Banks & more
        alias: BNK
        series: prices of banks
      shops:
        group: sector
        title: Shops
      top:
        group: segment
        title: Top
        part: {of: composite, spread: gap, weight: 0.6}
      tail:
        group: segment
        title: Tail
        rest: {of: composite, spread: gap, weight: 0.6}
    weights-source: p1
    lists:
      both:
        source: a1
        of: [banks, shops]
    identity-moves: {market: 0.012, two-year: -0.3, total-beta: 0.02, labor: 0.15}
    covariance:
      source: e1
      calm:
        market: 2.25
        two-year: -0.5 60
        credit: -8 10 150
        vix: -10 5 20 190
      stress:
        market: 14
        two-year: 2 160
        credit: -90 20 1600
        vix: -30 5 60 340
    event-covariance:
      source: e2
      market: 0.1
      two-year: -0.3 20
      credit: 0 0 0
      vix: 0 0 0 0
    residuals:
      source: e1
      half-life: 60 (p1)
      start-source: e1
      calm:
        banks: {own: 1.5, shared: 0.5 -0.2}
        shops: {own: 1.2, shared: -0.4 0.1}
        gap: {own: 0.3, shared: 0.1 0}
      stress:
        banks: {own: 3, shared: 1 -0.4}
        shops: {own: 2.4, shared: -0.8 0.2}
        gap: {own: 0.6, shared: 0.2 0}
    regimes:
      source: p1
      stay-calm: 0.973 ± 0.007
      stay-stress: 0.928 ± 0.02
      start-intercept: 0.97
      start-slope: 6.29
      volatility-ratio: 0.8
      start-calm: 15 ± 0.7 (e1)
      start-stress: 26 ± 2 (e1)
      start-elasticity: {market: 1.8 ± 0.4 (e1), credit: -0.3 ± 0.5 (e1)}
    freedom: 15 (p1)
    leverage-effect: -0.55 ± 0.14 (e1)
    beta-half-life: 17 ± 5 (e1)
    equity-premium: 3.5 ± 2 (a1)
    events:
      fomc:
        source: p1
        target-deviation: 2.3
        path-deviation: 7.1
        risk-deviation: 0.6
        target: -1.48 ± 0.29 (e2)
        path: -1.46 ± 0.42 (e2)
        correlation: -0.1
        target-yields: {two-year: 8.5 (p1), ten-year: 2.8 (p1)}
        path-yields: {two-year: 22.3 (p1), ten-year: 15.4 (p1)}
      cpi:
        source: p1
        surprise-deviation: 0.117
        pass-through-low: 0.2
        pass-through-high: 4.3
        noise-deviation: 3.8
        gate-centre: 3
        gate-width: 0.3
        ten-year-ratio: 0.76
        low: 1.03 ± 0.48 (e2)
        high: -1.73 ± 0.53 (e2)
      jobs:
        source: p1
        payroll-deviation: 87
        unemployment-deviation: 0.131
        payroll-pass-through: 4.3
        unemployment-pass-through: -2.8
        noise-deviation: 5.6
        ten-year-ratio: 0.74
        labor: 0.97 ± 0.3 (e2)
      growth:
        source: a1
        market: 2.4 ± 3
        ten-year-ratio: 0.75 ± 0.25 (e2)
      term-premium:
        source: a1
        market: -2.1 ± 1.9
        two-year-ratio: 0.05 ± 0.2 (e2)
    state:
      source: p1
      fed-funds: 3.75..4 %
      core-inflation: 3 %
      unemployment: 4.4 %
      two-year: 3.56 %
      ten-year: 4.14 %
      vix: 15.4
      credit: 2.95 %
      oil: 60.1
      dollar: 121.5
      composite: level 6864

    """
}
