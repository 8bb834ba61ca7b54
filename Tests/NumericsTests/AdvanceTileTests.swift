import CKernel
import Foundation
import Numerics
import Testing

/// The inputs of one move, drawn from the kernel's own generator, and the move in plain doubles.
struct Move {
  var lines = 5
  var factors = 3
  var ranks = 2
  var days: Float = 3
  var members: [Int32] = [3, 0, 4]
  var weights: [Float] = [0.5, 0.3, 0.2]
  var stress = [Float](repeating: 0, count: 64)
  var variance = [Float](repeating: 1, count: 64)
  var cholesky: [[Float]] = []
  var residual: [[Float]] = []
  var own: [[Float]] = []
  var beta: [Float] = []
  var factorVariance: [[Float]] = []
  var leadVariance: [[Float]] = []
  var leadDays: Float = 2.5
  var drift: [Float] = []
  var rootG: [Float] = []
  var residualVariance: [[Float]] = []
  var projection: [[Float]] = []
  var decay: [Float] = []
  var innovationScale: [Float] = []
  var longRun: [[Float]] = []
  /// What the draws are multiplied with.
  var scale: Float = 1.25
  var wf: [Float] = []
  var wy: [Float] = []
  var we: [Float] = []
  var price: [Float] = []
  var level: [Float] = []

  init(seed: UInt64 = 5, lines: Int = 5, factors: Int = 3, ranks: Int = 2) {
    (self.lines, self.factors, self.ranks) = (lines, factors, ranks)
    var stream: UInt32 = 0
    func draw(_ count: Int, _ scale: Float, _ centre: Float = 0) -> [Float] {
      var out = [Float](repeating: 0, count: (count + 63) / 64 * 64)
      stream += 1
      withTable(.normal) { table in
        for row in 0..<out.count / 64 {
          out.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            ck_normals(table, seed, 0, stream, UInt32(row), 0, start + 64 * row)
          }
        }
      }
      return out.prefix(count).map { centre + scale * $0 }
    }
    func both(_ count: Int, _ scale: Float, _ centre: Float = 0) -> [[Float]] {
      [draw(count, scale, centre), draw(count, 2 * scale, 2 * centre)]
    }
    cholesky = both(factors * factors, 0.01)
    residual = both(lines * ranks, 0.004)
    own = both(lines, 0.002, 0.006)
    beta = draw(lines * factors, 0.5, 0.5)
    factorVariance = both(lines, 1e-5, 1e-4)
    leadVariance = both(lines, 1e-5, 5e-5)
    drift = draw(lines, 1e-4, 3e-4)
    rootG = draw(lines, 0.1, 1)
    residualVariance = both(lines, 1e-5, 1e-4)
    projection = both(lines, 0.2, 1)
    decay = (0..<factors).map { $0 == 1 ? 0.8 : 1 }
    innovationScale = (0..<factors).map { $0 == 1 ? 0.9 : 1 }
    longRun = [draw(factors, 1, 15), draw(factors, 1, 30)]
    wf = draw(factors * 64, 1.7)
    wy = draw(ranks * 64, 1.7)
    we = draw(lines * 64, 1.7)
    price = draw(lines * 64, 0.05)
    level = draw(factors * 64, 1, 20)
    variance = draw(64, 0.2, 1.2).map { max(0.2, $0) }
    stress = (0..<64).map { $0 % 3 == 0 ? 1 : 0 }
  }

  /// The prices and levels after the kernel's move.
  func advanced() -> (price: [Float], level: [Float]) {
    var (price, level) = (price, level)
    price.withUnsafeMutableBufferPointer { price in
      level.withUnsafeMutableBufferPointer { level in
        withTile(price.baseAddress, level.baseAddress) { model, interval, tile in
          ck_advance(model, interval, tile)
        }
      }
    }
    return (price, level)
  }

  private func withTile(
    _ price: UnsafeMutablePointer<Float>?,
    _ level: UnsafeMutablePointer<Float>?,
    _ body: (
      UnsafePointer<ck_model>, UnsafePointer<ck_interval>, UnsafeMutablePointer<ck_tile>
    ) -> Void
  ) {
    var kept: [UnsafeMutableBufferPointer<Float>] = []
    defer { kept.forEach { $0.deallocate() } }
    func lend(_ values: [Float]) -> UnsafePointer<Float>? {
      let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(1, values.count))
      _ = copy.initialize(from: values)
      kept.append(copy)
      return UnsafePointer(copy.baseAddress)
    }
    func pair(_ values: [[Float]]) -> (UnsafePointer<Float>?, UnsafePointer<Float>?) {
      (lend(values[0]), lend(values[1]))
    }
    members.withUnsafeBufferPointer { members in
      var model = ck_model(
        lines: Int32(lines),
        factors: Int32(factors),
        ranks: Int32(ranks),
        residual: pair(residual),
        own: pair(own),
        beta: lend(beta),
        drift: lend(drift),
        members: Int32(members.count),
        member: members.baseAddress,
        member_weight: lend(weights)
      )
      var interval = ck_interval(
        days: days,
        cholesky: pair(cholesky),
        factor_variance: pair(factorVariance),
        lead_variance: pair(leadVariance),
        lead_days: leadDays,
        root_g: lend(rootG),
        residual_variance: pair(residualVariance),
        projection: pair(projection),
        decay: lend(decay),
        innovation_scale: lend(innovationScale),
        long_run: pair(longRun)
      )
      var tile = ck_tile(
        price: price,
        level: level,
        variance: lend(variance),
        stress: lend(stress),
        wf: lend(wf),
        wy: lend(wy),
        we: lend(we),
        scale: scale,
        price_moves: nil,
        factor_moves: nil
      )
      body(&model, &interval, &tile)
    }
  }

  /// The same move in doubles, written from the formulas and not from the kernel.
  func reference(lane: Int) -> (price: [Double], level: [Double]) {
    let s = stress[lane] == 0 ? 0 : 1
    let v = Double(variance[lane])
    var moves: [Double] = []
    for k in 0..<factors {
      let sum = (0...k).reduce(0.0) {
        $0 + Double(cholesky[s][k * factors + $1]) * Double(wf[$1 * 64 + lane])
      }
      moves.append(v.squareRoot() * Double(scale) * sum)
    }
    let levels = (0..<factors).map { k in
      let home = Double(longRun[s][k])
      return home + (Double(level[k * 64 + lane]) - home) * Double(decay[k])
        + moves[k] * Double(innovationScale[k])
    }
    var residuals = (0..<lines).map { i in
      let common = (0..<ranks).reduce(0.0) {
        $0 + Double(residual[s][i * ranks + $1]) * Double(wy[$1 * 64 + lane])
      }
      let total = common + Double(own[s][i]) * Double(we[i * 64 + lane])
      return v.squareRoot() * Double(scale) * Double(rootG[i]) * total
    }
    if !members.isEmpty {
      let sum = zip(members, weights).reduce(0.0) { $0 + Double($1.1) * residuals[Int($1.0)] }
      for i in 0..<lines { residuals[i] -= Double(projection[s][i]) * sum }
    }
    let prices = (0..<lines).map { i in
      let factor = (0..<factors).reduce(0.0) { $0 + Double(beta[i * factors + $1]) * moves[$1] }
      let spread = Double(factorVariance[s][i]) + Double(residualVariance[s][i])
      let lead = Double(leadDays) * Double(leadVariance[s][i])
      return Double(price[i * 64 + lane]) + Double(drift[i]) * Double(days) + factor
        + residuals[i] - 0.5 * v * spread * Double(days) - 0.5 * (1 - v) * lead
    }
    return (prices, levels)
  }
}

@Suite("The move of a tile over an interval")
struct AdvanceTileTests {
  private static func check(
    _ move: Move,
    within tolerance: Double = 1.5e-7,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (price, level) = move.advanced()
    var (priceError, levelError) = (0.0, 0.0)
    for lane in 0..<64 {
      let expected = move.reference(lane: lane)
      for i in 0..<move.lines {
        priceError = max(priceError, distance(Double(price[i * 64 + lane]), expected.price[i]))
      }
      for k in 0..<move.factors {
        levelError = max(levelError, distance(Double(level[k * 64 + lane]), expected.level[k]))
      }
    }
    // Prices are about 0.1 and levels about 30: a few units of the last place of a float.
    #expect(priceError < tolerance, sourceLocation: sourceLocation)
    #expect(levelError < 8e-6, sourceLocation: sourceLocation)
  }

  @Test("follows the formulas in mixed regimes")
  func mixed() { Self.check(Move()) }

  @Test("follows the formulas in one regime", arguments: [Float(0), 1])
  func uniform(stress: Float) {
    var move = Move(seed: 6)
    move.stress = [Float](repeating: stress, count: 64)
    Self.check(move)
  }

  @Test("follows the formulas at the size of the built-in model")
  func large() { Self.check(Move(seed: 7, lines: 41, factors: 7, ranks: 8)) }

  @Test("follows the formulas with more lines than are moved together", arguments: [65, 70, 131])
  func many(lines: Int) {
    var move = Move(seed: 15, lines: lines, factors: 7, ranks: 3)
    move.members = [3, 0, Int32(lines - 1)]
    Self.check(move)
    (move.members, move.weights) = ([], [])
    // In stress alone prices are up to 1.
    move.stress = [Float](repeating: 1, count: 64)
    Self.check(move, within: 6e-7)
  }

  @Test("what loadings vary by is their product with the covariance, and its first column's share")
  func exposures() {
    let (rows, k, rho) = (112, 7, -0.6)
    let move = Move(seed: 14, lines: rows, factors: k)
    let lower = move.cholesky[1].map { Double($0) }
    let covariance = (0..<k * k).map { place in
      let (i, j) = (place / k, place % k)
      return (0...min(i, j)).reduce(0.0) { $0 + lower[i * k + $1] * lower[j * k + $1] }
    }
    let columns = (0..<k * rows).map { move.beta[$0 % rows * k + $0 / rows] }
    var (total, lead) = ([Float](repeating: 0, count: rows), [Float](repeating: 0, count: rows))
    ck_exposures(columns, Int32(k), Int32(rows), move.cholesky[1], Float(rho), &total, &lead)
    for row in 0..<rows {
      let b = (0..<k).map { Double(move.beta[row * k + $0]) }
      let whole = (0..<k * k).reduce(0.0) { $0 + b[$1 / k] * b[$1 % k] * covariance[$1] }
      let first = rho * (0..<k).reduce(0.0) { $0 + b[$1] * lower[$1 * k] }
      #expect(abs(Double(total[row]) / whole - 1) < 2e-5)
      #expect(abs(Double(lead[row]) - first * first) < 2e-5 * whole)
    }
  }

  @Test("a draw led by a score is what is left of it and the score over the root of its variance")
  func lead() {
    let move = Move(seed: 13)
    var draws = Array(move.wf.prefix(64))
    let score = Array(move.wy.prefix(64))
    ck_lead(0.8, -0.6, score, move.variance, &draws)
    for lane in 0..<64 {
      let led = -0.6 * Double(score[lane]) / Double(move.variance[lane]).squareRoot()
      #expect(abs(Double(draws[lane]) - 0.8 * Double(move.wf[lane]) - led) < 1e-6)
    }
  }

  @Test("works without factors, without common residuals and without an identity")
  func absent() {
    Self.check(
      Move(seed: 8, lines: 3, factors: 0, ranks: 1).with {
        $0.members = []; $0.weights = []
      }
    )
    Self.check(Move(seed: 9, lines: 5, factors: 2, ranks: 0))
  }

  @Test("a path does not notice the regime of its neighbours, bit for bit")
  func neighbours() {
    var move = Move(seed: 10)
    move.stress = [Float](repeating: 0, count: 64)
    let alone = move.advanced()
    move.stress[17] = 1
    let beside = move.advanced()
    let changed = alone.price.indices.filter { alone.price[$0] != beside.price[$0] }
    #expect(changed.allSatisfy { $0 % 64 == 17 })
    #expect(alone.price[17] != beside.price[17])
    move.stress = [Float](repeating: 1, count: 64)
    let stressed = move.advanced()
    #expect(stressed.price[17] == beside.price[17] && stressed.level[17] == beside.level[17])
  }

  @Test("an identity's members have residuals that cancel in it")
  func identity() {
    var move = Move(seed: 11, lines: 4, factors: 1, ranks: 2)
    move.members = [0, 1, 2, 3]
    move.weights = [0.25, 0.25, 0.25, 0.25]
    move.beta = [Float](repeating: 0, count: 4)
    move.drift = [Float](repeating: 0, count: 4)
    move.leadDays = 0
    move.factorVariance = [[0, 0, 0, 0], [0, 0, 0, 0]]
    move.residualVariance = move.factorVariance
    move.projection = [[1, 1, 1, 1], [0.5, 1.5, 0.25, 1.75]]
    move.price = [Float](repeating: 0, count: 256)
    let price = move.advanced().price
    let sums = (0..<64).map { lane in
      (0..<4).reduce(0.0) { $0 + 0.25 * Double(price[$1 * 64 + lane]) }
    }
    #expect(sums.allSatisfy { abs($0) < 2e-9 })
    #expect(price[..<64].allSatisfy { abs($0) > 1e-6 })
  }

  /// 1.28 million paths in both regimes with t tails; six standard errors (1e-9).
  ///
  /// A mean off by 0.0005 is noticed; the compensator is about 0.0025.
  @Test("leaves the mean simple return at the drift", .tags(.statistical))
  func martingale() {
    var move = Move(seed: 12, lines: 1, factors: 1, ranks: 1)
    move.scale = 1
    (move.members, move.weights) = ([], [])
    move.days = 5
    let (rho, noise): (Float, Float) = (-0.6, 0.8)
    move.leadDays = 5
    move.cholesky = [[0.012], [0.03]]
    move.beta = [1.2]
    move.residual = [[0.006], [0.012]]
    move.own = [[0.008], [0.01]]
    move.rootG = [1.25]
    move.drift = [4e-4]
    let total: [Float] = [1.44 * 0.012 * 0.012, 1.44 * 0.03 * 0.03]
    move.factorVariance = total.map { [$0] }
    move.leadVariance = total.map { [rho * rho * $0] }
    move.residualVariance = (0..<2).map {
      let variance = move.residual[$0][0] * move.residual[$0][0] + move.own[$0][0] * move.own[$0][0]
      return [1.5625 * variance]
    }
    move.price = [Float](repeating: 0, count: 64)
    let multiplier = QuantileTable.varianceMultiplier(degreesOfFreedom: 15)
    var (sum, squares) = (0.0, 0.0)
    let tiles = 20_000
    var score = [Float](repeating: 0, count: 64)
    for tile in 0..<UInt64(tiles) {
      withTable(.normal) { table in
        ck_normals(table, 99, tile, 1, 0, 0, &move.wf)
        ck_normals(table, 99, tile, 2, 0, 0, &move.wy)
        ck_normals(table, 99, tile, 3, 0, 0, &move.we)
      }
      for i in 0..<64 {
        move.wf[i] *= 2.236_068
        move.wy[i] *= 2.236_068
        move.we[i] *= 2.236_068
      }
      withTable(multiplier) {
        ck_quantiles($0, words(seed: 99, tile: tile, stream: 4, step: 0), 64, &move.variance)
      }
      withTable(.normal) { ck_normals($0, 99, tile, 4, 0, 0, &score) }
      ck_lead(noise, rho * 2.236_068, score, move.variance, &move.wf)
      for value in move.advanced().price {
        let simple = expm1(Double(value))
        sum += simple
        squares += simple * simple
      }
    }
    let count = 64 * Double(tiles)
    let mean = sum / count
    let error = ((squares / count - mean * mean) / count).squareRoot()
    #expect(abs(mean - expm1(0.002)) < 6.2 * error)
    #expect(6.2 * error < 5e-4)
  }
}

extension Move {
  func with(_ change: (inout Move) -> Void) -> Move {
    var copy = self
    change(&copy)
    return copy
  }
}
