import Domain
import Numerics
import Testing

@testable import Calibration

/// Causes of yield moves told apart by signs, and the set of responses that the signs leave.
@Suite("What signs say of growth and the term premium")
struct YieldNewsTests {
  /// A world whose four causes satisfy the restrictions: two-year, slope, market by cause.
  private static let world = [
    YieldImpact(twoYear: 6, slope: -2, market: 0.6),
    YieldImpact(twoYear: 7, slope: -3, market: -0.5),
    YieldImpact(twoYear: 0.5, slope: 6, market: -0.7),
    YieldImpact(twoYear: 2, slope: 1, market: 2),
  ]

  private static func row(_ impact: YieldImpact) -> [Double] {
    [impact.twoYear, impact.slope, impact.market]
  }

  /// The covariance of two-year, slope and market where causes have these impacts.
  private static func covariance(_ world: [YieldImpact] = world) -> Matrix {
    var sum = Matrix(rows: 3, columns: 3)
    for impact in world.map(row) {
      for i in 0..<3 { for j in 0..<3 { sum[i, j] += impact[i] * impact[j] } }
    }
    return sum
  }

  private static let rotations = Result { try Rotations(count: 20_000, seed: 5) }

  /// Weeks of the world, on Fridays from 2000, and their moves.
  private static func weeks(
    _ count: Int,
    seed: UInt64,
    scales: [Double] = [1, 1, 1]
  ) throws -> (moves: [[Double]], ends: [TradingDate]) {
    var draws = try RandomStream(RandomSource(seed: seed))
    var moves: [[Double]] = [[], [], []]
    for _ in 0..<count {
      var week = [0.0, 0, 0]
      for impact in world {
        let draw = draws.normal()
        for (i, move) in row(impact).enumerated() { week[i] += draw * move * scales[i] }
      }
      for i in 0..<3 { moves[i].append(week[i]) }
    }
    let first = TradingDate(daysSince1970: 10_962)
    return (moves, (0..<count).map { first.adding(days: 7 * $0) })
  }

  // MARK: One cause

  private static let signs: [(YieldImpact, SignRestrictions.Cause?)] = [
    (YieldImpact(twoYear: 6, slope: -2, market: 0.6), SignRestrictions.Cause.growth),
    (YieldImpact(twoYear: 6, slope: -2, market: -0.6), .policy),
    (YieldImpact(twoYear: 1.9, slope: 6, market: -0.6), .termPremium),
    (YieldImpact(twoYear: -1.9, slope: 6, market: -0.6), .termPremium),
    (YieldImpact(twoYear: 6, slope: -2, market: 1.5), .risk),
    (YieldImpact(twoYear: 0, slope: 0, market: -1.5), .risk),
    // The ten-year by more than the two-year, against it, or not at all; the two-year by too much.
    (YieldImpact(twoYear: 6, slope: 1, market: 0.6), nil),
    (YieldImpact(twoYear: 6, slope: -7, market: 0.6), nil),
    (YieldImpact(twoYear: 6, slope: -6, market: 0.6), nil),
    (YieldImpact(twoYear: 2.1, slope: 6, market: -0.6), nil),
    // The market with the term premium.
    (YieldImpact(twoYear: 1, slope: 6, market: 0.6), nil),
  ]

  @Test("a cause is known by its signs, whichever way it goes", arguments: signs)
  func causes(impact: YieldImpact, cause: SignRestrictions.Cause?) {
    let other = YieldImpact(twoYear: -impact.twoYear, slope: -impact.slope, market: -impact.market)
    for sign in [impact, other] {
      #expect(SignRestrictions.cause(of: sign, marketVariance: 4.5) == cause)
    }
  }

  // MARK: Rotations

  /// Entries of a uniform rotation of four have mean 0, E q² = 1/4 and E q⁴ = 3/24.
  ///
  /// Each mean of 20,000 is within 6 of its errors, a false alarm in 1e7; off by 5 % would show.
  @Test("rotations are orthonormal and uniform, and more of them leave the first as they were")
  func rotations() throws {
    let rotations = try Self.rotations.get()
    let fewer = try Rotations(count: 50, seed: 5)
    let unit = Matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    var sums = [[Double]](repeating: [0, 0, 0], count: 12)
    for rotation in 0..<rotations.count {
      let causes = (0..<4).map { Self.row(rotations.impact(rotation, $0, unit)) }
      for i in 0..<3 {
        for j in 0...i {
          let product = causes.reduce(0) { $0 + $1[i] * $1[j] }
          #expect(abs(product - (i == j ? 1 : 0)) < 1e-12)
        }
        for (cause, moves) in causes.enumerated() {
          let q = moves[i]
          sums[4 * i + cause][0] += q
          sums[4 * i + cause][1] += q * q
          sums[4 * i + cause][2] += q * q * q * q
        }
      }
      guard rotation < fewer.count else { continue }
      #expect((0..<4).allSatisfy { Self.row(fewer.impact(rotation, $0, unit)) == causes[$0] })
    }
    let n = Double(rotations.count)
    for sum in sums {
      // Var q = 1/4, Var q² = 1/8 − 1/16, Var q⁴ = E q⁸ − 1/64 = 105/1920 − 1/64.
      #expect(abs(sum[0] / n) < 6 * (0.25 / n).squareRoot())
      #expect(abs(sum[1] / n - 0.25) < 6 * (0.0625 / n).squareRoot())
      #expect(abs(sum[2] / n - 0.125) < 6 * ((105.0 / 1920 - 1.0 / 64) / n).squareRoot())
    }
  }

  /// All 24 orders of the four causes are tried, and both ways of each, each restriction by itself.
  @Test("rotations are admitted where an order and signs of the causes satisfy the restrictions")
  func bruteForce() throws {
    let rotations = try Self.rotations.get()
    let covariance = Self.covariance()
    let lower = try CholeskyFactor(covariance).lower
    var expected = AdmittedResponses()
    for rotation in 0..<rotations.count {
      let columns = (0..<4).map { rotations.impact(rotation, $0, lower) }
      // The causes' moves make up the covariance.
      if rotation < 20 {
        for i in 0..<3 {
          for j in 0..<3 {
            let sum = columns.map(Self.row).reduce(0) { $0 + $1[i] * $1[j] }
            #expect(abs(sum - covariance[i, j]) < 1e-9)
          }
        }
      }
      for (g, p, t, r) in Self.orders where Self.isRisk(columns[r], columns) {
        guard let growth = Self.turned(columns[g], { Self.isShort($0) && $0.market > 0 }),
          let policy = Self.turned(columns[p], { Self.isShort($0) && $0.market < 0 }),
          let premium = Self.turned(
            columns[t],
            { $0.slope > 0 && abs($0.twoYear) < $0.slope / 3 && $0.market < 0 }
          ), ![g, p, t].contains(where: { Self.isRisk(columns[$0], columns) })
        else { continue }
        expected.add(growth: growth, policy: policy, premium: premium)
      }
    }
    let found = SignRestrictions.admitted(covariance, rotations)
    #expect(expected.count > 100)
    #expect(found.count == expected.count)
    #expect(found.growth == expected.growth && found.policy == expected.policy)
    #expect(found.premium == expected.premium)
    #expect(found.growthRatio == expected.growthRatio)
    #expect(found.premiumRatio == expected.premiumRatio)
  }

  /// Places of growth, policy, term premium and risk.
  private static let orders: [(Int, Int, Int, Int)] = {
    var orders: [(Int, Int, Int, Int)] = []
    for g in 0..<4 {
      for p in 0..<4 where p != g {
        for t in 0..<4 where t != g && t != p { orders.append((g, p, t, 6 - g - p - t)) }
      }
    }
    return orders
  }()

  /// Two-year up, ten-year up by less.
  private static func isShort(_ impact: YieldImpact) -> Bool {
    impact.twoYear > 0 && impact.tenYear > 0 && impact.tenYear < impact.twoYear
  }

  private static func isRisk(_ impact: YieldImpact, _ all: [YieldImpact]) -> Bool {
    2 * impact.market * impact.market >= all.reduce(0) { $0 + $1.market * $1.market }
  }

  /// The impact or its opposite, where it is so.
  private static func turned(
    _ impact: YieldImpact,
    _ isSo: (YieldImpact) -> Bool
  ) -> YieldImpact? {
    let other = YieldImpact(twoYear: -impact.twoYear, slope: -impact.slope, market: -impact.market)
    return [impact, other].first(where: isSo)
  }

  // MARK: Responses

  @Test("what is admitted holds the world that the covariance is of, and responses have its signs")
  func covers() throws {
    let rotations = try Rotations(count: 100_000, seed: 1)
    let found = SignRestrictions.admitted(Self.covariance(), rotations)
    func holds(_ values: [Double], _ truth: Double) -> Bool {
      values.contains { $0 < truth } && values.contains { $0 > truth }
    }
    #expect(holds(found.growth, 25 * 0.6 / 6) && holds(found.growthRatio, 4.0 / 6))
    #expect(holds(found.policy, -25 * 0.5 / 7))
    #expect(holds(found.premium, -25 * 0.7 / 6.5) && holds(found.premiumRatio, 0.5 / 6.5))
    #expect(found.growth.allSatisfy { $0 > 0 } && found.policy.allSatisfy { $0 < 0 })
    #expect(found.growthRatio.allSatisfy { (0...1).contains($0) })
    #expect(found.premium.allSatisfy { $0 < 0 })
    // |two-year| < slope/3: between −1/2 and 1/4 of the ten-year.
    #expect(found.premiumRatio.allSatisfy { (-0.5...0.25).contains($0) })
  }

  /// Slope is minus a quarter of the two-year but for a hundredth of it: what moves the two-year
  /// at all moves the ten-year by three quarters of it, whatever else the rotations say.
  @Test("where yields move together the signs pin the ten-year's part")
  func pinned() throws {
    let together = Matrix([[100, -25, 0.5], [-25, 6.26, -0.1], [0.5, -0.1, 4]])
    let found = SignRestrictions.admitted(together, try Rotations(count: 100_000, seed: 1))
    #expect(found.count > 100)
    let ratios = SortedSample(found.growthRatio)
    #expect(abs(ratios.quantile(0.5) - 0.75) < 0.02, "\(ratios.quantile(0.5))")
    #expect(ratios.quantile(0.9) - ratios.quantile(0.1) < 0.1)
  }

  /// Sampling errors of 2,000 weeks move a correlation by 0.02, and the middle of the set by a
  /// tenth of its width; half of it is five of those.
  @Test("weeks of a world give the set of its covariance, with its width as the error")
  func weeksOfAWorld() throws {
    let rotations = try Self.rotations.get()
    let exact = SignRestrictions.admitted(Self.covariance(), rotations)
    let (moves, ends) = try Self.weeks(2_000, seed: 8)
    let fit = try #require(YieldNewsFit(moves: moves, ends: ends, rotations: rotations))
    for (parameter, set) in [
      (fit.growth.market, exact.growth), (fit.growth.ratio, exact.growthRatio),
      (fit.termPremium.market, exact.premium), (fit.termPremium.ratio, exact.premiumRatio),
    ] {
      let sample = SortedSample(set)
      let width = (sample.quantile(0.95) - sample.quantile(0.05)) / 3.29
      #expect(abs(parameter.value - sample.quantile(0.5)) < width / 2)
      #expect((0.7 * width...1.6 * width).contains(parameter.standardError))
      guard case .assumption(let reason) = parameter.provenance else {
        Issue.record("not an assumption")
        continue
      }
      #expect(reason.contains("2000 weeks 2000-01-06..") && reason.contains("of 20000 rotations"))
    }
  }

  @Test("twice the returns are twice the responses, twice the yields half of them")
  func scales() throws {
    let rotations = try Self.rotations.get()
    let (moves, ends) = try Self.weeks(400, seed: 9)
    let one = try #require(YieldNewsFit(moves: moves, ends: ends, rotations: rotations))
    for (scales, factor) in [([1.0, 1, 2], 2.0), ([2, 2, 1], 0.5)] {
      let (scaled, _) = try Self.weeks(400, seed: 9, scales: scales)
      let other = try #require(YieldNewsFit(moves: scaled, ends: ends, rotations: rotations))
      for (a, b) in [(one.growth, other.growth), (one.termPremium, other.termPremium)] {
        #expect(abs(b.market.value / a.market.value - factor) < 1e-9)
        #expect(abs(b.market.standardError / a.market.standardError - factor) < 1e-9)
        #expect(abs(b.ratio.value - a.ratio.value) < 1e-9)
        #expect(abs(b.ratio.standardError - a.ratio.standardError) < 1e-9)
      }
    }
  }

  @Test("the order of a year's weeks does not matter, nor which way all moves go")
  func orders() throws {
    let rotations = try Self.rotations.get()
    let (moves, ends) = try Self.weeks(312, seed: 10)
    let one = try #require(YieldNewsFit(moves: moves, ends: ends, rotations: rotations))
    var places = Array(ends.indices)
    for year in Set(ends.map(\.civil.year)) {
      let own = ends.indices.filter { ends[$0].civil.year == year }
      for (a, b) in zip(own, own.reversed()) { places[a] = b }
    }
    let shuffled = moves.map { row in places.map { -row[$0] } }
    let other = try #require(YieldNewsFit(moves: shuffled, ends: ends, rotations: rotations))
    for (a, b) in [(one.growth, other.growth), (one.termPremium, other.termPremium)] {
      #expect(abs(a.market.value - b.market.value) < 1e-9)
      #expect(abs(a.market.standardError - b.market.standardError) < 1e-9)
      #expect(abs(a.ratio.value - b.ratio.value) < 1e-9)
    }
  }

  /// Leaving out year k of m gives median M_k; the jackknife's variance is (m − 1)/m Σ (M_k − M̄)².
  @Test("an error joins the set's 90 % range with the jackknife of its median over years")
  func errors() throws {
    let rotations = try Self.rotations.get()
    var (moves, ends) = try Self.weeks(520, seed: 11)
    // One year unlike the others, so that both parts of the error show.
    moves[2] = zip(moves[2], ends).map { $1.civil.year == 2003 ? 6 * $0 : $0 }
    let fit = try #require(YieldNewsFit(moves: moves, ends: ends, rotations: rotations))
    let years = Set(ends.map(\.civil.year)).sorted()
    let without = years.map { year in
      let kept = ends.indices.filter { ends[$0].civil.year != year }
      let rows = moves.map { row in kept.map { row[$0] } }
      let covariance = Moments.covariance(of: rows, weights: kept.map { _ in 1 })
      return SignRestrictions.admitted(covariance, rotations)
    }
    for (parameter, part) in [
      (fit.growth.market, \AdmittedResponses.growth),
      (fit.growth.ratio, \.growthRatio),
      (fit.termPremium.market, \.premium),
      (fit.termPremium.ratio, \.premiumRatio),
    ] as [(Parameter, KeyPath<AdmittedResponses, [Double]>)] {
      let set = SortedSample(fit.admitted[keyPath: part])
      let medians = without.map { SortedSample($0[keyPath: part]).quantile(0.5) }
      let mean = medians.reduce(0, +) / Double(years.count)
      let squares = medians.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let sampling = squares * Double(years.count - 1) / Double(years.count)
      // The 90 % range of a normal law is 3.28970725 of its deviations.
      let width = (set.quantile(0.95) - set.quantile(0.05)) / 3.28970725
      #expect(parameter.value == set.quantile(0.5))
      let error = (width * width + sampling).squareRoot()
      #expect(abs(parameter.standardError / error - 1) < 1e-7)
      #expect(sampling > 0.004 * width * width)
    }
  }

  // MARK: Nothing to say

  @Test("yields that move as one, or too few weeks, say nothing")
  func nothing() throws {
    let rotations = try Self.rotations.get()
    let (moves, ends) = try Self.weeks(300, seed: 12)
    let same = [moves[0], moves[0].map { 0.5 * $0 }, moves[2]]
    #expect(YieldNewsFit(moves: same, ends: ends, rotations: rotations) == nil)
    let parallel = [moves[0], zip(moves[0], moves[1]).map { $0 + 0.001 * $1 }, moves[2]]
    #expect(YieldNewsFit(moves: parallel, ends: ends, rotations: rotations) == nil)
    let still = [moves[0].map { _ in 0 }, moves[1], moves[2]]
    #expect(YieldNewsFit(moves: still, ends: ends, rotations: rotations) == nil)
    #expect(YieldNewsFit(moves: [[], [], []], ends: [], rotations: rotations) == nil)
  }

  @Test("a recipe without a slope, or with a hundred weeks, leaves the causes out")
  func recipes() throws {
    var recipe = try SyntheticMarket(years: 1, seed: 1).recipe()
    let (moves, ends) = try Self.weeks(300, seed: 13)
    func fit(_ weeks: Int, _ names: [String]) throws -> YieldNewsFit? {
      let series = SeriesReference(file: "daily", column: "x")
      recipe.factors = names.map { name in
        RecipeFactor(name: name, series: series, change: name == "market" ? .log : .basisPoints)
      }
      let columns = names.map { name -> [Double] in
        Array(moves[["two-year": 0, "slope": 1, "market": 2][name] ?? 0].prefix(weeks))
      }
      let panel = WeeklyPanel(
        ends: Array(ends.prefix(weeks)),
        factors: columns,
        lines: [],
        lineNames: []
      )
      return try YieldNewsFit.fit(panel, recipe: recipe, rotations: 20_000)
    }
    let found = try #require(try fit(300, ["market", "two-year", "slope"]))
    let other = try #require(try fit(300, ["market", "slope", "two-year"]))
    #expect(found.growth == other.growth && found.termPremium == other.termPremium)
    #expect(try fit(300, ["market", "two-year"]) == nil)
    #expect(try fit(300, ["market", "slope"]) == nil)
    #expect(try fit(104, ["market", "two-year", "slope"]) == nil)
  }
}
