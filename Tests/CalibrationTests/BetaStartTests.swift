import Domain
import Numerics
import Testing

@testable import Calibration

/// Where a line's beta stands by its last weeks.
@Suite("Where betas start")
struct BetaStartTests {
  private static let halfLife = 13.0

  /// Two factors, four lines with loadings; the last three belong to an index.
  private static func weeks(_ count: Int) throws -> (factors: [[Double]], lines: [[Double]]) {
    var draws = try RandomStream(RandomSource(seed: 31))
    let factors = [2.0, 6].map { scale in (0..<count).map { _ in scale * draws.normal() } }
    let lines = (0..<4).map { _ in (0..<count).map { _ in 1.5 * draws.normal() } }
    return (factors, lines)
  }

  private static let loadings = Matrix([[1.1, 0.02], [0.8, 0], [0.4, -0.05], [1.3, 0.1]])

  private static func starts(
    _ factors: [[Double]],
    _ lines: [[Double]],
    known: Int,
    members: [(line: Int, weight: Double)] = []
  ) -> BetaStarts {
    BetaStarts(
      lines: lines,
      factors: factors,
      loadings: loadings,
      halfLife: halfLife,
      known: known,
      members: members
    )
  }

  /// Least squares on the market with the weights, and one more observation that is zero and
  /// weighs as much as h weeks of the market's mean square.
  @Test("is weighted least squares of residuals on the market, with a half-life of weeks at zero")
  func law() throws {
    let (factors, lines) = try Self.weeks(120)
    let starts = Self.starts(factors, lines, known: 100)
    let average = factors[0].prefix(100).reduce(0) { $0 + $1 * $1 } / 100
    for (line, week) in [(0, 119), (2, 119), (0, 57)] {
      let weights = (0...week).map { Elementary.exp(-Elementary.log(2) * Double(week - $0) / 13) }
      let residuals = (0...week).map { t in
        lines[line][t] - Self.loadings[line, 0] * factors[0][t]
          - Self.loadings[line, 1] * factors[1][t]
      }
      let fit = try LeastSquares(
        design: Matrix([factors[0].prefix(week + 1) + [(Self.halfLife * average).squareRoot()]])
          .transposed,
        response: residuals + [0],
        weights: weights + [1]
      )
      let found = starts.estimate(line: line, week: week)
      #expect(abs(found.value - fit.coefficients[0]) < 1e-12)
      let variance =
        zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / weights.reduce(0, +)
      let information =
        zip(weights, factors[0]).reduce(Self.halfLife * average) { $0 + $1.0 * $1.1 * $1.1 }
      #expect(abs(found.standardError - (variance / information).squareRoot()) < 1e-12)
    }
  }

  @Test("nothing after a week enters what is known of it")
  func asKnown() throws {
    let (factors, lines) = try Self.weeks(120)
    let whole = Self.starts(factors, lines, known: 60)
    let cut = Self.starts(
      factors.map { Array($0.prefix(80)) },
      lines.map { Array($0.prefix(80)) },
      known: 60
    )
    for line in lines.indices {
      #expect(whole.estimate(line: line, week: 79) == cut.estimate(line: line, week: 79))
    }
  }

  @Test("a week that is unknown changes nothing, and before the first there is no start")
  func gaps() throws {
    var (factors, lines) = try Self.weeks(60)
    for week in [0, 1, 40] { lines[0][week] = .nan }
    factors[1][50] = .nan
    let starts = Self.starts(factors, lines, known: 60)
    #expect(starts.estimate(line: 0, week: 1) == Estimate(0, standardError: 0))
    #expect(starts.estimate(line: 0, week: 2).value != 0)
    #expect(starts.estimate(line: 0, week: 40) == starts.estimate(line: 0, week: 39))
    #expect(starts.estimate(line: 1, week: 40) != starts.estimate(line: 1, week: 39))
    #expect(starts.estimate(line: 1, week: 50) == starts.estimate(line: 1, week: 49))
  }

  @Test("the members of an index keep its beta, each moving by the same; others stay")
  func members() throws {
    let (factors, lines) = try Self.weeks(90)
    let members = [(line: 1, weight: 0.5), (line: 2, weight: 0.3), (line: 3, weight: 0.2)]
    let free = Self.starts(factors, lines, known: 90)
    let tied = Self.starts(factors, lines, known: 90, members: members)
    func value(_ starts: BetaStarts, _ line: Int) -> Double {
      starts.estimate(line: line, week: 89).value
    }
    #expect(abs(members.reduce(0) { $0 + $1.weight * value(tied, $1.line) }) < 1e-15)
    #expect(value(tied, 0) == value(free, 0))
    let moves = members.map { value(tied, $0.line) - value(free, $0.line) }
    #expect(abs(moves[0]) > 1e-3)
    #expect(abs(moves[1] - moves[0]) < 1e-15 && abs(moves[2] - moves[0]) < 1e-15)
  }
}

/// In how many weeks betas are to follow, found from made weeks.
@Suite("The half-life of betas")
struct BetaHalfLifeTests {
  /// Ten lines of fourteen years whose betas revert to one, keeping a share of their distance from
  /// week to week.
  private static func panel(keeping share: Double, spread: Double, seed: UInt64) throws
    -> WeeklyPanel
  {
    var draws = try RandomStream(RandomSource(seed: seed))
    let start = TradingDate(daysSince1970: 13_153)
    let ends = (0..<728).map { start.adding(days: 7 * $0) }
    let market = ends.map { _ in 2.2 * draws.normal() }
    let other = market.map { -3 * $0 + 8 * draws.normal() }
    let lines = (0..<10).map { _ -> [Double] in
      var distance = spread * draws.normal()
      return market.indices.map { t in
        distance =
          share * distance + spread * (1 - share * share).squareRoot() * draws.normal()
        return (1 + distance) * market[t] + 0.02 * other[t] + 1.4 * draws.normal()
      }
    }
    return WeeklyPanel(
      ends: ends,
      factors: [market, other],
      lines: lines,
      lineNames: (0..<10).map { "line-\($0)" }
    )
  }

  private static func fit(_ panel: WeeklyPanel, given: Double? = nil) throws -> Parameter? {
    var recipe = try SyntheticMarket(years: 3, seed: 1).recipe()
    recipe.numbers[.betaHalfLife] = given.map {
      Parameter($0, provenance: .assumption(reason: "test"))
    }
    return BetaHalfLifeFit.fit(panel, recipe: recipe)
  }

  /// Fixed seeds; under others each of the twelve half-lives would be outside with a chance of a
  /// few percent, and those that stand be followed in a hundred weeks or less as seldom.
  @Test("the slower betas move, the longer they are followed; betas that stand are not")
  func recovery() throws {
    func halfLives(keeping share: Double, spread: Double = 0.3) throws -> [Parameter?] {
      try (1...6).map { try Self.fit(Self.panel(keeping: share, spread: spread, seed: $0)) }
    }
    let fast = try halfLives(keeping: 0.97).compactMap { $0 }
    let slow = try halfLives(keeping: 0.995).compactMap { $0 }
    #expect(fast.count == 6 && slow.count == 6)
    #expect(fast.allSatisfy { (4.5...8.5).contains($0.value) && $0.standardError < 3 })
    #expect(slow.allSatisfy { (7.5...16).contains($0.value) && $0.standardError < 5 })
    let none = try halfLives(keeping: 0, spread: 0)
    #expect(none.allSatisfy { $0.map { $0.value > 100 } ?? true })
  }

  /// Regressions and sums written out for each origin.
  @Test("what is least are squares of the thirteen weeks ahead over recent variance")
  func sums() throws {
    let panel = try Self.panel(keeping: 0.97, spread: 0.3, seed: 3)
    let halfLives = BetaHalfLifeFit.halfLives
    #expect(abs(halfLives[0] - 4) < 1e-12 && abs(halfLives[24] - 256) < 1e-9)
    let (first, other) = (panel.factors[0], panel.factors[1])
    var sums: [Int: [Double]] = [:]
    for returns in panel.lines {
      for origin in stride(from: 104, to: 728, by: 4) {
        let fit = try LeastSquares(
          design: Matrix(
            [first, other].map { Array($0[..<origin]) } + [panel.ends[..<origin].map { _ in 1 }]
          ).transposed,
          response: Array(returns[..<origin])
        )
        let residuals = returns.indices.map {
          returns[$0] - fit.coefficients[0] * first[$0] - fit.coefficients[1] * other[$0]
        }
        func sum(_ decay: Double, _ value: (Int) -> Double) -> Double {
          (0..<origin).reduce(0) { sum, t in
            sum + Elementary.exp(Elementary.log(decay) * Double(origin - 1 - t)) * value(t)
          }
        }
        let variance = sum(0.94) { residuals[$0] * residuals[$0] } / sum(0.94) { _ in 1 }
        let square = (0..<origin).reduce(0) { $0 + first[$1] * first[$1] } / Double(origin)
        let ahead = origin..<min(origin + 13, 728)
        let year = panel.ends[origin].civil.year
        for (i, place) in [0, 9, 24, 25].enumerated() {
          var beta = 0.0
          if place < 25 {
            let decay = Elementary.exp(-Elementary.log(2) / halfLives[place])
            beta =
              sum(decay) { first[$0] * residuals[$0] }
              / (sum(decay) { first[$0] * first[$0] } + halfLives[place] * square)
          }
          for t in ahead {
            let left = residuals[t] - beta * first[t]
            sums[year, default: [0, 0, 0, 0]][i] += left * left / variance
          }
        }
      }
    }
    let found = BetaHalfLifeFit.squares(panel, decay: 0.94)
    #expect(found.keys.sorted() == sums.keys.sorted())
    for (year, row) in sums {
      for (i, place) in [0, 9, 24, 25].enumerated() {
        #expect(abs((found[year]?[place] ?? .nan) / row[i] - 1) < 1e-9)
      }
    }
  }

  @Test("a half-life that a recipe gives is taken over, and 0 for none")
  func given() throws {
    let panel = try Self.panel(keeping: 0.97, spread: 0.3, seed: 1)
    #expect(try Self.fit(panel, given: 21)?.value == 21)
    #expect(try Self.fit(panel, given: 0) == nil)
  }
}
