import Calibration
import Domain
import Numerics

/// The truth behind one simulated data set, itself drawn, so that no test holds at one point only.
///
/// Units as in models: percent, bp, percent per 25 bp.
struct KnownMarket: Sendable {
  static let lineCount = 12
  /// Market, two-year, fear, credit.
  static let factorCount = 4

  /// Deviations of daily moves in calm days, and how many times as large those of stress days are.
  static let deviations = (market: 0.8, twoYear: 4.5)
  static let stressScale = 2.4
  static let twoYearStressScale = 1.4
  /// How the two-year leans on the market in calm.
  static let correlation = 0.15
  static let freedom = 8
  static let stay = (calm: 0.973, stress: 0.93)
  /// The logarithm of the fear index over 20 before calm and before stress, its deviation from
  /// that, and what is left of it after a week.
  static let fear = (calm: -0.25, stress: 0.25, deviation: 0.22, persistence: 0.8)

  /// Loadings now, and by how much those of the earlier half were different.
  var loadings: [[Double]] = []
  var drift: [[Double]] = []
  var residuals: [Double] = []
  var target = 0.0
  var path = 0.0
  /// The two-year's response to target and path, the ten-year's as a part of it; bp per bp.
  var yields = (target: 0.0, path: 0.0)
  var tenYear = 0.0
  var low = 0.0
  var high = 0.0
  var labor = 0.0
  /// Deviations of surprises in bp, and of what they leave of the market's move in percent.
  var surprises = (target: 0.0, path: 0.0, risk: 0.0)
  /// The two-year's response to a tenth of core prices, and what is left of its move in bp.
  var prices = (low: 0.0, high: 0.0, noise: 0.0)
  /// The two-year's response to 100 thousand payrolls and a tenth of unemployment; the same.
  var jobs = (payrolls: 0.0, unemployment: 0.0, noise: 0.0)
  static let core = 0.11
  static let payrolls = 85.0
  static let unemployment = 0.13
  /// Responses beyond beta by cause and line, and their deviation.
  var excess: [SensitivityCause: [Double]] = [:]
  static let between = 0.35
  /// A level of 4 %, its weekly persistence and the deviation of what is new, in percent.
  var persistence = 0.0
  static let home = 4.0
  static let news = 0.15
  /// Powers of the fear index that the variances of market and two-year move with.
  var elasticity = (market: 0.0, twoYear: 0.0)
  /// Correlation of the market's week with the normal score of its multiplier.
  var leverage = 0.0

  init(_ draws: inout RandomStream) {
    func uniform(_ range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * draws.uniform()
    }
    for _ in 0..<Self.lineCount {
      loadings.append([
        uniform(0.6...1.5), uniform(-1...1), uniform(-0.03...0.03), uniform(-0.3...0.3),
      ])
      residuals.append(uniform(0.4...0.9))
      drift.append([0.1, 0.3, 0.005, 0.1].map { $0 * draws.normal() })
    }
    (target, path) = (uniform(-2.5...0), uniform(-2.5...0))
    yields = (uniform(0.2...0.6), uniform(0.6...1))
    tenYear = uniform(0.4...0.8)
    (low, high, labor) = (uniform(0...2), uniform(-2.5...0), uniform(0...2))
    surprises = (uniform(3...6), uniform(5...9), uniform(0.3...0.9))
    prices = (uniform(-1...2), uniform(2...6), uniform(3...6))
    jobs = (uniform(2...6), uniform(-5...0), uniform(3...6))
    for cause in SensitivityCause.allCases {
      excess[cause] = (0..<Self.lineCount).map { _ in Self.between * draws.normal() }
    }
    persistence = uniform(0.93...0.97)
    elasticity = (uniform(1...2.2), uniform(-1...1.5))
    leverage = uniform(-0.5...0.2)
  }

  /// Beta on the market alone: loadings on what leans on it count as far as they lean.
  func totalBeta(_ line: Int) -> Double { loadings[line][0] + loadings[line][1] / 25 * Self.lean }

  /// What the two-year moves by for a percent of the market in ordinary weeks, in bp.
  static var lean: Double { correlation * deviations.twoYear / deviations.market }

  /// What a calendar year's events add to a week's variance, of the market and of the two-year.
  ///
  /// Eight decisions and twelve releases of either kind; the gate half open, as the recipe has it.
  var ofEvents: (market: Double, twoYear: Double) {
    let square = { (x: Double) -> Double in x * x }
    let (t, p) = (square(surprises.target), square(surprises.path))
    let release =
      square((prices.low + prices.high) / 2 * 10 * Self.core) + square(prices.noise)
    let report =
      square(jobs.payrolls * Self.payrolls / 100)
      + square(jobs.unemployment * 10 * Self.unemployment)
      + square(jobs.noise)
    let decision = (
      (square(target) * t + square(path) * p) / 625 + square(surprises.risk),
      square(yields.target) * t + square(yields.path) * p
    )
    let market =
      8 * decision.0
      + 12 * (square((low + high) / 50) * release + square(labor / 25) * report)
    return (market / 52.18, (8 * decision.1 + 12 * (release + report)) / 52.18)
  }

  /// Variances of a week's diffusion where fear is usual.
  func diffusion(isStress: Bool) -> (market: Double, twoYear: Double) {
    func variance(_ deviation: Double, _ scale: Double) -> Double {
      let scaled = deviation * (isStress ? scale : 1)
      return 5 * scaled * scaled
    }
    let (d, events) = (Self.deviations, ofEvents)
    return (
      variance(d.market, Self.stressScale) - events.market,
      variance(d.twoYear, Self.twoYearStressScale) - events.twoYear
    )
  }

  /// The parts of a distance of fear's logarithm that are left in the middles of a week's days.
  static let left = (0..<5).map {
    Elementary.exp(Elementary.log(fear.persistence) * (Double($0) + 0.5) / 4.83)
  }

  /// What a variance of an elasticity is of its own in the week after a distance.
  static func start(_ elasticity: Double, _ distance: Double) -> Double {
    left.reduce(0) { $0 + Elementary.exp(elasticity * distance * $1) } / 5
  }

  /// The mean of that over the distances that there are.
  static func meanStart(_ elasticity: Double) -> Double {
    left.reduce(0) { sum, part in
      let spread = elasticity * fear.deviation * part
      return sum + Elementary.exp(spread * spread / 2) / 5
    }
  }
}

/// A week's multiplier that makes its moves t, and the normal score of its place in its law.
struct WeekMultiplier {
  /// The square root of the multiplier, whose mean is one.
  let root: Double
  let score: Double

  init(_ draws: inout RandomStream) {
    var chi = 0.0
    for _ in 0..<KnownMarket.freedom {
      let z = draws.normal()
      chi += z * z
    }
    let freedom = Double(KnownMarket.freedom)
    root = ((freedom - 2) / chi).squareRoot()
    score = NormalLaw.quantile(ChiSquaredLaw.probability(above: chi, degreesOfFreedom: freedom))
  }
}

/// A data set made by a known market: years of event days, then years of weeks without any.
///
/// The two are apart so that every truth is exact: responses of lines to events do not lean on
/// weekly loadings, nor these on them. Regimes are a chain of weeks; a week's moves share one
/// multiplier of `freedom` degrees, so that weeks have t tails and unequal variances. The variances
/// of market and two-year follow the fear index before the week, and the market leans with the
/// multiplier's score. What a calendar's events would add to weeks is added as noise.
struct SimulationBasedMarket {
  static let eventYears = 14
  static let weekYears = 14

  struct Decision {
    let date: TradingDate
    /// Surprises in the target and the two-year in bp, and the market's move in percent.
    let target, yield, window: Double
  }

  /// One day's moves while they are made.
  private struct Day {
    let date: TradingDate
    /// Deviation of what a release leaves of the two-year's move.
    let release: Double
    var market, twoYear: Double
    var tenYear: Double?
    var lines: [Double]
  }

  let truth: KnownMarket
  /// Whether loadings were others in the earlier half of the weeks.
  let drifts: Bool
  private(set) var dates: [TradingDate] = []
  private(set) var decisions: [Decision] = []
  private(set) var prices: [(date: TradingDate, core: Double)] = []
  private(set) var jobs: [(date: TradingDate, payrolls: Double, unemployment: Double)] = []
  /// True regimes of all weeks, by Monday.
  private(set) var stress: [TradingDate: Bool] = [:]
  private var market: [Double] = []
  private var twoYear: [Double] = []
  private var tenYear: [Double] = []
  private var fear: [Double] = []
  private var credit: [Double] = []
  private var lines = [[Double]](repeating: [], count: KnownMarket.lineCount)
  private var core: [(date: TradingDate, value: Double)] = []
  private let gates: CoreTable

  init(seed: UInt64, replication: Int, drifts: Bool = false) throws {
    var draws = try RandomStream(RandomSource(seed: seed))
    draws.seek(path: replication, stream: 1)
    truth = KnownMarket(&draws)
    self.drifts = drifts
    draws.seek(path: replication, stream: 2)
    guard let monday = TradingDate(year: 2000, month: 1, day: 3) else {
      gates = CoreTable([])
      return
    }
    core = Self.core(from: monday, years: Self.eventYears + 3)
    gates = CoreTable(core)
    var isStress = false
    var (level, fearLevel, distance) = (KnownMarket.home, 0.0, 0.0)
    let fearNews =
      KnownMarket.fear.deviation
      * (1 - KnownMarket.fear.persistence * KnownMarket.fear.persistence).squareRoot()
    for number in 0..<((Self.eventYears + Self.weekYears) * 365 / 7) {
      let first = monday.adding(days: 7 * number)
      stress[first] = isStress
      let week = Week(
        truth,
        isStress: isStress,
        multiplier: WeekMultiplier(&draws),
        distance: distance
      )
      let stay = isStress ? KnownMarket.stay.stress : KnownMarket.stay.calm
      if draws.uniform() > stay { isStress.toggle() }
      let news = (KnownMarket.news * draws.normal(), fearNews * draws.normal())
      let next = KnownMarket.home + truth.persistence * (level - KnownMarket.home) + news.0
      distance = KnownMarket.fear.persistence * distance + news.1
      let fearNext = (isStress ? KnownMarket.fear.stress : KnownMarket.fear.calm) + distance
      // The two levels move within their week in equal steps.
      let steps = (20 * (next - level), 20 * (fearNext - fearLevel))
      for day in 0..<5 {
        addDay(first.adding(days: day), week, credit: steps.0, fear: steps.1, &draws)
        credit.append(level + steps.0 / 100 * Double(day + 1))
      }
      (level, fearLevel) = (next, fearNext)
    }
  }

  /// What a week's days are drawn with.
  private struct Week {
    /// Of residuals, and the two-year's deviation on a day of a release.
    let scale, release: Double
    /// Of a day: deviations of the market's noise and of what the two-year has beside its lean on
    /// it, and what the multiplier's score leads the market by.
    let market, twoYear, lead: Double

    init(_ truth: KnownMarket, isStress: Bool, multiplier: WeekMultiplier, distance: Double) {
      let own = truth.diffusion(isStress: isStress)
      let market = own.market * KnownMarket.start(truth.elasticity.market, distance) / 5
      let twoYear = own.twoYear * KnownMarket.start(truth.elasticity.twoYear, distance) / 5
      let (rho, lean) = (truth.leverage, KnownMarket.lean)
      scale = (isStress ? KnownMarket.stressScale : 1) * multiplier.root
      release = twoYear.squareRoot() * multiplier.root
      self.market = multiplier.root * (market * (1 - rho * rho)).squareRoot()
      self.twoYear = multiplier.root * max(twoYear - lean * lean * market, 0).squareRoot()
      lead = rho * multiplier.score * (market / 5).squareRoot()
    }
  }

  /// Draws one day; `credit` is that level's move in bp, `fear` the index's in percent.
  private mutating func addDay(
    _ date: TradingDate,
    _ week: Week,
    credit: Double,
    fear: Double,
    _ draws: inout RandomStream
  ) {
    let year = date.civil.year - 2000
    let lean = KnownMarket.lean
    var (m, y) = (week.market * draws.normal() + week.lead, week.twoYear * draws.normal())
    // Weeks without events have what these would add.
    let events = truth.ofEvents
    let added = (draws.normal(), draws.normal())
    if year >= Self.eventYears {
      m += (events.market / 5).squareRoot() * added.0
      y += (max(events.twoYear - lean * lean * events.market, 0) / 5).squareRoot() * added.1
    }
    var day = Day(
      date: date,
      release: week.release,
      market: m,
      twoYear: lean * m + y,
      lines: truth.residuals.map { week.scale * $0 * draws.normal() }
    )
    let slope = 1.5 * draws.normal()
    // Drawn on all days, so that the days of events move no other draw.
    let z = (0..<4).map { _ in draws.normal() }
    let moved = drifts && year < Self.eventYears + Self.weekYears / 2 ? 1.0 : 0
    for i in day.lines.indices {
      let b = zip(truth.loadings[i], truth.drift[i]).map { $0 + moved * $1 }
      day.lines[i] +=
        b[0] * day.market + b[1] / 25 * day.twoYear + b[2] * fear + b[3] / 25 * credit
    }
    if year < Self.eventYears { addEvent(z, &day) }
    dates.append(date)
    market.append(day.market)
    twoYear.append(day.twoYear)
    tenYear.append((day.tenYear ?? 0.7 * day.twoYear) + slope)
    self.fear.append(fear)
    for i in lines.indices { lines[i].append(day.lines[i]) }
  }

  /// Adds what happens on a day.
  ///
  /// Jumps enter lines by total beta and excess, never by loadings.
  private mutating func addEvent(_ z: [Double], _ day: inout Day) {
    let date = day.date
    if date.civil.day >= 14, prices.last?.date.civil.month != date.civil.month {
      let w = gates.gate(date)
      prices.append((date, KnownMarket.core * z[0]))
      let response = (1 - w) * truth.prices.low + w * truth.prices.high
      addRelease(
        response * 10 * KnownMarket.core * z[0] + truth.prices.noise * z[1],
        z[2],
        responses: [(.inflationLow, truth.low, 1 - w), (.inflationHigh, truth.high, w)],
        &day
      )
    } else if date.weekday == 4, jobs.last?.date.civil.month != date.civil.month {
      let (pay, rate) = (KnownMarket.payrolls * z[0], KnownMarket.unemployment * z[1])
      jobs.append((date, pay, rate))
      let move = truth.jobs.payrolls * pay / 100 + truth.jobs.unemployment * 10 * rate
      let responses = [(SensitivityCause.labor, truth.labor, 1.0)]
      addRelease(move + truth.jobs.noise * z[3], z[2], responses: responses, &day)
    } else if dates.count % 31 == 7 {
      addDecision(z, &day)
    }
  }

  /// On a release day the market answers to all of the two-year's move: the release's and a
  /// diffusion, which is drawn again, so that nothing else ties the two together.
  private func addRelease(
    _ move: Double,
    _ z: Double,
    responses: [(cause: SensitivityCause, market: Double, weight: Double)],
    _ day: inout Day
  ) {
    day.twoYear = move + day.release * z
    for response in responses {
      let size = response.weight * day.twoYear / 25
      addJump(response.market * size, excess: response.cause, size, &day)
    }
    day.tenYear = truth.tenYear * day.twoYear
  }

  private mutating func addDecision(_ z: [Double], _ day: inout Day) {
    let (t, p) = (truth.surprises.target * z[0], truth.surprises.path * z[1])
    let jump = (truth.target * t + truth.path * p) / 25 + truth.surprises.risk * z[2]
    decisions.append(Decision(date: day.date, target: t, yield: p + 0.5 * t, window: jump))
    addJump(jump, excess: .policy, (t + p) / 25, &day)
    day.twoYear += truth.yields.target * t + truth.yields.path * p
    day.tenYear = truth.tenYear * day.twoYear
  }

  private func addJump(
    _ jump: Double,
    excess cause: SensitivityCause,
    _ size: Double,
    _ day: inout Day
  ) {
    day.market += jump
    for i in day.lines.indices {
      day.lines[i] += truth.totalBeta(i) * jump + (truth.excess[cause]?[i] ?? 0) * size
    }
  }

  /// Two years at 2 % and two at 5 % in turn, from two years before the first day.
  private static func core(
    from first: TradingDate,
    years: Int
  ) -> [(date: TradingDate, value: Double)] {
    var value = 100.0
    return (0..<(12 * years + 24)).map { month in
      defer { value *= (month / 24).isMultiple(of: 2) ? 1.00165 : 1.0041 }
      return (first.adding(days: -2).adding(months: month - 24), value)
    }
  }
}

// MARK: - As data and recipe

extension SimulationBasedMarket {
  var data: CalibrationData {
    var columns = [
      "INDEX": SyntheticMarket.level(100, market), "Y2": SyntheticMarket.sum(50, twoYear),
      "Y10": SyntheticMarket.sum(50, tenYear), "FEAR": SyntheticMarket.level(20, fear),
      "SPREAD": credit,
    ]
    for (i, line) in lines.enumerated() { columns["line-\(i)"] = SyntheticMarket.level(100, line) }
    let events = [
      "fomc": (
        decisions.map(\.date),
        [
          "target": decisions.map { $0.target / 100 }, "yield": decisions.map { $0.yield / 100 },
          "window": decisions.map(\.window),
        ]
      ),
      "prices": (prices.map(\.date), ["core": prices.map(\.core)]),
      "jobs": (
        jobs.map(\.date),
        ["payrolls": jobs.map(\.payrolls), "unemployment": jobs.map(\.unemployment)]
      ),
      "monthly": (core.map(\.date), ["core": core.map(\.value)]),
    ]
    var tables = ["daily": DatedTable(dates: dates, columns: columns)]
    for (name, (dates, columns)) in events {
      tables[name] = DatedTable(dates: dates, columns: columns)
    }
    return CalibrationData(tables: tables.compactMapValues { $0 })
  }

  var recipe: Recipe {
    func series(_ column: String, in file: String = "daily") -> SeriesReference {
      SeriesReference(file: file, column: column)
    }
    var recipe = Recipe(
      name: "simulated",
      version: "1",
      date: dates[dates.count - 1],
      notes: nil,
      files: [],
      weekly: WeeklySample(
        start: dates.first { $0.civil.year == 2000 + Self.eventYears } ?? dates[0],
        recent: drifts
          ? dates.first { $0.civil.year == 2000 + Self.eventYears + Self.weekYears / 2 } : nil,
        ranks: 1
      ),
      factors: [
        RecipeFactor(name: "market", series: series("INDEX"), change: .log),
        RecipeFactor(name: "two-year", series: series("Y2"), change: .basisPoints),
        RecipeFactor(name: "vix", series: series("FEAR"), change: .log, reverts: !drifts),
        RecipeFactor(name: "credit", series: series("SPREAD"), change: .basisPoints, reverts: true),
      ],
      assets: (0..<KnownMarket.lineCount).map { i in
        RecipeAsset(
          asset: Asset(name: "line-\(i)", group: .sector, title: "Line \(i)", alias: nil),
          origin: .series(series("line-\(i)"), before: nil)
        )
      },
      spreads: [],
      lists: [],
      benchmark: "line-0",
      events: RecipeEvents(
        marketReturns: [],
        twoYear: series("Y2"),
        tenYear: series("Y10"),
        fomc: RecipeFOMC(
          start: dates[5],
          target: series("target", in: "fomc"),
          twoYear: series("yield", in: "fomc"),
          count: nil,
          lawStart: dates[5],
          window: series("window", in: "fomc")
        ),
        cpi: RecipeCPI(
          start: dates[5],
          days: series("core", in: "prices"),
          core: series("core", in: "monthly"),
          surprise: series("core", in: "prices")
        ),
        jobs: RecipeJobs(
          start: dates[5],
          days: series("payrolls", in: "jobs"),
          payrolls: series("payrolls", in: "jobs"),
          unemployment: series("unemployment", in: "jobs")
        )
      ),
      numbers: SyntheticMarket.numbers,
      levels: [:]
    )
    let estimated: [RecipeNumber] = [
      .stayCalm, .stayStress, .startIntercept, .startSlope, .freedom, .riskDeviation,
      .coreDeviation, .passThroughLow, .passThroughHigh, .pricesNoise, .payrollDeviation,
      .unemploymentDeviation, .payrollPassThrough, .unemploymentPassThrough, .jobsNoise,
    ]
    for number in estimated { recipe.numbers[number] = nil }
    if drifts {
      recipe.numbers[.leverageEffect] = Parameter(0, provenance: .assumption(reason: "test"))
    }
    return recipe
  }
}
