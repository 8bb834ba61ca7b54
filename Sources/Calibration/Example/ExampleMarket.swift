package import Domain
package import Numerics

/// An invented market whose parameters are known: closes, two-year yields and event days.
///
/// It stands in for the data that a user brings, so that a recipe can be tried and an estimate
/// compared with the truth. Weeks are calm or stress, their returns multivariate t with 8 degrees
/// of freedom; on days of decisions and releases the yield and the market jump on top. Draws are
/// addressed: a fund, a yield and an event have streams of their own, a day or a week is a path.
package struct ExampleMarket: Sendable {
  /// A fund by its column, with what moves it.
  package struct Fund: Sendable {
    package let column: String
    /// Percent per percent of the market, and per 25 bp of the two-year yield.
    package let beta, rate: Double
    /// Daily standard deviation of what factors leave over, in percent, in calm weeks.
    package let residual: Double
  }

  /// What a kind of event does: spread of the surprise in bp of the two-year yield, and the
  /// market's response in percent per 25 bp.
  package struct Response: Sendable { package let deviation, market: Double }

  /// The market itself is the first column, without a residual.
  package static let market = "MKT"
  package static let funds = [
    Fund(column: "LRG", beta: 0.98, rate: -0.05, residual: 0.12),
    Fund(column: "GRW", beta: 1.15, rate: -0.5, residual: 0.45),
    Fund(column: "BNK", beta: 1.1, rate: 0.9, residual: 0.7),
    Fund(column: "UTL", beta: 0.6, rate: -0.7, residual: 0.6),
    Fund(column: "SML", beta: 1.2, rate: 0.3, residual: 0.55),
  ]
  package static let responses: [TradingCalendar.Kind: Response] = [
    .fomc: Response(deviation: 8, market: -1.6), .cpi: Response(deviation: 9, market: -1.2),
    .jobs: Response(deviation: 9, market: 0.6),
  ]
  /// Odds that a calm week follows a calm one, and a stress week a stress one.
  package static let stay = (calm: 0.97, stress: 0.92)

  /// What the yield moves by on an ordinary day, in bp, whatever the regime.
  package static let yieldDeviation = 3.5
  /// Percent a day in calm weeks; in stress market and funds are so much wider.
  private static let marketDeviation = 0.65
  private static let stressScale = 2.4
  private static let drift = 0.03
  private static let freedom = 8
  /// What decisions do to the market beside their surprise, in percent.
  private static let risk = 0.4

  /// Trading days from 2018 to the day before the flagship's decision week.
  package private(set) var dates: [TradingDate] = []
  /// Total-return closes, the market's first, each as long as `dates`.
  package private(set) var closes: [[Double]]
  /// The two-year yield in percent.
  package private(set) var twoYear: [Double] = []
  /// Decisions and releases of the built-in calendar.
  package private(set) var events: [TradingCalendar.Entry] = []

  private let calendar = TradingCalendar.builtIn

  /// The market of a seed; equal seeds give equal markets, bit for bit.
  package init(seed: UInt64 = 1) throws(GSLError) {
    closes = [[Double]](repeating: [], count: Self.funds.count + 1)
    guard let first = TradingDate(year: 2018, month: 1, day: 2),
      let last = TradingDate(year: 2025, month: 12, day: 5)
    else { return }
    events = calendar.entries(after: first, through: last)
    let kinds = Dictionary(grouping: events, by: \.date).mapValues { $0.map(\.kind) }
    var draws = Draws(stream: try RandomStream(RandomSource(seed: seed)))
    var walk = Walk()
    var day = first
    while day <= last {
      if day.week != dates.last?.week { walk.begin(day.week, &draws) }
      step(on: day, kinds[day] ?? [], &walk, &draws)
      day = calendar.tradingDay(after: day)
    }
  }

  private mutating func step(
    on day: TradingDate,
    _ kinds: [TradingCalendar.Kind],
    _ walk: inout Walk,
    _ draws: inout Draws
  ) {
    let scale = walk.scale
    var market = scale * Self.marketDeviation * draws.normal("market", day)
    var yield = Self.yieldDeviation * draws.normal("two-year", day)
    for kind in kinds {
      guard let response = Self.responses[kind] else { continue }
      let surprise = response.deviation * draws.normal(kind.rawValue, day)
      let risk = kind == .fomc ? Self.risk * draws.normal("risk", day) : 0
      market += response.market * surprise / 25 + risk
      yield += surprise
    }
    let moves = Self.funds.map { fund in
      fund.beta * market + fund.rate * yield / 25
        + scale * fund.residual * draws.normal(fund.column, day)
    }
    walk.add([market] + moves, yield: yield)
    dates.append(day)
    twoYear.append(walk.yield)
    for (i, log) in walk.logs.enumerated() { closes[i].append(100 * Elementary.exp(log / 100)) }
  }

  /// Levels, and the week's regime and width.
  private struct Walk {
    var logs = [Double](repeating: 0, count: ExampleMarket.funds.count + 1)
    var yield = 2.5
    var isStress = false
    var scale = 1.0

    /// Draws regime and multiplier of a week; both are held from Monday to Friday.
    mutating func begin(_ week: Int, _ draws: inout Draws) {
      let stay = isStress ? ExampleMarket.stay.stress : ExampleMarket.stay.calm
      if draws.uniform("regime", week) > stay { isStress.toggle() }
      let squares = (0..<ExampleMarket.freedom).reduce(0.0) { sum, k in
        let z = draws.normal("tail-\(k)", week)
        return sum + z * z
      }
      let tail = (Double(ExampleMarket.freedom - 2) / max(squares, 0.1)).squareRoot()
      scale = tail * (isStress ? ExampleMarket.stressScale : 1)
    }

    mutating func add(_ moves: [Double], yield move: Double) {
      for (i, move) in moves.enumerated() { logs[i] += ExampleMarket.drift + move }
      // A weak pull keeps the yield in a range that a reader believes.
      yield = max(0.05, yield + move / 100 + 0.004 * (2.5 - yield))
    }
  }

  /// Normals and uniforms by purpose and day or week.
  private struct Draws: ~Copyable {
    var stream: RandomStream

    mutating func normal(_ purpose: String, _ day: TradingDate) -> Double {
      normal(purpose, day.daysSince1970)
    }

    mutating func normal(_ purpose: String, _ index: Int) -> Double {
      seek(purpose, index)
      return stream.normal()
    }

    mutating func uniform(_ purpose: String, _ index: Int) -> Double {
      seek(purpose, index)
      return stream.uniform()
    }

    private mutating func seek(_ purpose: String, _ index: Int) {
      stream.seek(path: max(0, index), stream: StreamName("example/\(purpose)").number)
    }
  }
}
