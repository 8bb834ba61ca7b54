import Domain
import Numerics

/// In how many weeks what a line's beta has lately been counts half.
///
/// Every fourth week each line's loadings are estimated on what is known by then, and its beta
/// follows the last weeks with half-lives from 4 to 256 weeks. The half-life is the one whose
/// residuals of the next thirteen weeks have the least mean square, over their own recent variance.
struct BetaHalfLifeFit {
  /// Nil where betas that follow are no better than betas that do not.
  static func fit(_ panel: WeeklyPanel, recipe: Recipe) -> Parameter? {
    if let given = recipe.numbers[.betaHalfLife] { return given.value > 0 ? given : nil }
    let squares = squares(panel, decay: recipe.weekly.decay)
    let blocks = squares.keys.sorted()
    let all = total(of: blocks, squares)
    guard let best = least(all), best.isInside else { return nil }
    let others = blocks.compactMap { year in
      least(total(of: blocks.filter { $0 != year }, squares))?.halfLife
    }
    return Sample(dates: panel.completeWeeks.map { panel.ends[$0] }).parameter(
      Estimate(best.halfLife, standardError: StartOdds.jackknife(others)),
      source: source
    )
  }

  /// By year of the origin: squared residuals of the weeks ahead for each half-life, and for betas
  /// that do not follow.
  static func squares(_ panel: WeeklyPanel, decay: Double) -> [Int: [Double]] {
    let complete = panel.completeWeeks
    let years = complete.map { panel.ends[$0].civil.year }
    var squares: [Int: [Double]] = [:]
    for returns in panel.lines {
      let found = LineSquares(
        returns: complete.map { returns[$0] },
        factors: panel.factors.map { factor in complete.map { factor[$0] } },
        decay: decay
      )
      for (week, row) in found.rows {
        let sum = squares[years[week]] ?? [Double](repeating: 0, count: row.count)
        squares[years[week]] = zip(sum, row).map { $0 + $1 }
      }
    }
    return squares
  }

  private static let source =
    "weekly residuals up to thirteen weeks ahead, least squares; loadings as known at the time;"
    + " errors by leaving out one year at a time"

  /// Half-lives that are tried, in weeks: four for each doubling.
  static let halfLives = (0...24).map { 4 * Elementary.exp(Elementary.log(2) * Double($0) / 4) }

  private static func total(of years: [Int], _ squares: [Int: [Double]]) -> [Double] {
    years.reduce(into: [Double](repeating: 0, count: halfLives.count + 1)) { sum, year in
      sum = zip(sum, squares[year] ?? []).map { $0 + $1 }
    }
  }

  /// The half-life of the least sum, between two that were tried by the parabola through three.
  ///
  /// The last of the sums is that of betas that do not follow.
  private static func least(_ sums: [Double]) -> (halfLife: Double, isInside: Bool)? {
    let tried = sums.dropLast()
    guard let still = sums.last, let place = tried.indices.min(by: { tried[$0] < tried[$1] }),
      still > 0
    else { return nil }
    guard place > 0, place < tried.count - 1, tried[place] < still else {
      return (halfLives[place], false)
    }
    let (before, here, after) = (tried[place - 1], tried[place], tried[place + 1])
    let curvature = before - 2 * here + after
    let step = curvature > 0 ? (before - after) / (2 * curvature) : 0
    return (halfLives[place] * Elementary.exp(Elementary.log(2) * step / 4), true)
  }
}

/// One line's squared residuals of the weeks after each origin, by half-life.
private struct LineSquares {
  /// Origins with a sum for each half-life, and one for a beta that does not follow.
  private(set) var rows: [(week: Int, squares: [Double])] = []

  /// Weeks that are known before a line's loadings are estimated, between origins, and ahead.
  private static let (shortest, step, ahead) = (104, 4, 13)

  private let returns: [Double]
  private let factors: [[Double]]

  init(returns: [Double], factors: [[Double]], decay: Double) {
    (self.returns, self.factors) = (returns, factors)
    let size = factors.count + 1
    var all = Products(size: size, decay: 1)
    var recent = Products(size: size, decay: decay)
    var followers = BetaHalfLifeFit.halfLives.map {
      Products(size: size, decay: Elementary.exp(-Elementary.log(2) / $0), market: true)
    }
    var known = 0
    for week in returns.indices where returns[week].isFinite {
      if known >= Self.shortest, known % Self.step == 0, let slopes = all.slopes {
        let betas = zip(BetaHalfLifeFit.halfLives, followers).map { halfLife, follower in
          follower.beta(slopes, prior: halfLife * all.meanSquare)
        }
        rows.append((week, squares(from: week, slopes, betas + [0], over: recent.variance(slopes))))
      }
      let x = [1] + factors.map { $0[week] }
      all.add(x, returns[week])
      recent.add(x, returns[week])
      for i in followers.indices { followers[i].add(x, returns[week]) }
      known += 1
    }
  }

  private func squares(
    from week: Int,
    _ slopes: [Double],
    _ betas: [Double],
    over variance: Double
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: betas.count)
    guard variance > 0 else { return sums }
    for t in week..<min(week + Self.ahead, returns.count) where returns[t].isFinite {
      let residual = factors.indices.reduce(returns[t]) { $0 - slopes[$1] * factors[$1][t] }
      for (i, beta) in betas.enumerated() {
        let left = residual - beta * factors[0][t]
        sums[i] += left * left / variance
      }
    }
    return sums
  }
}

/// Weighted sums of products of regressors x, an intercept first and the market second, and y.
private struct Products {
  private let size: Int
  private let decay: Double
  /// Only the market's row of Σ x xᵀ.
  private let market: Bool
  private var squares: [Double]
  private var responses: [Double]
  private var (response, weight) = (0.0, 0.0)

  init(size: Int, decay: Double, market: Bool = false) {
    (self.size, self.decay, self.market) = (size, decay, market)
    squares = [Double](repeating: 0, count: size * size)
    responses = [Double](repeating: 0, count: size)
  }

  mutating func add(_ x: [Double], _ y: Double) {
    for i in market ? 1..<min(2, size) : 0..<size {
      for j in 0..<size { squares[i * size + j] = decay * squares[i * size + j] + x[i] * x[j] }
      responses[i] = decay * responses[i] + x[i] * y
    }
    response = decay * response + y * y
    weight = decay * weight + 1
  }

  /// Of the least squares fit with an intercept; nil where the regressors are collinear.
  var slopes: [Double]? {
    let normal = Matrix(rows: size, columns: size, elements: squares)
    guard let factor = try? CholeskyFactor(normal) else { return nil }
    return Array(factor.solve(responses).dropFirst())
  }

  /// The market's mean square.
  var meanSquare: Double { size > 1 && weight > 0 ? squares[size + 1] / weight : 0 }

  /// The mean square of what slopes leave of y.
  func variance(_ slopes: [Double]) -> Double {
    guard weight > 0 else { return 0 }
    var sum = response
    for (i, slope) in slopes.enumerated() {
      sum -= 2 * slope * responses[i + 1]
      for (j, other) in slopes.enumerated() {
        sum += slope * other * squares[(i + 1) * size + j + 1]
      }
    }
    return max(0, sum / weight)
  }

  /// What the market's moves say of what slopes leave, towards zero by a prior of market squares.
  func beta(_ slopes: [Double], prior: Double) -> Double {
    let products = slopes.enumerated().reduce(responses[1]) {
      $0 - $1.element * squares[size + $1.offset + 1]
    }
    let information = squares[size + 1] + prior
    return information > 0 ? products / information : 0
  }
}
