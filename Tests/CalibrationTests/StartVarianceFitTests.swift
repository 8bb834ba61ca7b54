import Domain
import Numerics
import Testing

@testable import Calibration

/// What the index before a week says of the market's variance in it, found again from made weeks.
@Suite("The elasticity of the variance at the start")
struct StartVarianceFitTests {
  private static let chain = SwitchingVariance.Parameters(
    mean: 0.2,
    low: 1.5,
    high: 3.8,
    stayLow: 0.975,
    stayHigh: 0.94,
    freedom: 8
  )
  /// ln(index/20) before calm and stress weeks, and its deviation in each.
  private static let fear = (calm: -0.25, stress: 0.3, spread: 0.28)
  private static let speed = 0.05
  private static let ofEvents = 0.6
  /// Of a second factor: deviations of a week, and what events add to their squares.
  private static let yield = (calm: 10.0, stress: 14.0, ofEvents: 60.0)

  private struct Weeks {
    var ends: [TradingDate] = []
    var index: [Double] = []
    var stress: [Double] = []
    var market: [Double] = []
    var yield: [Double] = []
  }

  /// Weeks of the law that the fit assumes: the index is drawn anew before each, by its regime.
  private static func weeks(
    _ count: Int,
    elasticity: Double,
    ofYield: Double = 0,
    seed: UInt64
  ) throws -> Weeks {
    var draws = try RandomStream(RandomSource(seed: seed))
    var others = try RandomStream(RandomSource(seed: seed + 1_000))
    let tails = StudentT(degreesOfFreedom: chain.freedom, unitVariance: true)
    let law = RevertingVariance(elasticity: elasticity, speed: speed)
    let second = RevertingVariance(elasticity: ofYield, speed: speed)
    let start = TradingDate(year: 2000, month: 1, day: 7) ?? TradingDate(daysSince1970: 0)
    var weeks = Weeks()
    var isHigh = false
    var distance = 0.0
    for week in 0..<count {
      let deviation = isHigh ? chain.high : chain.low
      let h = law.mean(distance: distance, days: 0..<5)
      let variance = h * (deviation * deviation - ofEvents) + ofEvents
      weeks.ends.append(start.adding(days: 7 * week))
      weeks.stress.append(isHigh ? 1 : 0)
      weeks.market.append(chain.mean + variance.squareRoot() * tails.quantile(draws.uniform()))
      let wide = isHigh ? yield.stress : yield.calm
      let g = second.mean(distance: distance, days: 0..<5)
      let spread = g * (wide * wide - yield.ofEvents) + yield.ofEvents
      weeks.yield.append(-1 + spread.squareRoot() * tails.quantile(others.uniform()))
      isHigh = draws.uniform() < (isHigh ? chain.stayHigh : 1 - chain.stayLow)
      distance = fear.spread * draws.normal()
      weeks.index.append(20 * Elementary.exp((isHigh ? fear.stress : fear.calm) + distance))
    }
    return weeks
  }

  /// The start odds that follow from the densities and the chain's shares.
  private static var regimes: RegimeModel {
    func number(_ value: Double) -> Parameter {
      Parameter(value, provenance: .assumption(reason: "test"))
    }
    let variance = fear.spread * fear.spread
    let share = (1 - chain.stayLow) / (2 - chain.stayLow - chain.stayHigh)
    let middle = (fear.stress * fear.stress - fear.calm * fear.calm) / (2 * variance)
    return RegimeModel(
      stayCalm: number(chain.stayLow),
      stayStress: number(chain.stayHigh),
      startIntercept: number(middle - Elementary.log(share / (1 - share))),
      startSlope: number((fear.stress - fear.calm) / variance),
      volatilityRatio: number(0.8)
    )
  }

  private static func fit(_ weeks: Weeks, given: Parameter? = nil) -> StartVariance? {
    StartVarianceFit(
      weeks: StartWeeks(ends: weeks.ends, index: weeks.index, odds: weeks.stress),
      freedom: chain.freedom,
      regimes: regimes,
      speed: speed,
      factors: [
        .init(
          values: weeks.market,
          mean: chain.mean,
          deviation: RegimePair(calm: chain.low, stress: chain.high),
          ofEvents: ofEvents
        ),
        .init(
          values: weeks.yield,
          mean: -1,
          deviation: RegimePair(calm: yield.calm, stress: yield.stress),
          ofEvents: yield.ofEvents
        ),
      ]
    ).variance(given: given)
  }

  /// False alarm below 2e-4 with new draws if the errors are right: 20 estimates within 4.5 of them.
  ///
  /// Their root mean square lies in 0.5…1.7 but for 1 in 500, as errors of 20 blocks are known to
  /// 16 %; an elasticity off by 0.4 would show in it.
  @Test("is found again within its error for each factor, with the levels of the index")
  func recovery() throws {
    var squares = [0.0, 0.0]
    for seed in 1...10 {
      let truth = [0.8 + 0.15 * Double(seed), 0.9 - 0.2 * Double(seed)]
      let weeks = try Self.weeks(
        1_040,
        elasticity: truth[0],
        ofYield: truth[1],
        seed: UInt64(70 + seed)
      )
      let found = try #require(Self.fit(weeks))
      for (factor, elasticity) in found.elasticity.enumerated() {
        let distance = (elasticity.value - truth[factor]) / elasticity.standardError
        #expect(abs(distance) < 4.5, "\(elasticity) for \(truth)")
        #expect((0.1...0.8).contains(elasticity.standardError))
        squares[factor] += distance * distance
      }
      let (calm, stress) = (found.level.calm, found.level.stress)
      for (level, goal) in [(calm, Self.fear.calm), (stress, Self.fear.stress)] {
        let gap = Elementary.log(level.value / 20) - goal
        #expect(abs(gap) < 5 * level.standardError / level.value)
      }
    }
    for square in squares {
      let size = (square / 10).squareRoot()
      #expect(size > 0.5 && size < 1.7, "\(size)")
    }
  }

  @Test("weeks of a factor that are not known are left out")
  func unknown() throws {
    var weeks = try Self.weeks(1_040, elasticity: 1.5, ofYield: 0.5, seed: 94)
    for week in weeks.yield.indices.prefix(300) { weeks.yield[week] = .nan }
    let found = try #require(Self.fit(weeks))
    let whole = try #require(Self.fit(try Self.weeks(1_040, elasticity: 1.5, seed: 94)))
    #expect(found.elasticity[0] == whole.elasticity[0])
    let gap = (found.elasticity[1].value - 0.5) / found.elasticity[1].standardError
    #expect(abs(gap) < 4.5)
    // Two years of weeks tell nothing.
    for week in weeks.yield.indices.prefix(936) { weeks.yield[week] = .nan }
    let none = try #require(Self.fit(weeks))
    #expect(none.elasticity[1].value == 0)
    guard case .assumption = none.elasticity[1].provenance else {
      Issue.record("\(none.elasticity[1])")
      return
    }
  }

  @Test("a higher index than the weeks bear out is no elasticity, nor are two years of weeks")
  func nothing() throws {
    // Weeks after a high index are the quieter ones.
    #expect(Self.fit(try Self.weeks(1_040, elasticity: -1.5, seed: 91)) == nil)
    #expect(Self.fit(try Self.weeks(104, elasticity: 1.5, seed: 92)) == nil)
  }

  @Test("an elasticity that the recipe gives is taken over, with levels from the weeks")
  func given() throws {
    let weeks = try Self.weeks(520, elasticity: 1.5, seed: 93)
    let given = Parameter(1.25, provenance: .assumption(reason: "test"))
    let found = try #require(Self.fit(weeks, given: given))
    #expect(found.elasticity == [given, given])
    #expect(found.level == Self.fit(weeks)?.level)
  }
}
