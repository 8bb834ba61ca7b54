import Domain
import Reporting
import Results

/// A hand-made study with the awkward values a report must survive.
enum Fixtures {
  static let asof = TradingDate(year: 2025, month: 12, day: 5) ?? TradingDate(daysSince1970: 0)
  static let month = Horizon(label: "1mo", date: asof.adding(days: 31))
  static let quarter = Horizon(label: "3mo", date: asof.adding(days: 90))
  static let yearEnd = Horizon(label: "2026-12-31", date: asof.adding(days: 391))

  static let index = Asset(name: "sp-500", group: .index, title: "S&P 500", alias: "SPY")
  static let small = Asset(
    name: "russell-2000",
    group: .segment,
    title: "Russell 2000",
    alias: "IWM"
  )
  static let long = Asset(
    name: "communication-services",
    group: .sector,
    title: "Communication Services",
    alias: "XLC"
  )
  static let wide = Asset(name: "wide", group: .style, title: "日本株 e\u{301}tude 👩‍💻", alias: nil)
  static let empty = Asset(name: "empty", group: .industry, title: "Too few paths", alias: nil)
  static let flat = Asset(name: "flat", group: .industry, title: "Cash\u{1B}[31m", alias: nil)

  /// A distribution with quantiles as a normal's of a mean and standard deviation.
  static func summary(mean: Double, sd: Double, error: Double) -> DistributionSummary {
    let scores = [-2.326, -1.645, -0.6745, 0, 0.6745, 1.645, 2.326]
    return DistributionSummary(
      mean: Estimate(mean, standardError: error),
      sd: Estimate(sd, standardError: error * 0.7),
      quantiles: scores.map {
        Estimate(mean + $0 * sd, standardError: error * (1.25 + $0 * $0 / 4))
      },
      lossProbability: Estimate(40.2, standardError: 0.11),
      expectedShortfall95: Estimate(2.063 * sd - mean, standardError: error * 2.6),
      expectedShortfall99: Estimate(2.665 * sd - mean, standardError: error * 5)
    )
  }

  static let unknown = Estimate(.nan, standardError: .nan)

  static func totals(_ asset: Asset, years: Double) -> DistributionSummary {
    let root = years.squareRoot()
    switch asset {
    case index: return summary(mean: 7.2 * years, sd: 15.8 * root, error: 0.0173 * root)
    case small: return summary(mean: 8.4 * years, sd: 22.1 * root, error: 0.0381 * root)
    case long: return summary(mean: 6.9 * years, sd: 19.3 * root, error: 1.4e-7)
    case wide: return summary(mean: -1.96 * years, sd: 30 * root, error: 0.3 * root)
    case empty:
      return DistributionSummary(
        mean: unknown,
        sd: unknown,
        quantiles: Array(repeating: unknown, count: 7),
        lossProbability: unknown,
        expectedShortfall95: unknown,
        expectedShortfall99: unknown
      )
    default:
      let none = Estimate(-0.0, standardError: 0)
      return DistributionSummary(
        mean: none,
        sd: none,
        quantiles: Array(repeating: none, count: 7),
        lossProbability: none,
        expectedShortfall95: none,
        expectedShortfall99: Estimate(0.5, standardError: .nan)
      )
    }
  }

  static func asset(_ asset: Asset, _ horizon: Horizon, years: Double) -> AssetResult {
    let total = totals(asset, years: years)
    let base = totals(index, years: years)
    let excess = ExcessSummary(
      mean: Estimate(total.mean.value - base.mean.value, standardError: 0.012),
      median: Estimate(total.median.value - base.median.value, standardError: 0.014),
      positiveProbability: Estimate(49.3, standardError: 0.16)
    )
    return AssetResult(
      asset: asset,
      horizon: horizon,
      total: total,
      excess: asset == index ? nil : excess,
      drawdown: DrawdownSummary(
        mean: Estimate(6.13, standardError: 0.02),
        q95: Estimate(15.2, standardError: 0.08)
      ),
      variance: asset == small
        ? VarianceSplit(events: 0.004, open: 0.0716, market: 0.854, parameters: 0.0704)
        : VarianceSplit(events: 0.0233, open: 0.0667, market: 0.8367, parameters: 0.0733)
    )
  }

  static func probability(_ value: Double) -> Probability { Probability(value) ?? .certain }

  static let decision = Event(
    id: "december",
    date: asof.adding(days: 5),
    kind: .fomc(
      Decision(
        priced: .law(
          .branches([
            Branch(BasisPoints(-25), probability(0.92)), Branch(BasisPoints(0), probability(0.08)),
          ])
        ),
        delivery: .outcome(
          .branches([
            Branch(BasisPoints(-25), probability(0.97)), Branch(BasisPoints(0), probability(0.03)),
          ])
        ),
        path: .normal(mean: BasisPoints(6), deviation: BasisPoints(4))
      )
    )
  )
  static let jobs = Event(
    id: "november-jobs",
    date: asof.adding(days: 11),
    kind: .jobs([
      Release(series: .unemployment, consensus: .law(.known(Print(4.5)))),
      Release(series: .payrolls, consensus: .law(.known(Print(50)))),
    ])
  )
  static let prices = Event(
    id: "november-prices",
    date: asof.adding(days: 13),
    kind: .cpi([
      Release(
        series: .coreYearly,
        consensus: .law(.known(Print(3.0))),
        delivery: .outcome(.normal(mean: Print(3.1), deviation: Print(0.1)))
      )
    ])
  )
  static let shock = Event(
    id: "ai-scare",
    date: asof.adding(days: 20),
    kind: .shock(
      Shock(
        impulses: [
          .assets(name: "ai-leaders", .normal(mean: Percent(-12), deviation: Percent(5))),
          .rate(name: "ten-year", .known(BasisPoints(60))),
        ],
        cause: .inflation,
        spreadUntil: asof.adding(days: 40),
        isIsolated: true
      )
    ),
    probability: probability(0.35)
  )

  static let ledger = [
    LedgerEntry(
      event: decision,
      unit: "bp",
      priced: -23,
      view: -1.25,
      outcomes: [
        .init(outcome: -25, odds: 97, surprise: -2), .init(outcome: 0, odds: 3, surprise: 23),
      ],
      repricing: (Estimate(4.92, standardError: 0.011), 5.16),
      effects: [
        .init(
          asset: index,
          mean: Estimate(-0.3127, standardError: 0.0031),
          q05: Estimate(-1.12, standardError: 0.01),
          median: Estimate(-0.31, standardError: 0.01),
          q95: Estimate(0.48, standardError: 0.01)
        )
      ]
    ),
    LedgerEntry(
      event: prices,
      unit: "pp",
      priced: 3.0,
      view: 0.1,
      outcomes: [],
      repricing: (Estimate(2.2, standardError: 0.02), 6.1),
      effects: []
    ),
    LedgerEntry(
      event: shock,
      unit: "%",
      priced: nil,
      view: -12,
      outcomes: [],
      repricing: (unknown, .nan),
      effects: []
    ),
  ]

  static func answer(
    _ text: String,
    _ measure: Measure,
    _ value: Estimate,
    _ limit: Limit? = nil,
    _ verdict: Answer.Verdict? = nil
  ) -> Answer {
    Answer(
      question: Question(text: text, measure: measure, horizon: quarter, limit: limit),
      value: value,
      verdict: verdict
    )
  }

  static let loss = Measure.probabilityOfReturn(.asset("sp-500"), .below(-30, orEqual: false))

  static func arm(
    name: String = "December cut, “fully” priced",
    answers: [Answer]? = nil
  ) -> ArmResult {
    let horizons = [(month, 1 / 12.0), (quarter, 0.25), (yearEnd, 1.07)]
    return ArmResult(
      scenarioName: name,
      asof: asof,
      fingerprint: "ab12",
      modelName: "us-equities",
      modelVersion: "2025-12",
      modelDate: asof,
      modelFingerprint: "cd34",
      benchmark: index,
      horizons: horizons.map(\.0),
      assets: horizons.flatMap { horizon, years in
        [index, small, long, wide, empty, flat].map { asset($0, horizon, years: years) }
      },
      spreads: [month, quarter].map {
        SpreadResult(
          long: small,
          short: index,
          horizon: $0,
          mean: Estimate(0.31, standardError: 0.02),
          sd: Estimate(6.2, standardError: 0.01),
          q05: Estimate(-9.91, standardError: 0.05),
          median: Estimate(0.004, standardError: 0.02),
          q95: Estimate(10.63, standardError: 0.06),
          positiveProbability: Estimate(51.62, standardError: 0.14)
        )
      },
      levels: [
        LevelResult(
          series: "two-year",
          unit: "%",
          horizon: quarter,
          start: 3.56,
          q05: Estimate(2.91, standardError: 0.004),
          median: Estimate(3.512, standardError: 0.002),
          q95: Estimate(4.12, standardError: 0.004)
        ),
        LevelResult(
          series: "vix",
          unit: "points",
          horizon: quarter,
          start: 15.4,
          q05: Estimate(11.2, standardError: 0.1),
          median: Estimate(16.3, standardError: 0.03),
          q95: Estimate(31, standardError: 0.4)
        ),
      ],
      ledger: ledger,
      answers: answers ?? [
        answer(
          "P(russell-2000 > sp-500 at 3mo)",
          .probabilityOfOrder(higher: "russell-2000", lower: "sp-500"),
          Estimate(49.28, standardError: 0.21)
        ),
        answer(
          "median(russell-2000 - sp-500 at 3mo) > 0 %",
          .statistic(.median, .spread(long: "russell-2000", short: "sp-500")),
          Estimate(0.004, standardError: 0.02),
          .above(0, orEqual: false),
          .inconclusive
        ),
        answer(
          "P(sp-500 < -30 % at 3mo) < 5 %",
          loss,
          Estimate(0.103, standardError: 0.012),
          .below(5, orEqual: false),
          .pass
        ),
        answer(
          "P(sp-500 < -30 % at 3mo) > 5 %",
          loss,
          Estimate(0.103, standardError: 0.012),
          .above(5, orEqual: false),
          .fail
        ),
        answer(
          "rank(russell-2000 at 3mo)",
          .statistic(.rank, .asset("russell-2000")),
          Estimate(3.21, standardError: 0.01)
        ),
      ],
      expectations: [
        answer(
          "P(sp-500 < -30 % at 3mo) < 5 %",
          loss,
          Estimate(0.103, standardError: 0.012),
          .below(5, orEqual: false),
          .pass
        ),
        answer(
          "es95(sp-500 at 3mo) < 10 %",
          .statistic(.expectedShortfall(0.95), .asset("sp-500")),
          Estimate(15.1, standardError: 0.1),
          .below(10, orEqual: false),
          .fail
        ),
        answer(
          "P(sp-500 < -30 % at 3mo) < 0.1 %",
          loss,
          Estimate(0.103, standardError: 0.012),
          .below(0.1, orEqual: false),
          .inconclusive
        ),
      ],
      realised: [
        RealisedPercentile(
          realised: RealisedReturn(
            subject: .asset("russell-2000"),
            horizon: quarter,
            value: Percent(9.5),
            source: "IWM, total return"
          ),
          percentile: Estimate(72.41, standardError: 0.3),
          median: Estimate(2.1, standardError: 0.05)
        )
      ]
    )
  }

  /// The far tail of the Russell 2000 at the last horizon.
  static let tail = TailResult(
    question: TailQuestion(
      text: "russell-2000 < -30 % at 3mo",
      subject: .asset("russell-2000"),
      horizon: quarter,
      level: 0.001,
      limit: .below(-30, orEqual: false)
    ),
    paths: 400_000,
    effectivePaths: 8_290.4,
    quantile: .init(Estimate(-36.562, standardError: 0.056), gain: 20.7),
    shortfall: .init(Estimate(40.884, standardError: 0.062), gain: 118.2),
    probability: .init(Estimate(0.4123, standardError: 0.0031), gain: 0.94),
    meanWeight: Estimate(1.0002, standardError: 0.0004),
    largestWeight: 1.999
  )

  static let record = RunRecord(
    engine: "0.1.0",
    paths: 200_000,
    seed: .max,
    parameters: .estimated
  )

  static func difference(_ asset: Asset, _ median: Double, _ error: Double) -> AssetDifference {
    AssetDifference(
      asset: asset,
      horizon: quarter,
      mean: Estimate(median * 1.02, standardError: error),
      median: Estimate(median, standardError: error),
      q05: Estimate(median * 1.1, standardError: error * 4),
      expectedShortfall95: Estimate(-median * 1.2, standardError: error * 5),
      excessMean: asset == index ? nil : Estimate(median * 0.3, standardError: error),
      worse: Estimate(median < 0 ? 96.1 : 3.4, standardError: 0.1),
      varianceRatio: 140
    )
  }

  private static func answer(
    _ text: String,
    _ measure: Measure,
    _ answers: (baseline: Estimate, arm: Estimate),
    _ difference: Estimate
  ) -> AnswerDifference {
    AnswerDifference(
      question: Question(text: text, measure: measure, horizon: quarter, limit: nil),
      baseline: answers.baseline,
      arm: answers.arm,
      difference: difference
    )
  }

  static let comparison = StudyResult(
    record: record,
    arms: [arm(), arm(name: "A surprise hold")],
    differences: [
      ArmDifference(
        arm: 1,
        assets: [
          difference(index, -0.61, 0.012), difference(small, -1.234, 0.02),
          difference(long, 0.012, 0.01), difference(wide, 0.1, 0.09),
          difference(empty, .nan, .nan), difference(flat, -0.0, 0),
        ],
        answers: [
          answer(
            "P(russell-2000 > sp-500 at 3mo)",
            .probabilityOfOrder(higher: "russell-2000", lower: "sp-500"),
            (Estimate(49.28, standardError: 0.21), Estimate(47.75, standardError: 0.21)),
            Estimate(-1.53, standardError: 0.042)
          ),
          answer(
            "median(sp-500 at 3mo)",
            .statistic(.median, .asset("sp-500")),
            (Estimate(2.41, standardError: 0.02), Estimate(1.83, standardError: 0.02)),
            Estimate(-0.58, standardError: 0.011)
          ),
          answer(
            "rank(russell-2000 at 3mo)",
            .statistic(.rank, .asset("russell-2000")),
            (Estimate(2.31, standardError: 0.003), Estimate(2.44, standardError: 0.003)),
            Estimate(0.13, standardError: 0.0012)
          ),
          answer(
            "P(sp-500 < -30 % at 3mo) < 5 %",
            loss,
            (Estimate(0.103, standardError: 0.012), Estimate(0.103, standardError: 0.012)),
            Estimate(0, standardError: 0)
          ),
          answer(
            "es99(sp-500 at 3mo)",
            .statistic(.expectedShortfall(0.99), .asset("sp-500")),
            (Estimate(.nan, standardError: .nan), Estimate(31.2, standardError: .nan)),
            Estimate(.nan, standardError: .nan)
          ),
        ]
      )
    ]
  )

  static let inputs = [
    InputDifference(
      path: "events.december.outcome",
      old: "{−25bp: 97 %, hold: 3 %}",
      new: "hold"
    ),
    InputDifference(path: "events.ai-scare", old: nil, new: "shock 2025-12-26"),
    InputDifference(path: "ask[2]", old: "rank(russell-2000 at 3mo)\n", new: nil),
  ]
}
